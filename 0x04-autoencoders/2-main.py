#!/usr/bin/env python3
"""Task 2: a convolutional autoencoder, which sees digits as pictures."""
import numpy as np

import datasets
import figures
import training

args = training.arguments(__doc__, epochs=50, time='eleven minutes')
convolutional = training.load('2-convolutional.py')

(x_train, _), (x_test, _) = datasets.load_mnist(flat=False)

encoder, decoder, auto = convolutional.autoencoder(
    (28, 28, 1), [16, 8, 8], (4, 4, 8))
training.speed_up(auto, len(x_train), 256, xla=False)
auto.fit(x_train, x_train, epochs=args.epochs, batch_size=256, shuffle=True,
         validation_data=(x_test, x_test),
         callbacks=[training.stop_on_ctrl_c()])
training.save(args.save, encoder=encoder, decoder=decoder, auto=auto)

code = encoder.predict(x_test[:10], verbose=0)
print('mean code of ten digits:', np.mean(code))
# The original prints 23.7744 and 23.4939: TensorFlow 1.12 multiplied the loss
# of images by the batch size, 255.7 on average (train) and 255.6 (test).
training.report(auto, original=(23.7744 / 255.7, 23.4939 / 255.6), epochs=50)
figures.losses('loss_2.png', 'Convolutional autoencoder: the loss as it '
               'learns', original=23.4939 / 255.6,
               histories={'': auto.history.history})
figures.rows('img_3.png', 'Convolutional autoencoder: 28 x 28 pixels '
             'through 4 x 4 x 8', original=x_test[:10],
             reconstructed=decoder.predict(code, verbose=0))
