"""The rubric of task 7, the convolutional beta-VAE: 18 points.

7-beta.py defines beta(input_dims, filters, latent_dims, beta), which returns
encoder, decoder, auto; the encoder gives z, mean, log_var. The style and the
documentation of the file are worth 7 points more.
"""
from checkers.judging import common
from checkers.judging.checks import check, Wrong
from checkers.judging.losses import elbo, learning
from checkers.judging.networks import dense, strided, variational

LOSS = elbo.Asked('squared error', weighs_beta=True)


@check(points=1)
def test_signature(seen):
    """beta takes input_dims, filters, latent_dims and beta."""
    common.signature(seen)


@check(points=1, hints=['What does the return statement give, in which '
                        'order?'])
def test_models(seen):
    """It returns three models that run: encoder, decoder, auto."""
    common.models(seen)


@check(points=1, hints=['Does reverse() make a new list?'])
def test_arguments_unchanged(seen):
    """The caller's filters are left as they were."""
    common.arguments_unchanged(seen)


@check(points=1)
def test_independent_calls(seen):
    """Two calls give models that share nothing."""
    common.independent_calls(seen)


@check(points=1, hints=['How many layers give the mean, and how many '
                        'log_var?', 'Where the encoder ends.'])
def test_encoder_layers(seen):
    """The encoder has 3 x 3 convolutions in order, then two heads."""
    for case in seen.built:
        variational.check_layers(case, seen.function)
    variational.check_believed(seen)


@check(points=1, hints=['Which layers of the encoder have an activation?'])
def test_encoder_activations(seen):
    """Every convolution has relu and halves the sides, same padding."""
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
    """The decoder is dense, then filters in reverse, then the channels.

    All but the first are 3 x 3 transposed convolutions.
    """
    for case in seen.built:
        strided.check_layers(case, seen.function)
    dense.check_believed(seen.built, 'decoder', strided.explain)


@check(points=1, hints=['Between which values does the output lie?'])
def test_decoder_activations(seen):
    """Each has relu and doubles the sides; the last, sigmoid, does not.

    The dense one, reshaped, has relu too.
    """
    with common.grounds(seen, test_decoder_layers, ends=Wrong):
        strided.check_activations(seen.built, seen.function)


@check(points=1, hints=["Which of the encoder's three outputs goes on?"])
def test_auto_decodes_z(seen):
    """auto is the decoder on the encoder's z, with their weights."""
    with common.grounds(seen, test_sampling, test_decoder_activations):
        variational.check_decoded(seen)


@check(points=1)
def test_reconstruction_term(seen):
    """The loss has a term of squared error, at any scale."""
    with common.grounds(seen, test_decoder_activations,
                        test_auto_decodes_z):
        elbo.check_reconstruction(seen, LOSS)


@check(points=1, hints=['What is the divergence of N(0, 1) from itself?'])
def test_kl_term(seen):
    """The loss has the KL divergence from N(0, 1), at any scale."""
    elbo.require_loss(seen)
    with common.grounds(seen, test_heads, test_auto_decodes_z):
        elbo.check_divergence(seen, LOSS)


@check(points=1, hints=['Over what is each term summed, over what '
                        'averaged?'])
def test_loss_balance(seen):
    """Both terms are summed, and beta weighs the KL term alone."""
    with common.grounds(seen, test_reconstruction_term, test_kl_term):
        elbo.check_balance(seen, LOSS)


@check(points=1, hints=['Keras shows what is called a metric.'])
def test_metrics(seen):
    """Training shows reconstruction, kl and beta_kl, all summed.

    Each is a sum over an image or a code, averaged over the batch.
    """
    with common.grounds(seen, test_heads, test_reconstruction_term,
                        test_kl_term, test_loss_balance):
        elbo.check_metrics(seen, LOSS)


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
