"""Tables of what a pass of a recurrent layer takes, from the runs that ``make bench`` records.

A run is one layer of one size, with every way in which it was computed. *Relative* always means
relative to the NumPy helper: 2 stands for twice as long.
"""

import math

from unrolled import _tables
from unrolled._expect import expect, shown
from unrolled._tables import significant as figures  # for `tools/bench.py` as well

WAYS = {
    "numpy": "NumPy",
    "keras": "Keras",
    "unrolled": "unrolled",
    "xla": "XLA",
    "torch": "PyTorch",
    "jax": "JAX",
}
PASSES = ("forward", "step")
CELLS = ("SimpleRNN", "LSTM", "GRU")
LEFT = (0, 1)  # columns of `rows` that are words
BUSY = 0.3  # processes that wanted a core beforehand: above it a timing is worth little


def ways(runs):
    """Return what every run was computed with, in the order of `WAYS`.

    Raises
    ------
    ValueError
        If there are no runs, or they were not measured by ``make bench``.
    """
    expect(len(runs) > 0, "runs", "hold at least one run", "none")
    found = [way for way in WAYS if all(f"{way}_step_ms" in run for run in runs)]
    expect("numpy" in found, "runs", "be those of bench", f"keys {sorted(runs[0])[:4]} …")
    return found


def relative(run, way, what="step"):
    """Return how many times as long as the NumPy helper one way takes for a pass.

    Parameters
    ----------
    run : dict
        As from ``load("bench")``.
    way : str
        A key of `WAYS`.
    what : {"step", "forward"}, default "step"

    Raises
    ------
    ValueError
        If there is no such pass, or the run was not computed in this way.
    """
    expect(what in PASSES, "what", f"be one of {PASSES}", shown(what))
    there = ways([run])
    expect(way in there, "way", f"be one of {there}", shown(way))
    return run[f"{way}_{what}_ms"] / run[f"numpy_{what}_ms"]


def faster_up_to(runs, way, what="step"):
    """Return the largest number of units up to which the NumPy helper is the faster one.

    Parameters
    ----------
    runs : list of dict
        Of one cell, alike but for their ``units``.
    way : str
    what : {"step", "forward"}, default "step"

    Returns
    -------
    int
        A number of units that was measured; 0 if the helper is slower even at the fewest.
    """
    last = 0
    for run in sorted(runs, key=lambda run: run["units"]):
        if relative(run, way, what) <= 1:
            break
        last = run["units"]
    return last


def repaid_after(run, way, what="step"):
    """Return how many calls make good that the first call takes longer than that of plain Keras.

    Parameters
    ----------
    run : dict
    way : {"unrolled", "xla"}
        Which of the two compiles.
    what : {"step", "forward"}, default "step"

    Returns
    -------
    float
        0 if the first call takes no longer, ``inf`` if later ones are not quicker.
    """
    more = run[f"{way}_{what}_first"] - run[f"keras_{what}_first"]
    saved = (run[f"keras_{what}_ms"] - run[f"{way}_{what}_ms"]) / 1e3
    if more <= 0:
        return 0.0
    return more / saved if saved > 0 else math.inf


def rows(runs, what="step", show="relative"):
    """Lay out one pass of every run: a head, then a row for every run.

    Parameters
    ----------
    runs : list of dict
        As from ``load("bench")``.
    what : {"step", "forward"}, default "step"
    show : {"relative", "ms", "first", "repaid", "spread"}, default "relative"
        How many times as long as NumPy; milliseconds; seconds of the first call, with compilation;
        after how many calls these are repaid; the range of the middle half of the turns, as a
        share of the median.

    Returns
    -------
    list of list of str
        The cell and the size in the first two columns, and one for every way. Simple cells come
        before gated ones, small batches before large ones, few units before many.

    Raises
    ------
    ValueError
        As `ways`, or if there is no such pass or number.
    """
    numbers = {
        "relative": lambda run, way: figures(relative(run, way, what), 2),
        "ms": lambda run, way: figures(run[f"{way}_{what}_ms"], 3),
        "first": lambda run, way: f"{run[f'{way}_{what}_first']:.2f}",
        "repaid": lambda run, way: _repaid(run, way, what),
        "spread": lambda run, way: f"{run[f'{way}_{what}_spread']:.0%}",
    }
    expect(what in PASSES, "what", f"be one of {PASSES}", shown(what))
    expect(show in numbers, "show", f"be one of {tuple(numbers)}", shown(show))
    there = ways(runs)
    runs = sorted(runs, key=_place)
    lines = [[run["cell"], size(run), *(numbers[show](run, way) for way in there)] for run in runs]
    return [["layer", "batch × steps × inputs × units", *map(WAYS.get, there)], *lines]


def _place(run):
    return CELLS.index(run["cell"]), run["batch"], run["steps"], run["inputs"], run["units"]


def _repaid(run, way, what):
    """Return the calls that repay a compilation, "–" for ways that are not Keras compiled."""
    if way not in ("unrolled", "xla"):
        return "–"
    calls = repaid_after(run, way, what)
    return "never" if calls == math.inf else f"{calls:,.0f}"


def size(run):
    """Return batch, steps, inputs and units of a run, as in "32 × 50 × 1 × 20"."""
    return " × ".join(str(run[name]) for name in ("batch", "steps", "inputs", "units"))


def markdown(rows):
    """Return rows as a Markdown table, numbers to the right."""
    head, *lines = rows
    return _tables.markdown([head, *([*map(_tables.keep_together, line)] for line in lines)], LEFT)


def text(rows):
    """Return rows as text in columns, to be printed."""
    return _tables.columns(rows, LEFT)
