"""Attacks: wrong answers that try to earn points, or to do harm, anyway.

ATTACKS is a list of Hostile, PROBES a list of harmless Hostile entries that
find out whether the fence holds. A source may hold places for the harness to
fill (write does it): {port}, a listener of the harness on loopback;
{outside}, a folder of the harness, in which 'secret' holds the canary and
nothing called 'written' may appear; {root}, the project. The harness puts the
canary into the environment too, as CANARY.

An attack that reads says what it found in the message of an exception, which
begins with REACHED, or with held where it found nothing. So neither REACHED
nor the canary may stand in the result document of any entry; nor may a
control character, whatever a student prints or names.

Points are to be compared check by check: what an attack passes, its base
passes too. Sums alone would hide a gain behind the style that an attack's
imports cost.

Every attack ends by itself: 200 children for 20 s, 6 GB of memory, 2 GB of
disk and 300 MB of output at most, loops after 120 s. What could harm the
machine without the fence has fenced=True.
"""
from . import (bombs, claims, endings, folders, frames, objects, outside,
               patches, probes)
from .answers import FILE, RIGHT, WORSE, WRONG
from .layout import Deep, Device, Fifo, Huge, Link, Refused, write
from .table import Hostile

__all__ = ['ATTACKS', 'PROBES', 'FILE', 'RIGHT', 'WORSE', 'WRONG', 'Deep',
           'Device', 'Fifo', 'Hostile', 'Huge', 'Link', 'Refused', 'write']

ATTACKS = (objects.ATTACKS + patches.ATTACKS + frames.ATTACKS +
           claims.ATTACKS + endings.ATTACKS + folders.ATTACKS +
           outside.ATTACKS + bombs.ATTACKS)
PROBES = probes.PROBES
