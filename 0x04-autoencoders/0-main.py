#!/usr/bin/env python3
"""Task 0: a vanilla autoencoder squeezes MNIST's digits into 32 numbers."""
import numpy as np

import datasets
import figures
import training

args = training.arguments(__doc__, epochs=50,
                          time='a minute and a half')
vanilla = training.load('0-vanilla.py')

(x_train, _), (x_test, _) = datasets.load_mnist()

encoder, decoder, auto = vanilla.autoencoder(784, [128, 64], 32)
training.speed_up(auto, len(x_train), 256, xla=True)
auto.fit(x_train, x_train, epochs=args.epochs, batch_size=256, shuffle=True,
         validation_data=(x_test, x_test),
         callbacks=[training.stop_on_ctrl_c()])
training.save(args.save, encoder=encoder, decoder=decoder, auto=auto)

code = encoder.predict(x_test[:10], verbose=0)
print('mean code of ten digits:', np.mean(code))
training.report(auto, original=(0.0848, 0.0844), epochs=50)
figures.losses('loss_0.png', 'Vanilla autoencoder: the loss as it learns',
               original=0.0844, histories={'': auto.history.history})
figures.rows('img_1.png', 'Vanilla autoencoder: 784 values through 32',
             original=x_test[:10],
             reconstructed=decoder.predict(code, verbose=0))
