"""Recorded evidence: results of trainings too long for a page, read from ``results/*.json``.

``make evidence`` writes the files (see ``experiments``), pages read them. A run is one training
from one seed, held as one flat dict: its settings, its seed, its metrics.
"""

import csv
import json
import math
from numbers import Real
from pathlib import Path
from typing import NamedTuple

import numpy as np

from unrolled import _tables
from unrolled._expect import expect, expect_count, expect_float, expect_rng

PACKAGE = Path(__file__).resolve().parent
# Beside the package in a clone, on Binder and where the book is built; inside it where it was
# installed from a wheel.
FOLDERS = (PACKAGE.parent / "results", PACKAGE / "results")


class OneSeed(float):
    """The spread of a single seed: not a number, and shown as such in a table.

    Examples
    --------
    >>> f"{0.5} ± {OneSeed('nan')}"
    '0.5 ± ? (one seed)'
    """

    def __format__(self, spec):
        return "? (one seed)"


class Band(NamedTuple):
    """What several seeds of one condition gave.

    Examples
    --------
    >>> band = Band(mean=2.0, sd=1.0, low=1.0, high=3.0, n=3)
    >>> f"{band.mean:.1f} ± {band.sd:.1f}"
    '2.0 ± 1.0'
    >>> band.holds(3.1), band.holds(3.1, slack=0.2)
    (False, True)
    """

    mean: float  #: over seeds
    sd: float  #: sample standard deviation; nan for a single seed, which has none
    low: float  #: the lowest seed
    high: float  #: the highest seed
    n: int  #: seeds

    def holds(self, value, slack=0.0):
        """Say whether `value` lies between the lowest and the highest seed, give or take."""
        expect(slack >= 0, "slack", "be at least 0", repr(slack))
        return bool(self.low - slack <= value <= self.high + slack)


def load(name, folders=FOLDERS, errors=False):
    """Load the recorded runs of an experiment.

    Parameters
    ----------
    name : str
        The experiment, as in ``results/<name>.json``.
    folders : sequence of path-like, optional
        Where to look, in this order.
    errors : bool, default False
        Give every run, under ``errors``, an array with the root of its mean squared error on each
        series, in the order of the series, and other arrays that it has. They lie in
        ``results/<name>-errors.npz``, with three digits and a half.

    Returns
    -------
    list of dict
        One flat dict per run: what all runs share, the run's settings, ``seed``, the metrics,
        ``parameters``, training ``seconds`` and how many ``workers`` trained at the same time on
        the machine that took them.

    Raises
    ------
    FileNotFoundError
        If there is no such file; the message says where it was looked for and what there is.
        A wheel comes without the errors of single series.

    Examples
    --------
    >>> runs = load("recall")
    >>> {key: runs[0][key] for key in ("cell", "lag", "seed", "units")}
    {'cell': 'SimpleRNN', 'lag': 5, 'seed': 0, 'units': 16}
    """
    path, document = _document(name, folders)
    runs = [document["constants"] | flatten(run) for run in document["runs"]]
    return _with_errors(runs, path) if errors else runs


def environments(name, folders=FOLDERS):
    """Load what an experiment was recorded with: versions of packages and the kind of machine.

    Parameters
    ----------
    name, folders
        As for `load`.

    Returns
    -------
    list of dict
        One for every environment that runs were recorded in, text by name: ``python``, the
        packages, ``machine``, ``processor``.

    Raises
    ------
    FileNotFoundError
        As `load`.

    Examples
    --------
    >>> sorted(environments("recall")[0])
    ['keras', 'machine', 'numpy', 'python', 'tensorflow-cpu']
    """
    return _document(name, folders)[1]["environments"]


def _document(name, folders):
    """Return the first file of that name with what is in it."""
    for folder in folders:
        path = Path(folder) / f"{name}.json"
        if path.is_file():
            return path, json.loads(path.read_text(encoding="utf-8"))
    there = sorted(path.stem for folder in folders for path in Path(folder).glob("*.json"))
    raise FileNotFoundError(
        f"no recorded evidence {name!r} in {' or '.join(str(folder) for folder in folders)}; "
        f"recorded are: {', '.join(there) or 'none'}. The files come with a clone of the book; "
        "make evidence records them anew."
    )


def _with_errors(runs, path):
    """Replace the number of each run's row by the row itself."""
    rows_path = path.with_name(f"{path.stem}-errors.npz")
    if not rows_path.is_file():
        raise FileNotFoundError(
            f"no errors of single series for {path.stem!r}: {rows_path.name} is not beside it. "
            "It comes with a clone of the book, not with an installed package."
        )
    with np.load(rows_path) as file:
        arrays = {name: file[name].astype(float) for name in file.files}
    return [run | {name: rows[run[name]] for name, rows in arrays.items()} for run in runs]


def load_published(horizon):
    """Load what the notebook to the best-known book shows for the same series.

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
    Outputs stored in the notebook to Géron (2019), chapter 15, in its version of October 2021
    (github.com/ageron/handson-ml2, commit d9a89eb); the printed book has other, rounded figures.
    Each is one run from seed 42 on 7,000 series, by Adam at a constant rate and in batches of 32;
    ``data/published_errors.csv`` has the rate and the epochs. The naive ten-step error repeats the
    last value of the window since a correction of May 2021; before, it repeated the last target.

    Examples
    --------
    >>> published = load_published(1)
    >>> published["naive", ""]
    0.02021
    """
    path = PACKAGE / "data" / "published_errors.csv"
    with path.open(encoding="utf-8") as text:
        rows = list(csv.DictReader(text))
    horizons = sorted({int(row["horizon"]) for row in rows})
    expect(horizon in horizons, "horizon", f"be one of {horizons}", repr(horizon))
    found = (row for row in rows if int(row["horizon"]) == horizon)
    return {(row["model"], row["strategy"]): float(row["mse"]) for row in found}


def with_budget(runs, speeds):
    """Give every run, under ``budget``, the seconds that its training takes undisturbed.

    Runs share their machine with others when they are recorded. How long a network trains is
    therefore measured by itself, one training at a time on an idle machine, in two parts: what
    passes before the first update, mostly in building the steps, and an epoch.

    Parameters
    ----------
    runs : list of dict
        As from ``load("learning_curves")``, each with ``model``, ``strategy``, ``epochs`` and
        ``series``.
    speeds : list of dict
        As from ``load("training_speed")``. The median over seeds counts.

    Returns
    -------
    list of dict
        In the order of `runs`.

    Raises
    ------
    ValueError
        If there are no runs, or the speed of a network was not measured.

    Examples
    --------
    >>> runs = [{"model": "RNN", "strategy": "", "epochs": 20, "series": 7000}]
    >>> speed = {"model": "RNN", "strategy": "", "series": 7000}
    >>> speed |= {"seconds_before": 2.0, "seconds_per_epoch": 0.5}
    >>> with_budget(runs, [speed])[0]["budget"]
    12.0
    """
    _expect_some(runs)
    budgets = []
    for run in runs:
        same = where(speeds, model=run["model"], strategy=run["strategy"])
        before = float(np.median([s["seconds_before"] for s in same]))
        epoch = float(np.median([s["seconds_per_epoch"] for s in same]))
        epochs = run["epochs"] * run["series"] / same[0]["series"]
        budgets.append(run | {"budget": before + epochs * epoch})
    return budgets


def paired_difference(one, other, rng, draws=2000):
    """Compare two conditions series by series, with a bootstrap interval.

    What makes a series hard for both cancels in the difference. Series are drawn with replacement,
    as many as there are, and the mean difference is taken each time. The interval speaks of other
    series and not of other seeds.

    Parameters
    ----------
    one, other : list of dict
        The seeds of one condition each, from ``load(name, errors=True)``. Their squared errors are
        averaged, on each series, over the seeds.
    rng : numpy.random.Generator
    draws : int, default 2000

    Returns
    -------
    tuple of float
        Mean difference of the squared errors, `one` less `other`, and the ends of the interval that
        holds 95 % of the drawn ones.

    Raises
    ------
    ValueError
        If there are no runs, they were judged on other numbers of series, `rng` cannot draw, or
        `draws` is no positive whole number.

    Examples
    --------
    >>> import numpy as np
    >>> one = [{"seed": 0, "errors": np.array([1.0, 2.0, 3.0])}]
    >>> other = [{"seed": 0, "errors": np.array([2.0, 3.0, 4.0])}]
    >>> difference, low, high = paired_difference(one, other, np.random.default_rng(0))
    >>> round(difference, 3), low < difference < high
    (-5.0, True)
    """
    _expect_some(one)
    _expect_some(other)
    rng, draws = expect_rng(rng), expect_count(draws, "draws")
    lengths = sorted({len(run["errors"]) for run in [*one, *other]})
    expect(len(lengths) == 1, "other", "be judged on the same series as one", f"{lengths} series")
    gap = np.mean([run["errors"] ** 2 for run in one], axis=0)
    gap = gap - np.mean([run["errors"] ** 2 for run in other], axis=0)
    drawn = rng.choice(gap, size=(draws, len(gap))).mean(axis=1)
    return float(gap.mean()), *(float(end) for end in np.quantile(drawn, [0.025, 0.975]))


def block_bootstrap(values, block, rng, draws=2000):
    """Say how far the mean of a series might have come out otherwise: an interval, by its blocks.

    The errors of neighbouring steps resemble each other, so there is less in a thousand of them
    than in a thousand errors drawn one by one, and an interval that forgets it is too narrow. Here
    whole stretches of `block` steps are drawn with replacement, each from any step on and past the
    end on from the beginning, until there are as many steps as before; the mean is taken each time.

    Parameters
    ----------
    values : ndarray of shape (steps,)
        In the order of time, a step for every step of the series: absolute errors, or those of one
        forecaster less those of another, averaged over seeds. NaN where nothing was judged.
    block : int
        Steps in a block: as long as errors resemble each other, and whole seasons, such as a day
        or a week. At most half of the steps.
    rng : numpy.random.Generator
    draws : int, default 2000

    Returns
    -------
    tuple of float
        The mean of the values, and the ends of the interval that holds 95 % of the drawn means.

    Raises
    ------
    ValueError
        If the values are not one series or none is known, a value is infinite, `block` is longer
        than half of them, or `rng` cannot draw.

    Notes
    -----
    The circular block bootstrap of Politis & Romano (1992). The interval speaks of other stretches
    of the same length from the same years, and not of other seeds; of a dozen blocks or fewer
    it is rough, and on the whole too narrow.

    Examples
    --------
    >>> import numpy as np
    >>> values = np.sin(np.arange(240) * 2 * np.pi / 24) + 5.0  # ten days, hour by hour
    >>> mean, low, high = block_bootstrap(values, block=24, rng=np.random.default_rng(0))
    >>> round(mean, 6), round(high - low, 6)  # whole days, so nothing is left to chance
    (5.0, 0.0)
    """
    values = expect_float(values, "values").astype(float)
    expect(values.ndim == 1, "values", "have shape (steps,)", f"shape {values.shape}")
    known = ~np.isnan(values)
    expect(known.any(), "values", "hold a number", f"{known.sum()} among {len(values)}")
    expect(not np.isinf(values).any(), "values", "be finite or NaN", "an infinite one")
    block, draws = expect_count(block, "block"), expect_count(draws, "draws")
    rng, steps = expect_rng(rng), len(values)
    longest = f"be at most half of the {steps} steps"
    expect(2 * block <= steps, "block", longest, block)
    n_blocks = -(-steps // block)
    start = rng.integers(steps, size=(draws, n_blocks))
    lengths = np.full(n_blocks, block)
    lengths[-1] -= n_blocks * block - steps  # the last one is cut off
    sums = _of_stretches(np.where(known, values, 0), start, lengths).sum(axis=1)
    counts = _of_stretches(known.astype(float), start, lengths).sum(axis=1)
    means = sums[counts > 0] / counts[counts > 0]
    expect(len(means) > 0, "draws", "meet a value that is known", f"{draws} that meet none")
    low, high = np.quantile(means, [0.025, 0.975])
    return float(values[known].mean()), float(low), float(high)


def _of_stretches(values, start, lengths):
    """Return sums of stretches that begin at `start`, a column for each of the `lengths`."""
    total = np.concatenate([[0], np.cumsum(np.concatenate([values, values]))])
    return total[start + lengths] - total[start]


def flatten(run):
    """Return a run as recorded, settings and metrics in sub-dicts, as one flat dict.

    Parameters
    ----------
    run : dict
        With ``settings``, ``seed`` and ``metrics``; ``workers`` if several trained at a time.

    Returns
    -------
    dict

    Examples
    --------
    >>> flatten({"settings": {"lag": 5}, "seed": 0, "metrics": {"mse": 0.5}})
    {'lag': 5, 'seed': 0, 'workers': 1, 'mse': 0.5}
    """
    shared = {"seed": run["seed"], "workers": run.get("workers", 1)}  # absent: one at a time
    return run["settings"] | shared | run["metrics"]


def where(runs, **conditions):
    """Return the runs that meet all `conditions`, as in ``where(runs, lag=20, start="small")``.

    Parameters
    ----------
    runs : list of dict
        As from `load`.
    **conditions
        What a setting, a metric or the seed has to be.

    Returns
    -------
    list of dict
        At least one, in the order of `runs`.

    Raises
    ------
    ValueError
        If there are no runs, a condition names something that not every run has, or no run is
        left.

    Examples
    --------
    >>> runs = [{"lag": 5, "seed": 0, "mse": 0.5}, {"lag": 10, "seed": 0, "mse": 0.7}]
    >>> where(runs, lag=10)
    [{'lag': 10, 'seed': 0, 'mse': 0.7}]
    """
    _expect_some(runs)
    for key, value in conditions.items():
        _expect_shared(runs, key, "conditions")
        there = _in_order([run[key] for run in runs])
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
        A dict, in ascending order of the values, if `by` is given. The standard deviation of a
        single seed is nan.

    Raises
    ------
    ValueError
        If there are no runs, a run lacks `metric` or `by`, the metric is not a finite number
        everywhere, or the runs are not seeds of one condition: a seed occurs twice, or a setting
        in words differs. Then two conditions would be averaged as if they were one.

    Examples
    --------
    >>> runs = [{"seed": 0, "mse": 0.2}, {"seed": 1, "mse": 0.4}]
    >>> band(runs, "mse").n
    2
    >>> print(f"{band(runs, 'mse').mean:.2f}, {band(runs, 'mse').sd:.2f}")
    0.30, 0.14
    """
    _expect_some(runs)
    if by is not None:
        _expect_shared(runs, by, "by")
        values = _in_order([run[by] for run in runs])
        return {value: band(where(runs, **{by: value}), metric) for value in values}
    _expect_one_condition(runs)
    values = _numbers(runs, metric)
    sd = float(values.std(ddof=1)) if len(values) > 1 else OneSeed("nan")
    low, high = float(values.min()), float(values.max())
    return Band(float(values.mean()), sd, low, high, len(values))


MEAN_AND_SD = "{0.mean:.2f} ± {0.sd:.2f}"


def table(runs, metric, rows, columns, show=MEAN_AND_SD):
    r"""Lay out a metric's bands as text, one row and one column per value of two settings.

    Parameters
    ----------
    runs : list of dict
    metric : str
    rows, columns : str
        Settings; they have to tell all conditions in `runs` apart.
    show : str
        Format of one `Band`; mean and standard deviation by default, with two decimals.
        Conditions that were not recorded show as a dash.

    Returns
    -------
    str
        Aligned in columns, to be printed.

    Raises
    ------
    ValueError
        As `band`, or if a run lacks one of the two settings.

    Examples
    --------
    >>> runs = [
    ...     {"cell": cell, "lag": lag, "seed": seed, "mse": lag / 100 + seed / 10}
    ...     for cell in ("RNN", "LSTM")
    ...     for lag in (5, 10)
    ...     for seed in (0, 1)
    ... ]
    >>> print(table(runs, "mse", rows="cell", columns="lag"))
    cell \ lag            5           10
    RNN         0.10 ± 0.07  0.15 ± 0.07
    LSTM        0.10 ± 0.07  0.15 ± 0.07
    """
    _expect_some(runs)
    _expect_shared(runs, rows, "rows")
    _expect_shared(runs, columns, "columns")
    heads = _in_order([run[columns] for run in runs])
    lines = [[f"{rows} \\ {columns}", *map(str, heads)]]
    for value in dict.fromkeys(run[rows] for run in runs):  # as recorded
        cells = {}
        for run in where(runs, **{rows: value}):
            cells.setdefault(run[columns], []).append(run)
        shown = [show.format(band(cells[h], metric)) if h in cells else "–" for h in heads]
        lines.append([str(value), *shown])
    return _tables.columns(lines)


def _expect_some(runs):
    expect(len(runs) > 0, "runs", "hold at least one run", "none")


def _expect_shared(runs, key, argument):
    """Refuse `key` unless every run has it; name what every run has."""
    shared = sorted(set.intersection(*(set(run) for run in runs)))
    expect(key in shared, argument, f"name what every run has, one of {shared}", repr(key))


def _expect_one_condition(runs):
    """Refuse runs that are more than the seeds of one condition."""
    _expect_shared(runs, "seed", "runs")
    seeds = sorted(run["seed"] for run in runs)
    expect(len(set(seeds)) == len(seeds), "runs", "be seeds of one condition", f"seeds {seeds}")
    for key in dict.fromkeys(key for run in runs for key in run):
        words = {str(run.get(key)) for run in runs if isinstance(run.get(key), str)}
        expect(len(words) < 2, "runs", "be seeds of one condition", f"{key} {sorted(words)}")


def _numbers(runs, metric):
    """Return a metric's values; refuse what is missing, no number, or not finite."""
    _expect_shared(runs, metric, "metric")
    values = {run["seed"]: run[metric] for run in runs}
    bad = [v for v in values.values() if not (isinstance(v, Real) and math.isfinite(v))]
    expect(not bad, "metric", "be a finite number in every run", f"{metric!r} {bad}")
    return np.array(list(values.values()), dtype=float)


def _in_order(values):
    """Return the distinct values: numbers in ascending order, then words."""
    numbers = sorted({value for value in values if isinstance(value, Real)})
    return numbers + sorted(set(values) - set(numbers), key=str)
