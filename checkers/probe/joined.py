"""Steps on what the student's class made of two models: train, save, load.

The files lie in the child's own scratch folder; nobody else reads them.
"""
import os

import numpy as np

import steps


def stamps():
    """Return when each file of the scratch folder was written, by name."""
    return {name: os.stat(name).st_mtime_ns for name in os.listdir('.')}


class Joined(steps.Steps):
    """The steps on models, and those on the object, which is self.made."""

    def join(self):
        """Make the object of the encoder and the decoder."""
        self.made = self.asked.call(2, self.models['encoder'],
                                    self.models['decoder'])

    def take(self, names):
        """Give the object's models names of their own: 'its encoder' ..."""
        for name in names:
            self._keep('its ' + name, getattr(self.made, name))

    def _keep(self, name, model):
        """Give a model a name under which it can be asked to predict."""
        if self._eager and hasattr(model, 'reset_metrics'):
            model.run_eagerly = True
        self.models[name] = model

    def fit(self, x, epochs, models):
        """Train the object; return the models' weights, and its losses.

        The losses are those of the history, where one was returned.
        """
        import tensorflow as tf
        switch = getattr(getattr(tf, 'config', None),
                         'run_functions_eagerly', None)
        if switch:                      # TensorFlow 1.12 has none
            switch(self._eager)
        history = self.made.train(self._input(x), epochs=epochs)
        losses = getattr(history, 'history', {}).get('loss', [])
        return {'losses': [float(loss) for loss in losses[:40]],
                'weights': {name: [np.asarray(weight, np.float32) for weight
                                   in self.models[name].get_weights()]
                            for name in models}}

    def write(self, arguments):
        """Let the object save its models; return the files it wrote."""
        before = stamps()
        self.made.save_models(*arguments)
        return sorted(name for name, stamp in stamps().items()
                      if before.get(name) != stamp)

    def read(self, files):
        """Load models with Keras: name -> file."""
        import tensorflow.keras as keras
        for name, file in files.items():
            self._keep(name, keras.models.load_model(file, compile=False))

    def revive(self, arguments):
        """Let the class load models: 'loaded encoder', 'loaded decoder'."""
        made = self.asked.found[2].load_models(*arguments)
        for name in ('encoder', 'decoder'):
            self._keep('loaded ' + name, getattr(made, name))

    def refuses(self, method, arguments=(), x=None):
        """Call a method of the object; return what it raises."""
        if x:
            arguments = [self._input(x)]
        return steps.classes(getattr(self.made, method), *arguments)
