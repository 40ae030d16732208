#!/usr/bin/env python3
"""Task 7: beta-VAEs, four of them, give up likeness for order as beta grows.

Trains with beta 1, 2, 3 and 5 on drawn faces, or on the pictures of a
folder. Models are kept in the folder models/; one that was trained before
with the same settings is not trained again.
"""
import argparse
import os

import numpy as np

import datasets
import figures
import latents
import pictures
import training

FILTERS, LATENTS, FACES = [16, 32, 64, 128], 32, 10000


def side(text):
    """Return the side that the command line asks for."""
    if not text.isdecimal() or int(text) % 16 or not int(text):
        raise argparse.ArgumentTypeError('%r is not a multiple of 16' % text)
    return int(text)


parser = training.parser(__doc__, epochs=25, time='ten minutes')
parser.add_argument('--size', type=side, default=64, metavar='N',
                    help='side of the pictures (default: %(default)s)')
parser.add_argument('--images', metavar='DIR', help='train on the pictures '
                    'in this folder, such as those of CelebA')
parser.add_argument('--full', action='store_true', help="the original's "
                    'scale: size 128, 50 epochs, filters and latents as it '
                    'has them; hours without a GPU')
args = parser.parse_args()
if args.full:
    FILTERS, LATENTS, FACES = [32, 64, 128, 256], 256, 20000
    parser.set_defaults(size=128, epochs=50)
    args = parser.parse_args()
module = training.load('7-beta.py')
keras = training.import_keras()
print('trains on', ', '.join(keras.distribution.list_devices()))

if args.images:
    name, train, test = pictures.read(args.images, args.size)
    x, factors = np.concatenate([x for x, _ in test.take(16)]), None
    print('no mutual information gap: nobody knows the factors of these')
else:
    name, train, test = pictures.drawn(FACES, args.size)
    x, factors = datasets.load_faces(5000, args.size, seed=1)
    if not latents.mutual_info_score:
        print(latents.MISSING)
        factors = None
folder = os.path.join(training.HERE, 'models', '%s-%dpx-%s-%d-%depochs-%s' % (
    name, args.size, '-'.join(map(str, FILTERS)), LATENTS, args.epochs,
    training.digest(module)))   # an edited module starts afresh
os.makedirs(folder, exist_ok=True)

stop = training.stop_on_ctrl_c()
table, walks = [], {}
for beta in 1, 2, 3, 5:
    keras.utils.set_random_seed(0)      # all four start from the same weights
    encoder, decoder, auto = module.beta((args.size, args.size, 3), FILTERS,
                                         LATENTS, beta)
    for model in encoder, decoder, auto:
        training.speed_up(model, xla=False)
    path = os.path.join(folder, 'vae_model_NN3_w%d.keras' % beta)
    if os.path.exists(path):
        print('beta = %d: trained before, in %s' % (
            beta, os.path.relpath(path)))
        auto.optimizer.build(auto.trainable_variables)  # it was saved too
        auto.load_weights(path)
    else:
        print('beta = %d' % beta)
        auto.fit(train, validation_data=test, epochs=args.epochs,
                 shuffle=False, callbacks=[stop])
        if not stop.stopped:
            auto.save(path + '.part.keras')
            os.replace(path + '.part.keras', path)

    z, mean, log_var = encoder.predict(x, verbose=0)
    y = decoder.predict(z, verbose=0)
    kl = latents.divergences(mean, log_var)
    gaps = latents.gaps(mean, factors) if factors is not None else {}
    table.append((beta, np.sum((x - y) ** 2) / len(x), sum(kl),
                  latents.active(mean), gaps))
    figures.rows('predict_w%d.png' % beta,
                 'beta = %d: %s and what becomes of them' % (
                     beta, 'pictures' if args.images else 'faces'),
                 original=x[:10], reconstructed=y[:10])
    points = np.random.default_rng(0).normal(size=(24, LATENTS))
    drawn = decoder.predict(points, verbose=0)
    figures.sheet('random_w%d.png' % beta, 'beta = %d: random points of the '
                  'latent space' % beta, drawn.reshape(3, 8, *x.shape[1:]))
    for latent in np.argsort(-kl)[:2]:
        points = np.repeat(mean[:1], 9, axis=0)
        points[:, latent] = np.linspace(-3, 3, 9)
        walks['beta %d, z%d' % (beta, latent)] = decoder.predict(
            points, verbose=0)
    if stop.stopped:
        break

figures.sheet('traversals.png', 'The two latents of most KL, from -3 to 3',
              np.stack(list(walks.values())), list(walks), inches=0.47)
print('beta  reconstruction       KL  active' + (
    '    MIG  followed best' if factors is not None else ''))
for beta, error, kl, active, gaps in table:
    line = '%4d  %14.2f  %7.2f  %6d' % (beta, error, kl, active)
    if gaps:
        best = max(gaps, key=gaps.get)
        line += '  %5.3f  %s (%.2f)' % (np.mean(list(gaps.values())), best,
                                        gaps[best])
    print(line)
