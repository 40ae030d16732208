"""Right answers to task 1: by style (dense.py), and by penalty, as here."""
from . import dense
from .dense import BASE, CODE
from .pieces import edited, pages
from .wording import wordings

L1 = 'keras.regularizers.l1(lambtha)'

# A code layer without a penalty, for those that say it elsewhere.
PLAIN = "    x = keras.layers.Dense(latent_dims, activation='relu')(x)\n"

LAYER = '''
class Penalty(keras.layers.Layer):
    """Adds the L1 norm of its input to the loss."""

    def __init__(self, lambtha):
        """Keep the weight of the penalty."""
        super().__init__()
        self.lambtha = lambtha

    def call(self, x):
        """Return x unchanged."""
        norms = keras.ops.sum(keras.ops.abs(x), axis=-1)
        self.add_loss(self.lambtha * keras.ops.mean(norms))
        return x


'''

REGULARIZER = '''
class Sparsity(keras.regularizers.Regularizer):
    """The sum of absolute values, weighed."""

    def __init__(self, weight):
        """Keep the weight."""
        self.weight = weight

    def __call__(self, x):
        """Return the penalty on x."""
        return self.weight * keras.ops.sum(keras.ops.abs(x))


'''

MODEL = '''
class Sparse(keras.Model):
    """A model that adds the penalty on the encoder's output to its loss."""

    def __init__(self, encoder, decoder, lambtha):
        """Keep both halves and the weight of the penalty."""
        super().__init__()
        self.encoder, self.decoder = encoder, decoder
        self.lambtha = lambtha

    def call(self, x):
        """Return the reconstruction."""
        code = self.encoder(x)
        norms = keras.ops.norm(code, ord=1, axis=-1)
        self.add_loss(self.lambtha * keras.ops.mean(norms))
        return self.decoder(code)


'''

PENALTIES = {
    'autoencoder as the name': edited(
        BASE, ('def sparse(', 'def autoencoder(')),
    'regularizers.L1': edited(BASE, ('regularizers.l1', 'regularizers.L1')),
    'regularizers.L1 by keyword': edited(
        BASE, (L1, 'keras.regularizers.L1(l1=lambtha)')),
    'regularizers.L1L2': edited(
        BASE, (L1, 'keras.regularizers.L1L2(l1=lambtha)')),
    'regularizers.l1_l2': edited(
        BASE, (L1, 'keras.regularizers.l1_l2(l1=lambtha, l2=0.0)')),
    'a lambda as regularizer': edited(
        BASE, (L1, 'lambda code:\n'
               '        lambtha * keras.ops.sum(keras.ops.abs(code))')),
    'own regularizer': REGULARIZER + edited(
        BASE, (L1, 'Sparsity(lambtha)')).lstrip(),
    'ActivityRegularization layer': edited(
        BASE, (CODE, PLAIN + '''    code = keras.layers.ActivityRegularization(
        l1=lambtha)(x)
''')),
    'add_loss in a layer': LAYER + edited(
        BASE, (CODE, PLAIN + '    code = Penalty(lambtha)(x)\n')).lstrip(),
    'add_loss in a layer of auto only': LAYER + edited(
        BASE, (CODE, PLAIN.replace('x =', 'code =')),
        ('decoder(encoder(inputs))',
         'decoder(Penalty(lambtha)(encoder(inputs)))')).lstrip(),
    'add_loss in the model': MODEL + edited(
        BASE, (CODE, PLAIN.replace('x =', 'code =')),
        ('keras.Model(inputs, decoder(encoder(inputs)))',
         'Sparse(encoder, decoder, lambtha)'),
        ('    auto.compile', '    auto(inputs)\n    auto.compile')).lstrip(),
}

VARIANTS = {**pages(dense.STYLES, PENALTIES), **wordings(BASE)}
