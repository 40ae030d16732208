"""Where a run puts its figures.

A full run, as the README has it, draws into 0x04-images, which the READMEs
show. Any other run is a quick look, and so is one that Ctrl-C has ended: it
draws beside its models, and what the READMEs show stays as it is.
"""
import os

HERE = os.path.dirname(os.path.abspath(__file__))
IMAGES = os.path.join(os.path.dirname(HERE), '0x04-images')
MODELS = os.path.join(HERE, 'models')   # what is trained; git ignores it

quick = False                               # whether this is a quick look
beside = os.path.join(MODELS, 'quick-look')     # where one draws


def figure(name):
    """Return the path of a figure of this run; its folder is made."""
    folder = beside if quick else IMAGES
    os.makedirs(folder, exist_ok=True)
    return os.path.join(folder, name)
