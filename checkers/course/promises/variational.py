"""What task 3 promises; the heads and z are task 7's too."""
from checkers.course.promises import promise
from checkers.course.promises.dense import DECODER, LIST, SIGMOID, WIDTH

HEADS = promise(
    'Two layers of their own give mean and log_var, each from the last '
    'hidden one.', 'encoder_layers', 'one layer for both heads',
    "On the encoder's last hidden layer stand two heads, a dense layer for "
    'the mean and another for log_var',
    'Flattened, the last picture goes to two heads, a dense layer for the '
    'mean and another for log_var',
    'latent_dims: integer, the width of the latent code.')
LINEAR = promise(
    'Neither has an activation.', 'heads', 'log_var relu',
    ', without activation')
ORDER = promise(
    'The encoder returns z, mean, log_var, in this order.', 'heads',
    'outputs mean, log_var, z', 'The encoder returns z, mean and log_var.',
    'encoder, images',
    '-> [z, mean, log_var], each (batch, latent_dims);')
DRAWN = promise(
    'z is drawn from N(mean, exp(log_var)).', 'sampling',
    'sigma without the half', 'z is drawn from N(mean, exp(log_var)),')
AFRESH = promise(
    'It is drawn afresh for every number, in every call.', 'sampling',
    'one epsilon for the batch', 'afresh for every number')
DECODES = promise(
    "`auto` is the decoder on the encoder's z.", 'auto_decodes_z',
    'decoder fed with the mean',
    "auto: model, the decoder on the encoder's z, sharing their weights,",
    "auto, the decoder on the encoder's z.")
DIVERGENCE = promise(
    'The loss has the KL divergence of N(mean, exp(log_var)) from N(0, 1).',
    'kl_term', 'KL without the variance',
    'the KL divergence of N(mean, exp(log_var)) from N(0, 1)',
    '+ KL', 'the KL term')

LOADS = promise(
    'A saved model loads where the file has been imported: its classes are '
    'registered.', 'loads', 'layer not registered',
    'A saved model loads where this module has been imported first: the '
    'module registers its classes,',
    'Saved ones load where this module was imported.',
    'A saved model loads in another process that has imported the file: '
    'classes of your own are registered with Keras,')

PROMISES = (
    promise('The encoder has the hidden layers in order.', 'encoder_layers',
            'encoder in reverse order', 'Dense layers', WIDTH, LIST,
            'encoder: model, (batch, input_dims)'),
    promise('Each of them has relu.', 'encoder_layers',
            'encoder hidden layers linear', 'with relu,'),
    HEADS, LINEAR, ORDER, DRAWN, AFRESH, DECODER, SIGMOID, DECODES,
    promise('The loss has the binary cross-entropy.', 'reconstruction_term',
            'mean squared error', 'loss = input_dims * BCE',
            'The loss is the negative evidence lower bound: the binary '
            'cross-entropy', 'The loss is the sum above, cross-entropy'),
    DIVERGENCE,
    promise('The cross-entropy is summed over the values of an input.',
            'loss_balance', 'reconstruction averaged',
            'summed over the input plus', 'summed over the values',
            "Keras' binary cross-entropy is a mean over the input, so it "
            'weighs input_dims:'),
    promise('The divergence is summed over the latent dimensions.',
            'loss_balance', 'KL averaged over the latent dimensions',
            'summed over the latent dimensions,'),
    promise('Both are averaged over the batch.', 'loss_balance',
            'KL summed over the batch', 'averaged over the batch',
            'and the loss above.'),
    LOADS,
    promise('`get_config` gives what their objects are made from.', 'loads',
            'get_config missing', 'with get_config where they take '
            'arguments.', 'and get_config gives what their objects are made '
            'from.'),
)
ASIDES = (
    'Task 3: a variational autoencoder, a generative model. Source: ... '
    'ICLR (2014).', 'all as in task 0.',
    'Build and compile a variational autoencoder.',
    'A loss that is a function of yours may be left out there, as '
    'load_model(path, compile=False) does.')
