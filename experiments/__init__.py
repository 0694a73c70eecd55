"""The experiments whose results the book keeps in ``results/*.json``: one module each.

A module declares, under these names,

``ABOUT``
    One sentence: what is trained and what is measured.
``CONSTANTS``
    dict: what all runs have in common. Changing one makes the recorded runs stale, and
    the recorder says so instead of mixing old and new.
``SETTINGS``
    list of dict: what varies, one dict per condition, always with the same keys. Values are
    numbers or strings. Conditions may be added later: recorded ones are kept.
``SEEDS``
    The seeds every condition is trained with.
``METRIC``, ``SLACK``
    What ``--check`` compares, and by how much a retrained run may leave the recorded band.
``run(settings, seed)``
    Train once. Returns a flat dict of numbers: the metrics, ``parameters`` (count) and
    ``seconds`` (of training, on the machine that recorded it).

The module's name is the experiment's name and the name of its file in ``results``. Modules import
Keras inside ``run``, so that listing them costs nothing. A module whose name begins with an
underscore is no experiment: it holds what several of them share.
"""

import importlib
import pkgutil


def load_experiments():
    """Return the experiment modules by name."""
    found = (module.name for module in pkgutil.iter_modules(__path__))
    names = sorted(name for name in found if not name.startswith("_"))
    return {name: importlib.import_module(f"{__name__}.{name}") for name in names}
