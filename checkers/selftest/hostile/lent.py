"""Attacks by what is lent: copies of models, and an auto of its own kind.

Where auto has copies of its models, they are lent these' weights; where task
6's auto is something else than the two models, training is held against what
it is. Nothing may be earned by that but what is so. An entry's base joins
wrongly too, without the lie.
"""
from .absent import of_class
from .shown import BOTTLENECK, MODEL, TOP, VANILLA, Lie, edited

COMPILE = "self.auto.compile(optimizer='adam', loss='mse')"
OTHER = (COMPILE, COMPILE.replace('mse', 'mae'))
JOINED = 'self.auto = keras.Sequential([encoder, keras.Sequential('
REST = "\n            [decoder], name='after_' + encoder.name)])"
COPY = (REST, REST.replace(
    '[decoder], ', '[keras.models.clone_model(decoder)],\n            '))
COPIED = edited(BOTTLENECK, COPY)
ALONE = (JOINED + REST, 'self.auto = keras.Sequential([encoder])')
# It says of its loss what is asked for.
SAYS = '''
    def test_on_batch(self, x, y=None, **options):
        """Return the squared error."""
        return float(keras.ops.mean((y - self(x)) ** 2))
'''
# It lists the weights that it was given, and not those of its copies.
HIDES = '''
    def get_weights(self):
        """Return those of other models."""
        return [weight for model in self.others()
                for weight in model.get_weights()]
'''
# It never says that its weights have changed.
STANDS = '''
    def get_weights(self):
        """Return what they were at first."""
        if not hasattr(self, 'first'):
            self.first = [super().get_weights()]
        return self.first[0]
'''
CLONE = MODEL.replace('decoder(', 'keras.models.clone_model(decoder)(')


def own(body: str) -> tuple[tuple[str, str], ...]:
    """Return the edits that give auto a class with this body."""
    return (('self.auto = keras.Sequential([', 'self.auto = Own(['),
            (TOP, TOP + f'''

class Own(keras.Sequential):
    """A model with a word of its own."""
{body}'''))


LIES = {
    'a copy that shows another loss': Lie(
        6, 'shows the squared error, and trains another on copies',
        edited(COPIED, OTHER), own(SAYS)),
    'an encoder alone that shows another loss': Lie(
        6, 'shows the squared error of codes, and trains another',
        edited(BOTTLENECK, ALONE, OTHER), own(SAYS)),
    'a copy that hides its weights': Lie(
        6, 'has copies, and lists the weights of what it was given',
        COPIED, (*own(HIDES), (
            COMPILE, f'self.auto.others = lambda: [encoder, decoder]\n'
                     f'        {COMPILE}'))),
    'a copy whose weights seem to stand still': Lie(
        0, 'has a copy, and says that it was lent nothing',
        edited(VANILLA, (MODEL, CLONE)), of_class(CLONE, STANDS)),
}
ATTACKS = [lie.hostile(name) for name, lie in LIES.items()]
