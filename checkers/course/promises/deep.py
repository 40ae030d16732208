"""What task 4 promises."""
from checkers.course.promises import promise
from checkers.course.promises.dense import (DECODER, ENCODER, ENTROPY, MEAN,
                                            RELU, SIGMOID)

PROMISES = (
    ENCODER, RELU, DECODER, SIGMOID,
    promise('`auto` is one flat model, with no model inside it.',
            'layer_names', 'flat model inside another',
            'One flat model in place of three.',
            'Build and compile a deep autoencoder as one flat model.'),
    promise('Its hidden layers are `hidden_layer_1`, `hidden_layer_2` and '
            'so on, through both halves.', 'layer_names', 'numbers from 0',
            'hidden_layer_1 and so on through both halves,',
            'hidden_layer_1, hidden_layer_2 and so on through encoder and '
            'decoder;'),
    promise('The code comes from `code_layer`, the output from '
            '`output_layer`.', 'layer_names', 'code layer named otherwise',
            'code_layer between the two; output_layer.',
            'code_layer, output_layer.'),
    promise('The input is called `input_layer`.', 'layer_names',
            'input without a name', 'Its layers have names: input_layer,',
            'Its layers are named: input_layer;'),
    promise('What `code_layer` gives is the code, what `output_layer` gives '
            'the output; an activation may be a layer of its own, and bear '
            'the name.', 'layer_names', 'code layer before its relu',
            'What code_layer gives is the code, and what output_layer gives '
            'the output: where an activation is a layer of its own, that one '
            'bears the name.'),
    promise('A number in a name is that of the hidden layer whose weights '
            'stand there.', 'layer_names',
            'numbers down to the code and up again',
            'Whatever is later cut out of it at a name has '
            'its weights.'),
    promise('`encoder` is the part of `auto` that ends at `code_layer`.',
            'encoder_layers', 'encoder cut after the code',
            'encoder is cut out of auto with get_layer(\'code_layer\')',
            'the part of auto that ends at code_layer.'),
    promise('It has the weights of `auto`, and no copy of them.',
            'encoder_shares_weights', 'encoder with a copy of the weights',
            'and so has its weights.'),
    ENTROPY, MEAN,
)
ASIDES = (
    'Task 4: a deep autoencoder, one flat model whose encoder is cut out of '
    'it. Source: ... Science 313 (2006).',
    'auto: model, (batch, input_dims) -> (batch, input_dims),')
