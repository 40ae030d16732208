"""What the probe does with each case: plant, feed, record.

A plan says nothing of what is right; it chooses inputs and weights that let
the rubric see. A step is a dictionary: what to do, its arguments, and the
name under which the result is saved.
"""
BATCH = 4
COPIES = 2048           # draws of z for the statistics of tasks 3 and 7
LOSSES = 3              # plantings from which task 1's penalty is identified
# Task 3's plantings (encoder, decoder): the first three change only the
# reconstruction, the first and the next two only the KL term.
PAIRS = ((0, 0), (0, 1), (0, 2), (1, 0), (2, 0))
SHAPE = (32, 32, 3)     # of task 5, where no arguments are given
# Task 5's sides that three halvings do not come to: one at a time, and both
# even, so that neither the other side nor a first halving shows it.
ODD = ((12, 16, 3), (16, 20, 3))
LEARNERS = ('one layer', 'colour')   # the cases that take training steps


def drawn(shape, seed, low=0., high=1., batch=BATCH, copies=1):
    """Describe an input for the probe: batch rows, each copied."""
    return {'shape': [batch] + list(shape), 'seed': seed, 'low': low,
            'high': high, 'copies': copies}


def plant(model, seed, gain=1., fixed=()):
    """Describe planted weights."""
    return {'do': 'plant', 'model': model, 'seed': seed, 'gain': gain,
            'fixed': [list(entry) for entry in fixed]}


def predict(model, x, save):
    """Describe a prediction."""
    return {'do': 'predict', 'model': model, 'x': x, 'save': save}


def shape_of(dims):
    """Return dimensions as a list: 784 is [784]."""
    return list(dims) if isinstance(dims, tuple) else [dims]


def three_models(args):
    """Return the models of most tasks: name -> shape of its input."""
    shape, latent = shape_of(args[0]), shape_of(args[2])
    return {'encoder': shape, 'decoder': latent, 'auto': shape}


def flat_models(args):
    """Return the models of task 4: name -> shape of its input."""
    return {'encoder': shape_of(args[0]), 'auto': shape_of(args[0])}


def outputs(x, latent, seed):
    """Describe what every task records: the three models' outputs."""
    return [plant('encoder', seed), plant('decoder', seed + 1),
            predict('encoder', x, 'code'),
            predict('decoder', latent, 'decoded'),
            predict('decoder', {'of': 'code'}, 'chained'),
            predict('auto', x, 'rebuilt'),
            {'do': 'loss', 'x': x, 'save': 'loss'}]


def learning(shape, latent, seed, fixed=()):
    """Describe what one case of a task records beside: it learns."""
    batch = drawn(shape, seed + 2, batch=8)
    return [{'do': 'optimizer', 'save': 'optimizer'},
            plant('encoder', seed), plant('decoder', seed + 1),
            {'do': 'plant_again', 'models': ['encoder', 'decoder'],
             'seed': seed + 3, 'save': 'again'},
            predict('encoder', drawn(shape, seed), 'code again'),
            predict('decoder', latent, 'decoded again'),
            plant('encoder', seed, 0.7),
            plant('decoder', seed + 1, 0.7, fixed),
            {'do': 'loss', 'x': batch, 'save': 'loss of batch'},
            {'do': 'train', 'models': ['encoder', 'decoder'], 'x': batch,
             'steps': 3, 'save': 'train'}]


def vanilla(name, args, seed):
    """Describe a case of task 0, and of task 2: outputs, then learning."""
    shape, latent = shape_of(args[0]), drawn(shape_of(args[2]), seed + 1)
    steps = outputs(drawn(shape, seed), latent, seed)
    if name in LEARNERS:
        steps += learning(shape, latent, seed)
    return steps


convolutional = vanilla


def sparse(name, args, seed):
    """Describe a case of task 1: the loss under several plantings too."""
    shape, latent = shape_of(args[0]), drawn(shape_of(args[2]), seed + 1)
    x = drawn(shape, seed)
    steps = outputs(x, latent, seed)
    if name == 'example':
        return steps
    # Another decoder under the same encoder: the penalty stays.
    steps += [plant('decoder', seed + 5), predict('auto', x, 'other rebuilt'),
              {'do': 'loss', 'x': x, 'save': 'other loss'}]
    for k in range(LOSSES):
        steps += [plant('encoder', seed + 10 * k, 0.5 + 0.2 * k),
                  predict('encoder', x, 'code %d' % k),
                  predict('auto', x, 'rebuilt %d' % k),
                  {'do': 'loss', 'x': x, 'save': 'loss %d' % k}]
    if name in LEARNERS:
        steps += learning(shape, latent, seed)
    return steps


def variational(name, args, seed):
    """Describe a case of tasks 3 and 7: noise, and the loss's two terms."""
    shape, latents = shape_of(args[0]), args[2]
    x, latent = drawn(shape, seed), drawn([latents], seed + 1, -1., 1.)
    steps = [step for step in outputs(x, latent, seed)
             if step.get('save') not in ('chained', 'loss')]
    if name == 'example':
        return steps
    copies = drawn(shape, seed, batch=1, copies=COPIES)
    # With these biases no hidden unit of the decoder is ever cut off, so
    # that auto's output tells which z it was made from.
    steps += [plant('encoder', seed, 0.5),
              plant('decoder', seed + 1, 0.15,
                    [[[None], None, 3.], [shape[-1:], None, 0.]]),
              predict('encoder', copies, 'noise 0'),
              predict('encoder', copies, 'noise 1'),
              predict('auto', copies, 'decoded noise')]
    if name not in LEARNERS:
        return steps
    # A zero first kernel cuts the decoder off from z, so that no noise hides
    # what the loss is made of, or that it falls.
    cut = [[[latents, None], None, 0.]]
    for k, (encoder, decoder) in enumerate(PAIRS):
        steps += [plant('encoder', seed + encoder, 0.4 + 0.3 * encoder),
                  plant('decoder', seed + decoder, 0.5 + 0.5 * decoder, cut),
                  predict('encoder', x, 'code %d' % k),
                  predict('auto', x, 'rebuilt %d' % k)]
        for method in ('test', 'train'):
            steps.append({'do': 'loss', 'x': x, 'method': method +
                          '_on_batch', 'save': '%s loss %d' % (method, k)})
        if k:           # where both agree at first, one of them will do
            steps[-1]['unless_equal'] = ['test loss 0', 'train loss 0']
    if len(args) > 3:   # task 7 shows its terms
        steps.append({'do': 'metrics', 'x': x, 'save': 'metrics'})
    return steps + learning(shape, latent, seed, cut)


def deep(name, args, seed):
    """Describe a case of task 4: what encoder makes of auto's weights."""
    dims, hidden, _ = args
    x, batch = drawn([dims], seed), drawn([dims], seed + 2, batch=8)
    names = ['hidden_layer_%d' % (number + 1)
             for number in range(2 * len(hidden))] + ['output_layer']
    names.insert(len(hidden), 'code_layer')
    planted = plant('auto', seed + 1)
    steps = [{'do': 'layers', 'model': 'auto', 'names': names,
              'save': 'layers'},
             plant('encoder', seed), predict('encoder', x, 'code'),
             planted, predict('encoder', x, 'shared'),
             predict('auto', x, 'rebuilt'),
             {'do': 'loss', 'x': x, 'save': 'loss'}]
    if name not in LEARNERS:
        return steps
    return steps + [
        {'do': 'optimizer', 'save': 'optimizer'}, planted,
        {'do': 'plant_again', 'models': ['auto'], 'seed': seed + 3,
         'save': 'again'},
        predict('encoder', x, 'shared again'),
        predict('auto', x, 'rebuilt again'), plant('auto', seed + 1, 0.7),
        {'do': 'loss', 'x': batch, 'save': 'loss of batch'},
        {'do': 'train', 'models': ['auto'], 'x': batch, 'steps': 3,
         'save': 'train'}]


def encoder_and_model(args):
    """Return the models of task 5: name -> shape of its input."""
    shape = shape_of(args[0] if args else SHAPE)
    return {'encoder': shape, 'auto': shape}


def composable(name, args, seed):
    """Describe a case of task 5: the model's weights, then the encoder's.

    The encoder's, planted last, are the model's too where it shares them.
    """
    shape = shape_of(args[0] if args else SHAPE)
    x, batch = drawn(shape, seed), drawn(shape, seed + 2, batch=8)
    look = [predict('encoder', x, 'code'), predict('auto', x, 'rebuilt')]
    steps = [plant('auto', seed + 1), plant('encoder', seed)] + look
    if name == 'colour':
        steps += [{'do': 'plant_again', 'models': ['encoder', 'auto'],
                   'seed': seed + 3, 'save': 'again'}]
        steps += [dict(step, save=step['save'] + ' again') for step in look]
        steps += [plant('encoder', seed + 4),
                  predict('auto', x, 'otherwise rebuilt'),
                  {'do': 'compile', 'save': 'compiled'},
                  plant('auto', seed + 1), plant('encoder', seed),
                  {'do': 'train', 'models': ['encoder', 'auto'], 'x': batch,
                   'steps': 3, 'save': 'train'}]
    if name in ('colour', 'procedural'):
        build = {'colour': 'composable'}.get(name, name)
        steps += [{'do': 'raises', 'build': build, 'save': 'sides %d' % place,
                   'args': [{'tuple': list(odd)}, [7, 6, 5]]}
                  for place, odd in enumerate(ODD)]
    return steps
