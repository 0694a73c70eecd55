"""Every public function of the helper, with whole numbers for floats and with wrong arguments.

Two properties of all of them. Whole numbers give what the same numbers give as floats. And an
argument of the wrong kind either works or is refused by one sentence that begins with its name.
A new public function needs a line in `CALLS`. `training`, which needs Keras, has its own tests.
"""

import contextlib
import inspect
import re
import tempfile

import matplotlib
import numpy as np
import pytest

matplotlib.use("agg")
import matplotlib.pyplot as plt

from unrolled import (
    bptt,
    forecast,
    gaps,
    glue,
    layers,
    own_series,
    palette,
    plots,
    scale,
    series,
    text,
)
from unrolled.evidence import Band
from unrolled.layers import RELU, TANH, RNNParams

MODULES = (layers, bptt, series, gaps, scale, forecast, own_series, text, glue, palette, plots)
WHOLE = np.random.default_rng(0)
X = WHOLE.integers(-2, 3, size=(2, 3, 2))
Y = WHOLE.integers(-1, 2, size=(2, 3, 2))
DY = WHOLE.integers(-3, 4, size=(2, 3, 2))
START = np.array([[1, -1], [0, 2]])
WEIGHTS = [np.array([[1, 2], [-1, 0]]), np.array([[0, 1], [1, -1]]), np.array([1, 0])]
KERNEL = np.array([[[1, 2, 0], [-1, 0, 3]], [[0, 1, 1], [2, -2, 1]]])
GRADS = [np.array([[3, 0], [1, -2]]), np.array([[1, 1], [0, 4]]), np.array([-1, 2])]
GATED = {gates: [WHOLE.integers(-2, 3, size=(2, 2 * gates)) for _ in range(2)] for gates in (3, 4)}
LSTM_WEIGHTS = [*GATED[4], np.arange(8)]
GRU_WEIGHTS = [*GATED[3], np.arange(12).reshape(2, 6)]
WINDOWS = WHOLE.integers(1, 9, size=(9, 5, 1))
TARGET = WHOLE.integers(1, 9, size=(9, 2))
OTHER = WHOLE.integers(1, 9, size=(9, 2))
HOURS = np.array([0, 1, 3, 4])
MONTHS = {length: ["a"] * 12 for length in ("MMMM", "MMM", "EEEE", "EEE")}


def rng():
    return np.random.default_rng(1)


def squares(params):
    return sum((w**2).sum() for w in params)


def mean_of_window(X):
    return X.mean(axis=1)


def fitted(**arguments):
    forecaster = forecast.LinearForecaster().fit(**arguments)
    return forecaster.coef_, forecaster.intercept_


def predicted(X):
    return forecast.LinearForecaster().fit(WINDOWS, TARGET).predict(X)


def waves(X, horizon):
    return forecast.TwoSinesForecaster(7).predict(X, horizon)


def gridded(**arguments):
    return series.regular_grid(**arguments).values  # the stamps stay whole


def written_anew(**arguments):
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        return own_series.write_forecast(**arguments)


# what is called, and arguments that are right, with whole numbers wherever a number may stand
def mapped(made):
    """Return what a map makes of windows and of what followed, and of the latter put back."""
    X, followed = np.arange(4.0, 16.0).reshape(2, 6, 1) ** 2, np.array([[5.0, 3.0], [7.0, 2.0]])
    return made.window(X), made.target(followed, X), made.inverse(followed / 9, X)


CALLS = {
    "layers.init_rnn_params": (layers.init_rnn_params, {"inputs": 2, "units": 3, "rng": rng}),
    "layers.n_params": (layers.n_params, {"params": WEIGHTS}),
    "layers.rnn_forward": (
        layers.rnn_forward, {"X": X, "params": WEIGHTS, "Y_init": START, "activation": TANH}),
    "layers.conv1d_forward": (
        layers.conv1d_forward,
        {"X": X, "kernel": KERNEL, "b": np.array([1, -1, 2]), "stride": 2, "dilation": 1,
         "padding": "same"}),
    "layers.init_lstm_params": (
        layers.init_lstm_params, {"inputs": 2, "units": 3, "rng": rng, "forget_bias": 4}),
    "layers.init_gru_params": (
        layers.init_gru_params,
        {"inputs": 2, "units": 3, "rng": rng, "update_bias": np.array([1, 2, 3]),
         "reset_after": True}),
    "layers.lstm_forward": (
        layers.lstm_forward, {"X": X, "params": LSTM_WEIGHTS, "state": (START, START[::-1])}),
    "layers.gru_forward": (
        layers.gru_forward,
        {"X": X, "params": GRU_WEIGHTS, "Y_init": START, "reset_after": True}),
    "bptt.lstm_backward": (
        bptt.lstm_backward,
        {"X": X, "Y": Y, "C": DY, "dY": DY, "params": LSTM_WEIGHTS, "state": (START, START)}),
    "bptt.lstm_state_gradients": (
        bptt.lstm_state_gradients,
        {"X": X, "Y": Y, "C": DY, "dY": DY, "params": LSTM_WEIGHTS, "state": (START, START)}),
    "bptt.gru_backward": (
        bptt.gru_backward,
        {"X": X, "Y": Y, "dY": DY, "params": GRU_WEIGHTS, "Y_init": START}),
    "bptt.gru_state_gradients": (
        bptt.gru_state_gradients,
        {"X": X, "Y": Y, "dY": DY, "params": GRU_WEIGHTS, "Y_init": START}),
    "bptt.output_gradients": (
        bptt.output_gradients,
        {"Y": Y, "dY": DY, "params": WEIGHTS, "activation": TANH, "length": 2}),
    "bptt.rnn_backward": (
        bptt.rnn_backward,
        {"X": X, "Y": Y, "dY": DY, "params": WEIGHTS, "Y_init": START, "activation": TANH,
         "length": 2}),
    "bptt.input_gradients": (
        bptt.input_gradients, {"Y": Y, "dY": DY, "params": WEIGHTS, "activation": RELU}),
    "bptt.gradient_check": (
        bptt.gradient_check,
        {"loss": squares, "params": WEIGHTS, "grads": [2 * w for w in WEIGHTS], "rng": rng,
         "step": 1}),
    "bptt.clip_by_global_norm": (bptt.clip_by_global_norm, {"grads": GRADS, "max_norm": 2}),
    "bptt.Adam": (
        bptt.Adam, {"learning_rate": 1, "beta_1": 0, "beta_2": 0, "epsilon": 1}),
    "bptt.Adam.update": (
        lambda **arguments: bptt.Adam().update(**arguments), {"params": WEIGHTS, "grads": GRADS}),
    "gaps.forward_fill": (gaps.forward_fill, {"series": TARGET}),
    "gaps.interpolate": (gaps.interpolate, {"series": TARGET}),
    "gaps.steps_since_known": (gaps.steps_since_known, {"series": TARGET}),
    "gaps.hide_stretches": (
        gaps.hide_stretches,
        {"known": np.ones(30, dtype=bool), "lengths": [2, 5], "margin": 3, "rng": rng}),
    "series.generate_time_series": (
        series.generate_time_series, {"batch_size": 2, "n_steps": 3, "rng": rng}),
    "series.recall_task": (
        series.recall_task, {"batch_size": 2, "lag": 3, "rng": rng, "noisy": True}),
    "series.regular_grid": (
        gridded, {"time": HOURS, "values": WINDOWS[:4, :2, 0], "step": 1}),
    "series.calendar_inputs": (
        series.calendar_inputs,
        {"time": np.arange("2018-01-01", "2018-01-09", dtype="M8[h]"),
         "day_off": ["2018-01-01"]}),
    "series.make_windows": (
        series.make_windows,
        {"series": WINDOWS[:, :2, 0], "n_steps": 3, "horizon": 2, "time": np.arange(9)}),
    "series.complete_windows": (series.complete_windows, {"X": WINDOWS}),
    "series.sequence_targets": (
        series.sequence_targets, {"series": WINDOWS, "n_steps": 3, "horizon": 2}),
    "series.chronological_split": (
        series.chronological_split, {"n_windows": 90, "horizon": 2, "shares": (0.5, 0.25, 0.25)}),
    "forecast.naive": (forecast.naive, {"X": WINDOWS, "horizon": 2}),
    "forecast.seasonal_naive": (
        forecast.seasonal_naive, {"X": WINDOWS, "season_length": 2, "horizon": 3}),
    "forecast.LinearForecaster": (forecast.LinearForecaster, {"l2": 1}),
    "forecast.LinearForecaster.fit": (fitted, {"X": WINDOWS, "target": TARGET}),
    "forecast.LinearForecaster.predict": (predicted, {"X": WINDOWS}),
    "forecast.TwoSinesForecaster": (
        forecast.TwoSinesForecaster, {"n_steps": 60, "n_grid": 3, "n_updates": 2}),
    "forecast.TwoSinesForecaster.predict": (
        waves, {"X": np.repeat(WINDOWS, 2, axis=1), "horizon": 2}),
    "forecast.iterate": (
        forecast.iterate, {"predict_one": mean_of_window, "X": WINDOWS, "horizon": 3}),
    "forecast.rolling_origin": (
        forecast.rolling_origin,
        {"n_windows": 40, "first": 20, "step": 5, "horizon": 3, "gap": 1, "train_size": 10}),
    "forecast.mse": (forecast.mse, {"target": TARGET, "forecast": OTHER}),
    "forecast.mae": (forecast.mae, {"target": TARGET, "forecast": OTHER}),
    "forecast.mape": (forecast.mape, {"target": TARGET, "forecast": OTHER}),
    "forecast.mase": (
        forecast.mase,
        {"target": TARGET, "forecast": OTHER, "history": WINDOWS, "season_length": 2}),
    "forecast.skill": (forecast.skill, {"error": 1, "baseline_error": 2}),
    "forecast.pinball": (
        forecast.pinball, {"target": TARGET, "forecast": OTHER, "level": 0.5}),
    "forecast.coverage": (
        forecast.coverage, {"target": TARGET, "low": TARGET - 1, "high": TARGET + 1}),
    "forecast.crps_from_quantiles": (
        forecast.crps_from_quantiles,
        {"target": TARGET, "quantiles": np.stack([TARGET, OTHER], axis=-1),
         "levels": [0.25, 0.75]}),
    "forecast.conformal_quantile": (
        forecast.conformal_quantile, {"scores": TARGET, "level": 0.5}),
    "scale.standard": (
        lambda **given: mapped(scale.standard(**given)),
        {"series": np.array([3, 5, 10, 2]), "column": 0}),
    "scale.log": (lambda **given: mapped(scale.log(**given)), {"offset": 1, "column": 0}),
    "scale.per_window": (
        lambda **given: mapped(scale.per_window(**given)),
        {"level": "last", "spread": True, "column": 0}),
    "scale.difference": (
        lambda **given: mapped(scale.difference(**given)), {"lag": 2, "column": 0}),
    "scale.compose": (lambda scales: mapped(scale.compose(scales)), {"scales": scale.log()}),
    "own_series.load_csv": (
        lambda **given: own_series.load_csv(**given).values,
        {"path": series.DATA / "co2_mauna_loa_weekly.csv", "time": "date", "value": "co2",
         "step": np.timedelta64(7, "D"), "mend": ("sort",)}),
    "own_series.season_advice": (
        lambda **given: [float(word.split("by ")[-1].split("%")[0].split(" ")[-1])
                         for word in own_series.season_advice(**given) if "by" in word],
        {"steps": 99, "season": 7, "naive_error": 3, "seasonal_error": 4}),
    "own_series.two_origins": (
        own_series.two_origins,
        {"complete": np.ones(200, dtype=bool), "horizon": 2, "first": 0.5}),
    "own_series.verdict": (
        own_series.verdict,
        {"errors": np.array([3, 1, 2, 4]), "rival_errors": np.array([2, 2, 1, 5]), "block": 2,
         "rival": "a", "unit": "b", "rng": rng}),
    "own_series.write_forecast": (
        written_anew,
        {"path": "ahead.csv", "time": np.array(["2020"], "M8[D]"),
         "columns": {"a": np.array([1])}, "utc": True}),
    "text.split_by_entity": (
        text.split_by_entity, {"entity": ["a", "b", "a", "c"], "test_share": 0.5, "seed": 0}),
    "text.generate_dates": (
        text.generate_dates,
        {"n_dates": 2, "rng": rng, "first": "2000-01-01", "last": "2001-01-01"}),
    "text.format_date": (
        text.format_date, {"day": np.datetime64("2018-07-04"), "table": MONTHS, "pattern": "d.M."}),
    "text.encode": (text.encode, {"texts": ["ab", "c"], "alphabet": "abc", "n_steps": 3}),
    "glue.glue": (glue.glue, {"name": "ch01-mae", "value": 3}),
    "palette.svg_style": (palette.svg_style, {"selectors": {".wire": ("stroke", "ink")}}),
    "plots.figure_svg": (plots.figure_svg, {"figure": lambda: plt.figure()}),
    "plots.lines": (
        plots.lines,
        {"curves": {"a": np.array([1, 3]), "b": np.array([2, 0])}, "colors": {"b": "input"},
         "x": np.array([1, 2]), "xlabel": "x", "ylabel": "y", "labels": "end", "ax": None}),
    "plots.forecast_window": (
        plots.forecast_window,
        {"time": np.arange(3), "target": np.array([1, 2, 4]),
         "forecasts": {"f": (np.array([1, 1, 3]), "forecast")}, "ax": None}),
    "plots.window": (
        plots.window,
        {"x": np.array([1, 2, 4]), "target": np.array([1, 5]),
         "forecasts": {"f": (np.array([1, 3]), "baseline")}, "ax": None}),
    "plots.errors": (
        plots.errors,
        {"results": {"a": ([1, 3], "forecast"), "b": (2, "baseline")}, "xlabel": "MAE",
         "reference": 1, "ax": None}),
    "plots.scaling": (
        plots.scaling,
        {"sizes": [1, 10], "seconds": {"a": [1, 3]}, "xlabel": "n", "colors": {"a": "input"},
         "ax": None}),
    "plots.bands": (
        plots.bands,
        {"results": {"a": {1: Band(2, 1, 1, 3, 5), 2: Band(4, 1, 3, 5, 5)}}, "xlabel": "k",
         "colors": {"a": "input"}, "dashes": {"a": ":"}, "log": True, "labels": "end",
         "ax": None}),
    "plots.budgets": (
        plots.budgets,
        {"results": {"a": {1: Band(2, 1, 1, 3, 5), 2: Band(4, 1, 3, 5, 5)}},
         "colors": {"a": "input"}, "references": {"b": 3}, "ax": None}),
    "plots.gradient_norms": (
        plots.gradient_norms, {"norms": {"a": np.array([4, 2, 1])}, "floor": 1, "ax": None}),
    "plots.known_steps": (
        plots.known_steps,
        {"known": {"a": np.ones(3, dtype=bool)}, "color": "input", "ax": None}),
}  # fmt: skip


def public():
    """Return the names of all public functions, classes and methods that take an argument."""
    for module in MODULES:
        name = module.__name__.removeprefix("unrolled.")
        for key, member in vars(module).items():
            if key.startswith("_") or getattr(member, "__module__", "") != module.__name__:
                continue
            if inspect.isclass(member) and not issubclass(member, tuple):
                yield f"{name}.{key}"
                methods = inspect.getmembers(member, inspect.isfunction)
                yield from (f"{name}.{key}.{m}" for m, _ in methods if not m.startswith("_"))
            elif inspect.isfunction(member) and inspect.signature(member).parameters:
                yield f"{name}.{key}"


def test_every_public_function_is_called():
    assert sorted(public()) == sorted(CALLS), "a new function needs a line in CALLS"


def made(arguments):
    """Return arguments with those made that every call needs anew."""
    fresh = {"rng", "figure"}
    return {name: value() if name in fresh and callable(value) else value
            for name, value in arguments.items()}  # fmt: skip


def converted(value, to):
    """Return the argument with its arrays in another type, in whatever they are kept."""
    if isinstance(value, np.ndarray) and value.dtype.kind in "iu":
        return value.astype(to)
    if isinstance(value, (list, tuple)) and not hasattr(value, "_fields"):
        return type(value)(converted(part, to) for part in value)
    if isinstance(value, dict):
        return {name: converted(part, to) for name, part in value.items()}
    return value


def numbers(result):
    """Return all numbers of a result as one list of arrays."""
    if isinstance(result, plt.Axes):
        return [line.get_xydata() for line in result.lines]
    if isinstance(result, (bptt.Adam, forecast.LinearForecaster, forecast.TwoSinesForecaster)):
        return [np.asarray(v) for v in vars(result).values() if v is not None]
    if isinstance(result, (tuple, list)):
        return [array for part in result for array in numbers(part)]
    if result is None or isinstance(result, (str, slice)):
        return []
    return [np.asarray(result)]


# These cut or repeat what they are given and compute nothing: the dtype is the caller's.
KEEP_DTYPE = {
    "series.make_windows", "series.sequence_targets", "forecast.naive", "forecast.seasonal_naive",
}  # fmt: skip


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("whole", [np.int64, np.int32, np.int8])
def test_whole_numbers_give_what_floats_give(name, whole):
    function, arguments = CALLS[name]
    as_whole = numbers(function(**made(converted(arguments, whole))))
    as_float = numbers(function(**made(converted(arguments, float))))
    for ours, expected in zip(as_whole, as_float, strict=True):
        assert np.array_equal(ours, expected, equal_nan=expected.dtype.kind == "f")
        if expected.dtype.kind == "f" and name not in KEEP_DTYPE:
            assert ours.dtype == expected.dtype


@pytest.mark.parametrize("name", CALLS)
def test_truth_values_and_unsigned_numbers_give_what_floats_give(name):
    function, arguments = CALLS[name]
    unsigned = converted(converted(arguments, abs_of), np.uint8)
    try:
        expected = numbers(function(**made(converted(unsigned, float))))
    except ValueError as refused:
        with pytest.raises(ValueError, match=re.escape(str(refused)[:20])):
            function(**made(unsigned))
        return
    for ours, theirs in zip(numbers(function(**made(unsigned))), expected, strict=True):
        assert np.array_equal(ours, theirs, equal_nan=theirs.dtype.kind == "f")


abs_of = np.uint64  # negative numbers wrap around; the next conversion keeps their last byte


def test_the_examples_that_failed():
    zeros = layers.rnn_forward([[[1]], [[2]]], [[[1], [2]][:1], [[-1]], [0]])
    np.testing.assert_allclose(zeros.ravel(), np.tanh([1, 2]))
    weights = RNNParams(np.array([[1], [2]]), np.array([[-1]]), np.array([0]))
    ours = layers.rnn_forward(np.array([[[1, 0], [0, 1]]]), weights)
    np.testing.assert_allclose(ours.ravel(), [np.tanh(1), np.tanh(2 - np.tanh(1))])
    halves = forecast.iterate(lambda X: X[:, -1] / 2, np.array([[[9], [7]]]), 3)
    assert halves.tolist() == [[3.5, 1.75, 0.875]]


WRONG = {
    "None": None,
    "text": "text",
    "bytes": b"text",
    "object": object(),
    "class": int,
    "function": len,
    "empty list": [],
    "empty dict": {},
    "dict": {"a": 1},
    "dict of None": {"a": None},
    "dict of dict": {"a": {}},
    "list of None": [None],
    "list of text": ["a", "b"],
    "unequal rows": [[1, 2], [3]],
    "array of text": np.array(["a", "b"]),
    "array of objects": np.array([1, None], dtype=object),
    "array of dates": np.arange("2020-01-01", "2020-01-10", dtype="datetime64[D]"),
    "array of durations": np.arange(3).astype("timedelta64[h]"),
    "complex array": np.ones((2, 3, 2), complex),
    "a date": np.datetime64("2020-01-01"),
    "a duration": np.timedelta64(1, "h"),
    "nan": float("nan"),
    "inf": float("inf"),
    "minus one": -1,
    "zero": 0,
    "half": 0.5,
    "big": 1e300,
    "complex": 1j,
    "True": True,
    "number": np.array(3.0),
    "one number": np.array([2.0]),
    "empty": np.zeros(0),
    "no windows": np.zeros((0, 3, 2)),
    "no steps": np.zeros((2, 0, 2)),
    "rank 2": np.ones((2, 2)),
    "rank 4": np.ones((2, 3, 2, 1)),
    "all nan": np.full((2, 3, 2), np.nan),
    "nan windows": np.full((9, 5, 1), np.nan),
    "nested": [[np.ones(2)], [None]],
}
# what a message may call an argument besides its name
ALIASES = {"params": ("W_x", "W_y", "b"), "others": ("X",), "first": ("last",)}


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("name", CALLS)
def test_a_wrong_argument_works_or_is_refused_by_name(name):
    function, arguments = CALLS[name]
    for argument in arguments:
        for wrong in WRONG:
            if argument in ("xlabel", "ylabel"):  # matplotlib writes whatever it is given
                continue
            if argument in ("loss", "predict_one") and wrong in ("class", "function"):
                continue  # called, and fails by itself
            try:
                with np.errstate(all="ignore"):
                    function(**(made(arguments) | {argument: WRONG[wrong]}))
            except ValueError as error:
                check_message(str(error), argument, arguments)
            plt.close("all")


def check_message(said, argument, arguments):
    """One sentence: it begins with an argument's name, and mentions the one that is wrong."""
    names = [name for a in arguments for name in (a, *ALIASES.get(a, ()))]
    assert re.match(rf"({'|'.join(names)})\b.* must .*, got ", said), (argument, said)
    mentioned = [argument, *ALIASES.get(argument, ())]
    assert any(re.search(rf"\b{name}\b", said) for name in mentioned), (argument, said)
    assert len(said) < 400, said
