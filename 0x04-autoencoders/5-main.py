#!/usr/bin/env python3
"""Task 5: an autoencoder put together from parts, on pictures in colour.

Trained twice. Batch normalisation starts with outputs of mean 0. ReLU turns
half of them into 0, and no gradient passes there: started as the original is,
some pixels stay black for good. The second training gives the last batch
normalisation the pictures' own deviation and mean: few values start at 0.
"""
import numpy as np

import datasets
import figures
import training

parser = training.parser(__doc__, epochs=30, time='five minutes')
parser.add_argument('--data', choices=('faces', 'cifar10'), default='faces',
                    help='the pictures (default: %(default)s)')
args = training.parse(parser)
composable = training.load('5-composable.py')
keras = training.import_keras()

x_train, x_test = datasets.load_pictures(args.data)     # (n, 32, 32, 3)

# The procedural form: from tensor to tensor, and a model at the end.
layers = [64, 32, 32]
inputs = keras.Input(shape=(32, 32, 3))
x = composable.encoder(inputs, layers)
outputs = composable.decoder(x, layers)
model = keras.Model(inputs, outputs)
print('procedural: %d parameters, code %s' % (
    model.count_params(), x.shape[1:]))

# The composable form.
stop = training.stop_on_ctrl_c()
images, histories = {'original': x_test[:10]}, {}
for label, scale, shift in (
        ('from zero', np.ones(3), np.zeros(3)),
        ('from the mean', x_train.std((0, 1, 2)), x_train.mean((0, 1, 2)))):
    print('start:', label)
    autoencoder = composable.AutoEncoder()
    model = autoencoder.model
    weights = model.get_weights()   # the last batch normalisation's are last
    weights[-4:-2] = scale, shift
    model.set_weights(weights)
    model.compile(optimizer='adam', loss='mse')
    model.fit(x_train, x_train, epochs=args.epochs, batch_size=128,
              shuffle=True, validation_data=(x_test, x_test),
              callbacks=[stop])
    training.report(model)
    histories['start: ' + label] = model.history.history
    images[label] = model.predict(x_test[:10], verbose=0)
    print('black values in ten pictures: %.0f %%' % (
        100 * np.mean(images[label] == 0)))
    if stop.stopped:
        break

training.save(args.save, encoder=autoencoder.encoder, model=model)
code = autoencoder.encoder.predict(x_test[:10], verbose=0)
print('code of ten pictures:', code.shape)
figures.losses('loss_5.png', 'Composable autoencoder: the loss from two '
               'starts', histories=histories)
figures.rows('composable_%s.png' % args.data, 'Composable autoencoder: '
             '32 x 32 x 3 values through 4 x 4 x 32', **images)

custom = composable.AutoEncoder(input_shape=(128, 128, 3),
                                layers=[128, 64, 32])
print('custom: %d parameters, %s -> %s -> %s' % (
    custom.model.count_params(), custom.model.input_shape[1:],
    custom.encoder.output_shape[1:], custom.model.output_shape[1:]))
