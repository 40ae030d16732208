"""What a student must read of some mistakes, in a message or in a hint.

TOLD is task number -> name of a mutant -> words. A mistake stands here where
it was once told as another one, or not by its name.
"""

LISTS = {'list reversed in place': 'Does reverse() make a new list?',
         'code appended to the list': 'Whose list does append() make longer?'}
BATCH = {'KL summed over the batch':
         'Is the KL term summed over the batch, and not averaged?',
         'KL averaged over the latent dimensions':
         'Is the KL term averaged over the latent dimensions',
         'KL without the half': 'where is its 1/2?'}
PENALTY = {'penalty of 10e-6 on the code': "Does a layer's penalty add"}
SAMPLING = {
    'sigma without the half': 'How is a standard deviation made',
    'sigma inverted': 'exp(-log_var / 2): the sign is wrong',
    'noise about one': 'What is z where epsilon is 0?',
    'one epsilon for the batch': 'Of which shape is epsilon?',
    'one epsilon for all dimensions': 'Of which shape is epsilon?',
    'the same noise in every call': 'in what runs once',
    'noise left out': 'it has no noise',
    'outputs z, log_var, mean': 'in which order?',
    'outputs mean, log_var, z': 'in which order?',
    'log_var relu': 'Which values may a mean take',
    'auto with a copy of the decoder': 'From which two models',
    'decoder fed with the mean': "Which of the encoder's outputs is drawn"}
LOADING = {'layer not registered': 'that decorator is in keras.utils',
           'loss of a class not registered': 'that decorator is in'}
TOLD: dict[int, dict[str, str]] = {
    0: {**LISTS, **PENALTY,
        'one optimizer for all calls': 'both autos have one and the same',
        'loss summed over the batch': 'cross-entropy summed over the batch',
        'list popped empty': 'What does pop() leave behind?'},
    1: {'penalty missing': 'has no penalty',
        'factor fixed at 10e-6': 'weighs 1e-05 whatever lambtha is',
        'penalty halved': 'What else than lambtha',
        'penalty averaged over the code': 'averaged over the latent',
        'L1 on the code before its relu': 'the code before its activation',
        'L1 and L2': 'one on the square of the code (L2) besides',
        'L1 on the kernel': 'that of the kernel of the code',
        'L1 on the kernel too': 'one on the kernel of the code besides',
        'L1 on the hidden layers too': 'that of every layer of the encoder',
        'L1 on the hidden layers alone': 'layer of the encoder',
        'L1 on the hidden layers of the decoder': 'layer of the decoder',
        'L1 on the output': 'that of the output'},
    2: {'transposed convolutions': 'these are transposed: 1, 2; expected none',
        'transposed convolutions in place of upsampling':
        'these are transposed: 1, 2; expected none',
        'last two convolutions valid': 'convolution 4 of 4 has valid padding'},
    3: {**LISTS, **BATCH, **SAMPLING, **LOADING,
        'a lambda on z': 'A lambda has no name',
        'get_config missing': 'What does __init__ take',
        'reconstruction summed over the batch':
        'Is the reconstruction summed over the batch',
        'reconstruction averaged': 'Is the reconstruction averaged over',
        'focal cross-entropy': 'is the focal cross-entropy',
        'categorical cross-entropy': 'is the categorical cross-entropy',
        'labels smoothed': 'cross-entropy of smoothed labels',
        'reconstruction times latent_dims': 'Does latent_dims stand',
        'reconstruction times 784': 'Does a number stand'},
    4: {**LISTS, **PENALTY, 'output layer before its sigmoid':
        'Which layer gives the output',
        'a number left out': 'does the number go on there',
        'flat model inside another': 'is it one flat model',
        'encoder without names': 'Which layer should bear which name',
        'decoder layers named otherwise': 'How are the layers after'},
    5: {'no encoder to take out': ' has no encoder; expected two Keras models',
        'normalisation without a scale': 'normalisations without scale',
        'list popped by the encoder': 'What does pop() leave behind?',
        'channels appended to the list': 'Whose list does append()'},
    6: {'one epoch by default': 'there are fewer than 10: train(data, initial',
        'last loss returned': 'did not return the History'},
    7: {**BATCH, **SAMPLING, **LOADING,
        'get_config without beta': "argument: 'beta'",
        'beta of 1 after loading': 'how its terms weigh',
        'pooling in place of strides': 'pooling stands in place',
        'padding before the picture': 'zeros stand before the first row',
        'channels first in the reshape': 'has its channels first',
        'error of the fourth power': 'is the error of the fourth power',
        'error summed over the batch':
        'Is the reconstruction summed over the batch',
        'error averaged over the channels': 'averaged over the channels?',
        'kl shown weighted': 'beta weighs it',
        'beta missing': 'Does beta weigh the KL term?',
        'beta kept in the class': 'Was beta changed by another call?',
        'beta weighs the reconstruction': 'Does beta weigh the recon',
        'beta squared': 'more than once',
        'beta divides': 'Does beta divide'},
}
