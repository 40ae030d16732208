#!/usr/bin/env python3
"""Task 7: beta-VAEs, six of them, tell less of a face as beta grows.

Trains with the original's beta, 1, 2, 3 and 5, with less and with more, on
drawn faces, or on the pictures of a folder. The first, of beta 0.2, is
trained from nothing, and learns what can be told while nats are cheap; each
of the others goes on from the one before, for a quarter of the epochs, and
has to do with fewer nats. Models are kept in the folder
models/; one that was trained before with the same settings is not trained
again.

The betas are stated for pictures of 128 x 128 pixels. For others they are
scaled, so that they weigh as much against the error, a sum over pixels.
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
import worth

BETAS = 0.2, 1, 2, 3, 5, 15
COURSE = types.SimpleNamespace(size=32, filters=[32], latents=32,
                               faces=10000, rate=3e-3)
FULL = types.SimpleNamespace(size=128, filters=[32, 64, 128, 256],
                             latents=256, faces=20000, rate=1e-3)
TOLD = 2000             # faces of which it is looked at what they tell
WALKS = 'background', 'skin', 'light', 'glasses', 'gaze', 'smile'


def side(text):
    """Return the side that the command line asks for."""
    if not text.isdecimal() or int(text) % 16 or not int(text):
        raise argparse.ArgumentTypeError('%r is not a multiple of 16' % text)
    return int(text)


parser = training.parser(__doc__, epochs=40, time='a quarter of an hour')
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
    name, train, test, steps = pictures.read(args.images, size, args.cache)
    x, factors = np.concatenate([x for x, _ in test.take(16)]), None
    print('no scores for order: nobody knows the factors of these')
else:
    name, train, test, steps = pictures.drawn(scale.faces, size)
    x, factors = datasets.load_faces(5000, size, seed=1)
kept = results.Results('beta/%s-%dpx-%s-%d-betas-%s' % (
    name, size, '-'.join(map(str, scale.filters)), scale.latents,
    '-'.join(map(str, BETAS))), module, args)

# Train, or load what was trained before.
stop = training.stop_on_ctrl_c()
models = {}
for beta in BETAS:
    before = auto if models else None
    keras.utils.set_random_seed(0)
    models[beta] = encoder, decoder, auto = module.beta(
        (size, size, 3), scale.filters, scale.latents,
        worth.scaled(beta, size))
    for model in encoder, decoder, auto:
        training.speed_up(model, steps, 1, xla=False)
    path = os.path.join(kept.folder, 'vae_model_NN3_w%g.keras' % beta)
    if beta in kept.done and os.path.exists(path):
        print('beta = %g: trained before, in %s' % (
            beta, os.path.relpath(path)))
        auto.optimizer.build(auto.trainable_variables)  # it was saved too
        auto.load_weights(path)
        continue
    print('beta = %g' % beta)
    epochs = args.epochs
    if before:
        auto.set_weights(before.get_weights())
        epochs = max(epochs // 4, 1)
    auto.fit(train.repeat(), steps_per_epoch=steps, validation_data=test,
             epochs=epochs, shuffle=False,
             callbacks=[stop, training.slowing_down(scale.rate, epochs)])
    if stop.stopped:
        break
    auto.save(path)
    kept.add(beta, **auto.history.history)
training.save(args.save, **{'vae_model_NN3_w%g' % beta: auto
                            for beta, (_, _, auto) in models.items()})

# What each makes of x, and what its latents say.
seen = {}
for beta, (encoder, decoder, _) in models.items():
    _, mean, log_var = encoder.predict(x, verbose=0)
    seen[beta] = types.SimpleNamespace(
        y=decoder.predict(mean, verbose=0), mean=mean,
        kl=latents.divergences(mean, log_var))

# Likeness, and random points.
for beta, (_, decoder, _) in models.items():
    figures.rows('predict_w%g.png' % beta,
                 'beta = %g: %s and what becomes of them' % (
                     beta, 'pictures' if args.images else 'faces'),
                 inches=1.2, original=x[:8], reconstructed=seen[beta].y[:8])
    points = np.random.default_rng(0).normal(size=(14, scale.latents))
    drawn = decoder.predict(points, verbose=0)
    figures.sheet('random_w%g.png' % beta, 'beta = %g: random points of the '
                  'latent space' % beta, drawn.reshape(2, 7, size, size, 3),
                  inches=1.3)

# A walk along a latent, six times: those that follow a factor best, or those
# that say most. The face is the first without glasses: its eyes are seen.
line = np.linspace(-3, 3, 7)
face = 0 if factors is None else np.argmin(factors['glasses'])
for beta, (_, decoder, _) in models.items():
    mean = seen[beta].mean
    best = {'%s: z%d' % (name, latent): latent for name in WALKS
            for latent in [np.argmax(latents.followed(mean, factors[name]))]
            } if factors is not None else {
                'z%d' % latent: latent
                for latent in np.argsort(-seen[beta].kl)[:len(WALKS)]}
    points = np.tile(mean[face], (len(best), 7, 1))
    points[np.arange(len(best)), :, list(best.values())] = line
    drawn = decoder.predict(points.reshape(-1, scale.latents), verbose=0)
    figures.sheet('traversals_w%g.png' % beta, 'beta = %g: one latent from -3 '
                  'to 3' % beta, drawn.reshape(-1, 7, size, size, 3),
                  list(best), inches=1.2)

# From one face to another, through the latent space and without it.
first, (_, decoder, _) = next(iter(models.items()))
figures.rows('between_faces.png', 'beta = %g: from one to another' % first,
             inches=1.3, codes_mixed=decoder.predict(
                 np.linspace(*seen[first].mean[:2], 7), verbose=0),
             pixels_mixed=np.linspace(*x[:2], 7))
if kept.done:
    figures.losses('loss_7.png', 'Beta-VAEs: the loss, beta * KL included', {
        'beta = %g' % beta: kept.done[beta]
        for beta in sorted({min(kept.done), max(kept.done)})})

print('beta  reconstruction       KL  active' + (
    '    MIG    SAP' if factors is not None else ''))
for beta, its in seen.items():
    line = '%4g  %14.2f  %7.2f  %6d' % (
        beta, np.sum((x - its.y) ** 2) / len(x), sum(its.kl),
        latents.active(its.mean))
    if factors is not None:
        line += '  %5.3f  %5.3f' % tuple(
            np.mean(list(latents.gaps(its.mean, factors, scored).values()))
            for scored in (latents.followed, latents.predicted))
    print(line)
if factors is not None:
    print('factor         error  nats  pays to' + ''.join(
        '%10s' % ('beta %g' % beta) for beta in seen))
    drawn = [its.y[:TOLD] for its in seen.values()]
    for name, (error, nats, limit) in worth.ranking(size).items():
        print('%-12s  %6.2f  %4.1f  %7.1f' % (name, error, nats, limit)
              + ''.join('%8.0f %%' % (100 * share) for share in
                        worth.told(name, factors[:TOLD], *drawn)))
