"""Which model is which: known by what it maps, not by its place or name.

What is right is not known here. A case says what each of its models should
take and give; of the models that are there each is taken for what it fits
best, and the judging side is told in which places they were.
"""
import itertools
import os
import sys

MANY = 9                # models that are looked at


class Absent(Exception):
    """A step asks for a model, or an output, that is not there."""


class Known(dict):
    """Models by name."""

    def __missing__(self, name):
        """Tell that there is none of that name."""
        raise Absent(name)


def models_of(made):
    """Return what was returned as a list, and what else than a list held it.

    That is 'dict', or '' for a tuple, a list, or one model.
    """
    if isinstance(made, dict):
        return list(made.values()), 'dict'
    if isinstance(made, (tuple, list)):
        return list(made), ''
    return [made], ''


def is_model(value):
    """Tell whether a value can be asked as a model is."""
    return all(callable(getattr(value, name, None))
               for name in ('get_weights', 'predict_on_batch'))


def inside(models, kind):
    """Return these models and those that are layers of one of them."""
    return models + [layer for model in models
                     for layer in list(getattr(model, 'layers', None) or ())
                     if isinstance(layer, kind) and
                     not any(layer is other for other in models)]


class Frames(object):
    """The models in the variables of some files' frames.

    Variables of an object whose class is the file's own count too, such as
    self of its __init__.

    Attributes:
        files: the files' paths.
        kind: Keras' class of models.
        models: those that were found, the last one first.
    """

    def __init__(self, files, kind):
        """Look for nothing yet."""
        self.files = [os.path.realpath(file) for file in files]
        self.kind, self.models = kind, []
        self.seen = {}          # name of a frame's file -> is it one of these

    def look(self, frame):
        """Look at a frame."""
        name = frame.f_code.co_filename
        if name not in self.seen:
            self.seen[name] = os.path.realpath(name) in self.files
        if not self.seen[name]:
            return
        values = list(frame.f_locals.values())
        held = [model for value in values
                if type(value).__module__ == frame.f_globals.get('__name__')
                for model in list(getattr(value, '__dict__', {}).values())]
        for model in held + values:     # the frame's own come to lie first
            if isinstance(model, self.kind):
                self.models = [model] + [other for other in self.models
                                         if other is not model]

    def trace(self, trace):
        """Look at the frames that an exception went through."""
        while trace is not None:
            self.look(trace.tb_frame)
            trace = trace.tb_next

    def call(self, function, *args):
        """Call a function, and look at each frame as it ends."""
        def watch(frame, event, _):
            if event == 'return':
                self.look(frame)

        sys.setprofile(watch)
        try:
            function(*args)
        finally:
            sys.setprofile(None)


class Renamed(object):
    """While it is open, layers that bear a name again get another one.

    Keras makes no model of layers that bear one name.
    """

    def __enter__(self):
        """Look at the names of layers as they are made."""
        from tensorflow.keras.layers import Layer
        init, taken = Layer.__init__, set()
        self.kind, self.init = Layer, init

        def rename(layer, *args, **options):
            if options.get('name'):
                while options['name'] in taken:
                    options['name'] += '_'
                taken.add(options['name'])
            init(layer, *args, **options)

        Layer.__init__ = rename

    def __exit__(self, *error):
        """Look no more."""
        self.kind.__init__ = self.init


def shapes(model, end):
    """Return the shapes at a model's end, without the batch.

    Args: end is 'input' or 'output'. A side of any size is None; where the
    model does not say, as one that was never called, there are no shapes.
    """
    try:
        found = getattr(model, end + '_shape')
        if isinstance(found, dict):
            found = list(found.values())
        return [tuple(shape)[1:] for shape in (
            found if isinstance(found, list) else [found])]
    except Exception:
        return []


def likeness(found, wanted):
    """Return how well shapes fit the one that is wanted: 0, 0.5 or 1."""
    if not found:
        return 0.5              # who knows?
    return float(any(len(shape) == len(wanted) and all(
        side in (None, size) for side, size in zip(shape, wanted))
        for shape in found))


def weights(model):
    """Return a model's weights as a set of identities."""
    try:
        return {id(weight) for weight in model.weights}
    except Exception:
        return set()


def assign(models, maps):
    """Return which model is which: name -> place, as far as one fits.

    Where shapes do not tell, the halves are those that share auto's weights,
    or those that come first.

    Args:
        models: list of them.
        maps: name -> the shapes that it takes and gives.
    """
    models = models[:MANY]
    own = [weights(model) for model in models]
    fits = {name: [likeness(shapes(model, 'input'), ends[0]) +
                   likeness(shapes(model, 'output'), ends[1])
                   for model in models] for name, ends in maps.items()}

    def rate(way):
        chosen = {name: place for name, place in zip(maps, way)
                  if place is not None}
        whole = own[chosen['auto']] if 'auto' in chosen else set()
        return (sum(fits[name][place] for name, place in chosen.items()),
                sum(bool(own[place]) and own[place] <= whole
                    for name, place in chosen.items() if name != 'auto'))

    places = list(range(len(models)))
    best = max(itertools.permutations(places + [None] * len(maps), len(maps)),
               key=rate)
    as_asked = len(models) == len(maps) and list(best) == places
    return {name: place for name, place in zip(maps, best)
            if place is not None and (as_asked or fits[name][place])}
