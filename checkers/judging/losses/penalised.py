"""What a penalty may lie on in task 1, beside the code: each by its name.

Norms are sums over the batch; whatever is made of them has a free factor.
"""
from collections.abc import Iterator, Sequence

import numpy as np

from checkers.course.planting import Array
from checkers.judging import oracle
from checkers.judging.evidence import Case
from checkers.judging.networks import dense

Norms = dict[str, float]
CODE, HIDDEN = 'the code', 'hidden layer {} of the {}'


def activities(case: Case, model: str, weights: Sequence[Array], x: Array) \
        -> tuple[list[Array], list[Array], list[oracle.Layer]]:
    """Return what each layer of a half gives, its sums, and its weights.

    Raises:
        Blocked: the recorded outputs do not say what the layers do.
    """
    own = dense.network(case, model)
    if own is None:
        raise dense.unexplained(model)
    layers, sums, outputs = [], [], []
    for layer in own:
        kernel, *bias = (weights[place] for place in layer.places)
        layers.append((kernel, bias[0] if bias else np.zeros(1)))
        sums.append(layer.sums(x, [kernel, *bias], False))
        x = layer.run(x, weights)
        outputs.append(x)
    return outputs, sums, layers


def taxi(array: Array) -> float:
    """Return the L1 norm."""
    return float(np.abs(array).sum())


def of_layers(case: Case, model: str, outputs: Sequence[Array],
              layers: Sequence[oracle.Layer]) -> Iterator[tuple[str, float]]:
    """Yield the norms of a half: of its layers' outputs and weights."""
    last = {'encoder': CODE, 'decoder': 'the output'}[model]
    names = [HIDDEN.format(place, model)
             for place in range(1, len(outputs))] + [last]
    yield f'every layer of the {model}', sum(map(taxi, outputs))
    yield f'every hidden layer of the {model}', sum(map(taxi, outputs[:-1]))
    for name, output in zip(names, outputs):
        yield name, taxi(output)
    kernels, biases = zip(*layers)
    yield f'the kernels of the {model}', sum(map(taxi, kernels))
    for name, kernel in zip(names, kernels):
        yield f'the kernel of {name}', taxi(kernel)
    yield f'the squares of the kernels of the {model}', sum(
        float((kernel ** 2).sum()) for kernel in kernels)
    yield f'the biases of the {model}', sum(map(taxi, biases))
    for name, bias in zip(names, biases):
        yield f'the bias of {name}', taxi(bias)


def norms_of_decoder(case: Case, weights: Sequence[Array],
                     code: Array) -> Norms:
    """Return the norms of the decoder for given weights and codes."""
    outputs, _, layers = activities(case, 'decoder', weights, code)
    return dict(of_layers(case, 'decoder', outputs, layers))


def norms(case: Case, encoder: Sequence[Array], decoder: Sequence[Array],
          x: Array) -> Norms:
    """Return all norms for given weights; the code's own comes first."""
    outputs, sums, layers = activities(case, 'encoder', encoder, x)
    return {CODE: taxi(outputs[-1]),
            'the square of the code (L2)': float((outputs[-1] ** 2).sum()),
            'the code before its activation': taxi(sums[-1]),
            **dict(of_layers(case, 'encoder', outputs, layers)),
            **norms_of_decoder(case, decoder, outputs[-1])}


def is_of_weights(name: str) -> bool:
    """Tell whether a norm is one of weights, and not of what layers give."""
    return 'kernel' in name or 'bias' in name


def codes(case: Case) -> list[str]:
    """Return of which layers the norm may be the code's.

    That is the last of the encoder. Where those that are asked for come
    first, and others after them, it is the last of these, if anything.
    """
    wanted = dense.steps(dense.wanted(case, 'encoder'))
    found = dense.steps(dense.network(case, 'encoder') or ())
    longer = len(found) > len(wanted) and found[:len(wanted)] == wanted
    return [HIDDEN.format(len(wanted), 'encoder')] * longer + [CODE]
