"""The rubric of task 3, the variational autoencoder: 18 points.

3-variational.py defines autoencoder(input_dims, hidden_layers, latent_dims),
which returns encoder, decoder, auto; the encoder gives z, mean, log_var. The
style and the documentation of the file are worth 7 points more.
"""
from checkers.judging import common
from checkers.judging.checks import check, Wrong
from checkers.judging.losses import elbo, learning
from checkers.judging.networks import dense, variational

LOSS = elbo.Asked('binary cross-entropy')


@check(points=1)
def test_signature(seen):
    """autoencoder takes input_dims, hidden_layers and latent_dims."""
    common.signature(seen)


@check(points=1, hints=['What does the return statement give, in which '
                        'order?'])
def test_models(seen):
    """It returns three models that run: encoder, decoder, auto."""
    common.models(seen)


@check(points=1, hints=['Does reverse() make a new list?'])
def test_arguments_unchanged(seen):
    """The caller's hidden_layers are left as they were."""
    common.arguments_unchanged(seen)


@check(points=1)
def test_independent_calls(seen):
    """Two calls give models that share nothing."""
    common.independent_calls(seen)


@check(points=1, hints=['How many layers give the mean, and how many '
                        'log_var?', 'Where the encoder ends.'])
def test_encoder_layers(seen):
    """The encoder has the hidden layers in order, then two heads."""
    for case in seen.built:
        variational.check_layers(case, seen.function)
    variational.check_believed(seen)


@check(points=1, hints=['Which layers of the encoder have an activation?'])
def test_encoder_activations(seen):
    """Every hidden layer of the encoder has relu."""
    with common.grounds(seen, test_encoder_layers, ends=Wrong):
        variational.check_hidden(seen)


@check(points=1, hints=['Which values may a mean take, and a logarithm?'])
def test_heads(seen):
    """The encoder gives z, mean, log_var; the last two are linear."""
    variational.check_heads(seen)


@check(points=2, hints=['How is a standard deviation made from log_var?',
                        'Where epsilon is drawn and used.'])
def test_sampling(seen):
    """z is drawn from N(mean, exp(log_var)), afresh for every number."""
    with common.grounds(seen, test_heads):
        variational.check_sampling(seen)


@check(points=1, hints=['What does the decoder undo first?',
                        'The loop that builds the decoder.'])
def test_decoder_layers(seen):
    """The decoder has the hidden layers in reverse, then the output."""
    for case in seen.built:
        dense.check_layers(case, 'decoder', seen.function)
    dense.check_believed(seen.built, 'decoder')


@check(points=1, hints=['Between which values does the output lie?'])
def test_decoder_activations(seen):
    """Every layer of the decoder has relu, but the last has sigmoid."""
    with common.grounds(seen, test_decoder_layers, ends=Wrong):
        dense.check_activations(seen.built, 'decoder',
                                seen.function)


@check(points=1, hints=["Which of the encoder's three outputs goes on?"])
def test_auto_decodes_z(seen):
    """auto is the decoder on the encoder's z, with their weights."""
    with common.grounds(seen, test_sampling, test_decoder_activations):
        variational.check_decoded(seen)


@check(points=1)
def test_reconstruction_term(seen):
    """The loss has a term of binary cross-entropy, at any scale."""
    with common.grounds(seen, test_decoder_activations,
                        test_auto_decodes_z):
        elbo.check_reconstruction(seen, LOSS)


@check(points=2, hints=['What is the divergence of N(0, 1) from itself?'])
def test_kl_term(seen):
    """The loss has the KL divergence from N(0, 1), at any scale."""
    elbo.require_loss(seen)
    with common.grounds(seen, test_heads, test_auto_decodes_z):
        elbo.check_divergence(seen, LOSS)


@check(points=1, hints=['Over what is each term summed, over what '
                        'averaged?'])
def test_loss_balance(seen):
    """Both terms are summed, as in the evidence lower bound."""
    with common.grounds(seen, test_reconstruction_term, test_kl_term):
        elbo.check_balance(seen, LOSS)


@check(points=1)
def test_optimizer(seen):
    """auto is compiled with Adam."""
    with common.grounds(seen, test_encoder_layers, test_auto_decodes_z):
        learning.optimizer(seen, LOSS.total)


@check(points=1)
def test_training(seen):
    """Training steps move every weight and lower the loss."""
    with common.grounds(seen, test_encoder_layers, test_decoder_layers,
                        test_reconstruction_term, test_kl_term,
                        test_sampling, test_auto_decodes_z):
        learning.training(seen, LOSS.total)
        elbo.check_training(seen, LOSS)
