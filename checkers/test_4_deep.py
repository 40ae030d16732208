"""The rubric of task 4, the deep autoencoder: 18 points.

4-deep.py defines deep(input_dims, hidden_layers, latent_dims), which returns
encoder, auto: one flat model of dense layers that have names, and the part
of it up to the code. The style and the documentation of the file are worth 7
points more.
"""
from checkers.judging import common, shared
from checkers.judging.checks import Wrong, check
from checkers.judging.evidence import Evidence
from checkers.judging.losses import plain
from checkers.judging.networks import deep, dense

TRAINED = shared.Trained(dense.total, dense.PARTS, deep.by_halves)

test_signature = shared.signature(
    'deep takes input_dims, hidden_layers and latent_dims.', points=1)


test_models = shared.models(
    'It returns two models that run: encoder, auto.', points=2)

test_arguments_unchanged = shared.arguments_unchanged(
    "The caller's hidden_layers are left as they were.", points=1)

test_independent_calls = shared.independent_calls(
    'Two calls give models that share nothing.', points=1,
    view=deep.of_both)

test_encoder_layers = shared.dense_layers(
    'encoder',
    'The encoder has the hidden layers in order, then the code layer.',
    points=2, hints=['At which layer does the encoder end?',
                     'The loop that builds the first half.'],
    grounds=[test_models], cases=deep.encoders)

test_encoder_activations = shared.dense_activations(
    'encoder', 'Every layer of the encoder has relu, the code layer too.',
    points=1, grounds=[test_encoder_layers], cases=deep.encoders)

test_decoder_layers = shared.dense_layers(
    'decoder',
    'After the code come the hidden layers in reverse, then the output.',
    points=2, hints=['What does the decoder undo first?',
                     'The loop that builds the second half.'],
    grounds=[test_models, test_encoder_layers], cases=deep.halves)

test_decoder_activations = shared.dense_activations(
    'decoder',
    'Every layer after the code has relu, but the last has sigmoid.',
    points=1, grounds=[test_encoder_layers, test_decoder_layers],
    cases=deep.halves)


@check(points=2, hints=['Which layer should bear which name, from the input '
                        'to the output?', 'The name= of each layer.'])
def test_layer_names(seen: Evidence) -> None:
    """auto's layers are hidden_layer_1 and on, code_layer, output_layer."""
    with common.grounds(seen, test_models, test_encoder_layers,
                        test_decoder_layers, ends=Wrong):
        deep.check_layer_names(seen)


@check(points=2, hints=['From whose layers is the encoder made?'])
def test_encoder_shares_weights(seen: Evidence) -> None:
    """encoder is a part of auto, with its weights."""
    with common.grounds(seen, test_encoder_layers, test_encoder_activations,
                        ends=Wrong):
        deep.check_sharing(seen)


test_loss = shared.loss(
    "auto's loss is binary cross-entropy.", points=1,
    judge=lambda seen: plain.check(deep.by_halves(seen), dense.follows,
                                   dense.total),
    grounds=[test_decoder_activations], trained=TRAINED)

test_optimizer = shared.optimizer(
    'auto is compiled with Adam.', points=1, trained=TRAINED,
    losses=[test_loss],
    grounds=[test_encoder_layers, test_encoder_shares_weights])

test_training = shared.training(
    'Training steps move every weight and lower the loss.', points=1,
    trained=TRAINED,
    grounds=[test_encoder_layers, test_decoder_layers, test_loss,
             test_encoder_shares_weights])
