#!/usr/bin/env python3
"""Task 1: a sparse autoencoder, whose code says much with few units.

Trained three times. lambtha changed its meaning: TensorFlow 1.12 summed the
L1 penalty over the batch of 256, Keras now takes its mean. 10e-6, as the
original has it, is next to no penalty today; 256 * 10e-6 is that sum again,
and kills units. Where each unit begins with a digit of its own, none dies;
that takes a 25th of the epochs.
"""
import numpy as np

import datasets
import figures
import ideas
import training

args = training.arguments(__doc__, epochs=100, time='five minutes')
sparse = training.load('1-sparse.py')

(x_train, _), (x_test, digits) = datasets.load_mnist()

stop = training.stop_on_ctrl_c()
images, codes, histories = {'original': x_test[:10]}, {}, {}
for label, hidden, units, lambtha, epochs in (
        ('10e-6', [128, 64], 32, 10e-6, args.epochs),
        ('256 * 10e-6', [128, 64], 32, 256 * 10e-6, args.epochs),
        ('500 * 10e-6, from digits', [], 128, 500 * 10e-6,
         max(1, args.epochs // 25))):
    print('lambtha =', label)
    encoder, decoder, auto = sparse.sparse(784, hidden, units, lambtha)
    if not hidden:
        training.from_digits(encoder, decoder, x_train)
    training.speed_up(auto, len(x_train), 256, xla=True)
    auto.fit(x_train, x_train, epochs=epochs, batch_size=256,
             shuffle=True, validation_data=(x_test, x_test),
             callbacks=[stop])

    code = encoder.predict(x_test, batch_size=1000, verbose=0)
    silent, dead = ideas.silence(code)
    print('mean code:', np.mean(code))
    print('silent for a digit: %.0f %% of the units' % silent)
    print('silent for all digits: %.0f %%' % dead)
    training.report(auto)
    images['lambtha\n' + label.replace(', ', ',\n')] = decoder.predict(
        code[:10], verbose=0)
    codes['lambtha = ' + label] = code
    histories['lambtha = ' + label] = auto.history.history
    if stop.stopped:
        break

training.save(args.save, encoder=encoder, decoder=decoder, auto=auto)
figures.losses('loss_1.png', 'Sparse autoencoder: the loss, penalty included',
               histories=histories)
figures.rows('img_2.png', 'Sparse autoencoder: hardly a penalty on the '
             'code, one that kills units, and a sparse code', **images)
ideas.codes('sparsity.png', 'The codes of thirty digits: white is silent',
            digits, **codes)
