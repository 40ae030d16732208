#!/usr/bin/env python3
"""Task 7: beta-VAEs, four of them, tell less of a face as beta grows.

Trains with beta 1, 2, 3 and 5 on drawn faces, or on the pictures of a
folder. Models are kept in the folder models/; one that was trained before
with the same settings is not trained again.
"""
import argparse
import os
import types

import numpy as np

import datasets
import figures
import latents
import pictures
import places
import results
import training

BETAS = 1, 2, 3, 5
COURSE = types.SimpleNamespace(size=64, filters=[16, 32, 64, 128],
                               latents=32, faces=10000)
FULL = types.SimpleNamespace(size=128, filters=[32, 64, 128, 256],
                             latents=256, faces=20000)


def side(text):
    """Return the side that the command line asks for."""
    if not text.isdecimal() or int(text) % 16 or not int(text):
        raise argparse.ArgumentTypeError('%r is not a multiple of 16' % text)
    return int(text)


parser = training.parser(__doc__, epochs=25, time='ten minutes')
parser.add_argument('--size', type=side, metavar='N',
                    help='side of the pictures (default: %d, or %d with '
                    '--full)' % (COURSE.size, FULL.size))
parser.add_argument('--images', metavar='DIR', help='train on the pictures '
                    'in this folder, such as those of CelebA')
parser.add_argument('--cache', metavar='DIR', help='where the bytes of those '
                    'pictures are kept for the next run (default: '
                    '%(default)s)',
                    default=os.path.relpath(os.path.join(
                        places.MODELS, 'pictures')))
parser.add_argument('--full', action='store_true', help="the original's "
                    'scale: pictures, filters and latents as it has them; '
                    'try --epochs 50; hours without a GPU')
args = training.parse(parser)
scale = FULL if args.full else COURSE
size = args.size or scale.size
module = training.load('7-beta.py')
keras = training.import_keras()
print('trains on', ', '.join(keras.distribution.list_devices()))

# What to train on, and x, which no model trains on.
if args.images:
    name, train, test = pictures.read(args.images, size, args.cache)
    x, factors = np.concatenate([x for x, _ in test.take(16)]), None
    print('no mutual information gap: nobody knows the factors of these')
else:
    name, train, test = pictures.drawn(scale.faces, size)
    x, factors = datasets.load_faces(5000, size, seed=1)
    if not latents.mutual_info_score:
        print(latents.MISSING)
        factors = None
kept = results.Results('beta/%s-%dpx-%s-%d' % (
    name, size, '-'.join(map(str, scale.filters)), scale.latents),
    module, args)

# Train, or load what was trained before.
stop = training.stop_on_ctrl_c()
models = {}
for beta in BETAS:
    keras.utils.set_random_seed(0)      # all four start from the same weights
    models[beta] = encoder, decoder, auto = module.beta(
        (size, size, 3), scale.filters, scale.latents, beta)
    for model in encoder, decoder, auto:
        training.speed_up(model, len(train), 1, xla=False)
    path = os.path.join(kept.folder, 'vae_model_NN3_w%d.keras' % beta)
    if beta in kept.done and os.path.exists(path):
        print('beta = %d: trained before, in %s' % (
            beta, os.path.relpath(path)))
        auto.optimizer.build(auto.trainable_variables)  # it was saved too
        auto.load_weights(path)
        continue
    print('beta = %d' % beta)
    auto.fit(train, validation_data=test, epochs=args.epochs, shuffle=False,
             callbacks=[stop])
    if stop.stopped:
        break
    auto.save(path)
    kept.add(beta, **auto.history.history)
training.save(args.save, **{'vae_model_NN3_w%d' % beta: auto
                            for beta, (_, _, auto) in models.items()})

# What each makes of x, and what its latents say.
seen = {}
for beta, (encoder, decoder, _) in models.items():
    z, mean, log_var = encoder.predict(x, verbose=0)
    seen[beta] = types.SimpleNamespace(
        y=decoder.predict(z, verbose=0), mean=mean,
        kl=latents.divergences(mean, log_var),
        gaps=latents.gaps(mean, factors) if factors is not None else {})

# The figures: likeness, random points, and the two latents that say most.
walks = {}
for beta, (_, decoder, _) in models.items():
    figures.rows('predict_w%d.png' % beta,
                 'beta = %d: %s and what becomes of them' % (
                     beta, 'pictures' if args.images else 'faces'),
                 original=x[:10], reconstructed=seen[beta].y[:10])
    points = np.random.default_rng(0).normal(size=(24, scale.latents))
    drawn = decoder.predict(points, verbose=0)
    figures.sheet('random_w%d.png' % beta, 'beta = %d: random points of the '
                  'latent space' % beta, drawn.reshape(3, 8, size, size, 3))
    for latent in np.argsort(-seen[beta].kl)[:2]:
        points = np.repeat(seen[beta].mean[:1], 9, axis=0)
        points[:, latent] = np.linspace(-3, 3, 9)
        walks['beta %d, z%d' % (beta, latent)] = decoder.predict(
            points, verbose=0)
figures.sheet('traversals.png', 'The two latents of most KL, from -3 to 3',
              np.stack(list(walks.values())), list(walks), inches=0.47)
if kept.done:
    figures.losses('loss_7.png', 'Beta-VAEs: the loss, beta * KL included', {
        'beta = %d' % beta: kept.done[beta] for beta in sorted(kept.done)})

print('beta  reconstruction       KL  active' + (
    '    MIG  followed best' if factors is not None else ''))
for beta, its in seen.items():
    line = '%4d  %14.2f  %7.2f  %6d' % (
        beta, np.sum((x - its.y) ** 2) / len(x), sum(its.kl),
        latents.active(its.mean))
    if its.gaps:
        best = max(its.gaps, key=its.gaps.get)
        line += '  %5.3f  %s (%.2f)' % (
            np.mean(list(its.gaps.values())), best, its.gaps[best])
    print(line)
