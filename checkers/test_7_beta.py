"""The rubric of task 7, the convolutional beta-VAE: 18 points.

7-beta.py defines beta(input_dims, filters, latent_dims, beta), which returns
encoder, decoder, auto; the encoder gives z, mean, log_var. The style and the
documentation of the file are worth 7 points more.
"""
from checkers.judging import common, shared
from checkers.judging.checks import Wrong, check
from checkers.judging.evidence import Evidence
from checkers.judging.losses import elbo
from checkers.judging.losses.terms import Asked
from checkers.judging.networks import dense, strided, variational

LOSS = Asked('squared error', weighs_beta=True)
TRAINED = shared.Trained(
    LOSS.total, LOSS.parts, variational.ordered,
    lambda seen: elbo.check_training(seen, LOSS))

test_signature = shared.signature(
    'beta takes input_dims, filters, latent_dims and beta.', points=1)

test_models = shared.models(
    'It returns three models that run: encoder, decoder, auto.', points=1,
    uncounted=['encoder'])

test_arguments_unchanged = shared.arguments_unchanged(
    "The caller's filters are left as they were.", points=1)


@check(points=1, hints=['By how much do n filters divide height and width?'])
def test_sides(seen: Evidence) -> None:
    """Sides that cannot be halved once per filter give a ValueError."""
    for case in seen.asked('sides 0', 'sides 1'):
        common.refuses_sides(case, seen.function)


test_independent_calls = shared.independent_calls(
    'Two calls give models that share nothing.', points=1)

test_encoder_layers = shared.variational_layers(
    'The encoder has 3 x 3 convolutions that halve, with relu; then heads.',
    points=1)

test_heads = shared.heads(
    'The encoder gives z, mean, log_var; the last two are linear.', points=1)

test_sampling = shared.sampling(
    'z is drawn from N(mean, exp(log_var)), afresh for every number.',
    points=1, grounds=[test_heads])


@check(points=1, hints=['What does the decoder undo first?',
                        'The loop that builds the decoder.'])
def test_decoder_layers(seen: Evidence) -> None:
    """The decoder is dense, then filters in reverse, then the channels.

    All but the first are 3 x 3 transposed convolutions.
    """
    cases = seen.running('decoder')
    for case in cases:
        strided.check_layers(case, seen.function)
    dense.check_believed(cases, 'decoder', strided.explain)


@check(points=1, hints=['Between which values does the output lie?'])
def test_decoder_activations(seen: Evidence) -> None:
    """Each has relu and doubles the sides; the last, sigmoid, does not.

    The dense one, reshaped, has relu too.
    """
    with common.grounds(seen, test_decoder_layers, ends=Wrong):
        strided.check_activations(seen.running('decoder'), seen.function)


test_auto_decodes_z = shared.auto_decodes_z(
    "auto is the decoder on the encoder's z, with their weights.", points=1,
    grounds=[test_sampling, test_decoder_layers, test_decoder_activations])

test_reconstruction_term = shared.reconstruction_term(
    'The loss has a term of squared error, at any scale.', points=1,
    loss=LOSS, trained=TRAINED,
    grounds=[test_decoder_activations, test_auto_decodes_z])

test_kl_term = shared.kl_term(
    'The loss has the KL divergence from N(0, 1), at any scale.', points=1,
    loss=LOSS, trained=TRAINED, grounds=[test_heads, test_auto_decodes_z])

test_loss_balance = shared.loss_balance(
    'Both terms are summed, and beta weighs the KL term alone.', points=1,
    loss=LOSS, trained=TRAINED,
    grounds=[test_reconstruction_term, test_kl_term])


@check(points=1, hints=['Keras shows what is called a metric.'])
def test_metrics(seen: Evidence) -> None:
    """Training shows reconstruction, kl and beta_kl, all summed.

    Each is a sum over an image or a code, averaged over the batch.
    """
    with common.grounds(seen, test_heads, test_reconstruction_term,
                        test_kl_term, test_loss_balance):
        elbo.check_metrics(variational.ordered(seen), LOSS)


test_loads = shared.loads(
    'A saved auto loads where the file has been imported, beta and all.',
    points=1, grounds=[test_encoder_layers, test_heads, test_decoder_layers,
                       test_decoder_activations, test_auto_decodes_z])

test_optimizer = shared.optimizer(
    'auto is compiled with Adam.', points=1, trained=TRAINED,
    losses=[test_reconstruction_term, test_kl_term],
    grounds=[test_encoder_layers, test_auto_decodes_z])

test_training = shared.training(
    'Training steps move every weight and lower the loss.', points=1,
    trained=TRAINED, also=elbo.check_gradient,
    grounds=[test_independent_calls, test_encoder_layers, test_decoder_layers,
             test_reconstruction_term, test_kl_term, test_sampling,
             test_auto_decodes_z])
