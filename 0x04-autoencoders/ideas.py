"""Figures that show an idea of the course rather than a reconstruction."""
import math

import matplotlib.pyplot as plt
import numpy as np

import figures

INK, PAPER, RED = '#1f4e79', '#9aa5b1', '#b3402e'
EACH = 3                # digits of a class that are shown
HIGH = 0.8              # where a density is cut off


def silence(code):
    """Say how many units are silent for a digit, and how many for all.

    Args:
        code: array (n, latent_dims) of values of at least 0.

    Returns:
        Two per cents: of units that are silent for a digit, on average, and
        of units that are silent for every digit.
    """
    silent = is_silent(code)
    return 100 * np.mean(silent), 100 * np.mean(silent.all(axis=0))


def is_silent(code):
    """Tell which values of a code are next to nothing beside the largest."""
    return code <= code.max() / 1000


def codes(name, title, digits, **codes):
    """Draw the codes of some digits as rows of squares: white is silent.

    The digits are ordered by class, and the units by the class for which
    they speak most.

    Args:
        name: the file's name, such as 'sparsity.png'.
        title: what the figure shows.
        digits: array (n,) of the labels 0 to 9, which the network never saw.
        codes: label=array (n, latent_dims) of values of at least 0. Each
            unit's square is as dark as its value beside the largest one of
            its array.
    """
    there = np.unique(digits)
    shown = [np.flatnonzero(digits == digit)[:EACH] for digit in there]
    ends = np.cumsum([0] + [len(rows) for rows in shown])
    figure, axes = plt.subplots(len(codes), 1, squeeze=False,
                                layout='constrained',
                                figsize=(9, 3.7 * len(codes) + 0.5))
    for axis, (label, code) in zip(axes[:, 0], codes.items()):
        speaks_for = np.argmax([code[digits == digit].mean(axis=0)
                                for digit in there], axis=0)
        units = np.argsort(speaks_for, kind='stable')
        some = code[np.concatenate(shown)][:, units]
        # A unit that speaks at all is told from one that does not.
        shade = np.where(is_silent(code)[np.concatenate(shown)][:, units], 0,
                         0.15 + 0.85 * some / max(code.max(), 1e-9))
        axis.imshow(shade, cmap='Blues', vmin=0, vmax=1, aspect='auto',
                    interpolation='nearest')
        axis.set_xticks(np.arange(-0.5, code.shape[1]), [])
        axis.set_yticks((ends[:-1] + ends[1:] - 1) / 2, there)
        axis.grid(axis='x', color='0.9', linewidth=0.4)
        for end in ends[1:-1]:
            axis.axhline(end - 0.5, color='0.6', linewidth=0.8)
        axis.tick_params(length=0)
        silent, dead = silence(code)
        axis.set(ylabel='digit', title='%s: of %d units %.0f %% are silent '
                 'for a digit, %.0f %% for all' % (
                     label, code.shape[1], silent, dead))
    axes[-1, 0].set_xlabel('units of the code, by the digit for which they '
                           'speak most')
    figure.suptitle(title)
    figures.finish(figure, name)


def latent_space(name, title, points, digits):
    """Draw where a two-dimensional latent space holds which digit.

    Args:
        name: the file's name, such as 'latent.png'.
        title: what the figure shows.
        points: array (n, 2), the means of the codes.
        digits: array (n,) of the labels 0 to 9, which the network never saw.
    """
    figure, axis = plt.subplots(figsize=(8, 7.2), layout='constrained')
    colours = plt.get_cmap('tab10')
    there = np.unique(digits)
    middles = np.array([np.median(points[digits == digit], axis=0)
                        for digit in there])
    for digit, middle, place in zip(there, middles, apart(middles, 0.65)):
        own = points[digits == digit]
        axis.scatter(*own.T, s=5, color=colours(digit), alpha=0.6,
                     linewidths=0)
        axis.annotate(str(digit), middle, place, fontsize=17, weight='bold',
                      ha='center', va='center',
                      bbox={'boxstyle': 'circle', 'facecolor': 'white',
                            'edgecolor': colours(digit)},
                      arrowprops={'arrowstyle': '-', 'linewidth': 2,
                                  'color': colours(digit)})
    axis.set(xlabel='first latent dimension', title=title,
             ylabel='second latent dimension', aspect='equal')
    axis.set(xlim=(-4.2, 4.2), ylim=(-4.2, 4.2))
    axis.grid(color='0.92')
    axis.set_axisbelow(True)
    figures.finish(figure, name)


def apart(points, least):
    """Return points moved as little as makes them lie apart by at least so.

    Args:
        points: array (n, 2).
        least: float, the distance.
    """
    moved = points + np.arange(len(points))[:, None] * (1e-6, -1e-6)
    for _ in range(500):
        away = moved[:, None] - moved               # (n, n, 2)
        distance = np.linalg.norm(away, axis=-1) + np.eye(len(moved)) * least
        short = np.maximum(least - distance, 0) / distance
        if not short.any():
            break
        moved = moved + 0.26 * np.sum(away * short[..., None], axis=1)
    return moved


def divergence(name, title, normals):
    """Draw the KL divergence of normal distributions from N(0, 1) as areas.

    Above stand the densities q and p. Below stands log(q / p) over the share
    of q's values that lie further left: each value of q has the same width
    there, so that the area, parts below 0 taken off, is the mean of
    log(q / p) under q, KL(q, p). All have one scale.

    Args:
        name: the file's name, such as 'kl.png'.
        title: what the figure shows.
        normals: list of (label, mean, sigma).
    """
    figure, axes = plt.subplots(2, len(normals), sharex='row', sharey='row',
                                squeeze=False, layout='constrained',
                                figsize=(3.4 * len(normals), 6.2))
    for (upper, lower), (label, mean, sigma) in zip(axes.T, normals):
        x = np.linspace(-4.5, 4.5, 2001)
        upper.plot(x, density(x, 0, 1), color=PAPER, label='p = N(0, 1)')
        upper.plot(x, density(x, mean, sigma), color=INK, label='q')
        upper.set(title=label, ylim=(0, HIGH), xlabel='x')
        if sigma * HIGH * math.sqrt(2 * math.pi) < 1:
            upper.annotate('to %.1f' % density(mean, mean, sigma),
                           (mean, HIGH), (6, -10), color=INK,
                           textcoords='offset points')
        share, ratio = log_ratio(mean, sigma)
        for part, colour in (ratio >= 0, INK), (ratio < 0, RED):
            lower.fill_between(share, ratio, where=part, color=colour,
                               alpha=0.5, linewidth=0)
        lower.axhline(0, color='0.6', linewidth=0.8)
        lower.set(title='area: KL = %.2f' % kl(mean, sigma), xlim=(0, 1),
                  xlabel="share of q's values")
        lower.set_xticks([0, 0.5, 1], ['0', '1/2', '1'])
        for axis in upper, lower:
            axis.spines[['top', 'right']].set_visible(False)
    axes[0, 0].set_ylabel('density')
    axes[1, 0].set_ylabel('log(q / p)')
    axes[0, 0].legend(frameon=False)
    figure.suptitle(title)
    figures.finish(figure, name)


def density(x, mean, sigma):
    """Return the density of N(mean, sigma^2) at x."""
    return np.exp(-((x - mean) / sigma) ** 2 / 2) / (
        sigma * np.sqrt(2 * np.pi))


def log_ratio(mean, sigma):
    """Return (share, log(q / p)) for q = N(mean, sigma^2), p = N(0, 1).

    Each is an array of 2001 values, from 3 sigma below q's mean to 3 above;
    share is what part of q lies further left, from 0.001 to 0.999.
    """
    steps = np.linspace(-3, 3, 2001)
    share = np.array([(1 + math.erf(step / math.sqrt(2))) / 2
                      for step in steps])
    x = mean + sigma * steps
    return share, (x ** 2 - steps ** 2) / 2 - np.log(sigma)


def kl(mean, sigma):
    """Return KL(N(mean, sigma^2), N(0, 1)) in nats, by its closed form."""
    return (mean ** 2 + sigma ** 2 - 1) / 2 - np.log(sigma)
