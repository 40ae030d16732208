"""What the tasks promise in common, but for the form of a file."""
from checkers.course.promises import promise

PROMISES = (
    promise('Every function and class has the name and the parameters of '
            "its task's signature, by position and by name.",
            'signature', 'parameters in another order',
            'Each file defines what its section names, with these '
            'parameters,',
            'autoencoder(input_dims, hidden_layers, latent_dims)',
            'sparse(input_dims, hidden_layers, latent_dims, lambtha)',
            'autoencoder(input_dims, filters, latent_dims)',
            'deep(input_dims, hidden_layers, latent_dims)',
            'beta(input_dims, filters, latent_dims, beta)'),
    promise("What is returned are Keras models that run, in the signature's "
            'order.', 'models', 'auto returned first',
            'What is returned are Keras models that run, in the order of the '
            'signature;',
            '-> encoder, decoder, auto', '-> encoder, auto'),
    promise('A list that was handed over is left as it was.',
            'arguments_unchanged', 'list reversed in place',
            'A list that is handed over stays as it is', 'Not changed.'),
    promise('Two calls share nothing.', 'independent_calls',
            'last layer kept between calls',
            'and two calls share no layer.'),
    promise('`auto` is the decoder on the encoder, with their weights.',
            'auto_shares_weights', 'auto with a copy of the decoder',
            'auto is the decoder on the encoder, shares their weights,',
            'auto: model, the decoder on the encoder, sharing their '
            'weights,'),
    promise('`auto` is compiled with Adam.', 'optimizer',
            'stochastic gradient descent',
            'and is compiled with Adam.', 'compiled with Adam'),
    promise('Every weight learns, and no layer behaves otherwise in '
            'training.', 'training', 'encoder frozen',
            'All weights learn, and nothing that the task does not name, '
            'such as dropout, changes what is trained.'),
)

# What the texts say besides, and ask for nothing.
ASIDES: tuple[str, ...] = ()
