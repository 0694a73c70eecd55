"""The tables of the scoreboard: every forecaster of Part III with its error, size and time.

Rows of networks are made from recorded runs, rows without training are computed. Errors are shown
in thousandths.
"""

from typing import NamedTuple

import numpy as np

from unrolled import _tables
from unrolled._expect import expect
from unrolled._tables import keep_together
from unrolled.evidence import band, where, with_budget
from unrolled.forecast import LinearForecaster, TwoSinesForecaster, iterate, mse, naive
from unrolled.series import generate_time_series

N_STEPS = 50
TRAIN, VALIDATION = slice(0, 7000), slice(7000, 9000)
NOISE = 0.01 / 12  # variance of the noise in every series: 0.1 times uniform from -1/2 to 1/2
SERIES = 7000  # what a row had unless it says otherwise
NAMED = ("model", "learning_rate", "schedule", "batch_size", "epochs")  # what a run must have


class Condition(NamedTuple):
    """What was trained, and how, in the words of a table."""

    model: str
    strategy: str  # "" one step ahead, where there is only one
    how: str
    epochs: int


class Row(NamedTuple):
    """One line of a table: the error it is ordered by, and its cells by the name of the column."""

    error: float
    cells: dict


def conditions(runs):
    """Bring recorded runs together that differ in nothing but their seed.

    Parameters
    ----------
    runs : list of dict
        As from `unrolled.evidence.load`.

    Returns
    -------
    dict of Condition to list of dict
        In the order of `runs`.

    Raises
    ------
    ValueError
        If there are no runs, or one does not say how it was trained.
    """
    expect(len(runs) > 0, "runs", "hold at least one run", "none")
    found = {}
    for run in runs:
        lacking = [name for name in NAMED if name not in run]
        expect(not lacking, "runs", f"say {', '.join(NAMED)}", f"one without {lacking}")
        key = Condition(run["model"], run.get("strategy", ""), _how(run), run["epochs"])
        found.setdefault(key, []).append(run)
    return found


def complete(runs, seeds=5):
    """Return the conditions that have all their seeds.

    Parameters
    ----------
    runs : list of dict
        As from `unrolled.evidence.load`.
    seeds : int, default 5

    Returns
    -------
    list of list of dict
        The seeds of each such condition, in the order of `runs`.

    Raises
    ------
    ValueError
        As `conditions`.
    """
    return [group for group in conditions(runs).values() if len(group) == seeds]


def bands(runs, models, by="budget", metric="mse"):
    """Return the error of every model after every budget, as `unrolled.plots.budgets` draws it.

    Parameters
    ----------
    runs : list of dict
        As from ``with_budget(load("learning_curves"), load("training_speed"))``, of one horizon.
    models : sequence of str
    by : str, default "budget"
        What the budgets are counted in: ``"budget"`` is seconds; ``"epochs"`` are as good where
        all networks saw the same series.
    metric : str, default "mse"

    Returns
    -------
    dict of str to dict of float to Band
        In the order of `models`, and for each of them in the order of `runs`; of conditions that
        have all five seeds.

    Raises
    ------
    ValueError
        If a model has no such condition, or two with the same budget: one would hide the other.
    """
    return {model: _of_model(runs, model, by, metric) for model in models}


def _of_model(runs, model, by, metric):
    groups = complete(where(runs, model=model))
    expect(len(groups) > 0, "runs", f"hold five seeds of {model}", "no condition with as many")
    budgets = [seeds[0][by] for seeds in groups]
    apart = f"be conditions of {model} that {by} tells apart"
    expect(len(set(budgets)) == len(budgets), "runs", apart, f"{by} {budgets}")
    return {b: band(seeds, metric) for b, seeds in zip(budgets, groups, strict=True)}


def _how(run):
    """Say how a run was trained: rate, batch size, and what is unusual."""
    rate = f"{run['learning_rate']:g}" + " constant" * (run["schedule"] == "constant")
    how = [rate, str(run["batch_size"])]
    if run.get("series", SERIES) != SERIES:
        how.append(f"{run['series']:,} series")
    return ", ".join(how)


def stands_beside(condition, found):
    """Say whether the published figure for this network stands beside this condition.

    It stands once: beside the condition that repeats the published recipe, a constant rate and
    batches of 32, or else beside the best one for the same network and strategy.
    """
    rivals = [other for other in found if other[:2] == condition[:2]]
    repeats = [other for other in rivals if other.how.split(", ")[0].endswith(" constant")]
    repeats = [other for other in repeats if other.how.split(", ")[1] == "32"]
    best = min(rivals, key=lambda other: band(found[other], "mse").mean)
    return condition == (repeats or [best])[0]


def recorded_rows(runs, published):
    """Return a row for every recorded condition.

    Parameters
    ----------
    runs : list of dict
        As from `unrolled.evidence.load`.
    published : dict of (str, str) to float
        As from `unrolled.evidence.load_published`.

    Returns
    -------
    list of Row
        With the cells *forecaster*, *epochs*, *seconds*, *error*, *published* and *weights*. The
        seconds are those of the fastest training that shared its machine with no other, if there
        is one.
    """
    found = conditions(runs)
    return [_recorded_row(key, found, published) for key in found]


def _recorded_row(key, found, published):
    seeds, error = found[key], band(found[key], "mse")
    name = f"{key.model}, {key.strategy}" if key.strategy else key.model
    alone = [run for run in seeds if run.get("workers", 1) == 1]
    cells = {
        "forecaster": f"{name}<br>*{key.how}*",
        "epochs": str(key.epochs),
        "error": _thousandths(error),
        "published": _published(published, key[:2] if stands_beside(key, found) else None),
        "weights": f"{seeds[0]['parameters']:,}",
        "seconds": f"{band(alone or seeds, 'seconds').low:.0f}",
    }
    return Row(error.mean, cells)


def _thousandths(error):
    """Write a band as mean and spread."""
    spread = 1e3 * error.sd if error.n > 1 else error.sd
    return f"{1e3 * error.mean:.2f} ± {spread:.2f}"


def _published(published, key):
    return f"{1e3 * published[key]:.4g}" if key in published else ""


def computed_rows(horizon, published):
    """Return a row for every forecaster that needs no training, on the published series.

    Parameters
    ----------
    horizon : int
        Steps ahead.
    published : dict of (str, str) to float
        As from `unrolled.evidence.load_published`.

    Returns
    -------
    list of Row
        With the cells *forecaster*, *error*, *published* and *weights*.
    """
    rng = np.random.RandomState(42)
    series = generate_time_series(10_000, N_STEPS + horizon, rng)
    X, target = series[:, :N_STEPS], series[:, N_STEPS:, 0]
    found = computed_forecasts(X, target, horizon)
    return [_computed_row(name, target, *forecast, published) for name, forecast in found.items()]


def computed_forecasts(X, target, horizon):
    """Return {name: (forecast, number of weights)}, fitted to the training series."""
    direct = LinearForecaster().fit(X[TRAIN], target[TRAIN])
    waves = TwoSinesForecaster(N_STEPS + horizon)
    found = {
        "naive": (naive(X, horizon), 0),
        "always zero": (np.zeros_like(target), 0),
        "fitted waves": (waves.predict(X, horizon), 0),
    }
    if horizon == 1:  # the two strategies are one
        return found | {"least squares": (direct.predict(X), N_STEPS + 1)}
    one = LinearForecaster().fit(X[TRAIN], target[TRAIN, :1])
    return found | {
        "least squares, at once": (direct.predict(X), (N_STEPS + 1) * horizon),
        "least squares, iterated": (iterate(one.predict, X, horizon), N_STEPS + 1),
    }


def _computed_row(name, target, forecast, weights, published):
    error = mse(target[VALIDATION], forecast[VALIDATION])
    cells = {
        "forecaster": name,
        "error": f"{1e3 * error:.2f}",
        "published": _published(published, (name, "")),
        "weights": f"{weights:,}" if weights else "",
    }
    return Row(error, cells)


def markdown(rows, columns):
    """Lay rows out as a Markdown table, the smallest error first, and the noise alone among them.

    Parameters
    ----------
    rows : list of Row
    columns : list of str
        Names of cells. What a row does not have stays empty.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If no row has one of the columns.
    """
    noise = {"forecaster": "*the noise alone*", "error": f"{1e3 * NOISE:.2f}"}
    rows = [*rows, Row(NOISE, noise)]
    there = list(dict.fromkeys(name for row in rows for name in row.cells))
    unknown = [name for name in columns if name not in there]
    expect(not unknown, "columns", f"be among {there}", repr(unknown))
    lines = [
        [keep_together(row.cells.get(name, "")) for name in columns]
        for row in sorted(rows, key=lambda row: row.error)
    ]
    left = [place for place, name in enumerate(columns) if name == "forecaster"]
    return _tables.markdown([columns, *lines], left)


def by_budget(runs, speeds):
    """Lay out as a Markdown table what every network reaches with every number of epochs.

    Parameters
    ----------
    runs : list of dict
        As from ``load("learning_curves")``, of one horizon.
    speeds : list of dict
        As from ``load("training_speed")``.

    Returns
    -------
    str
        A row for every network and strategy, those with the smallest error first, and a column for
        every number of epochs: mean ± standard deviation in thousandths, and the seconds that a
        training takes undisturbed. What was not recorded shows as a dash.

    Raises
    ------
    ValueError
        If there are no runs, or the speed of a network was not measured.
    """
    rows = {}
    for run in with_budget(runs, speeds):
        row = rows.setdefault((run["model"], run["strategy"]), {})
        row.setdefault(run["epochs"], []).append(run)
    best = {key: min(band(g, "mse").mean for g in row.values()) for key, row in rows.items()}
    epochs = sorted({n for row in rows.values() for n in row})
    lines = []
    for key in sorted(rows, key=best.get):
        name = ", ".join(word for word in key if word != "one step")
        weights = next(iter(rows[key].values()))[0]["parameters"]
        reached = [_reached(rows[key][n]) if n in rows[key] else "–" for n in epochs]
        lines.append([keep_together(cell) for cell in (name, f"{weights:,}", *reached)])
    head = ["forecaster", "weights", *(f"{n} epochs" for n in epochs)]
    return _tables.markdown([head, *lines])


def _reached(seeds):
    return f"{_thousandths(band(seeds, 'mse'))}<br>*{seeds[0]['budget']:.0f} s*"


def final_rows(runs):
    """Return a row for every finalist of the final test.

    Parameters
    ----------
    runs : list of dict
        As from ``load("final_test")``, of one horizon.

    Returns
    -------
    list of Row
        With the cells *forecaster*, *validation*, *error* and *together*: the mean error of five
        seeds on the validation series and on the fresh ones, and there that of their mean forecast.
    """
    return [_final_row(run) for run in runs]


def _final_row(run):
    epochs = f", {run['epochs']} epochs" if run["epochs"] else ""
    errors = {"validation": "validation", "error": "mse", "together": "mse_together"}
    cells = {name: f"{1e3 * run[metric]:.2f}" for name, metric in errors.items()}
    return Row(run["mse"], {"forecaster": f"{run['model']}{epochs}", **cells})


def not_repeated(runs, published):
    """Lay out as a Markdown table what was published for networks that no run repeats.

    Parameters
    ----------
    runs : list of dict
        As from `unrolled.evidence.load`.
    published : dict of (str, str) to float
        As from `unrolled.evidence.load_published`.

    Returns
    -------
    str
        The smallest error first.
    """
    repeated = {key[:2] for key in conditions(runs)}
    others = {key: error for key, error in published.items() if key[1] and key not in repeated}
    lines = [
        [f"{model}, {strategy}", f"{1e3 * error:.1f}"]
        for (model, strategy), error in sorted(others.items(), key=lambda item: item[1])
    ]
    return _tables.markdown([["published, not repeated yet", "error"], *lines])


def relative_spreads(runs):
    """Return the standard deviation over seeds as a share of the mean error, by condition."""
    errors = {key: band(seeds, "mse") for key, seeds in conditions(runs).items()}
    return {key: error.sd / error.mean for key, error in errors.items()}
