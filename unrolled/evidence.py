"""Recorded evidence: results of trainings too long for a page, read from ``results/*.json``.

``make evidence`` writes the files (see ``experiments/__main__.py``), pages read them. A run is
one training from one seed, held as one flat dict: its settings, its seed, its metrics.
"""

import csv
import json
from pathlib import Path
from typing import NamedTuple

import numpy as np

from unrolled._expect import expect

PACKAGE = Path(__file__).resolve().parent
# Beside the package in a clone, on Binder and where the book is built; inside it where it was
# installed from a wheel.
FOLDERS = (PACKAGE.parent / "results", PACKAGE / "results")


class Band(NamedTuple):
    """What several seeds of one condition gave."""

    mean: float
    sd: float  # sample standard deviation; 0 for a single seed
    low: float
    high: float
    n: int  # seeds

    def holds(self, value, slack=0.0):
        """Say whether `value` lies between the lowest and the highest seed, give or take."""
        return bool(self.low - slack <= value <= self.high + slack)


def load(name, folders=FOLDERS):
    """Load the recorded runs of an experiment.

    Parameters
    ----------
    name : str
        The experiment, as in ``results/<name>.json``.
    folders : sequence of path-like, optional
        Where to look, in this order.

    Returns
    -------
    list of dict
        One flat dict per run: what all runs share, the run's settings, ``seed``, the metrics,
        ``parameters`` and training ``seconds``.

    Raises
    ------
    FileNotFoundError
        If there is no such file; the message says where it was looked for and what there is.
    """
    for folder in folders:
        path = Path(folder) / f"{name}.json"
        if path.is_file():
            document = json.loads(path.read_text(encoding="utf-8"))
            return [document["constants"] | flatten(run) for run in document["runs"]]
    there = sorted(path.stem for folder in folders for path in Path(folder).glob("*.json"))
    raise FileNotFoundError(
        f"no recorded evidence {name!r} in {' or '.join(str(folder) for folder in folders)}; "
        f"recorded are: {', '.join(there) or 'none'}. The files come with a clone of the book; "
        "make evidence records them anew."
    )


def load_published(horizon):
    """Load what the best-known book printed for the same series.

    Parameters
    ----------
    horizon : {1, 10}
        Steps ahead.

    Returns
    -------
    dict of (str, str) to float
        Model and strategy, as the recorded runs name them, to the mean squared error on the 2,000
        validation series. One step ahead there is one strategy, "". Of sequence-to-sequence
        models it is the error of the last step after the last epoch.

    Raises
    ------
    ValueError
        If nothing was published for this horizon.

    Notes
    -----
    Stored outputs of the notebook to Géron (2019), chapter 15: one run each, 7,000 series, 20
    epochs unless the name says otherwise.
    """
    path = PACKAGE / "data" / "published_errors.csv"
    with path.open(encoding="utf-8") as text:
        rows = list(csv.DictReader(text))
    horizons = sorted({int(row["horizon"]) for row in rows})
    expect(horizon in horizons, "horizon", f"be one of {horizons}", repr(horizon))
    found = (row for row in rows if int(row["horizon"]) == horizon)
    return {(row["model"], row["strategy"]): float(row["mse"]) for row in found}


def flatten(run):
    """Return a run as recorded, settings and metrics in sub-dicts, as one flat dict."""
    return run["settings"] | {"seed": run["seed"]} | run["metrics"]


def where(runs, **conditions):
    """Return the runs that meet all `conditions`, as in ``where(runs, lag=20, start="small")``.

    Raises
    ------
    ValueError
        If a condition names something no run has, or if no run is left.
    """
    for key, value in conditions.items():
        expect(all(key in run for run in runs), "conditions", "name what every run has", repr(key))
        there = sorted({run[key] for run in runs}, key=str)
        runs = [run for run in runs if run[key] == value]
        expect(runs, key, f"be one of {there}", repr(value))
    return runs


def band(runs, metric, by=None):
    """Summarise a metric over seeds: mean, standard deviation, lowest, highest, how many.

    Parameters
    ----------
    runs : list of dict
        As from `load` or `where`.
    metric : str
    by : str, optional
        Summarise separately for each value of this setting.

    Returns
    -------
    Band or dict of value to Band
        A dict, in ascending order of the values, if `by` is given.

    Raises
    ------
    ValueError
        If there are no runs, a run lacks the metric, or a seed occurs twice in one band: then
        two conditions would be averaged as if they were seeds of one.
    """
    expect(len(runs) > 0, "runs", "hold at least one run", "none")
    if by is not None:
        values = sorted({run[by] for run in runs})
        return {value: band(where(runs, **{by: value}), metric) for value in values}
    expect(all(metric in run for run in runs), "metric", "be recorded in every run", repr(metric))
    seeds = [run["seed"] for run in runs]
    distinct = len(set(seeds)) == len(seeds)
    expect(distinct, "runs", "be seeds of one condition", f"seeds {sorted(seeds)}")
    values = np.array([run[metric] for run in runs], dtype=float)
    sd = values.std(ddof=1) if len(values) > 1 else 0.0
    low, high = values.min(), values.max()
    return Band(float(values.mean()), float(sd), float(low), float(high), len(values))


def table(runs, metric, rows, columns, show="{0.mean:.2f} ± {0.sd:.2f}"):
    """Lay out a metric's bands as text, one row and one column per value of two settings.

    Parameters
    ----------
    runs : list of dict
    metric : str
    rows, columns : str
        Settings; they have to tell all conditions in `runs` apart.
    show : str
        Format of one `Band`. Conditions that were not recorded show as a dash.

    Returns
    -------
    str
        Aligned in columns, to be printed.
    """
    heads = sorted({run[columns] for run in runs})
    lines = [[f"{rows} \\ {columns}", *map(str, heads)]]
    for value in dict.fromkeys(run[rows] for run in runs):  # as recorded
        cells = {}
        for run in where(runs, **{rows: value}):
            cells.setdefault(run[columns], []).append(run)
        shown = [show.format(band(cells[h], metric)) if h in cells else "–" for h in heads]
        lines.append([str(value), *shown])
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    left, *right = widths
    return "\n".join(
        f"{name:<{left}}  " + "  ".join(f"{c:>{w}}" for c, w in zip(cells, right, strict=True))
        for name, *cells in lines
    )
