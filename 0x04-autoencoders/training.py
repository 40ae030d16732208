"""What the drivers share: arguments, seed, speed, Ctrl-C and the report.

TensorFlow is imported inside the functions that need it, so that --help and
a wrong argument answer at once.
"""
import argparse
import hashlib
import importlib
import importlib.util
import logging
import math
import os
import signal
import sys
import traceback

import numpy as np

import places

HERE = places.HERE
BACKENDS = ('tensorflow', 'torch', 'jax')   # what Keras can compute with
MOST = 70           # batches that run in one call, at most


def parser(description, epochs, time):
    """Make the parser of a driver's command line; a driver may add to it.

    Args:
        description: what the driver does, its docstring.
        epochs: integer, the epochs of a full run.
        time: text, how long a full run takes.

    Returns:
        An argparse.ArgumentParser; it gives epochs, an integer of at least 1,
        and save, a path or None.
    """
    def count(text):
        if not text.isdecimal() or int(text) < 1:
            raise argparse.ArgumentTypeError(
                '%r is not a whole number of at least 1' % text)
        return int(text)

    made = argparse.ArgumentParser(
        description=description,
        epilog='A full run takes about %s on 2 cores without a GPU. Ctrl-C '
               'ends the training early and still prints and draws. Figures '
               'of a full run go to 0x04-images. With other settings they go '
               'beside the models, in models/ or in DIR.' % time)
    made.add_argument('--epochs', type=count, default=epochs, metavar='N',
                      help='epochs to train (default: %(default)s)')
    made.add_argument('--save', metavar='DIR',
                      help='keep the trained models in this folder')
    return made


def parse(parser):
    """Parse a driver's command line, and see whether this is a full run.

    A full run is one that changes no setting: with --save and nothing else,
    on TensorFlow.
    """
    args = parser.parse_args()
    places.beside = args.save or places.beside
    backend = os.environ.get('KERAS_BACKEND', BACKENDS[0])
    places.quick = backend != BACKENDS[0] or any(
        value != parser.get_default(name)
        for name, value in vars(args).items() if name != 'save')
    return args


def arguments(description, epochs, time):
    """Parse a driver's command line that has nothing more than parser's."""
    return parse(parser(description, epochs, time))


def give_up(line):
    """End the program with exit code 2 and a line that says why."""
    print(line, file=sys.stderr)
    sys.exit(2)


def import_keras():
    """Import tensorflow.keras without TensorFlow's greeting on stderr.

    TensorFlow 2.21 writes it from C++, before any setting can stop it. Nor
    does it warn where a driver builds one model after the other. Where
    Keras' backend is not installed, the program gives up.
    """
    backend = os.environ.get('KERAS_BACKEND', 'tensorflow')
    if backend not in BACKENDS:
        give_up('KERAS_BACKEND is %r: set it to one of %s' % (
            backend, ', '.join(BACKENDS)))
    if importlib.util.find_spec(backend) is None:
        give_up('%s is not installed here: python3 -m pip install %s' % (
            backend, backend))
    os.environ.setdefault('TF_CPP_MIN_LOG_LEVEL', '3')
    stderr = os.dup(2)
    with open(os.devnull, 'w') as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        import tensorflow.keras as keras
        keras.config.backend()          # tensorflow.keras loads at first use
    finally:
        os.dup2(stderr, 2)
        os.close(stderr)
    logging.getLogger('tensorflow').setLevel(logging.ERROR)
    return keras


def load(name, seed=0):
    """Import a numbered module from this folder and seed every generator.

    Args:
        name: the file's name, such as '0-vanilla.py'.
        seed: integer; a run with the same seed gives the same numbers.

    Returns:
        The module. Where the file is missing, or what is called is not
        written yet, the program ends with exit code 2 and a line that says
        so.
    """
    path = os.path.join(HERE, name)
    if not os.path.isfile(path):
        give_up('%s is not in %s: write it there first' % (name, HERE))
    keras = import_keras()
    keras.utils.set_random_seed(seed)
    sys.excepthook = not_written
    return importlib.import_module(name[:-3])


def not_written(kind, error, trace):
    """Tell of a stub in one line where others show a traceback.

    Args: as those of sys.excepthook.
    """
    last = traceback.extract_tb(trace)[-1]
    if kind is NotImplementedError and \
            os.path.dirname(last.filename) == HERE:
        give_up('not written yet: %s, line %d' % (
            os.path.basename(last.filename), last.lineno))
    sys.__excepthook__(kind, error, trace)


def digest(module):
    """Return 8 hexadecimal digits that change with a module's text.

    What an edited module has trained is kept apart by them.
    """
    with open(module.__file__, 'rb') as file:
        return hashlib.sha256(file.read()).hexdigest()[:8]


def speed_up(model, samples, batch_size, xla):
    """Let TensorFlow train a compiled model faster, with the same results.

    Many batches run in one call: as many as an epoch is a multiple of, so
    that the progress bar ends where the epoch does. XLA compiles the step
    into one program. On a CPU that halves the time of dense layers. But it
    takes three times as long for convolutions, whose time is oneDNN's own
    kernels, and ten times as long where a layer such as GaussianNoise draws
    a random number for every pixel. Keras' other backends have defaults of
    their own and are left as they are.

    Args:
        model: a compiled Keras model.
        samples: integer, how many an epoch has.
        batch_size: integer, how many of them are in a batch.
        xla: True to compile with XLA.
    """
    import tensorflow.keras as keras
    if keras.config.backend() == 'tensorflow':
        model.jit_compile = xla
        model.steps_per_execution = in_one_call(samples, batch_size)


def in_one_call(samples, batch_size):
    """Return how many of an epoch's batches run in one call, MOST at most."""
    batches = math.ceil(samples / batch_size)
    return max(count for count in range(1, MOST + 1) if batches % count == 0)


def stop_on_ctrl_c():
    """Make a callback that ends the training at the first Ctrl-C.

    The run then goes on after fit with what has been learned so far. A
    second Ctrl-C ends the program.

    Returns:
        A Keras callback; its attribute stopped tells whether Ctrl-C came.
    """
    import tensorflow.keras as keras

    def stop(signum, frame):
        callback.stopped = places.quick = True
        signal.signal(signal.SIGINT, signal.default_int_handler)

    def after_batch(batch, logs):
        if callback.stopped:
            callback.model.stop_training = True

    callback = keras.callbacks.LambdaCallback(on_train_batch_end=after_batch)
    callback.stopped = False
    signal.signal(signal.SIGINT, stop)
    return callback


def slowing_down(rate, epochs):
    """Make a callback by which each epoch learns with smaller steps.

    The learning rate falls from rate to nearly 0, along half a cosine, so
    that the last epochs settle what the first have found.

    Args:
        rate: float, the learning rate of the first epoch.
        epochs: integer, how many there are.

    Source: Loshchilov and Hutter, "SGDR" (2017), without its restarts.
    """
    import tensorflow.keras as keras
    return keras.callbacks.LearningRateScheduler(
        lambda epoch, _: rate * (1 + math.cos(math.pi * epoch / epochs)) / 2)


def from_digits(encoder, decoder, x):
    """Let each unit of a code begin with a digit of its own.

    It is 1 for this digit and 0 for the mean of all; the decoder adds to the
    mean what this digit has more. So each unit speaks for something before a
    penalty silences what does not pay.

    Args:
        encoder, decoder: models of one dense layer each.
        x: array (n, 784), the digits; the first ones are taken.
    """
    kernel, bias = encoder.layers[-1].get_weights()
    mean = x.mean(axis=0)
    more = x[:len(bias)] - mean
    kernel = (more / np.square(more).sum(axis=1, keepdims=True)).T
    encoder.layers[-1].set_weights([kernel, -mean @ kernel])
    likely = np.clip(mean, 0.01, 0.99)
    decoder.layers[-1].set_weights([more, np.log(likely / (1 - likely))])


def save(folder, **models):
    """Keep trained models in a folder, NAME.keras each, if one is given.

    Args:
        folder: path, or None.
        models: name=model.
    """
    if folder:
        os.makedirs(folder, exist_ok=True)
        for name, model in models.items():
            path = os.path.join(folder, name + '.keras')
            model.save(path)
            print('model:', os.path.relpath(path))


def report(model, original=None, epochs=None):
    """Print the last epoch's losses, and the original's where it has any.

    Args:
        model: the model that was trained; fit left its history there.
        original: pair of floats, the train and validation loss that the
            original prints, in the units of today's Keras.
        epochs: integer, the epochs that the original took for them.
    """
    history = model.history.history
    rows = [('this run', len(history['loss']), history['loss'][-1],
             history['val_loss'][-1])]
    if original:
        rows.append(('the original', epochs, *original))
    print('%18s  %8s  %8s' % ('epochs', 'loss', 'val_loss'))
    for row in rows:
        print('%-12s %5d  %8.4f  %8.4f' % row)
