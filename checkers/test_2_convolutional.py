"""The rubric of task 2, the convolutional autoencoder: 18 points.

2-convolutional.py defines autoencoder(input_dims, filters, latent_dims),
which returns encoder, decoder, auto: three models of convolutions. The style
and the documentation of the file are worth 7 points more.
"""
from checkers.judging import common, shared
from checkers.judging.checks import Wrong, check
from checkers.judging.evidence import Evidence
from checkers.judging.losses import plain
from checkers.judging.networks import convolution, dense

TRAINED = shared.Trained(convolution.total, convolution.PARTS)

test_signature = shared.signature(
    'autoencoder takes input_dims, filters and latent_dims.', points=1)

test_models = shared.models(
    'It returns three models that run: encoder, decoder, auto.', points=2)

test_arguments_unchanged = shared.arguments_unchanged(
    "The caller's filters are left as they were.", points=1)

test_independent_calls = shared.independent_calls(
    'Two calls give models that share nothing.', points=1)


@check(points=2, hints=['How many convolutions does a list of three ask '
                        'for?', 'The loop that builds the encoder.'])
def test_encoder_filters(seen: Evidence) -> None:
    """The encoder's convolutions are 3 x 3 with the filters in order."""
    cases = seen.running('encoder')
    with common.grounds(seen, test_models, ends=Wrong):
        for case in cases:
            convolution.check_filters(case, 'encoder', seen.function)
    dense.check_believed(cases, 'encoder', convolution.explain)


@check(points=2, hints=['How large is the picture after each pooling?'])
def test_encoder_outputs(seen: Evidence) -> None:
    """Each is a same convolution, relu, and max pooling by 2 x 2."""
    with common.grounds(seen, test_models, test_encoder_filters,
                        ends=Wrong):
        convolution.check_outputs(seen.running('encoder'), 'encoder',
                                  seen.function)


@check(points=2, hints=['What does the decoder undo first?',
                        'The loop that builds the decoder.'])
def test_decoder_filters(seen: Evidence) -> None:
    """The decoder has the filters in reverse, then the channels."""
    cases = seen.running('decoder')
    with common.grounds(seen, test_models, ends=Wrong):
        for case in cases:
            convolution.check_filters(case, 'decoder', seen.function)
    dense.check_believed(cases, 'decoder', convolution.explain)


@check(points=3, hints=['How large is the picture after each step of the '
                        'decoder, from the code to the output?'])
def test_decoder_outputs(seen: Evidence) -> None:
    """Each is a convolution, relu and upsampling; the last is sigmoid.

    The last but one has valid padding; the last has no upsampling.
    """
    with common.grounds(seen, test_models, test_decoder_filters,
                        ends=Wrong):
        convolution.check_outputs(seen.running('decoder'), 'decoder',
                                  seen.function)


test_auto_shares_weights = shared.auto_shares_weights(
    'auto is the decoder on the encoder, with their weights.', points=1,
    follows=convolution.follows)

test_loss = shared.loss(
    "auto's loss is binary cross-entropy.", points=1,
    judge=lambda seen: plain.check(seen, convolution.follows,
                                   convolution.total),
    follows=convolution.follows,
    grounds=[test_encoder_filters, test_decoder_outputs],
    trained=TRAINED)

test_optimizer = shared.optimizer(
    'auto is compiled with Adam.', points=1, trained=TRAINED,
    losses=[test_loss],
    grounds=[test_encoder_filters, test_auto_shares_weights])

test_training = shared.training(
    'Training steps move every weight and lower the loss.', points=1,
    trained=TRAINED,
    grounds=[test_encoder_filters, test_decoder_filters, test_loss,
             test_auto_shares_weights])
