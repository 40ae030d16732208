"""The rubric of task 5, the composable autoencoder: 18 points.

5-composable.py defines encoder(inputs, layers) and decoder(x, layers), from
tensor to tensor, and AutoEncoder(input_shape, layers), whose attributes
model and encoder are Keras models. The style and the documentation of the
file are worth 7 points more.
"""
from checkers.judging import common, shared
from checkers.judging.checks import Wrong, check
from checkers.judging.evidence import Evidence
from checkers.judging.networks import composable, normalisation

test_signature = shared.signature(
    'encoder, decoder and AutoEncoder take what the task says.', points=1)


@check(points=1, hints=['What do encoder and decoder take, and what do they '
                        'return?'])
def test_procedural(seen: Evidence) -> None:
    """encoder and decoder go from tensor to tensor."""
    with common.grounds(seen, common.check_signature):
        composable.models(seen, 'procedural')


@check(points=1, hints=['Which attributes does an AutoEncoder have?'])
def test_composable(seen: Evidence) -> None:
    """An AutoEncoder has two models that run: model and encoder."""
    with common.grounds(seen, common.check_signature):
        composable.models(seen, 'composable')


test_arguments_unchanged = shared.arguments_unchanged(
    "The caller's layers are left as they were.", points=1)


@check(points=1)
def test_independent_instances(seen: Evidence) -> None:
    """Two instances share nothing."""
    common.independent_calls(seen)


@check(points=1, hints=['How many convolutions does a list of three ask '
                        'for?', 'The loop that builds the encoder.'])
def test_encoder_layers(seen: Evidence) -> None:
    """The encoder's 3 x 3 convolutions have no bias, each normalised."""
    composable.layers_of(seen, 'encoder')


@check(points=2, hints=['How large is the picture after each convolution, '
                        'and what comes after it?'])
def test_encoder_outputs(seen: Evidence) -> None:
    """Each has strides of 2, then batch normalisation, then relu."""
    with common.grounds(seen, test_encoder_layers, ends=Wrong):
        composable.outputs(seen, 'encoder')


@check(points=1)
def test_initial_weights(seen: Evidence) -> None:
    """Every convolution begins with He's weights."""
    with common.grounds(seen, test_encoder_layers, test_defaults):
        composable.initial(seen)


@check(points=1, hints=['What does the decoder undo first?',
                        'The loop that builds the decoder.'])
def test_decoder_layers(seen: Evidence) -> None:
    """The decoder mirrors them with transposed convolutions."""
    composable.layers_of(seen, 'decoder')


@check(points=2, hints=['How large is the picture after each transposed '
                        'convolution, and what comes after it?'])
def test_decoder_outputs(seen: Evidence) -> None:
    """Each has strides of 2, batch normalisation, relu; the last one too."""
    with common.grounds(seen, test_decoder_layers, test_encoder_layers), \
            common.grounds(seen, test_encoder_shared, ends=Wrong):
        composable.outputs(seen, 'decoder')


@check(points=1, hints=['Of how many channels is a grey picture?'])
def test_channels(seen: Evidence) -> None:
    """The output has the channels of the input; 3 where none are told."""
    composable.channels(seen)


@check(points=1)
def test_defaults(seen: Evidence) -> None:
    """AutoEncoder() is for 32 x 32 x 3, with [64, 32, 32], every time."""
    with common.grounds(seen, test_composable, test_arguments_unchanged,
                        test_encoder_layers, test_decoder_layers):
        composable.defaults(seen)


@check(points=1, hints=['By how much do n layers divide height and width?'])
def test_sides(seen: Evidence) -> None:
    """Sides that do not divide give a ValueError, in both forms."""
    composable.sides(seen)


@check(points=1, hints=['From which layers is the encoder made?'])
def test_encoder_shared(seen: Evidence) -> None:
    """The encoder has the model's weights, after training too."""
    with common.grounds(seen, test_independent_instances):
        normalisation.encoder_shared(seen)


@check(points=1)
def test_training(seen: Evidence) -> None:
    """Not compiled yet, then compiled and trained, the model learns."""
    composable.not_compiled(seen)
    composable.can_learn(seen)
    with common.grounds(seen, test_encoder_outputs, test_decoder_outputs,
                        test_encoder_shared):
        normalisation.kernels_learn(seen)
        with common.grounds(seen, test_batch_normalisation, ends=Wrong):
            normalisation.error_falls(seen)


@check(points=1, hints=['What does batch normalisation do in training?'])
def test_batch_normalisation(seen: Evidence) -> None:
    """Batch normalisation learns, and follows the mean in training."""
    normalisation.learns(seen)
