"""The rubric of task 3, the variational autoencoder: 18 points.

3-variational.py defines autoencoder(input_dims, hidden_layers, latent_dims),
which returns encoder, decoder, auto; the encoder gives z, mean, log_var. The
style and the documentation of the file are worth 7 points more.
"""
from checkers.judging import shared
from checkers.judging.losses import elbo
from checkers.judging.losses.terms import Asked
from checkers.judging.networks import variational

LOSS = Asked('binary cross-entropy')
TRAINED = shared.Trained(
    LOSS.total, LOSS.parts, variational.ordered,
    lambda seen: elbo.check_training(seen, LOSS))

test_signature = shared.signature(
    'autoencoder takes input_dims, hidden_layers and latent_dims.', points=1)

test_models = shared.models(
    'It returns three models that run: encoder, decoder, auto.', points=1,
    uncounted=['encoder'])

test_arguments_unchanged = shared.arguments_unchanged(
    "The caller's hidden_layers are left as they were.", points=1)

test_independent_calls = shared.independent_calls(
    'Two calls give models that share nothing.', points=1)

test_encoder_layers = shared.variational_layers(
    'The encoder has the hidden layers in order, all relu, then two heads.',
    points=1)

test_heads = shared.heads(
    'The encoder gives z, mean, log_var; the last two are linear.', points=1)

test_sampling = shared.sampling(
    'z is drawn from N(mean, exp(log_var)), afresh for every number.',
    points=2, grounds=[test_heads])

test_decoder_layers = shared.dense_layers(
    'decoder',
    'The decoder has the hidden layers in reverse, then the output.',
    points=1)

test_decoder_activations = shared.dense_activations(
    'decoder',
    'Every layer of the decoder has relu, but the last has sigmoid.',
    points=1, grounds=[test_decoder_layers])

test_auto_decodes_z = shared.auto_decodes_z(
    "auto is the decoder on the encoder's z, with their weights.", points=1,
    grounds=[test_sampling, test_decoder_layers, test_decoder_activations])

test_reconstruction_term = shared.reconstruction_term(
    'The loss has a term of binary cross-entropy, at any scale.', points=1,
    loss=LOSS, trained=TRAINED,
    grounds=[test_decoder_activations, test_auto_decodes_z])

test_kl_term = shared.kl_term(
    'The loss has the KL divergence from N(0, 1), at any scale.', points=1,
    loss=LOSS, trained=TRAINED, grounds=[test_heads, test_auto_decodes_z])

test_loss_balance = shared.loss_balance(
    'Both terms are summed, as in the evidence lower bound.', points=2,
    loss=LOSS, trained=TRAINED,
    grounds=[test_reconstruction_term, test_kl_term])

test_loads = shared.loads(
    'A saved auto loads where the file has been imported.', points=1,
    grounds=[test_encoder_layers, test_heads, test_decoder_layers,
             test_decoder_activations, test_auto_decodes_z])

test_optimizer = shared.optimizer(
    'auto is compiled with Adam.', points=1, trained=TRAINED,
    losses=[test_reconstruction_term, test_kl_term],
    grounds=[test_encoder_layers, test_auto_decodes_z])

test_training = shared.training(
    'Training steps move every weight and lower the loss.', points=1,
    trained=TRAINED, also=elbo.check_gradient,
    grounds=[test_independent_calls, test_encoder_layers, test_decoder_layers,
             test_reconstruction_term, test_kl_term, test_sampling,
             test_auto_decodes_z])
