"""The rubric of task 2, the convolutional autoencoder: 18 points.

2-convolutional.py defines autoencoder(input_dims, filters, latent_dims),
which returns encoder, decoder, auto: three models of convolutions. The style
and the documentation of the file are worth 7 points more.
"""
from checkers.judging import common
from checkers.judging.checks import check, Wrong
from checkers.judging.losses import learning
from checkers.judging.networks import convolution, dense


@check(points=1)
def test_signature(seen):
    """autoencoder takes input_dims, filters and latent_dims."""
    common.signature(seen)


@check(points=2, hints=['What does the return statement give, in which '
                        'order?'])
def test_models(seen):
    """It returns three models that run: encoder, decoder, auto."""
    common.models(seen)


@check(points=1, hints=['Does reverse() make a new list?'])
def test_arguments_unchanged(seen):
    """The caller's filters are left as they were."""
    common.arguments_unchanged(seen)


@check(points=1)
def test_independent_calls(seen):
    """Two calls give models that share nothing."""
    common.independent_calls(seen)


@check(points=2, hints=['How many convolutions does a list of three ask '
                        'for?', 'The loop that builds the encoder.'])
def test_encoder_filters(seen):
    """The encoder's convolutions are 3 x 3 with the filters in order."""
    for case in seen.built:
        convolution.check_filters(case, 'encoder', seen.function)
    dense.check_believed(seen.built, 'encoder', convolution.explain)


@check(points=2, hints=['How large is the picture after each pooling?'])
def test_encoder_outputs(seen):
    """Each is a same convolution, relu, and max pooling by 2 x 2."""
    with common.grounds(seen, test_encoder_filters, ends=Wrong):
        convolution.check_outputs(seen.built, 'encoder',
                                  seen.function)


@check(points=2, hints=['What does the decoder undo first?',
                        'The loop that builds the decoder.'])
def test_decoder_filters(seen):
    """The decoder has the filters in reverse, then the channels."""
    for case in seen.built:
        convolution.check_filters(case, 'decoder', seen.function)
    dense.check_believed(seen.built, 'decoder', convolution.explain)


@check(points=3, hints=['How large is the picture after each step of the '
                        'decoder, from the code to the output?'])
def test_decoder_outputs(seen):
    """Each is a convolution, relu and upsampling; the last is sigmoid.

    The last but one has valid padding; the last has no upsampling.
    """
    with common.grounds(seen, test_decoder_filters, ends=Wrong):
        convolution.check_outputs(seen.built, 'decoder',
                                  seen.function)


@check(points=1, hints=['From which two models is auto made?'])
def test_auto_shares_weights(seen):
    """auto is the decoder on the encoder, with their weights."""
    common.auto_shares_weights(seen, convolution.follows)


@check(points=1)
def test_loss(seen):
    """auto's loss is binary cross-entropy."""
    common.stands_on(seen, test_auto_shares_weights)
    with common.grounds(seen, test_decoder_outputs):
        common.loss(seen, convolution.follows)


@check(points=1)
def test_optimizer(seen):
    """auto is compiled with Adam."""
    with common.grounds(seen, test_encoder_filters, test_auto_shares_weights):
        learning.optimizer(seen, convolution.total)


@check(points=1)
def test_training(seen):
    """Training steps move every weight and lower the loss."""
    with common.grounds(seen, test_encoder_filters, test_decoder_filters,
                        test_loss, test_auto_shares_weights):
        learning.training(seen, convolution.total)
        learning.same_in_training(seen)
