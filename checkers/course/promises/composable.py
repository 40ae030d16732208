"""What task 5 promises."""
from checkers.course.promises import promise

PROMISES = (
    promise('The file has `encoder`, `decoder` and `AutoEncoder`, with these '
            'parameters.', 'signature', 'layers before inputs',
            'encoder(inputs, layers) -> code decoder(x, layers, channels=3) '
            '-> images',
            'AutoEncoder(input_shape=(32, 32, 3), layers=(64, 32, 32))',
            'encoder(inputs, layers)', 'decoder(x, layers'),
    promise('`encoder` and `decoder` go from tensor to tensor.',
            'procedural', 'encoder returns a model',
            'The procedural form goes from tensor to tensor,',
            'inputs: tensor (batch, height, width, channels)',
            'The procedural form is two functions from tensor to tensor,',
            'x: tensor (batch, height, width, layers[-1]), the code.',
            'The code, tensor', 'The reconstruction,'),
    promise('An `AutoEncoder` has two Keras models, `model` and `encoder`.',
            'composable', 'no encoder to take out', 'with .model, .encoder',
            'The composable form puts both together', 'its model',
            'the composable form a class that puts them together.',
            'The encoder, the decoder on it, and a Keras model of each use.',
            'model: Keras model,', 'encoder: Keras model, images -> codes,',
            'Build both models for images (height, width, channels). See '
            'encoder for layers and the ValueError that sides can give.'),
    promise('Two instances share nothing.', 'independent_instances',
            'models of the first instance kept', '__init__('),
    promise('The encoder has a 3 x 3 convolution for each width, in order.',
            'encoder_layers', 'two convolutions a layer',
            'Inside, the micro-architecture, every step is the same block: '
            'a 3 x 3 convolution', 'All layers: 3 x 3 kernel,',
            'The encoder has one for each width in layers;',
            'layers: list of integers, the filters of the convolutions in '
            'order.'),
    promise('None has a bias.', 'encoder_layers', 'encoder with biases',
            'and no bias,', 'no bias (batch normalisation adds one),'),
    promise('Batch normalisation, with scale and shift, follows each.',
            'encoder_layers', 'normalisation without a scale',
            'batch normalisation with its scale and its shift,',
            'then batch normalisation, with scale and shift,'),
    promise('Each has strides of 2 and `same` padding, and halves the '
            'sides.', 'encoder_outputs', 'encoder with valid padding',
            'with strides of 2, same padding', 'stride 2, same padding,',
            'Halve height and width once for every width in layers.',
            '(batch, height / 2**n, width / 2**n, layers[-1]) for n = '
            'len(layers).',
            'Each block halves or doubles the sides: three take 32 to 4 and '
            'back.'),
    promise('Relu comes after the normalisation.', 'encoder_outputs',
            'relu before normalisation in the encoder', 'relu.',
            'and ReLU.'),
    promise("The initial weights are He's.", 'initial_weights',
            "Glorot's weights", "He's initial weights,"),
    promise('The decoder mirrors it with transposed convolutions, from the '
            'last width down to the second, then the channels.',
            'decoder_layers', 'decoder not reversed',
            'the decoder mirrors them with transposed convolutions, from the '
            'last width down to the second, then the channels.',
            "layers: list of integers, the encoder's; the decoder has them "
            'from the last down to the second.'),
    promise('Each of them doubles the sides, and has relu, the last one '
            'too.', 'decoder_outputs', 'output linear',
            'Double height and width once for every width in layers.',
            'not negative,', 'tensor (batch, height * 2**n, width * 2**n, '
            'channels) for n = len(layers).'),
    promise('The output of `model` has the channels of its input.',
            'channels', 'channels fixed at 3', 'for any channels;',
            'images (batch, *input_shape) -> reconstructions of the same '
            'shape.', 'channels: integer, the channels of the images.'),
    promise("`decoder`'s `channels` is 3 by default.", 'channels',
            'channels of the decoder 1 by default', 'channels=3)'),
    promise('`AutoEncoder()` is for 32 x 32 x 3 with [64, 32, 32].',
            'defaults', 'two layers by default',
            'input_shape=(32, 32, 3), layers=(64, 32, 32))'),
    promise('A side that 2^n does not divide is a `ValueError`, in both '
            'forms.', 'sides', 'only the height looked at',
            'Sides that 2^n does not divide would not come back, and are a '
            'ValueError.', 'ValueError: 2**n does not divide the height or '
            'the width, so that the decoder would not come back to it.'),
    promise('`model` is not compiled.', 'training', 'compiled already',
            'Not compiled.'),
    promise("It is compiled and trained by Keras' own methods, and learns.",
            'training', 'compile switched off',
            "is compiled and trained by Keras' own methods,",
            "Compile and fit by Keras' own methods, then take the encoder "
            'out: ... autoencoder.encoder.predict(images)'),
    promise('Batch normalisation learns, and follows the mean in training.',
            'batch_normalisation', 'statistics that stand still',
            'then batch normalisation'),
    promise("`encoder` has the model's weights, after training too.",
            'encoder_shared', 'encoder copied',
            'and its encoder, taken out afterwards, has the trained '
            "weights.", "made of the model's own layers: what the model "
            'learns, it has learned.'),
)
ASIDES = (
    'Task 5: an autoencoder composed of an encoder and a decoder.',
    'Source: ... ICML (2015).',
    'Here the parts come first.',
    'so that the whole, the macro-architecture, is four lines: ... model = '
    'keras.Model(inputs, outputs)',
    ', its sides known.')
