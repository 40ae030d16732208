"""What task 2 promises."""
from checkers.course.promises import promise

PROMISES = (
    promise("The encoder's 3 x 3 convolutions have the filters in order.",
            'encoder_filters', 'encoder kernels of 5',
            'input_dims and latent_dims are tuples (height, width, '
            'channels). Encoder: 3 x 3 convolutions,',
            'input_dims: tuple of integers (height, width, channels).',
            "filters: list of integers, the filters of the encoder's "
            'convolutions in order;'),
    promise('Each has `same` padding and relu.', 'encoder_outputs',
            'encoder linear', 'same padding, relu,'),
    promise('Each is followed by 2 x 2 max pooling that rounds up.',
            'encoder_outputs', 'average pooling',
            'each followed by 2 x 2 max pooling, same too.',
            'Each pooling halves the sides, rounding up;'),
    promise('The code is a picture of `latent_dims`.', 'models',
            'last pooling missing',
            'latent_dims: tuple of integers, the shape of the code (height, '
            'width, filters[-1]).',
            'encoder: model, (batch, *input_dims) -> (batch, '
            '*latent_dims).'),
    promise("The decoder's 3 x 3 convolutions have the filters in reverse.",
            'decoder_filters', 'filters not reversed',
            'Decoder: the filters reversed,',
            'the decoder has them in reverse.'),
    promise('Its last convolution has as many filters as the input has '
            'channels.', 'decoder_filters', 'channels fixed at one',
            'The output has the size of the input',
            'one more, with as many filters as the input has channels,',
            'decoder: model, (batch, *latent_dims) -> (batch, '
            '*input_dims).'),
    promise('Each but the last has relu and is followed by 2 x 2 upsampling '
            'that repeats values.', 'decoder_outputs', 'upsampling bilinear',
            'each convolution with relu and followed by 2 x 2 upsampling '
            'that repeats values;', 'each upsampling doubles them;'),
    promise('The last but one has `valid` padding, the others `same`.',
            'decoder_outputs', 'same padding everywhere',
            'the last of these is valid, all others same;',
            'the one valid convolution takes two off.',
            'where these agree: ... Heights and widths may differ.',
            'Only some sides come out ... by 16 with four.'),
    promise('The last has sigmoid and no upsampling.', 'decoder_outputs',
            'output linear', 'with sigmoid and no upsampling.'),
    promise("`auto`'s loss is the binary cross-entropy.", 'loss',
            'mean squared error', 'The loss is the binary cross-entropy',
            'and binary cross-entropy.'),
    promise('It is a mean over pixels, channels and the batch.', 'loss',
            'loss summed over the batch',
            'between the input and its reconstruction, averaged over all '
            'pixels, channels and the batch.'),
)
ASIDES = (
    'Task 2: a convolutional autoencoder, whose code is a small image. '
    'Source: ... ICANN (2011).',
    'Build and compile a convolutional autoencoder.')
