"""What task 6 promises."""
from checkers.course.promises import promise

PROMISES = (
    promise('The file has the three, with these parameters.', 'signature',
            'shapes of the decoder exchanged',
            'mnist_encoder(input_shape, code_shape)',
            'mnist_decoder(code_shape, output_shape)',
            'Autoencoder(encoder, decoder)', '__init__(encoder, decoder)',
            '-> encoder', '-> decoder', '.encoder, .decoder, .auto'),
    promise('`mnist_encoder` maps inputs to codes, whatever their axes.',
            'encoder_shapes', 'code of one axis',
            'Shapes are tuples of one or more integers, without the batch.',
            'Shapes are tuples, without the batch.',
            'Return a new model: (batch, *input_shape) -> (batch, '
            '*code_shape).'),
    promise('`mnist_decoder` maps codes to outputs, whatever their axes.',
            'decoder_shapes', 'flat output',
            'Return a new model: (batch, *code_shape) -> (batch, '
            '*output_shape).'),
    promise('Its outputs lie between 0 and 1.', 'decoder_range',
            'linear output', "the decoder's outputs lie between 0 and 1.",
            "Its outputs lie in (0, 1), as MNIST's pixels do."),
    promise('Each call gives a new model.', 'independent_calls',
            'encoder kept between calls',
            'The two functions return new Keras models,'),
    promise('What they give learns.', 'parts_learn',
            'decoder not trainable', 'new Keras models,'),
    promise('`Autoencoder` keeps the very models that it was given, of any '
            'kind.', 'joins', 'copy of the encoder kept',
            'Autoencoder joins any two Keras models whose names differ, '
            'yours or others, and keeps them, not copies;',
            'Two Keras models of any kind,',
            'encoder, decoder: the very models that were given.',
            'Join two models.'),
    promise('`auto` is the decoder on the encoder, with their weights.',
            'joins', 'copy of the decoder joined',
            'auto is the decoder on the encoder,',
            'auto: the decoder on the encoder,'),
    promise('Models of any kind can be joined, also where only data show '
            'their shapes.', 'any_kind', 'functional models only',
            'Where Keras knows no shapes before data come, as of a '
            'subclassed model or of a Sequential without an Input,',
            'Where Keras knows no shapes before data come,'),
    promise('Then it is `train` that refuses what does not fit.', 'any_kind',
            'unknown shapes never compared', 'it is train that raises it.',
            'train raises it.'),
    promise('Its loss is the mean squared error.', 'loss',
            'binary cross-entropy', 'and the mean squared error, which '
            'suits outputs of any range.', 'and that loss.',
            'trained as one on mean((x - y)**2). The squared error of the '
            'reconstruction y,', 'suits outputs of any range.'),
    promise('It is a mean over the values and the batch.', 'loss',
            'error summed over a sample',
            'averaged over the values of x and the batch,'),
    promise('It is compiled with Adam, from the start.', 'optimizer',
            'compiled in train alone', 'compiled with Adam'),
    promise('A model with more inputs or outputs than one is a ValueError.',
            'one_end', 'two outputs accepted', 'It raises a ValueError',
            'where a model has more inputs or outputs than one,',
            'ValueError,', 'unless each has one input, one output,'),
    promise('So is a decoder that does not take what the encoder gives.',
            'shapes_agree', 'code not compared',
            'where the decoder does not take what the encoder gives,',
            'and takes what the other gives.'),
    promise('So is one that does not give what the encoder takes.',
            'shapes_agree', 'output not compared',
            'and where it does not give what the encoder takes;'),
    promise('The message names the code that is given and the one that is '
            'taken.', 'shapes_agree', 'no shape of the code named',
            'the message names the two shapes that differ.',
            'naming the two shapes that differ,'),
    promise('Or the output that is given, and the input that it should be '
            'like.', 'shapes_agree', 'one shape of the output named',
            'two shapes that differ.'),
    promise('`train` trains the two models that were given.', 'training',
            'a copy trained', 'train fits the data'),
    promise('It has them give back the data, all of it and as it is.',
            'options', 'data divided by 255', 'to itself,',
            'Fit data (n, *input_shape) to itself;'),
    promise("It returns Keras' history.", 'options', 'last loss returned',
            '-> history', 'and returns its history.',
            "return Keras' history."),
    promise('It trains for 10 epochs where nothing else is said.', 'options',
            'twenty epochs by default', 'epochs=10'),
    promise('It takes batches of 256 where nothing else is said.',
            'options', 'batches of 32 by default', 'batch_size=256'),
    promise("Both, and all other options, go to Keras' `fit`.", 'options',
            'options dropped', 'train(data, epochs=10, batch_size=256, '
            "**options)", "hands further options to Keras' fit,",
            "More options go to Keras' fit."),
    promise('Data of another shape are a ValueError.', 'data_shape',
            'data not looked at',
            'refuses data of another shape with a ValueError,',
            'ValueError where data does not fit'),
    promise("`save_models('50')` writes `encoder50.keras` and "
            '`decoder50.keras` in the working folder.', 'keras_files',
            'underscore in the names', "save_models(name, extension="
            "'.keras')", "save_models('50') writes encoder50.keras and "
            'decoder50.keras in the working folder,',
            'Write encoder<name><extension> and '
            'decoder<name><extension>;'),
    promise("`save_models('50', '.hdf5')` writes the two as HDF5.",
            'extensions', 'HDF5 refused', 'or .hdf5, which Keras still '
            'writes and calls legacy;'),
    promise('Any other extension is a ValueError.', 'extensions',
            '.h5 accepted',
            'any other extension is a ValueError.',
            'ValueError where the extension is neither .keras nor .hdf5.'),
    promise('`load_models`, asked of the class, gives both models back, '
            'with the same outputs.', 'load_models',
            'new weights loaded', "load_models(name, extension="
            "'.keras')", '-> Autoencoder', 'load_models gives an '
            'Autoencoder with the same outputs.',
            'Return the Autoencoder that save_models wrote under that '
            'name.', 'Autoencoder.'),
    promise('It is an Autoencoder, compiled as a new one.', 'load_models',
            'loaded auto not compiled', 'load_models gives an Autoencoder'),
    promise('It reads the files alone.', 'load_models',
            'models kept in the class', 'that save_models wrote'),
)
ASIDES = (
    ', of whatever layers you like, dropout among them;',
    'Task 6: any encoder and any decoder, joined at a bottleneck of any '
    'shape. Source: ... Science 313 (2006).',)
