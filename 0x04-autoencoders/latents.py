"""What the latents of a variational autoencoder say, in numbers.

Sources: active latents, Burda et al., "Importance Weighted Autoencoders"
(2016); mutual information gap, Chen et al., "Isolating Sources of
Disentanglement in Variational Autoencoders" (2018), with 20 bins as in
Locatello et al. (2019); separated attribute predictability, Kumar et al.,
"Variational Inference of Disentangled Latent Concepts from Unlabeled
Observations" (2018).
"""
import numpy as np

BINS = 20


def divergences(mean, log_var):
    """Return each latent's KL from N(0, 1), averaged over the samples.

    Args:
        mean, log_var: arrays (samples, latents), as the encoder gives them.

    Returns:
        Array (latents,); its sum is the KL term of the loss.
    """
    return 0.5 * np.mean(mean ** 2 + np.exp(log_var) - 1 - log_var, axis=0)


def active(mean):
    """Return how many latents' means vary by more than 0.01 over samples."""
    return np.count_nonzero(np.var(mean, axis=0) > 0.01)


def binned(values):
    """Return values as the numbers of BINS bins of equal width."""
    if values.dtype.kind == 'i':
        return values
    edges = np.linspace(values.min(), values.max(), BINS + 1)[1:-1]
    return np.digitize(values, edges)


def together(first, second):
    """Return how often two binned values come together, as shares of all."""
    counts = np.zeros((first.max() + 1, second.max() + 1))
    np.add.at(counts, (first, second), 1)
    return counts / len(first)


def information(first, second):
    """Return the mutual information of two binned values, in nats."""
    both = together(first, second)
    apart = both.sum(axis=1, keepdims=True) * both.sum(axis=0)
    there = both > 0
    return np.sum(both[there] * np.log(both[there] / apart[there]))


def followed(mean, factor):
    """Return the share of a factor's entropy that each latent tells.

    Args:
        mean: array (samples, latents).
        factor: array (samples,).

    Returns:
        Array (latents,) of mutual information / entropy.
    """
    factor = binned(factor)
    return np.array([information(factor, binned(column))
                     for column in mean.T]) / information(factor, factor)


def predicted(mean, factor):
    """Return how well each latent alone predicts a factor.

    Args: as those of followed.

    Returns:
        Array (latents,): of a number the share of its variance that a
        straight line explains; of a kind how many are told right by
        thresholds on the latent, each kind having the same weight.
    """
    if factor.dtype.kind != 'i':
        return np.array([np.corrcoef(column, factor)[0, 1] ** 2
                         if np.ptp(column) else 0 for column in mean.T])
    shares = [together(binned(column), factor) for column in mean.T]
    return np.array([np.max(share / share.sum(axis=0), axis=1).sum()
                     / share.shape[1] for share in shares])


def gap(scores):
    """Return how much better the best latent's score is than the second's."""
    second, best = np.sort(scores)[-2:]
    return best - second


def gaps(mean, factors, scored=followed):
    """Return how much better than the next one latent follows a factor.

    Args:
        mean: array (samples, latents).
        factors: structured array (samples,).
        scored: followed or predicted.

    Returns:
        Dictionary factor -> gap: 1 where one latent tells all of it, 0 where
        two tell as much. Their mean is the mutual information gap (MIG), or
        with predicted the separated attribute predictability (SAP).
    """
    return {name: gap(scored(mean, factors[name]))
            for name in factors.dtype.names}
