"""Mistakes in task 6."""
from checkers.course.curriculum import Task

from . import joining
from .broken import errors, stubs
from .common import IMPORT
from .edits import (Edit, before, crlf, cut, docstring, parameters, renamed,
                    swap, text)
from .joining import COMPILE, FIT, KNOWN, LOADED
from .table import Table

ENCODER = "return dense(input_shape, code_shape, [256, 128], 'linear')"
DECODER = "return dense(code_shape, output_shape, [128, 256], 'sigmoid')"
KNOWN_ENDS = "getattr(encoder, 'inputs', None)"
TAKEN = "getattr(decoder, 'inputs', 0)"
CODES = f"match('encoder gives', code, 'decoder takes', {TAKEN} or code)"
GIVEN = 'keras.tree.flatten(decoder(*code))'
OUTPUTS = "match('decoder gives', y, 'encoder takes', x)"
SHAPES = """
one, other = [[end.shape[1:] for end in ends] for ends in (given, taken)]"""
MISFIT = """
raise ValueError('the %s %s, but the %s %s' % (said, one, want, other))"""
KEPT = 'self.encoder, self.decoder = encoder, decoder'
JOINED = """
keras.Sequential([encoder, keras.Sequential(
    [decoder], name='after_' + encoder.name)])"""
DATA = 'check(self.encoder, self.decoder, data.shape[1:])'
PATH = 'part + name + extension'
NAMED = f'return [{PATH} for part in ("encoder", "decoder")]'
LOAD = 'keras.models.load_model(path, compile=False)'


def made(statement: str, change: str) -> Edit:
    """Return a change of what one of the two functions returns."""
    call = statement.removeprefix('return ')
    return swap(statement, f'model = {call}\n{change}\nreturn model')


def kept(function: str, statement: str) -> Edit:
    """Return the edit that gives the model of a first such call again."""
    call = statement.removeprefix('return ')
    key = call[len('dense('):call.index(', [')]
    return swap(statement, f'model = {call}\nreturn vars({function})'
                           f'.setdefault(\n    str(({key})), model)')


SIGNATURE: Table = {
    'encoder named otherwise': (
        'signature', renamed('mnist_encoder', 'encoder')),
    'class named otherwise': (
        'signature', text('class Autoencoder:', 'class AutoEncoder:')),
    'shapes of the decoder exchanged': (
        'signature', parameters('mnist_decoder',
                                'output_shape, code_shape')),
    'models by position only': (
        'signature', parameters('__init__', 'self, encoder, decoder, /')),
    'loss asked for': (
        'signature', parameters('__init__', 'self, encoder, decoder, loss')),
}

PARTS: Table = {
    'code of one axis': ('encoder_shapes', swap(
        ENCODER, ENCODER.replace('code_shape', 'code_shape[:1]'))),
    'encoder of 28 x 28 only': ('encoder_shapes', swap(
        ENCODER, ENCODER.replace('input_shape', '(28, 28)'))),
    'encoder without Flatten': ('encoder_shapes', swap(
        ENCODER, 'return keras.Sequential([\n'
                 '    keras.Input(shape=input_shape),\n'
                 '    keras.layers.Dense(code_shape[0])])')),
    'no encoder returned': ('encoder_shapes', swap(
        ENCODER, ENCODER[len('return '):])),
    'flat output': ('decoder_shapes', swap(
        DECODER, DECODER.replace(
            'output_shape', '(int(keras.ops.prod(output_shape)),)'
        ).replace(' [', '\n             ['))),
    'decoder of 28 x 28 only': ('decoder_shapes', swap(
        DECODER, DECODER.replace('output_shape', '(28, 28)'))),
    'decoder of vectors only': ('decoder_shapes', swap(
        DECODER, DECODER.replace('code_shape', 'code_shape[-1:]'))),
    'linear output': ('decoder_range', swap("'sigmoid'", "'linear'")),
    'tanh output': ('decoder_range', swap("'sigmoid'", "'tanh'")),
    'relu output': ('decoder_range', swap("'sigmoid'", "'relu'")),
    'encoder kept between calls': (
        'independent_calls', kept('mnist_encoder', ENCODER)),
    'decoder kept between calls': (
        'independent_calls', kept('mnist_decoder', DECODER)),
    "encoder's first layer frozen": ('parts_learn', made(
        ENCODER, 'model.layers[1].trainable = False')),
    'decoder not trainable': ('parts_learn', made(
        DECODER, 'model.trainable = False')),
}

JOINING: Table = {
    'copy of the encoder kept': ('joins', swap(
        KEPT, 'self.encoder = keras.models.clone_model(encoder)\n'
              'self.decoder = decoder')),
    'model around the encoder kept': ('joins', swap(
        KEPT, 'self.encoder = keras.Sequential([encoder])\n'
              'self.decoder = decoder')),
    'copy of the decoder joined': (
        'joins', before(KEPT, 'copy = keras.models.clone_model(decoder)'),
        swap('[decoder]', '[copy]')),
    'encoder alone joined': ('joins', swap(
        JOINED, 'keras.Sequential([encoder])')),
    'outputs cut off below 0': ('joins', text(
        "[decoder], name='after_' + encoder.name)])  # names must differ",
        "[decoder, keras.layers.ReLU()],\n"
        "            name='after_' + encoder.name)])")),
    'auto named otherwise': (
        'joins', lambda source: source.replace('self.auto', 'self.model')),
    'functional models only': ('any_kind', swap(
        KNOWN_ENDS, 'encoder.input is not None')),
    'encoders of a known shape only': ('any_kind', swap(
        KNOWN_ENDS, 'encoder.inputs')),
    'decoders of a known shape only': ('any_kind', swap(
        TAKEN, 'decoder.inputs')),
    'unknown shapes never compared': ('any_kind', swap(
        DATA, f"if getattr(self.encoder, 'inputs', None):\n    {DATA}")),
    'two outputs accepted': (
        'one_end', swap(GIVEN, GIVEN + '[:1]')),
    'TypeError for two codes': ('one_end', before(
        SHAPES, "if said == 'encoder gives' and len(given) > 1:\n"
                "    raise TypeError('not one code')")),
    'TypeError for two inputs': ('one_end', before(
        SHAPES, 'if len(given) != len(taken):\n'
                "    raise TypeError('not one input and one output')")),
    'no shape of the code named': ('shapes_agree', before(
        MISFIT, "if said == 'encoder gives':\n"
                "    raise ValueError('no fit')")),
    'one shape of the output named': ('shapes_agree', before(
        MISFIT, "if said == 'decoder gives':\n"
                "    raise ValueError('not %s' % one)")),
    'code not compared': ('shapes_agree', swap(
        CODES, CODES.replace(f'{TAKEN} or code', 'code'))),
    'last side of the output not compared': ('shapes_agree', swap(
        OUTPUTS, 'if len(y) > 1 or y[0].shape[1:-1] != x[0].shape[1:-1]:\n'
                 '    ' + OUTPUTS)),
    'output not compared': ('shapes_agree', swap(
        OUTPUTS, OUTPUTS.replace(', x)', ', y if len(y) == 1 else x)'))),
}

TRAINING: Table = {
    'encoder frozen': ('training', before(
        COMPILE, 'self.encoder.trainable = False')),
    'decoder frozen': ('training', before(
        COMPILE, 'self.decoder.trainable = False')),
    'zeros for the target': ('options', swap(
        FIT, FIT.replace('data, data', 'data, 0 * data'))),
    'a copy trained': (
        'training', swap(FIT, FIT.replace('self.auto', 'copy')),
        before('return copy.fit(data, data, batch_size, epochs, **options)',
               'copy = keras.models.clone_model(self.auto)\n'
               + COMPILE.replace('self.auto', 'copy'))),
    'nothing trained': ('training', swap('return ' + FIT, 'return None')),
    'data not looked at': ('data_shape', swap(
        DATA, f"if not getattr(self.encoder, 'inputs', 0):\n    {DATA}")),
    'first side of the data alone': ('data_shape', swap(
        DATA, 'shape = list(data.shape[1:])\n'
              "if getattr(self.encoder, 'inputs', None):\n"
              '    shape[1:] = self.encoder.inputs[0].shape[2:]\n'
              'check(self.encoder, self.decoder, shape)')),
}

FILES: Table = {
    'underscore in the names': (
        'keras_files', swap(PATH, "part + '_' + name + extension")),
    'two files exchanged': ('keras_files', swap(
        'encoder, decoder = paths(name, extension)',
        'decoder, encoder = paths(name, extension)')),
    'encoder alone saved': ('keras_files', cut('self.decoder.save(decoder)')),
    'auto saved too': ('keras_files', before(
        'self.encoder.save(encoder)', "self.auto.save('auto' + name "
                                      '+ extension)')),
    'weights alone saved': (
        'keras_files', swap('self.encoder.save(encoder)',
                            'self.encoder.save_weights(encoder)')),
    '.h5 for .hdf5': ('extensions', before(
        NAMED, "extension = extension.replace('df', '')")),
    'always .keras': ('extensions', swap(PATH, "part + name + '.keras'")),
    'HDF5 refused': ('extensions', swap(KNOWN, "extension != '.keras'")),
    'another extension replaced': ('extensions', swap('''
if extension not in ('.keras', '.hdf5'):
    raise ValueError('%r is neither .keras nor .hdf5' % (extension,))''', '''
if extension not in ('.keras', '.hdf5'):
    extension = '.keras\'''')),
    'TypeError for another extension': ('extensions', text(
        "ValueError('%r is", "TypeError('%r is")),
    'loaded models as a list': (
        'load_models', swap(LOADED, 'files = paths(name, extension)\n'
                            'return [keras.models.load_model(file) '
                            'for file in files]')),
    'loads .keras alone': ('load_models', swap(
        LOADED, LOADED.replace('extension', "'.keras'"))),
    'load_models of an instance': (
        'load_models', text('    @classmethod\n', '')),
    'new weights loaded': ('load_models', swap(
        LOAD, 'keras.models.clone_model(keras.models.load_model(path))')),
}

STYLE: Table = {
    'no shebang': ('shebang', text('#!/usr/bin/env python3\n', '')),
    'line too long': ('pycodestyle', before(
        KEPT, '# These are the very models that were given, and they are '
              'no copies of them')),
    'numpy imported': ('imports', swap(
        IMPORT, 'import numpy as np\n' + IMPORT)),
    'no docstring in the class': ('docstrings', docstring('Autoencoder')),
    'CRLF line ends': ('line_ends', crlf),
}


def tables(task: Task) -> list[Table]:
    """Return the mistakes in the task."""
    return [SIGNATURE, PARTS, JOINING, TRAINING, FILES, STYLE,
            *joining.TABLES]


def broken(task: Task) -> Table:
    """Return what breaks an answer of three definitions and helpers."""
    return {**stubs('mnist_encoder', 'mnist_decoder', 'Autoencoder'),
            **errors('paths')}
