"""Attacks by what is left out: no compile, weights that do not learn.

Where auto is not compiled the probe compiles it, and where weights are frozen
it lets them learn, so that one mistake does not hide the rest. Nothing may be
earned by making the mistake. An entry's base has it too, without the lie.
"""
from .shown import (CODE, COMPILED, MODEL, PENALTY, SHOWN, TOP, VANILLA, Lie,
                    edited)

FREEZE = '\n    encoder.trainable = False'
FROZEN = edited(SHOWN, (CODE, CODE + FREEZE))
SHOW = (CODE, 'code = Shown(lambtha)(code)\n    ' + CODE)
ENCODER = "encoder = keras.Model(inputs, code, name='encoder')"
COLD = edited(VANILLA, (ENCODER, ENCODER + FREEZE))
BARE = edited(VANILLA, ('    ' + COMPILED + '\n', ''))
UNPAID = edited(SHOWN, ('    ' + COMPILED + '\n', ''))


def of_class(model: str, body: str) -> tuple[tuple[str, str], ...]:
    """Return the edits that give a model a class with this body."""
    return ((model, model.replace('keras.Model', 'Own')),
            (TOP, TOP + f'''

class Own(keras.Model):
    """A model with a word of its own."""
{body}'''))


LIES = {
    'a penalty that a frozen encoder never learns': Lie(
        1, 'shows a penalty; the encoder is frozen, so that none is trained',
        FROZEN, ((TOP, PENALTY), SHOW)),
    'a penalty without a compile': Lie(
        1, 'shows a penalty that nothing trains, and is not compiled',
        UNPAID, ((TOP, PENALTY), SHOW)),
    'frozen weights that are not counted': Lie(
        0, 'has a list of weights without any', COLD, of_class(ENCODER, '''
    weights = trainable_weights = property(lambda self: [])

    def get_weights(self):
        """Return those of the layers."""
        return [weight for layer in self.layers
                for weight in layer.get_weights()]

    def set_weights(self, weights):
        """Give them to the layers."""
        for layer in self.layers:
            count = len(layer.get_weights())
            layer.set_weights(weights[:count])
            weights = weights[count:]
''')),
    'frozen weights that are said to learn': Lie(
        0, 'says that all weights learn', COLD, of_class(ENCODER, '''
    trainable_weights = property(lambda self: self.weights)
''')),
    'a loss without a compile': Lie(
        0, 'shows the loss that is asked for, and is not compiled', BARE,
        of_class(MODEL, '''
    def test_on_batch(self, x, y=None, **options):
        """Return the cross-entropy."""
        return float(keras.ops.mean(keras.losses.binary_crossentropy(
            x, self(x))))
''')),
    'a compile of its own': Lie(
        0, 'is compiled otherwise than it is told to be', BARE,
        of_class(MODEL, '''
    def compile(self, *args, **options):
        """Take what nobody asked for."""
        super().compile(optimizer='sgd', loss='mse')
''')),
}
ATTACKS = [lie.hostile(name) for name, lie in LIES.items()]
