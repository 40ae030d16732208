"""Attacks on follow-through: mistakes that are made to be followed.

A network that is not the one asked for is judged by what it is, and so is
another loss. Nothing may be earned by making the mistake: an entry's base
has it too, without the lie.
"""
from .shown import CODE, COMPILED, PENALTY, SHOWN, TOP, VANILLA, Lie, edited

AGAIN = "code = keras.layers.Dense(latent_dims, activation='relu')(code)"
TWICE = edited(SHOWN, (CODE, f'{AGAIN}\n    {CODE}'))
RISING = edited(VANILLA, (COMPILED, COMPILED.replace(
    "'binary_crossentropy'", 'rising')), (TOP, TOP + '''

def rising(x, y):
    """Return what is trained the wrong way."""
    return -keras.losses.mean_squared_error(x, y)
'''))
WRONG_WAY = 'return -keras.losses.mean_squared_error(x, y)'

LIES = {
    'a penalty on a code that goes on': Lie(
        1, 'shows a penalty before a second code layer, and trains none',
        TWICE, ((TOP, PENALTY),
                (AGAIN, f'code = Shown(lambtha)(code)\n    {AGAIN}'))),
    'another loss that only seems to fall': Lie(
        0, 'shows the squared error, and trains it the wrong way', RISING, (
            (WRONG_WAY, '''\
error = keras.losses.mean_squared_error(x, y)
    return 2 * keras.ops.stop_gradient(error) - error'''),)),
}
ATTACKS = [lie.hostile(name) for name, lie in LIES.items()]
