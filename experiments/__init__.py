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
``CLAIMS``
    list of dict: the settings, or what tells them from others, on which a chapter's claim rests,
    with a comment that names it. ``--check`` retrains the first of them that could fail and
    takes at most a minute, then others. Put first what a wrong training would change. Empty where
    nothing can be retrained within a minute or on another machine; a comment says which.
``METRIC``, ``SLACK``
    What ``--check`` compares, and how far a retrained run may leave the recorded band in any
    case: what nobody would call a difference. Where the seeds of a condition differ more, it is
    twice their standard deviation (``experiments/_check.py``).
``run(settings, seed)``
    Train once. Returns a flat dict of numbers: the metrics, ``parameters`` (count) and
    ``seconds`` (of training, on the machine that recorded it). A metric may be a list, one number
    for every series: such go to ``results/<name>-errors.npz``, for pairs to be compared.
``PACKAGED``, ``judge_packaged(settings, seed)``
    Optional: the settings and the seed of a run whose weights the package carries, and the
    function that judges these as ``run`` does, without training. For runs too long for a check.

The module's name is the experiment's name and the name of its file in ``results``. Modules import
Keras inside ``run``, so that listing them costs nothing. A module whose name begins with an
underscore is no experiment: it holds what several of them share, or how they are recorded
(``_record``), trained (``_trainings``), timed (``_ways``, ``_turns``) and checked (``_check``).
"""

import importlib
import os
import pkgutil

# TensorFlow reads these when it is first imported. For networks as small as the book's two threads
# take as long as one, or longer (an epoch of two LSTM layers of 20: 1.4 to 2.5 s against 1.1), and
# with one a training gives the same numbers alone as beside others.
os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
os.environ.setdefault("TF_NUM_INTEROP_THREADS", "1")


def load_experiments():
    """Return the experiment modules by name."""
    found = (module.name for module in pkgutil.iter_modules(__path__))
    names = sorted(name for name in found if not name.startswith("_"))
    return {name: importlib.import_module(f"{__name__}.{name}") for name in names}
