"""What beta does to faces: several random seeds for each beta.

    python3 -m checkers.benchmarks.beta [--seeds N] [--betas 1 2 3 5]
                                        [--size PIXELS] [--epochs N]
                                        [--faces N] [--keep FILE]

Beta-VAEs are trained as 7-main.py trains them, on faces drawn anew for every
batch, and looked at on 2,000 faces that none of them trained on. Each number
is a mean over the random seeds, followed by the standard deviation. The
seeds draw the first weights and the noise of the codes; all see the same
faces.

    error     the squared error, summed over a picture
    KL        the nats that the codes tell
    active    how many latents are in use
    MIG       mutual information gap (Chen et al., 2018)
    SAP       separated attribute predictability (Kumar et al., 2018)

Then, for each factor: what it is worth (see worth.py of the course), and how
many of 1,000 reconstructions tell it right to whoever compares them with the
renderings of the face with that factor changed. The factor that pays least
comes first, and should be lost first.

A training that has ended is kept in FILE, a line each, and not done again.
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
FILTERS, LATENTS, RATE = [16, 32, 64, 128], 32, 2e-3      # as in 7-main.py
SCORES = {'MIG': latents.followed, 'SAP': latents.predicted}
COLUMNS = 'error', 'KL', 'active', 'MIG', 'SAP'


def trained(beta: float, seed: int, args: argparse.Namespace) -> Result:
    """Train with a beta and a seed; return what is seen of it."""
    start = time.process_time()
    module, keras = training.load('7-beta.py', seed), training.import_keras()
    _, train, _, steps = pictures.drawn(args.faces, args.size)
    encoder, decoder, auto = module.beta(
        (args.size, args.size, 3), FILTERS, LATENTS,
        worth.scaled(beta, args.size))
    for model in encoder, decoder, auto:
        training.speed_up(model, steps, 1, xla=False)
    auto.fit(train, steps_per_epoch=steps, epochs=args.epochs, verbose=0,
             callbacks=[training.slowing_down(RATE, args.epochs)])
    x, factors = datasets.load_faces(2000, args.size, seed=1)
    _, mean, log_var = encoder.predict(x, verbose=0)
    y = decoder.predict(mean, verbose=0)
    keras.backend.clear_session()
    return {
        'error': float(np.sum((x - y) ** 2) / len(x)),
        'KL': float(latents.divergences(mean, log_var).sum()),
        'active': int(latents.active(mean)),
        'told': {name: float(worth.told(name, factors[:1000], y[:1000]))
                 for name in factors.dtype.names},
        'seconds': time.process_time() - start,
        **{name: float(np.mean(list(
            latents.gaps(mean, factors, scored).values())))
           for name, scored in SCORES.items()}}


def kept(path: str | None) -> dict[str, Result]:
    """Return the results that a file keeps, by what they are results of."""
    if not path or not os.path.exists(path):
        return {}
    with open(path) as file:
        return dict(json.loads(line) for line in file)


def spread(values: list[float], form: str) -> str:
    """Return mean and standard deviation as text."""
    return (f'{statistics.mean(values):{form}} '
            f'± {statistics.stdev(values) if len(values) > 1 else 0:{form}}')


def report(found: dict[float, list[Result]], size: int) -> None:
    """Print the tables, given the results of each beta."""
    print('beta' + ''.join(f'{name:>16}' for name in COLUMNS))
    for beta, results in found.items():
        print(f'{beta:4g}' + ''.join(
            f'{spread([one[name] for one in results], form):>16}'
            for name, form in zip(COLUMNS, ('.2f', '.2f', '.1f', '.3f',
                                            '.3f'))))
    print('factor         error  nats  pays to' + ''.join(
        f'{f"beta {beta:g}":>13}' for beta in found))
    for name, (error, nats, limit) in worth.ranking(size).items():
        print(f'{name:12}  {error:6.1f}  {nats:4.1f}  {limit:7.1f}' + ''.join(
            f'{spread([one["told"][name] for one in results], ".0%"):>13}'
            for results in found.values()))


def main() -> None:
    """Train, and print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument('--seeds', type=int, default=5, metavar='N')
    parser.add_argument('--betas', type=float, nargs='+',
                        default=[1, 2, 3, 5], metavar='BETA')
    parser.add_argument('--size', type=int, default=32, metavar='PIXELS')
    parser.add_argument('--epochs', type=int, default=10, metavar='N')
    parser.add_argument('--faces', type=int, default=10000, metavar='N',
                        help='in an epoch (default: %(default)s)')
    parser.add_argument('--keep', metavar='FILE')
    args = parser.parse_args()
    done, found = kept(args.keep), dict[float, list[Result]]()
    for seed in range(args.seeds):
        for beta in args.betas:
            name = (f'beta {beta:g} seed {seed} size {args.size} '
                    f'epochs {args.epochs} faces {args.faces}')
            if name not in done:
                done[name] = trained(beta, seed, args)
                if args.keep:
                    with open(args.keep, 'a') as file:
                        print(json.dumps((name, done[name])), file=file)
            result = done[name]
            print(f'{name}: {result["seconds"]:.0f} seconds of processor '
                  f'time, error {result["error"]:.2f}', flush=True)
            found.setdefault(beta, []).append(result)
    report(found, args.size)


if __name__ == '__main__':
    main()
