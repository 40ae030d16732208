"""The rubric of task 0, the vanilla autoencoder: 18 points.

0-vanilla.py defines autoencoder(input_dims, hidden_layers, latent_dims),
which returns encoder, decoder, auto: three models of dense layers. The
style and the documentation of the file are worth 7 points more.
"""
from checkers.judging import common
from checkers.judging.checks import check, Wrong
from checkers.judging.losses import learning
from checkers.judging.networks import dense


@check(points=1)
def test_signature(seen):
    """autoencoder takes input_dims, hidden_layers and latent_dims."""
    common.signature(seen)


@check(points=2, hints=['What does the return statement give, in which '
                        'order?'])
def test_models(seen):
    """It returns three models that run: encoder, decoder, auto."""
    common.models(seen)


@check(points=1, hints=['Does reverse() make a new list?'])
def test_arguments_unchanged(seen):
    """The caller's hidden_layers are left as they were."""
    common.arguments_unchanged(seen)


@check(points=1)
def test_independent_calls(seen):
    """Two calls give models that share nothing."""
    common.independent_calls(seen)


@check(points=2, hints=['How many layers does a list of three widths ask '
                        'for?', 'The loop that builds the encoder.'])
def test_encoder_layers(seen):
    """The encoder has the hidden layers in order, then the latent layer."""
    for case in seen.built:
        dense.check_layers(case, 'encoder', seen.function)
    dense.check_believed(seen.built, 'encoder')


@check(points=2, hints=['Which layers of the encoder have an activation, '
                        'and which one?'])
def test_encoder_activations(seen):
    """Every layer of the encoder has relu."""
    with common.grounds(seen, test_encoder_layers, ends=Wrong):
        dense.check_activations(seen.built, 'encoder',
                                seen.function)


@check(points=2, hints=['What does the decoder undo first?',
                        'The loop that builds the decoder.'])
def test_decoder_layers(seen):
    """The decoder has the hidden layers in reverse, then the output."""
    for case in seen.built:
        dense.check_layers(case, 'decoder', seen.function)
    dense.check_believed(seen.built, 'decoder')


@check(points=2, hints=['Between which values does the output lie?'])
def test_decoder_activations(seen):
    """Every layer of the decoder has relu, but the last has sigmoid."""
    with common.grounds(seen, test_decoder_layers, ends=Wrong):
        dense.check_activations(seen.built, 'decoder',
                                seen.function)


@check(points=2, hints=['From which two models is auto made?'])
def test_auto_shares_weights(seen):
    """auto is the decoder on the encoder, with their weights."""
    common.auto_shares_weights(seen, dense.follows)


@check(points=1)
def test_loss(seen):
    """auto's loss is binary cross-entropy."""
    common.stands_on(seen, test_auto_shares_weights)
    with common.grounds(seen, test_decoder_activations):
        common.loss(seen, dense.follows)


@check(points=1)
def test_optimizer(seen):
    """auto is compiled with Adam."""
    with common.grounds(seen, test_encoder_layers, test_auto_shares_weights):
        learning.optimizer(seen, dense.total)


@check(points=1)
def test_training(seen):
    """Training steps move every weight and lower the loss."""
    with common.grounds(seen, test_encoder_layers, test_decoder_layers,
                        test_loss, test_auto_shares_weights):
        learning.training(seen, dense.total)
        learning.same_in_training(seen)
