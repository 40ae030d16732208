"""The rubric of task 1, the sparse autoencoder: 18 points.

1-sparse.py defines sparse(input_dims, hidden_layers, latent_dims, lambtha),
which returns encoder, decoder, auto: the models of task 0 with an L1 penalty
on the code. The style and the documentation of the file are worth 7 points
more.
"""
from checkers.judging import common, shared
from checkers.judging.checks import check
from checkers.judging.evidence import Evidence
from checkers.judging.losses import penalty
from checkers.judging.networks import dense

TRAINED = shared.Trained(penalty.total, penalty.PARTS)

test_signature = shared.signature(
    'sparse takes input_dims, hidden_layers, latent_dims, lambtha.',
    points=1)

test_models = shared.models(
    'It returns three models that run: encoder, decoder, auto.', points=1)

test_arguments_unchanged = shared.arguments_unchanged(
    "The caller's hidden_layers are left as they were.", points=1)

test_independent_calls = shared.independent_calls(
    'Two calls give models that share nothing.', points=1)

test_encoder_layers = shared.dense_layers(
    'encoder',
    'The encoder has the hidden layers in order, then the latent layer.',
    points=2)

test_encoder_activations = shared.dense_activations(
    'encoder', 'Every layer of the encoder has relu.', points=1,
    grounds=[test_encoder_layers])

test_decoder_layers = shared.dense_layers(
    'decoder',
    'The decoder has the hidden layers in reverse, then the output.',
    points=2)

test_decoder_activations = shared.dense_activations(
    'decoder',
    'Every layer of the decoder has relu, but the last has sigmoid.',
    points=1, grounds=[test_decoder_layers])

test_auto_shares_weights = shared.auto_shares_weights(
    'auto is the decoder on the encoder, with their weights.', points=1,
    follows=dense.follows)

test_loss = shared.loss(
    "auto's loss contains the binary cross-entropy, once.", points=1,
    judge=penalty.check_loss, follows=dense.follows,
    grounds=[test_decoder_activations], trained=TRAINED,
    halves=['decoder'])


@check(points=4, hints=['Which numbers should become small: the weights, or '
                        'what the encoder gives?',
                        'The layer that gives the code.'])
def test_penalty(seen: Evidence) -> None:
    """The rest of the loss is lambtha times the L1 norm of the code."""
    with common.grounds(seen, test_encoder_layers, test_decoder_activations,
                        test_auto_shares_weights):
        penalty.check_penalty(seen)
        TRAINED.require(seen, 'encoder')


test_optimizer = shared.optimizer(
    'auto is compiled with Adam.', points=1, trained=TRAINED,
    losses=[test_loss, penalty.check_penalty],
    grounds=[test_encoder_layers, test_auto_shares_weights])

test_training = shared.training(
    'Training steps move every weight and lower the loss.', points=1,
    trained=TRAINED,
    grounds=[test_encoder_layers, test_decoder_layers, test_loss,
             penalty.check_penalty, test_auto_shares_weights])
