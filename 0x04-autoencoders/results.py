"""What a long experiment has done so far, kept in a file.

A driver that is started again goes on where the last run ended. What it keeps
lies in a folder that git ignores; deleting that folder starts afresh.
"""
import json
import os

import places
import training


class Results:
    """Results by number, for one setting of an experiment.

    Each setting has a folder of its own, so that a quick look does not
    replace a long run: 3-epochs-tensorflow-1a2b3c4d, for one. The last
    part is a digest of the module, for an edited module starts afresh. In
    a quick look figures are drawn there too, unless --save names a place.

    Args:
        experiment: text, the folder in models/ that the settings' folders
            lie in.
        module: the numbered module that is tried out.
        args: the driver's command line, with epochs and save.

    Attributes:
        folder: path of the setting's folder; it is made.
        done: dictionary, number -> dictionary of what add was given.
    """

    def __init__(self, experiment, module, args):
        """Read what an earlier run has kept; give up where it is spoilt."""
        digest = training.digest(module)
        self.settings = {'epochs': args.epochs, 'module': digest, 'backend':
                         training.import_keras().config.backend()}
        self.folder = os.path.join(
            places.MODELS, experiment, '%d-epochs-%s-%s' % (
                args.epochs, self.settings['backend'], digest))
        os.makedirs(self.folder, exist_ok=True)
        places.beside = args.save or self.folder
        self.path, self.done = os.path.join(self.folder, 'results.json'), {}
        if os.path.exists(self.path):
            try:
                with open(self.path) as file:
                    kept = json.load(file)['results']
                self.done = {json.loads(key): dict(kept[key])
                             for key in kept}
            except (ValueError, KeyError, TypeError):
                training.give_up('%s is spoilt: delete it to start afresh' %
                                 os.path.relpath(self.path))

    def add(self, number, **values):
        """Keep a result, numbers and lists; the file is written whole."""
        self.done[number] = values
        with open(self.path + '.part', 'w') as file:
            json.dump({'settings': self.settings, 'results': self.done}, file)
        os.replace(self.path + '.part', self.path)
