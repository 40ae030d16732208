#!/usr/bin/env python3
"""Task 3: a variational autoencoder, which draws digits of its own."""
import numpy as np

import datasets
import figures
import ideas
import training

args = training.arguments(__doc__, epochs=50, time='three minutes')
variational = training.load('3-variational.py')

(x_train, _), (x_test, digits) = datasets.load_mnist()

encoder, decoder, auto = variational.autoencoder(784, [512], 2)
training.speed_up(auto, len(x_train), 256, xla=True)
auto.fit(x_train, x_train, epochs=args.epochs, batch_size=256, shuffle=True,
         validation_data=(x_test, x_test),
         callbacks=[training.stop_on_ctrl_c()])
training.save(args.save, encoder=encoder, decoder=decoder, auto=auto)

z, mean, log_var = encoder.predict(x_test[:10], verbose=0)
print('mean of ten digits:', mean, sep='\n')
print('sigma of ten digits:', np.exp(log_var / 2), sep='\n')
training.report(auto, original=(147.6572, 151.1969), epochs=50)
figures.losses('loss_3.png', 'Variational autoencoder: the loss as it learns',
               original=151.1969, histories={'': auto.history.history})
figures.rows('img_4.png', 'Variational autoencoder: 784 values through 2',
             original=x_test[:10],
             reconstructed=decoder.predict(z, verbose=0))

line = np.linspace(-3, 3, 25)
points = np.stack(np.meshgrid(line, line, indexing='ij'), axis=-1)
drawn = decoder.predict(points.reshape(-1, 2), verbose=0)    # (625, 784)
figures.grid('img_5.png', 'Decoded latent points, from -3 to 3',
             drawn.reshape(25, 25, 784), low=-3, high=3)

_, ends, _ = encoder.predict(x_test[:2], verbose=0)
figures.rows('between_digits.png', 'From one digit to another', inches=1.2,
             codes_mixed=decoder.predict(np.linspace(*ends, 7), verbose=0),
             pixels_mixed=np.linspace(*x_test[:2], 7))

_, means, _ = encoder.predict(x_test, batch_size=500, verbose=0)
ideas.latent_space('latent.png', 'Where the 10,000 test digits lie',
                   means, digits)
sigma = np.exp(log_var[0, 0] / 2)
ideas.divergence('kl.png', 'How far q lies from N(0, 1)', [
    ('q = N(0, 1)', 0, 1), ('q = N(2, 1)', 2, 1),
    ('a test digit, one latent:\nq = N(%.2f, %.2f²)' % (
        mean[0, 0], sigma), mean[0, 0], sigma)])
