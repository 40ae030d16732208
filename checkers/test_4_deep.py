"""The rubric of task 4, the deep autoencoder: 18 points.

4-deep.py defines deep(input_dims, hidden_layers, latent_dims), which returns
encoder, auto: one flat model of dense layers that have names, and the part
of it up to the code. The style and the documentation of the file are worth 7
points more.
"""
from checkers.judging import common
from checkers.judging.checks import check, Wrong
from checkers.judging.losses import learning
from checkers.judging.networks import deep, dense


@check(points=1)
def test_signature(seen):
    """deep takes input_dims, hidden_layers and latent_dims."""
    common.signature(seen)


@check(points=2, hints=['What does the return statement give, in which '
                        'order?'])
def test_models(seen):
    """It returns two models that run: encoder, auto."""
    common.models(seen)
    deep.check_order(seen)


@check(points=1, hints=['Does reverse() make a new list?'])
def test_arguments_unchanged(seen):
    """The caller's hidden_layers are left as they were."""
    common.arguments_unchanged(seen)


@check(points=1)
def test_independent_calls(seen):
    """Two calls give models that share nothing."""
    common.independent_calls(deep.by_halves(seen))


@check(points=2, hints=['At which layer does the encoder end?',
                        'The loop that builds the first half.'])
def test_encoder_layers(seen):
    """The encoder has the hidden layers in order, then the code layer."""
    with common.grounds(seen, test_models, ends=Wrong):
        for case in seen.built:
            dense.check_layers(case, 'encoder', seen.function)
    dense.check_believed(seen.built, 'encoder')


@check(points=1, hints=['Which layers of the encoder have an activation, '
                        'and which one?'])
def test_encoder_activations(seen):
    """Every layer of the encoder has relu, the code layer too."""
    with common.grounds(seen, test_encoder_layers, ends=Wrong):
        dense.check_activations(seen.built, 'encoder', seen.function)


@check(points=2, hints=['What does the decoder undo first?',
                        'The loop that builds the second half.'])
def test_decoder_layers(seen):
    """After the code come the hidden layers in reverse, then the output."""
    halves = deep.by_halves(seen).cases
    with common.grounds(seen, test_models, test_encoder_layers, ends=Wrong):
        for case in halves:
            dense.check_layers(case, 'decoder', seen.function)
    dense.check_believed(halves, 'decoder')


@check(points=1, hints=['Between which values does the output lie?'])
def test_decoder_activations(seen):
    """Every layer after the code has relu, but the last has sigmoid."""
    with common.grounds(seen, test_encoder_layers, test_decoder_layers,
                        ends=Wrong):
        dense.check_activations(deep.by_halves(seen).cases, 'decoder',
                                seen.function)


@check(points=2, hints=['Does the number go on where the decoder begins?',
                        'The name= of each layer.'])
def test_layer_names(seen):
    """auto's layers are hidden_layer_1 and on, code_layer, output_layer."""
    with common.grounds(seen, test_models, test_encoder_layers,
                        test_decoder_layers, ends=Wrong):
        deep.check_layer_names(seen)


@check(points=2, hints=['From whose layers is the encoder made?'])
def test_encoder_shares_weights(seen):
    """encoder is a part of auto, with its weights."""
    with common.grounds(seen, test_encoder_layers, test_encoder_activations,
                        ends=Wrong):
        deep.check_sharing(seen)


@check(points=1)
def test_loss(seen):
    """auto's loss is binary cross-entropy."""
    common.stands_on(seen, test_encoder_shares_weights)
    with common.grounds(seen, test_decoder_activations):
        common.loss(deep.by_halves(seen), dense.follows)


@check(points=1)
def test_optimizer(seen):
    """auto is compiled with Adam."""
    with common.grounds(seen, test_encoder_layers,
                        test_encoder_shares_weights):
        learning.optimizer(deep.by_halves(seen), dense.total)


@check(points=1)
def test_training(seen):
    """Training steps move every weight and lower the loss."""
    with common.grounds(seen, test_encoder_layers, test_decoder_layers,
                        test_loss, test_encoder_shares_weights):
        learning.training(deep.by_halves(seen), dense.total)
        learning.same_in_training(deep.by_halves(seen))
