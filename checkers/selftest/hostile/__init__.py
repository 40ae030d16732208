"""Attacks: wrong answers that try to earn points, or to do harm, anyway.

ATTACKS is a list of Hostile, FAMILIES the same by what they try, PROBES a list
of harmless Hostile entries that find out whether the fence holds. A source may
hold places for the harness to fill (write does it): {port}, a listener of the
harness on loopback; {outside}, a folder of the harness, in which 'secret'
holds the canary and nothing called 'written' may appear; {root}, the project.
The harness puts the canary into the environment too, as CANARY.

An attack that reads says what it found in the message of an exception, which
begins with REACHED, or with held where it found nothing. So neither REACHED
nor the canary may stand in the result document of any entry; nor may a
control character or a command to a runner, whatever a student prints or names.

Points are to be compared check by check: what an attack passes, its base
passes too. Sums alone would hide a gain behind the style that an attack's
imports cost.

What is only to be read, and takes long or much memory, is in clocks.py; no
code of it runs (test_clocks.py).

Every attack ends by itself: 200 children for 20 s, 6 GB of memory, 2 GB of
disk and 300 MB of output at most, loops after 120 s. What could harm the
machine without the fence has fenced=True.
"""
from . import (absent, bombs, calls, claims, endings, folders, followed,
               frames, known, lent, models, objects, outside, patches,
               printing, remains, shown)
from .answers import FILE, RIGHT, WORSE, WRONG
from .layout import Refused, write
from .probes import PROBES
from .table import Hostile

__all__ = ['ATTACKS', 'FAMILIES', 'FILE', 'PROBES', 'RIGHT', 'WORSE', 'WRONG',
           'Hostile', 'Refused', 'write']

FAMILIES: dict[str, list[Hostile]] = {
    'objects': objects.ATTACKS, 'patches': patches.ATTACKS,
    'frames': frames.ATTACKS, 'claims': claims.ATTACKS,
    'endings': endings.ATTACKS, 'folders': folders.ATTACKS,
    'outside': outside.ATTACKS, 'bombs': bombs.ATTACKS,
    'remains': remains.ATTACKS, 'calls': calls.ATTACKS,
    'known': known.ATTACKS, 'printing': printing.ATTACKS,
    'models': models.ATTACKS,
    # Lies to the judge, and such as live on what it looks past.
    'shown': [*shown.ATTACKS, *absent.ATTACKS, *lent.ATTACKS,
              *followed.ATTACKS]}
ATTACKS = [entry for attacks in FAMILIES.values() for entry in attacks]
