"""What the latents of a variational autoencoder say, in numbers.

Sources: active latents, Burda et al., "Importance Weighted Autoencoders"
(2016); mutual information gap, Chen et al., "Isolating Sources of
Disentanglement in Variational Autoencoders" (2018), with 20 bins as in
Locatello et al. (2019).
"""
import numpy as np

try:
    from sklearn.metrics import mutual_info_score
except ImportError:
    mutual_info_score = None

MISSING = ('NO SCIKIT-LEARN HERE: the table has no mutual information gap. '
           'To have it:\n    python3 -m pip install scikit-learn')
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


def gaps(mean, factors):
    """Return how much better than the next one latent follows a factor.

    A factor's gap is the mutual information that it has with the latent that
    tells most of it, less that of the second, as a share of its entropy: 1
    where one latent tells all of it, 0 where two tell as much.

    Args:
        mean: array (samples, latents).
        factors: structured array (samples,).

    Returns:
        Dictionary factor -> gap; the mutual information gap is their mean.
    """
    codes = [binned(column) for column in mean.T]
    found = {}
    for name in factors.dtype.names:
        factor = binned(factors[name])
        told = sorted(mutual_info_score(factor, code) for code in codes)
        found[name] = (told[-1] - told[-2]) / mutual_info_score(factor,
                                                                factor)
    return found
