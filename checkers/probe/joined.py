"""Steps on what the student's class made of two models: train, save, load.

The files lie in the child's own scratch folder; nobody else reads them.
"""
import contextlib
import inspect
import os
import sys

import numpy as np

import builders
import steps


def stamps():
    """Return when each file of the scratch folder was written, by name."""
    return {name: os.stat(name).st_mtime_ns for name in os.listdir('.')}


def watcher(epochs):
    """Return a callback that keeps what it sees of a training.

    Args: epochs is a list, to which it adds for each epoch its number, how
    many batches it had, and the loss of the first.
    """
    import tensorflow.keras as keras

    def begin(epoch, logs=None):
        epochs.append([float(epoch), 0., 0.])

    def count(batch, logs=None):
        if not epochs[-1][1]:
            epochs[-1][2] = float((logs or {}).get('loss', 0.))
        epochs[-1][1] += 1.

    callback = keras.callbacks.Callback()
    callback.on_epoch_begin = begin
    callback.on_train_batch_end = count
    callback.on_batch_end = count       # of TensorFlow 1.12
    return callback


@contextlib.contextmanager
def heard(kind, handed):
    """Keep the numbers that Keras' fit is given in a dictionary.

    Args:
        kind: Keras' class of models.
        handed: the dictionary, name -> number.
    """
    fit = kind.fit

    def hear(*args, **words):
        given = inspect.signature(fit).bind_partial(*args, **words).arguments
        handed.update((name, float(value)) for name, value in given.items()
                      if isinstance(value, (bool, int, float)))
        return fit(*args, **words)

    kind.fit = hear
    try:
        yield
    finally:
        kind.fit = fit


def unfinished(trace, kind):
    """Return the object of a class whose making an exception has ended.

    Returns None where there is none in the variables of its frames.
    """
    found = []
    while trace is not None:
        found += [value for value in trace.tb_frame.f_locals.values()
                  if type(value) is kind]
        trace = trace.tb_next
    return found[0] if found else None


class Joined(steps.Steps):
    """The steps on models, and those on the object, which is self.made."""

    def join(self):
        """Make the object of the encoder and the decoder."""
        self.made, self._ended = self._make(
            self.asked.call, 2, self.models['encoder'],
            self.models['decoder'])
        if self._ended:
            raise self._ended

    def _make(self, function, *args):
        """Let a function make an object of the student's class.

        Returns:
            It, and the exception that ended that, or None. Then it is what
            there is of the object by then.
        """
        try:
            return function(*args), None
        except Exception as error:
            return unfinished(sys.exc_info()[2], self.asked.found[2]), error

    def misfit(self, model, inputs, outputs):
        """Join the models with one that is made in the place of another.

        Returns:
            What that raises.
        """
        pair = dict(self.models)
        pair[model] = builders.wired(inputs, outputs)
        return steps.refusal(self.asked.call, 2, pair['encoder'],
                             pair['decoder'])

    def unshaped(self, x, code, gives):
        """Join two models that know no shapes before data come, and train.

        Where join has raised the same, what there is by then is trained.

        Returns:
            What either raises.
        """
        def join_and_train(x):
            made, ended = self._make(self.asked.call, 2,
                                     *builders.without_shapes(code, gives))
            if ended:
                if made is None or str(ended) != str(self._ended):
                    raise ended
                made.auto.compile(optimizer='adam', loss='mse')
            made.train(x, epochs=1)
        return steps.refusal(join_and_train, self._input(x))

    def take(self, names):
        """Give the object's models names: name -> attribute.

        Returns:
            The attributes that are the very models it was given.
        """
        found, missing = self._models(self.made, list(names.values()))
        given = dict(self.models)
        same = [attribute for attribute, model in found.items()
                if model is given.get(attribute)]
        for name, attribute in names.items():
            if attribute in found:
                self._keep(name, found[attribute])
        if missing:
            raise missing
        return same

    def _models(self, made, names):
        """Return an object's models, attribute -> model.

        Where one is missing, and one of another name is there, it is that.

        Returns:
            The models, and the exception of a missing one, or None.
        """
        found, missing = {}, None
        for name in names:
            try:
                found[name] = getattr(made, name)
            except AttributeError as error:
                missing = error
                others = [model for other, model in vars(made).items()
                          if isinstance(model, self.asked.kind) and
                          other not in names]
                if len(others) == 1:
                    found[name] = others[0]
        return found, missing

    def fit(self, x, options, models=(), watched=False):
        """Train the object with these options, and perhaps a callback.

        Returns:
            The losses of the history, where one was returned; the models'
            weights; what the callback saw; and what Keras' fit was given.
        """
        import tensorflow as tf
        handed = {}
        switch = getattr(getattr(tf, 'config', None),
                         'run_functions_eagerly', None)
        if switch:                      # TensorFlow 1.12 has none
            switch(self._eager)
        x, epochs = self._input(x), []
        more = dict(options, callbacks=[watcher(epochs)]) if watched else {}
        with heard(self.asked.kind, handed):
            try:
                history = self.made.train(x, **(more or options))
            except TypeError:
                if not more:
                    raise
                # It may take no further options, and train all the same.
                history = self.made.train(x, **{
                    name: value for name, value in options.items()
                    if name in ('epochs', 'batch_size')})
        losses = getattr(history, 'history', {}).get('loss', [])
        return {'losses': [float(loss) for loss in losses[:40]],
                'epochs': epochs[:40], 'handed': handed,
                'weights': {name: [np.asarray(weight, np.float32) for weight
                                   in self.models[name].get_weights()]
                            for name in models}}

    def write(self, arguments):
        """Let the object save its models; return the files it wrote."""
        before = stamps()
        self.made.save_models(*arguments)
        return sorted(name for name, stamp in stamps().items()
                      if before.get(name) != stamp)

    def revive(self, arguments):
        """Let the class load models."""
        made, ended = self._make(self.asked.found[2].load_models, *arguments)
        if made is not None:
            found, _ = self._models(made, ['encoder', 'decoder', 'auto'])
            for name, model in found.items():
                self._keep('loaded ' + name, model)
        if ended:
            raise ended

    def refuses(self, method, arguments=(), x=None):
        """Call a method of the object; return what it raises."""
        if x:
            arguments = [self._input(x)]
        return steps.refusal(getattr(self.made, method), *arguments)
