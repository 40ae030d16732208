"""Figures that show an idea of the course rather than a reconstruction."""
import matplotlib.pyplot as plt
import numpy as np

import figures

INK, PAPER, RED = '#1f4e79', '#9aa5b1', '#b3402e'


def codes(name, title, **codes):
    """Draw codes as rows of squares: white is silent.

    Args:
        name: the file's name, such as 'sparsity.png'.
        title: what the figure shows.
        codes: label=array (n, latent_dims) of values of at least 0. Each
            unit's square is as dark as its value beside the largest one of
            its array.
    """
    figure, axes = plt.subplots(len(codes), 1, squeeze=False,
                                layout='constrained',
                                figsize=(9, 3.1 * len(codes) + 0.5))
    for axis, (label, code) in zip(axes[:, 0], codes.items()):
        # A unit that speaks at all is told from one that does not.
        silent = code < 1e-3
        shade = np.where(silent, 0, 0.15 + 0.85 * code / code.max())
        axis.imshow(shade, cmap='Blues', vmin=0, vmax=1, aspect='auto')
        axis.set_xticks(np.arange(-0.5, code.shape[1]), [])
        axis.set_yticks(np.arange(-0.5, len(code)), [])
        axis.grid(color='0.85', linewidth=0.5)
        axis.tick_params(length=0)
        axis.set(ylabel='%d digits' % len(code), title='%s: %.0f %% of the '
                 'units are silent' % (label, 100 * np.mean(silent)))
    axes[-1, 0].set_xlabel('%d units of the code' % code.shape[1])
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
    for digit in range(10):
        own = points[digits == digit]
        axis.scatter(*own.T, s=5, color=colours(digit), alpha=0.6,
                     linewidths=0, label=str(digit))
        if len(own):
            axis.annotate(str(digit), np.median(own, axis=0), fontsize=17,
                          weight='bold', ha='center', va='center',
                          bbox={'boxstyle': 'circle', 'facecolor': 'white',
                                'edgecolor': colours(digit)})
    axis.set(xlabel='first latent dimension', title=title,
             ylabel='second latent dimension', aspect='equal')
    axis.set(xlim=(-4.2, 4.2), ylim=(-4.2, 4.2))
    axis.grid(color='0.92')
    axis.set_axisbelow(True)
    figures.finish(figure, name)


def divergence(name, title, normals):
    """Draw the KL divergence of normal distributions from N(0, 1) as areas.

    Above stand the densities q and p, below q log(q / p); the area under
    that curve, parts below 0 taken off, is KL(q, p).

    Args:
        name: the file's name, such as 'kl.png'.
        title: what the figure shows.
        normals: list of (label, mean, sigma).
    """
    figure, axes = plt.subplots(2, len(normals), sharex=True, squeeze=False,
                                layout='constrained',
                                figsize=(3.4 * len(normals), 4.6))
    for (upper, lower), (label, mean, sigma) in zip(axes.T, normals):
        x, q, p, part = density_ratio(mean, sigma)
        upper.plot(x, p, color=PAPER, label='p: N(0, 1)')
        upper.plot(x, q, color=INK, label='q')
        upper.set(title=label, ylim=(0, None))
        lower.fill_between(x, part, where=part >= 0, color=INK, alpha=0.5)
        lower.fill_between(x, part, where=part < 0, color=RED, alpha=0.5)
        lower.axhline(0, color='0.6', linewidth=0.8)
        lower.set(title='area: KL = %.2f' % kl(mean, sigma),
                  ylim=(min(-0.2, 1.2 * part.min()),
                        max(0.8, 1.1 * part.max())))
    axes[0, 0].set_ylabel('density')
    axes[1, 0].set_ylabel('q log(q / p)')
    axes[0, 0].legend(frameon=False, fontsize=8)
    figure.suptitle(title)
    figures.finish(figure, name)


def density_ratio(mean, sigma):
    """Return (x, q, p, q log(q / p)) for q = N(mean, sigma^2), p = N(0, 1).

    Each is an array of 4001 values; x lies evenly from -4.5 to 4.5.
    """
    x = np.linspace(-4.5, 4.5, 4001)
    log_q = -((x - mean) / sigma) ** 2 / 2 - np.log(sigma)
    log_p = -x ** 2 / 2
    q, p = (np.exp(log) / np.sqrt(2 * np.pi) for log in (log_q, log_p))
    return x, q, p, q * (log_q - log_p)


def kl(mean, sigma):
    """Return KL(N(mean, sigma^2), N(0, 1)) in nats, by its closed form."""
    return (mean ** 2 + sigma ** 2 - 1) / 2 - np.log(sigma)
