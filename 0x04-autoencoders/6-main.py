#!/usr/bin/env python3
"""Task 6: how narrow may a bottleneck be? Codes of 1 to 100 numbers.

What is trained is kept in the folder models/bottleneck/; a run that was
interrupted goes on from there.
"""
import contextlib
import sys

import numpy as np
from rich.progress import Progress

import datasets
import figures
import results
import training

SIZES = 1, 2, 3, 5, 10, 20, 50, 100
DIGIT = 32              # which test digit is drawn: a 3

args = training.arguments(__doc__, epochs=20, time='six and a half minutes')
bottleneck = training.load('6-bottleneck.py')
keras = training.import_keras()

(x_train, _), (x_test, _) = datasets.load_mnist()
x_train, x_test = x_train.reshape(-1, 28, 28), x_test.reshape(-1, 28, 28)
kept = results.Results('bottleneck', bottleneck, args)
stop = training.stop_on_ctrl_c()


def fit(size, callbacks, **options):
    """Train with a code of this size, save the models, keep the error."""
    autoencoder = bottleneck.Autoencoder(
        bottleneck.mnist_encoder((28, 28), (size,)),
        bottleneck.mnist_decoder((size,), (28, 28)))
    training.speed_up(autoencoder.auto, len(x_train), 256, xla=True)
    history = autoencoder.train(x_train, epochs=args.epochs,
                                validation_data=(x_test, x_test),
                                callbacks=callbacks, **options)
    with contextlib.chdir(kept.folder):
        autoencoder.save_models('%d' % size)
    if not stop.stopped:
        drawn = keras.ops.convert_to_numpy(autoencoder.auto(x_test))
        kept.add(size, error=float(np.mean((x_test - drawn) ** 2)),
                 digit=drawn[DIGIT].astype(float).round(3).tolist(),
                 **history.history)


# One code of 50 numbers: train, save, load, and look at a digit.
if 50 not in kept.done:
    fit(50, [stop])
with contextlib.chdir(kept.folder):
    autoencoder = bottleneck.Autoencoder.load_models('50')
training.save(args.save, encoder50=autoencoder.encoder,
              decoder50=autoencoder.decoder)
original = x_test[DIGIT:DIGIT + 1]
code = autoencoder.encoder.predict(original, verbose=0)     # (1, 50)
reconstructed = autoencoder.decoder.predict(code, verbose=0)
figures.columns('difference.png', 'A digit, and what 50 numbers keep of it',
                Original=original[0], Reconstructed=reconstructed[0],
                Difference=np.abs(original - reconstructed)[0])

# The experiment: every size.
left = [size for size in SIZES if size not in kept.done]
with Progress(disable=not sys.stdout.isatty()) as bar:
    task = bar.add_task('', total=len(left) * args.epochs)
    advance = keras.callbacks.LambdaCallback(
        on_epoch_end=lambda epoch, logs: bar.advance(task))
    for size in left:
        if not stop.stopped:
            bar.update(task, description='training size %d' % size)
            fit(size, [stop, advance], verbose=0)

print('code size  test error')
for size in sorted(kept.done):
    print('%9d  %10.4f' % (size, kept.done[size]['error']))
mean = np.mean((x_test - x_train.mean(axis=0)) ** 2)
print('mean digit %10.4f' % mean)
histories = {'numbers in the code: %d' % size: kept.done[size]
             for size in (3, 50) if 'loss' in kept.done.get(size, ())}
if histories:
    figures.losses('loss_6.png', 'A narrow bottleneck and a wide one: the '
                   'loss as they learn', histories)
if kept.done:
    figures.errors('bottleneck.png', kept.done, original[0], mean)
