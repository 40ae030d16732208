#!/usr/bin/env python3
"""Task 4: a deep autoencoder, 784 values through 4, on any Keras backend.

The original trains in batches of 32, Keras' default. Batches of 128 end with
the same loss in half the time.
"""
import os

import numpy as np

import datasets
import figures
import training

parser = training.parser(__doc__, epochs=20, time='a minute and a half')
parser.add_argument('--backend', choices=training.BACKENDS,
                    default=os.environ.get('KERAS_BACKEND', 'tensorflow'),
                    help='what Keras computes with (default: %(default)s)')
args = training.parse(parser)
os.environ['KERAS_BACKEND'] = args.backend      # before Keras is imported
deep = training.load('4-deep.py')

(x_train, _), (x_test, _) = datasets.load_mnist()

encoder, auto = deep.deep(784, [256, 128, 64, 32, 16, 8], 4)
auto.summary()
training.speed_up(auto, len(x_train), 128, xla=True)
auto.fit(x_train, x_train, epochs=args.epochs, batch_size=128, shuffle=True,
         validation_data=(x_test, x_test),
         callbacks=[training.stop_on_ctrl_c()])
training.save(args.save, encoder=encoder, auto=auto)

code = encoder.predict(x_test, verbose=0)                   # (10000, 4)
dead = np.sum(np.all(code == 0, axis=0))
print('dead code units, 0 for every test digit: %d of 4' % dead)
training.report(auto)
figures.losses('loss_4.png', 'Deep autoencoder: the loss as it learns',
               histories={'': auto.history.history})
figures.rows('img_6.png', 'Deep autoencoder: 784 values through 4, drawn as '
             '2 x 2; %d of the 4 always 0' % dead, original=x_test[:10],
             code=code[:10] / code[:10].max(initial=1e-6),
             decoded=auto.predict(x_test[:10], verbose=0))
