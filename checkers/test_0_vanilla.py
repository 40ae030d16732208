"""The rubric of task 0, the vanilla autoencoder: 18 points.

0-vanilla.py defines autoencoder(input_dims, hidden_layers, latent_dims),
which returns encoder, decoder, auto: three models of dense layers. The
style and the documentation of the file are worth 7 points more.
"""
from checkers.judging import shared
from checkers.judging.losses import plain
from checkers.judging.networks import dense

TRAINED = shared.Trained(dense.total, dense.PARTS)

test_signature = shared.signature(
    'autoencoder takes input_dims, hidden_layers and latent_dims.', points=1)

test_models = shared.models(
    'It returns three models that run: encoder, decoder, auto.', points=2)

test_arguments_unchanged = shared.arguments_unchanged(
    "The caller's hidden_layers are left as they were.", points=1)

test_independent_calls = shared.independent_calls(
    'Two calls give models that share nothing.', points=1)

test_encoder_layers = shared.dense_layers(
    'encoder',
    'The encoder has the hidden layers in order, then the latent layer.',
    points=2)

test_encoder_activations = shared.dense_activations(
    'encoder', 'Every layer of the encoder has relu.', points=1,
    grounds=[test_encoder_layers])

test_decoder_layers = shared.dense_layers(
    'decoder',
    'The decoder has the hidden layers in reverse, then the output.',
    points=2)

test_decoder_activations = shared.dense_activations(
    'decoder',
    'Every layer of the decoder has relu, but the last has sigmoid.',
    points=2, grounds=[test_decoder_layers])

test_auto_shares_weights = shared.auto_shares_weights(
    'auto is the decoder on the encoder, with their weights.', points=3,
    follows=dense.follows)

test_loss = shared.loss(
    "auto's loss is binary cross-entropy.", points=1,
    judge=lambda seen: plain.check(seen, dense.follows, dense.total),
    follows=dense.follows, grounds=[test_decoder_activations],
    trained=TRAINED)

test_optimizer = shared.optimizer(
    'auto is compiled with Adam.', points=1, trained=TRAINED,
    losses=[test_loss],
    grounds=[test_encoder_layers, test_auto_shares_weights])

test_training = shared.training(
    'Training steps move every weight and lower the loss.', points=1,
    trained=TRAINED,
    grounds=[test_encoder_layers, test_decoder_layers, test_loss,
             test_auto_shares_weights])
