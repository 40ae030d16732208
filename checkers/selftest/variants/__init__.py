"""Right answers written in other ways: each must get full marks.

VARIANTS is task number -> name -> the whole source of the submission.
"""
from . import (beta, bottleneck, composable, convolutional, deep, dense, elbo,
               sparse, variational)
from .pieces import IMPORTS, page
from .wording import wordings

VANILLA = {name: dense.without_penalty(body)
           for name, body in dense.STYLES.items()}


def pages(*tables):
    """Return name -> source for tables of name -> body."""
    return {name: page(body) for table in tables
            for name, body in table.items()}


VARIANTS = {
    0: {**pages(VANILLA), **wordings(VANILLA['functional'])},
    1: {**pages(dense.STYLES, sparse.PENALTIES), **wordings(dense.BASE)},
    2: {**pages(convolutional.STYLES), **wordings(convolutional.BASE)},
    3: {**pages(variational.STYLES, elbo.LOSSES),
        **{name: spelled(variational.BASE)
           for name, spelled in IMPORTS.items()}},
    4: {**pages(deep.STYLES), **wordings(deep.BASE)},
    5: composable.SOURCES,
    6: {**pages(bottleneck.STYLES),
        **{name: spelled(bottleneck.BASE)
           for name, spelled in IMPORTS.items()}},
    7: {**pages(beta.STYLES), **{name: spelled(beta.BASE)
                                 for name, spelled in IMPORTS.items()}},
}
