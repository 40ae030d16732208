#!/usr/bin/env python3
"""Task 1: a sparse autoencoder, whose code says much with few units.

Trained twice, because lambtha changed its meaning: TensorFlow 1.12 summed
the L1 penalty over the batch of 256, Keras now takes its mean. 10e-6, as the
original has it, is next to no penalty today; 256 * 10e-6 is that sum again.
"""
import numpy as np

import datasets
import figures
import ideas
import training

args = training.arguments(__doc__, epochs=100, time='two minutes')
sparse = training.load('1-sparse.py')

(x_train, _), (x_test, _) = datasets.load_mnist()

stop = training.stop_on_ctrl_c()
images, codes, histories = {'original': x_test[:10]}, {}, {}
for label, lambtha in ('10e-6', 10e-6), ('256 * 10e-6', 256 * 10e-6):
    print('lambtha =', label)
    encoder, decoder, auto = sparse.sparse(784, [128, 64], 32, lambtha)
    training.speed_up(auto, len(x_train), 256, xla=True)
    auto.fit(x_train, x_train, epochs=args.epochs, batch_size=256,
             shuffle=True, validation_data=(x_test, x_test),
             callbacks=[stop])

    code = encoder.predict(x_test[:10], verbose=0)
    print('mean code of ten digits:', np.mean(code))
    print('silent units in them: %.0f %%' % (100 * np.mean(code < 1e-3)))
    training.report(auto)
    images['lambtha\n' + label] = decoder.predict(code, verbose=0)
    codes['lambtha = ' + label] = code
    histories['lambtha = ' + label] = auto.history.history
    if stop.stopped:
        break

training.save(args.save, encoder=encoder, decoder=decoder, auto=auto)
figures.losses('loss_1.png', 'Sparse autoencoder: the loss, penalty included',
               histories=histories)
figures.rows('img_2.png', 'Sparse autoencoder: hardly a penalty on the '
             'code, and one that silences it', **images)
ideas.codes('sparsity.png', 'The codes of ten digits: white is silent',
            **codes)
