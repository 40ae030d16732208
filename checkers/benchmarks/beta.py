"""What beta does to faces: several random seeds for each beta.

    python3 -m checkers.benchmarks.beta [--seeds N] [--betas 0.2 1 2 3 5 15]
                                        [--size PIXELS] [--epochs N]
                                        [--faces N] [--keep FILE]

Beta-VAEs are trained as 7-main.py trains them, but for less time: on faces
drawn anew for every batch, each beta from the weights of the one before and
for a fifth of the epochs of the first. They are looked at on 2,000 faces that
none of them trained on. Each number is a mean over the random seeds, followed
by the standard deviation.
The seeds draw the first weights and the noise of the codes; all see the same
faces.

    error     the squared error, summed over a picture
    KL        the nats that the codes tell
    active    how many latents are in use
    MIG       mutual information gap (Chen et al., 2018)
    SAP       separated attribute predictability (Kumar et al., 2018)

Then, for each factor: what it is worth (see worth.py of the course), and how
many of 250 reconstructions tell it right to whoever compares them with the
renderings of the face with that factor changed. The factor that pays least
comes first, and should be lost first.

What a seed has given is kept in FILE, a line each, and not done again.
"""
import argparse
import json
import os
import statistics
import time
import typing

import numpy as np

from checkers.selftest import course

datasets, latents = course.module('datasets'), course.module('latents')
pictures, training = course.module('pictures'), course.module('training')
worth = course.module('worth')

Result = dict[str, typing.Any]
FILTERS, LATENTS, RATE = [32], 32, 3e-3         # as in 7-main.py
SCORES = {'MIG': latents.followed, 'SAP': latents.predicted}
FORMS = {'error': '.2f', 'KL': '.2f', 'active': '.1f', 'MIG': '.3f',
         'SAP': '.3f'}
LOOKED_AT, COMPARED = 2000, 250         # faces, for scores and for told


def trained(seed: int, args: argparse.Namespace) -> list[Result]:
    """Train with all betas and a seed; return what is seen of each."""
    module, keras = training.load('7-beta.py', seed), training.import_keras()
    _, train, _, steps = pictures.drawn(args.faces, args.size)
    x, factors = datasets.load_faces(LOOKED_AT, args.size, seed=1)
    found, drawn, weights, epochs = list[Result](), [], None, args.epochs
    for beta in args.betas:
        start = time.process_time()
        encoder, decoder, auto = module.beta(
            (args.size, args.size, 3), FILTERS, LATENTS,
            worth.scaled(beta, args.size))
        for model in encoder, decoder, auto:
            training.speed_up(model, steps, 1, xla=False)
        if weights:
            auto.set_weights(weights)
            epochs = max(args.epochs // 5, 1)
        auto.fit(train, steps_per_epoch=steps, epochs=epochs, verbose=0,
                 shuffle=False,
                 callbacks=[training.slowing_down(RATE, epochs)])
        weights = auto.get_weights()
        seconds = time.process_time() - start
        _, mean, log_var = encoder.predict(x, verbose=0)
        drawn.append(decoder.predict(mean, verbose=0))
        found.append({
            'error': float(np.sum((x - drawn[-1]) ** 2) / len(x)),
            'KL': float(latents.divergences(mean, log_var).sum()),
            'active': int(latents.active(mean)), 'seconds': seconds,
            **{name: float(np.mean(list(
                latents.gaps(mean, factors, scored).values())))
               for name, scored in SCORES.items()}})
    keras.backend.clear_session()
    told = {name: worth.told(name, factors[:COMPARED],
                             *(some[:COMPARED] for some in drawn))
            for name in factors.dtype.names}
    for number, result in enumerate(found):
        result['told'] = {name: float(shares[number])
                          for name, shares in told.items()}
    return found


def kept(path: str | None) -> dict[str, list[Result]]:
    """Return the results that a file keeps, by what they are results of."""
    if not path or not os.path.exists(path):
        return {}
    with open(path) as file:
        return dict(json.loads(line) for line in file)


def spread(values: list[float], form: str) -> str:
    """Return mean and standard deviation as text."""
    return (f'{statistics.mean(values):{form}} '
            f'± {statistics.stdev(values) if len(values) > 1 else 0:{form}}')


def report(betas: list[float], seeds: list[list[Result]], size: int) -> None:
    """Print the tables, given the results of each seed for each beta."""
    each = list(zip(*seeds))                # of each beta for each seed
    print('beta' + ''.join(f'{name:>16}' for name in FORMS))
    for beta, results in zip(betas, each):
        print(f'{beta:4g}' + ''.join(
            f'{spread([one[name] for one in results], form):>16}'
            for name, form in FORMS.items()))
    print('factor         error  nats  pays to' + ''.join(
        f'{f"beta {beta:g}":>13}' for beta in betas))
    for name, (error, nats, limit) in worth.ranking(size).items():
        print(f'{name:12}  {error:6.2f}  {nats:4.1f}  {limit:7.1f}' + ''.join(
            f'{spread([one["told"][name] for one in results], ".0%"):>13}'
            for results in each))


def main() -> None:
    """Train, and print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument('--seeds', type=int, default=5, metavar='N')
    parser.add_argument('--betas', type=float, nargs='+',
                        default=[.2, 1, 2, 3, 5, 15], metavar='BETA')
    parser.add_argument('--size', type=int, default=32, metavar='PIXELS')
    parser.add_argument('--epochs', type=int, default=5, metavar='N',
                        help='with the first beta (default: %(default)s)')
    parser.add_argument('--faces', type=int, default=8000, metavar='N',
                        help='in an epoch (default: %(default)s)')
    parser.add_argument('--keep', metavar='FILE')
    args = parser.parse_args()
    done, seeds = kept(args.keep), []
    for seed in range(args.seeds):
        name = (f'seed {seed} betas {args.betas} size {args.size} '
                f'epochs {args.epochs} faces {args.faces}')
        if name not in done:
            done[name] = trained(seed, args)
            if args.keep:
                with open(args.keep, 'a') as file:
                    print(json.dumps((name, done[name])), file=file)
        seeds.append(done[name])
        print(f'seed {seed}: {sum(one["seconds"] for one in seeds[-1]):.0f} '
              'seconds of processor time', flush=True)
    report(args.betas, seeds, args.size)


if __name__ == '__main__':
    main()
