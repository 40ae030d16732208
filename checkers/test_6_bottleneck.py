"""The rubric of task 6, any encoder and any decoder: 18 points.

6-bottleneck.py defines mnist_encoder(input_shape, code_shape) and
mnist_decoder(code_shape, output_shape), which return Keras models, and
Autoencoder(encoder, decoder), which joins, trains, saves and loads any two
Keras models whose shapes agree. The style and the documentation of the file
are worth 7 points more.
"""
from checkers.course.plans import HALVES
from checkers.course.plans_bottleneck import REFUSED
from checkers.judging import common, shared
from checkers.judging.checks import check
from checkers.judging.evidence import Evidence
from checkers.judging.losses import joined as losses
from checkers.judging.networks import bottleneck, saved
from checkers.judging.networks import joined as networks

TRAINED = shared.Trained(losses.total, losses.PARTS, same=losses.same)

test_signature = shared.signature(
    'The file has mnist_encoder, mnist_decoder and Autoencoder.', points=1)


@check(points=1, hints=['How many values has a shape of several axes, and '
                        'which layer gives them that shape?'])
def test_encoder_shapes(seen: Evidence) -> None:
    """mnist_encoder maps inputs to codes, whatever their axes."""
    with common.grounds(seen, common.check_signature):
        bottleneck.shapes(seen, 'encoder', bottleneck.ENCODER)


@check(points=1, hints=['How many values has a shape of several axes, and '
                        'which layer gives them that shape?'])
def test_decoder_shapes(seen: Evidence) -> None:
    """mnist_decoder maps codes to outputs, whatever their axes."""
    with common.grounds(seen, common.check_signature):
        bottleneck.shapes(seen, 'decoder', bottleneck.DECODER)


@check(points=1, hints=['Which activation ends between 0 and 1?'])
def test_decoder_range(seen: Evidence) -> None:
    """The outputs of mnist_decoder lie between 0 and 1."""
    with common.grounds(seen, test_decoder_shapes):
        bottleneck.in_range(seen)


test_independent_calls = shared.independent_calls(
    'Two calls of a function give models that share nothing.', points=1,
    grounds=[test_encoder_shapes, test_decoder_shapes],
    view=bottleneck.believed)


@check(points=1, hints=['Does an Autoencoder look at more than the shapes of '
                        'its models?'])
def test_joins(seen: Evidence) -> None:
    """An Autoencoder of two models is the decoder on the encoder."""
    with common.grounds(seen, common.check_signature):
        networks.joins(seen)


@check(points=1, hints=['How many tensors are in inputs and in outputs?'])
def test_one_end(seen: Evidence) -> None:
    """A model with two inputs or two outputs is refused, whichever it is."""
    networks.refuses(seen, 'A model with more than one input or output',
                     *(f'{model} of two {ends}' for model in HALVES
                       for ends in ('inputs', 'outputs')))


@check(points=1)
def test_shapes_agree(seen: Evidence) -> None:
    """A code or an output that the other does not take is refused.

    The message names both shapes.
    """
    networks.refuses(seen, 'A decoder that takes another shape than the '
                     'encoder gives', 'longer code', 'code with an axis more')
    networks.refuses(seen, 'A decoder that gives another shape than the '
                     'encoder takes', 'longer output',
                     'wider output', 'output with an axis more')


test_loss = shared.loss(
    "auto's loss is the mean squared error.", points=1, judge=losses.loss,
    grounds=[], trained=TRAINED)

test_optimizer = shared.optimizer(
    'auto is compiled with Adam.', points=1, trained=TRAINED,
    losses=[test_loss], grounds=[test_joins])


@check(points=1)
def test_training(seen: Evidence) -> None:
    """train trains the two models that were handed over."""
    with common.grounds(seen, test_joins):
        losses.trains(seen)


@check(points=1)
def test_options(seen: Evidence) -> None:
    """train hands all that it is given to fit, and returns the history."""
    with common.grounds(seen, test_training, test_loss):
        losses.options(seen)


@check(points=1)
def test_data_shape(seen: Evidence) -> None:
    """train refuses data of another shape than the encoder takes."""
    with common.grounds(seen, test_training):
        networks.refuses(seen, 'Data of another shape', 'data',
                         'data with an axis more')


@check(points=1, hints=['What does Keras know of a model before any data has '
                        'passed it?'])
def test_any_kind(seen: Evidence) -> None:
    """Models of any kind are joined, also where only data show their shapes.

    What does not fit is then refused by train.
    """
    with common.grounds(seen, common.check_signature, test_joins,
                        test_shapes_agree, test_training):
        networks.any_kind(seen)


@check(points=1)
def test_parts_learn(seen: Evidence) -> None:
    """What mnist_encoder and mnist_decoder return learns."""
    losses.parts_learn(seen)


@check(points=1, hints=['What are the two files called?'])
def test_keras_files(seen: Evidence) -> None:
    """save_models(name) writes encoder<name>.keras and decoder<name>."""
    with common.grounds(seen, test_joins):
        saved.files(seen)


@check(points=1)
def test_extensions(seen: Evidence) -> None:
    """'.hdf5' makes save_models write HDF5; any other is refused."""
    with common.grounds(seen, test_keras_files):
        saved.hdf5(seen)
        for end in REFUSED:
            networks.refuses(seen, f"save_models('other', {end!r})", end)


@check(points=1)
def test_load_models(seen: Evidence) -> None:
    """load_models gives an Autoencoder of what was saved, compiled."""
    with common.grounds(seen, common.check_signature, test_keras_files,
                        test_extensions, test_loss, test_optimizer):
        saved.loads(seen)
