"""Seed one bug at a time in a copy of the package and see whether its tests notice.

On demand: ``python tests/mutants.py`` (all, ten minutes) or ``python tests/mutants.py layers``.
A full run prints a table and writes ``tests/mutation-score.json``; a survivor is an error.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
SCORE = ROOT / "tests" / "mutation-score.json"
TESTS = {
    "layers": ["unrolled/test_layers.py"],
    "bptt": ["unrolled/test_bptt.py"],
    "series": ["unrolled/test_series.py"],
    "gaps": ["unrolled/test_gaps.py"],
    "forecast": ["unrolled/test_forecast.py"],
    "scale": ["unrolled/test_scale.py"],
    "evidence": ["unrolled/test_evidence.py"],
    "_tree": ["unrolled/test_bptt.py"],
    "text": ["unrolled/test_text.py"],
    "training": ["unrolled/test_training.py"],
    "_expect": [
        "unrolled/test_series.py",
        "unrolled/test_forecast.py",
        "unrolled/test_layers.py",
        "unrolled/test_arguments.py",
    ],
}


class Mutant(NamedTuple):
    """A bug: `old`, found once in the module, becomes `new`."""

    module: str
    bug: str
    old: str
    new: str


MUTANTS = [
    Mutant("layers", "W_y transposed", "Y_prev @ W_y)", "Y_prev @ W_y.T)"),
    Mutant("layers", "W_x transposed", "1) @ W_x + b", "1) @ W_x.T + b"),
    Mutant("layers", "bias dropped", "@ W_x + b  #", "@ W_x  #"),
    Mutant("layers", "bias subtracted", "@ W_x + b  #", "@ W_x - b  #"),
    Mutant("layers", "Y_init ignored", 'expect_shape(Y_init, "Y_init", (batch, units))',
           'expect_shape(Y_init, "Y_init", (batch, units)) * 0'),
    Mutant("layers", "off-by-one t", "phi(A[t] +", "phi(A[t - 1] +"),
    Mutant("layers", "first step skips Y_init", "phi(A[t] +", "phi(A[t] + (t > 0) *"),
    Mutant("layers", "sign of the recurrence", "phi(A[t] +", "phi(A[t] -"),
    Mutant("layers", "state not carried", "Y[t] = Y_prev =", "Y[t] ="),
    Mutant("layers", "state carried without phi",
           "Y[t] = Y_prev = activation.phi(A[t] + Y_prev @ W_y)",
           "Y_prev = A[t] + Y_prev @ W_y; Y[t] = activation.phi(Y_prev)"),
    Mutant("layers", "output before the step", "Y[t] = Y_prev =", "Y[t], Y_prev = Y_prev,"),
    Mutant("layers", "activation ignored", "activation.phi(A", "np.tanh(A"),
    Mutant("layers", "batch and time swapped", "return Y.swapaxes(0, 1)", "return Y"),
    Mutant("layers", "float64 returned", "np.result_type(A, W_y, Y_prev))", "float)"),
    Mutant("layers", "dtype of the input's share", "np.result_type(A, W_y, Y_prev))", "A.dtype)"),
    Mutant("layers", "tanh slope 1 - y", "1 - as_float(y) ** 2", "1 - as_float(y)"),
    Mutant("layers", "tanh slope 1 + y^2", "1 - as_float(y) ** 2", "1 + as_float(y) ** 2"),
    Mutant("layers", "ReLU slope 1 at zero", "(y > 0)", "(y >= 0)"),
    Mutant("layers", "ReLU slope in float64", "(y > 0).astype(y.dtype)", "(y > 0).astype(float)"),
    Mutant("layers", "identity slope zero", "np.ones_like", "np.zeros_like"),
    Mutant("layers", "Glorot limit halved", "np.sqrt(6 / (inputs + units))",
           "np.sqrt(1.5 / (inputs + units))"),
    Mutant("layers", "LeCun limit", "np.sqrt(6 / (inputs + units))", "np.sqrt(3 / inputs)"),
    Mutant("layers", "W_y not orthogonal", "W_y=Q * np.sign(np.diag(R))", "W_y=R"),
    Mutant("layers", "W_y not uniform", "W_y=Q * np.sign(np.diag(R))", "W_y=Q"),
    Mutant("layers", "bias starts at one", "b=np.zeros(units)", "b=np.ones(units)"),
    Mutant("layers", "seed ignored", "W_x=rng.uniform(", "W_x=np.random.default_rng(0).uniform("),
    Mutant("layers", "n_params counts rows", "sum(weights.size", "sum(len(weights)"),
    Mutant("layers", "whole numbers stay whole", "X, activation = as_float(expect_batch(X)),",
           "X, activation = expect_batch(X),"),
    Mutant("layers", "whole numbers stay whole in a convolution",
           "X, (kernel, b) = as_float(expect_batch(X)),", "X, (kernel, b) = expect_batch(X),"),
    Mutant("layers", "tanh of a byte", "np.tanh(as_float(a))", "np.tanh(a)"),
    Mutant("layers", "slope wraps around", "1 - as_float(y) ** 2", "1 - y**2"),
    Mutant("layers", "width of X unchecked", "expect(inputs == len(W_x)", "expect(True"),
    Mutant("_expect", "shapes broadcast", "expect(a.shape == shape", "expect(True"),
    Mutant("_expect", "b broadcast", 'expect_shape(params[2], "b", (units,))',
           'expect_float(params[2], "b")'),
    Mutant("_expect", "W_y of any shape", 'expect_shape(params[1], "W_y", (units, units))',
           'expect_float(params[1], "W_y")'),
    Mutant("_expect", "whole numbers stay whole", 'a.astype(float) if a.dtype.kind in "biu" else a',
           "a"),
    Mutant("_expect", "truth values stay", 'if a.dtype.kind in "biu"', 'if a.dtype.kind in "iu"'),
    Mutant("_expect", "float32 becomes float64", 'if a.dtype.kind in "biu"',
           'if a.dtype.kind in "biuf"'),
    Mutant("_expect", "durations are numbers", ', np.timedelta64)  #', ')  #'),
    Mutant("bptt", "slope missing in the recursion", "G[t] += dA[t + 1] @ W_back",
           "G[t] += G[t + 1] @ W_back"),
    Mutant("bptt", "slope missing everywhere", "np.multiply(G[t], slope[t], out=dA[t])",
           "dA[t] = G[t]"),
    Mutant("bptt", "slope one step early", "G[t], slope[t], out", "G[t], slope[t - 1], out"),
    Mutant("bptt", "W_y not transposed back", "np.ascontiguousarray(W_y.T)",
           "np.ascontiguousarray(W_y)"),
    Mutant("bptt", "direct gradient replaced", "G[t] += dA", "G[t] = dA"),
    Mutant("bptt", "sign of the recursion", "G[t] += dA", "G[t] -= dA"),
    Mutant("bptt", "last step only", "reversed(range(time))", "[time - 1]"),
    Mutant("bptt", "first step forgotten", "reversed(range(time))", "reversed(range(1, time))"),
    Mutant("bptt", "cut one step early", "(t + 1) % length:", "(t + 2) % length:"),
    Mutant("bptt", "cut one step late", "(t + 1) % length:", "t % length:"),
    Mutant("bptt", "never cut", "and (t + 1) % length:", "and True:"),
    Mutant("bptt", "y_t for y_{t-1}", "_rows(Y[:, :-1]).T", "_rows(Y[:, 1:]).T"),
    Mutant("bptt", "initial state dropped", "(batch, units)).T @ dA[0]",
           "(batch, units)).T @ dA[0] * 0"),
    Mutant("bptt", "initial state at the last step", "(batch, units)).T @ dA[0]",
           "(batch, units)).T @ dA[-1]"),
    Mutant("bptt", "initial state rounded", "dW_y = dW_y + expect_shape", "dW_y += expect_shape"),
    Mutant("bptt", "dW_y transposed", "W_y=dW_y,", "W_y=dW_y.T,"),
    Mutant("bptt", "bias averaged", "b=dA.sum(axis=(0, 1))", "b=dA.mean(axis=1).sum(axis=0)"),
    Mutant("bptt", "bias of one sequence", "b=dA.sum(axis=(0, 1))", "b=dA[:, 0].sum(axis=0)"),
    Mutant("bptt", "dX time-major", "(dA @ W_x.T).swapaxes(0, 1)", "(dA @ W_x.T)"),
    Mutant("bptt", "dY_init of the last step", "dA[0] @ W_y.T", "dA[-1] @ W_y.T"),
    Mutant("bptt", "dY_init transposed", "dA[0] @ W_y.T", "dA[0] @ W_y"),
    Mutant("bptt", "rows batch-major", "a.swapaxes(0, 1).reshape(-1", "a.reshape(-1"),
    Mutant("bptt", "step counted once", "/ (2 * step)", "/ step"),
    Mutant("bptt", "one-sided difference", "(along(step) - along(-step)) / (2 * step)",
           "(along(step) - along(0)) / step"),
    Mutant("bptt", "float32 checked", "expect(w.dtype == np.float64", "expect(True"),
    Mutant("bptt", "short gradients stretched", "if norm > max_norm:", "if norm > 0:"),
    Mutant("bptt", "norm after clipping", "given, strict=True))), norm",
           "given, strict=True))), min(norm, max_norm)"),
    Mutant("bptt", "norm summed in float32", "g.astype(float) for g in given", "g for g in given"),
    Mutant("bptt", "squares overflow", "if 0 < largest < np.inf else 1.0", "if False else 1.0"),
    Mutant("bptt", "unit that rounds", "2.0 ** int(np.frexp(largest)[1] - 1)", "largest"),
    Mutant("bptt", "other numbers of arrays", "same = len(weights) == len(grads)", "same = True"),
    Mutant("bptt", "Adam broadcasts", '(("grads", grads), ("params", weights))',
           '(("grads", grads),)'),
    Mutant("_tree", "always a tuple", "else type(tree)(new)", "else tuple(new)"),
    Mutant("_tree", "lists of numbers are trees", "and not _numbers(tree)", ""),
    Mutant("bptt", "no bias correction", "self.learning_rate * np.sqrt(1 - b2**n) / (1 - b1**n)",
           "self.learning_rate"),
    Mutant("bptt", "updates not counted", "self.n_updates += 1", "self.n_updates = 1"),
    Mutant("bptt", "epsilon inside the root", "(np.sqrt(v) + self.epsilon)",
           "np.sqrt(v + self.epsilon)"),
    Mutant("bptt", "betas swapped", "self.n_updates, self.beta_1, self.beta_2",
           "self.n_updates, self.beta_2, self.beta_1"),
    Mutant("bptt", "uphill", "w - change", "w + change"),
    Mutant("forecast", "pinball the other way round", "np.maximum(level * errors, (level - 1)",
           "np.maximum((1 - level) * errors, -level"),
    Mutant("forecast", "pinball without its 2", "np.mean(2 * np.maximum(", "np.mean(np.maximum("),
    Mutant("forecast", "ends not covered", "(below >= 0) & (above", "(below > 0) & (above"),
    Mutant("forecast", "all levels weigh alike", "np.diff(ends) @ [",
           "np.full_like(levels, 1 / len(levels)) @ ["),
    Mutant("forecast", "no score is new", "np.ceil((n + 1) *", "np.ceil(n *"),
    Mutant("forecast", "rank from rounding", " - 1e-9))\n    beyond", "))\n    beyond"),
    Mutant("scale", "variance for sd", "np.nanstd(rows, axis=0)", "np.nanvar(rows, axis=0)"),
    Mutant("scale", "one mean for all inputs", "np.nanmean(rows, axis=0)",
           "np.full(rows.shape[1], np.nanmean(rows))"),
    Mutant("scale", "the level of the first input", "float(mean[column]), float(sd[column])",
           "float(mean[0]), float(sd[column])"),
    Mutant("scale", "offset not taken off", "\"forecast\")) - offset", "\"forecast\")) + offset"),
    Mutant("scale", "first value for last", 'else X[:, -1:]', 'else X[:, :1]'),
    Mutant("scale", "change to the next", "X[:, lag:] - X[:, :-lag]\n",
           "X[:, :-lag] - X[:, lag:]\n"),
    Mutant("scale", "season summed without lag", "path[:, k - lag]", "path[:, k - 1]"),
    Mutant("scale", "undone in the same order", "in reversed(stages(X))", "in stages(X)"),
    Mutant("series", "Monday is a Tuesday", "weekday = (day.astype(int) + 3)",
           "weekday = (day.astype(int) + 4)"),
    Mutant("series", "a day off is a Saturday", "isin(day, off), 6,", "isin(day, off), 5,"),
    Mutant("series", "sine and cosine swapped", "[np.sin(angle), np.cos(angle)",
           "[np.cos(angle), np.sin(angle)"),
    Mutant("series", "an hour is a day", ".astype(int) / 86_400", ".astype(int) / 3_600"),
    Mutant("series", "amplitudes swapped", "series = 0.5 *", "series = 0.2 *"),
    Mutant("series", "second wave slower", "(freq2 * 20 + 20)", "(freq2 * 20 + 10)"),
    Mutant("series", "offset added", "(time - offsets1)", "(time + offsets1)"),
    Mutant("series", "one offset for both waves", "(time - offsets2)", "(time - offsets1)"),
    Mutant("series", "noise not centred", "n_steps)) - 0.5)", "n_steps)))"),
    Mutant("series", "noise of double size", "series += 0.1 *", "series += 0.2 *"),
    Mutant("series", "noise normal", "0.1 * (rng.random((batch_size, n_steps)) - 0.5)",
           "0.1 * rng.normal(size=(batch_size, n_steps)) / 12**0.5"),
    Mutant("series", "one noise per series", "rng.random((batch_size, n_steps))",
           "rng.random((batch_size, 1))"),
    Mutant("series", "order of the draws", "freq1, freq2, offsets1, offsets2 =",
           "offsets1, offsets2, freq1, freq2 ="),
    Mutant("series", "time stops short of 1", "np.linspace(0, 1, n_steps)",
           "np.linspace(0, 1, n_steps, endpoint=False)"),
    Mutant("series", "float64 series", "[..., np.newaxis].astype(np.float32)", "[..., np.newaxis]"),
    Mutant("series", "seed taken for rng",
           "expect_rng(rng, np.random.RandomState)",
           "rng = np.random.default_rng(rng)"),
    Mutant("series", "noise by default", "rng, noisy=False)", "rng, noisy=True)"),
    Mutant("series", "unsorted stamps pass", "expect(not back.any()", "expect(True"),
    Mutant("series", "doubled stamps pass", "expect(not again.any()", "expect(True"),
    Mutant("series", "absent stamps pass", "expect((rows == 1).all()", "expect(True"),
    Mutant("series", "uneven stamps pass", "expect(not uneven.any()", "expect(True"),
    Mutant("series", "rows off the grid pass", "expect(not between.any()", "expect(True"),
    Mutant("series", "absent rows are zero", "np.full((length, *values.shape[1:]), np.nan",
           "np.full((length, *values.shape[1:]), 0"),
    Mutant("series", "grid begins at the first row", "(time - time.min()) / step",
           "(time - time[0]) / step"),
    Mutant("series", "windows of truth values", 'kinds="iuf"', 'kinds="biuf"'),
    Mutant("series", "one complete value is enough", ".all(axis=tuple(", ".any(axis=tuple("),
    Mutant("series", "targets may be incomplete", "np.logical_and.reduce(finite)", "finite[0]"),
    Mutant("series", "missing volume is zero", 'text == "", "nan"', 'text == "", "0"'),
    Mutant("series", "temperature is volume", '_floats(column["temp_c"])',
           '_floats(column["volume"])'),
    Mutant("series", "kelvin is volume", '_floats(column["temp"])',
           '_floats(column["traffic_volume"])'),
    Mutant("series", "holiday None is a name", 'np.where(holiday == "None", "", holiday)',
           "holiday"),
    Mutant("series", "dew point is temperature", '("pm25", "dewp", "temp", "pres",',
           '("pm25", "temp", "dewp", "pres",'),
    Mutant("series", "airports in another order", '_{name}"]) for airport in airports]',
           '_{name}"]) for airport in airports[::-1]]'),
    Mutant("series", "wind is pressure", '("temp_c", "dewp_c", "pressure_hpa", "wind_ms")',
           '("temp_c", "dewp_c", "wind_ms", "pressure_hpa")'),
    Mutant("series", "target inside the window", "both[:, :n_steps], both[:, n_steps:]",
           "both[:, : n_steps + 1], both[:, n_steps:]"),
    Mutant("series", "target one step early", "both[:, :n_steps], both[:, n_steps:]",
           "both[:, :n_steps], both[:, n_steps - 1 : -1]"),
    Mutant("series", "window one step late", "both[:, :n_steps], both[:, n_steps:]",
           "both[:, 1 : n_steps + 1], both[:, n_steps:]"),
    Mutant("series", "last window lost", "both[:, :n_steps], both[:, n_steps:]",
           "both[:-1, :n_steps], both[:-1, n_steps:]"),
    Mutant("series", "features before time", "both.swapaxes(1, 2) if", "both if"),
    Mutant("series", "windows copied", "return (X if series.ndim == 2", "X = X.copy()\n    "
           "return (X if series.ndim == 2"),
    Mutant("series", "one step too many asked", "expect(len(series) >= need",
           "expect(len(series) > need"),
    Mutant("series", "targets include their own step", "series[:, 1:, 0], horizon",
           "series[:, :-1, 0], horizon"),
    Mutant("series", "targets one step late", "series[:, 1:, 0], horizon",
           "np.roll(series, -1, axis=1)[:, 1:, 0], horizon"),
    Mutant("series", "whole series as input", "return series[:, :n_steps], ahead",
           "return series, ahead"),
    Mutant("series", "longer series accepted", "expect(series.shape[1:] == (n_steps + horizon, 1)",
           "expect(series.shape[1] >= n_steps + horizon"),
    Mutant("series", "no gap between parts", "gap = horizon - 1", "gap = 0"),
    Mutant("series", "gap of a whole horizon", "gap = horizon - 1", "gap = horizon"),
    Mutant("series", "gap before the test only", "slice(0, first - gap)", "slice(0, first)"),
    Mutant("series", "gap before validation only", "slice(first, second - gap)",
           "slice(first, second)"),
    Mutant("series", "last window left out", "slice(second, n_windows)",
           "slice(second, n_windows - 1)"),
    Mutant("series", "shares need not sum to 1", "and abs(shares.sum() - 1) < 1e-9", ""),
    Mutant("series", "empty part accepted", "expect(min(sizes) > 0", "expect(min(sizes) > -99"),
    Mutant("gaps", "forward fill looks ahead",
           "np.maximum.accumulate(np.where(np.isnan(series), -1",
           "np.maximum.accumulate(np.where(np.isnan(np.roll(series, -1, 0)), -1"),
    Mutant("gaps", "the last value fills what is before it", "np.maximum(last, 0)", "last"),
    Mutant("gaps", "interpolation by row number of known values", "np.interp(t, t[known]",
           "np.interp(t, np.arange(known.sum())"),
    Mutant("gaps", "columns mixed up", "filled.T.reshape(series.shape)",
           "filled.reshape(series.shape)"),
    Mutant("gaps", "known values drawn anew",
           "np.where(known, column, np.interp(t, t[known], column[known]))",
           "np.interp(t + 0.1, t[known], column[known])"),
    Mutant("gaps", "a count too few", "return steps - last", "return steps - last - 1"),
    Mutant("gaps", "no margin before", "free[max(0, start - margin)", "free[start"),
    Mutant("gaps", "no margin behind", "start + lengths[row] + margin]", "start + lengths[row]]"),
    Mutant("gaps", "margin wraps around", "free[max(0, start - margin)", "free[start - margin"),
    Mutant("gaps", "shortest first",
           "key=lambda row: -lengths[row]", "key=lambda row: lengths[row]"),
    Mutant("gaps", "always the first place", "int(rng.choice(starts))", "int(starts[0])"),
    Mutant("gaps", "the value before may be missing", "(start - 1, start, start + length - 1",
           "(start, start, start + length - 1"),
    Mutant("gaps", "the value behind may be missing", "start + length - 1, start + length)",
           "start + length - 1)"),
    Mutant("gaps", "the last value may be missing", "start, start + length - 1, start + length)",
           "start, start + length)"),
    Mutant("gaps", "infinite values pass", "expect(infinite == 0", "expect(True"),
    Mutant("forecast", "step of the grid", "step = 1 / (n_steps - 1)", "step = 1 / n_steps"),
    Mutant("forecast", "frequencies halved", "[[10, 20], [20, 40]]", "[[5, 10], [10, 20]]"),
    Mutant("forecast", "fast wave searched slow", "[[10, 20], [20, 40]]", "[[10, 20], [10, 20]]"),
    Mutant("forecast", "Gauss-Newton backwards", "omega + change[:, 4:]", "omega - change[:, 4:]"),
    Mutant("forecast", "no Gauss-Newton", "omega + change[:, 4:]", "omega"),
    Mutant("forecast", "slope without t", "return t[:, None] * (a *", "return (a *"),
    Mutant("forecast", "sign of the slope", "a * np.cos(angle) - b * np.sin(angle)",
           "a * np.cos(angle) + b * np.sin(angle)"),
    Mutant("forecast", "waves one step late", "x.shape[1] + np.arange(expect",
           "x.shape[1] + 1 + np.arange(expect"),
    Mutant("forecast", "worst pair of the grid", "better = explained > best",
           "better = explained < -best"),
    Mutant("forecast", "no ridge on the waves", "(0.01 / 12) / (0.5**2 / 2)", "0.0"),
    Mutant("forecast", "heavy ridge", "(0.01 / 12) / (0.5**2 / 2)", "(0.5**2 / 2) / (0.1**2 / 2)"),
    Mutant("forecast", "oldest step kept", "[window[:, 1:], step", "[window, step"),
    Mutant("forecast", "forecast put in front",
           "[window[:, 1:], step[:, None].astype(window.dtype)]",
           "[step[:, None].astype(window.dtype), window[:, 1:]]"),
    Mutant("forecast", "window not moved on", "window = np.concatenate([window",
           "unused = np.concatenate([window"),
    Mutant("forecast", "window becomes float64", "step[:, None].astype(window.dtype)",
           "step[:, None].astype(float)"),
    Mutant("forecast", "forecast broadcast", "expect(step.shape == (batch, 1)", "expect(True"),
    Mutant("forecast", "mape without abs", "np.mean(np.abs(errors / np.asarray(target",
           "np.mean(np.asarray(errors / np.asarray(target"),
    Mutant("forecast", "mape of signed targets", "np.abs(errors / np.asarray(target, dtype=float))",
           "np.abs(errors) / np.asarray(target, dtype=float)"),
    Mutant("forecast", "mape divides by zero", "expect(zeros == 0", "expect(True"),
    Mutant("forecast", "mase season ignored", "history[:, m:] - history[:, :-m]",
           "history[:, 1:] - history[:, :-1]"),
    Mutant("forecast", "mase one scale for all", ".mean(axis=1)\n    largest",
           ".mean(axis=1); scale[:] = scale.mean()\n    largest"),
    Mutant("forecast", "mase squared", "np.abs(history[:, m:] - history[:, :-m])",
           "np.square(history[:, m:] - history[:, :-m])"),
    Mutant("forecast", "mase of a constant", "scale <= 1e-6 * largest", "scale < 0"),
    Mutant("forecast", "mase of a rounding error", "1e-6 * largest", "0 * largest"),
    Mutant("forecast", "mase of the forecast's size", "(history, target)]", "(target, target)]"),
    Mutant("forecast", "targets reach the origin", "left_out = horizon - 1 + gap",
           "left_out = gap"),
    Mutant("forecast", "gap ignored", "left_out = horizon - 1 + gap", "left_out = horizon - 1"),
    Mutant("forecast", "a whole horizon left out", "left_out = horizon - 1 + gap",
           "left_out = horizon + gap"),
    Mutant("forecast", "always sliding", "0 if train_size is None else stop - size", "stop - size"),
    Mutant("forecast", "always growing", "0 if train_size is None else stop - size", "0"),
    Mutant("forecast", "parts overlap", "min(origin + step, n_windows)",
           "min(origin + step + 1, n_windows)"),
    Mutant("forecast", "the last part runs over", "min(origin + step, n_windows)", "origin + step"),
    Mutant("forecast", "training short at first", "expect(first >= size + left_out", "expect(True"),
    Mutant("forecast", "a first beyond the end", "expect(first < n_windows", "expect(True"),
    Mutant("forecast", "skill bound of one",
           "expect(baseline_error > 0", "expect(baseline_error > 1"),
    Mutant("forecast", "windows of whole numbers", "as_float(_univariate(X))", "_univariate(X)"),
    Mutant("forecast", "whole forecasts", "steps.append(as_float(step))", "steps.append(step)"),
    Mutant("forecast", "interpolation is silent", "n_windows <= n_weights + 1", "False"),
    Mutant("forecast", "interpolation of the last one", "n_windows <= n_weights + 1",
           "n_windows <= n_weights"),
    Mutant("forecast", "skill upside down", "1 - error / baseline_error",
           "1 - baseline_error / max(error, 1e-9)"),
    Mutant("forecast", "skill is the ratio", "1 - error / baseline_error",
           "error / baseline_error"),
    Mutant("forecast", "season one step early", "X[:, n_steps - season_length :, 0]",
           "X[:, n_steps - season_length - 1 : -1, 0]"),
    Mutant("forecast", "first season", "X[:, n_steps - season_length :, 0]",
           "X[:, :season_length, 0]"),
    Mutant("forecast", "season shifted by one", '"horizon")) % season', '"horizon") + 1) % season'),
    Mutant("evidence", "blocks of one step", "n_blocks = -(-steps // block)",
           "block = 1; n_blocks = steps"),
    Mutant("evidence", "one block too few", "n_blocks = -(-steps // block)",
           "n_blocks = steps // block"),
    Mutant("evidence", "the last block is whole", "lengths[-1] -= n_blocks * block - steps",
           "pass"),
    Mutant("evidence", "no block runs round the end", "size=(draws, n_blocks))",
           "size=(draws, n_blocks)) % (steps - block + 1)"),
    Mutant("evidence", "missing values count", "_of_stretches(known.astype(float)",
           "_of_stretches(np.ones(steps)"),
    Mutant("evidence", "an interval of 90 %", "np.quantile(means, [0.025, 0.975])",
           "np.quantile(means, [0.05, 0.95])"),
    Mutant("evidence", "the mean of what is missing", "float(values[known].mean())",
           "float(np.where(known, values, 0).mean())"),
    Mutant("evidence", "long blocks pass", "expect(2 * block <= steps", "expect(True"),
    Mutant("forecast", "no wrap-around",
           'np.arange(expect_count(horizon, "horizon")) % season_length',
           'np.minimum(np.arange(expect_count(horizon, "horizon")), season_length - 1)'),
    Mutant("forecast", "naive two steps back", "seasonal_naive(X, 1, horizon)",
           "seasonal_naive(X, 2, horizon)"),
    Mutant("forecast", "season length unchecked", "expect(season_length <= n_steps", "expect(True"),
    Mutant("forecast", "second feature ignored", "expect(X.shape[2] == 1", "expect(True"),
    Mutant("forecast", "no ridge", "if self.l2:", "if False:"),
    Mutant("forecast", "penalty l2 squared", "np.sqrt(self.l2)", "self.l2"),
    Mutant("forecast", "intercept penalised", "self.intercept_ = target_mean",
           "self.intercept_ = len(rows) / (len(rows) + self.l2) * target_mean"),
    Mutant("forecast", "no intercept", "self.intercept_ = target_mean - row_mean @ self.coef_",
           "self.intercept_ = 0 * target_mean"),
    Mutant("forecast", "sign of the intercept", "target_mean - row_mean @",
           "target_mean + row_mean @"),
    Mutant("forecast", "windows not centred", "centred = rows - row_mean", "centred = rows"),
    Mutant("forecast", "features before time", "X.reshape(len(X), -1)",
           "X.swapaxes(1, 2).reshape(len(X), -1)"),
    Mutant("forecast", "negative l2 accepted",
           "0 <= v < np.inf)\n\n    def fit", "v < np.inf)\n\n    def fit"),
    Mutant("forecast", "target broadcast", "target.ndim == 2 and len(target) == len(rows)",
           "target.ndim == 2"),
    Mutant("forecast", "mse is mae", "_errors(target, forecast) ** 2",
           "abs(_errors(target, forecast))"),
    Mutant("forecast", "mae is mse", "np.mean(np.abs(_errors(target, forecast)))",
           "np.mean(_errors(target, forecast) ** 2)"),
    Mutant("forecast", "missing abs", "np.mean(np.abs(_errors(target, forecast)))",
           "np.mean(_errors(target, forecast))"),
    Mutant("forecast", "sum for mean", "float(np.mean(_errors", "float(np.sum(_errors"),
    Mutant("forecast", "root of the mse", "float(np.mean(_errors(target, forecast) ** 2))",
           "float(np.mean(_errors(target, forecast) ** 2) ** 0.5)"),
    Mutant("forecast", "(n,) against (n, 1)", "same = forecast.shape == target.shape and",
           "same ="),
    Mutant("forecast", "empty mean", "shape and target.size > 0", "shape"),
    Mutant("forecast", "errors in float32", "target.astype(float) - forecast.astype(float)",
           "target - forecast"),
    Mutant("_expect", "zero is a count", "whole and value >= least", "whole and value >= 0"),
    Mutant("_expect", "True is a count",
           "isinstance(value, Integral) and not isinstance(value, NO_NUMBERS)",
           "isinstance(value, Integral)"),
    Mutant("_expect", "empty axes accepted", "expect(size > 0", "expect(size >= 0"),
    Mutant("_expect", "infinity accepted", "np.isfinite(a)", "(a == a)"),
    Mutant("text", "one side may be empty",
           "0 < n_test < len(things)", "0 <= n_test < len(things)"),
    Mutant("text", "other side may be empty", "0 < n_test < len(things)",
           "0 < n_test <= len(things)"),
    Mutant("text", "six of seven patterns", "rng.integers(7, size", "rng.integers(6, size"),
    Mutant("text", "another file's weights", '"date_reader.npz"', '"date_reader_2.npz"'),
    Mutant("training", "sums in any order", "    tf.config.experimental.enable_op_determinism()\n",
           ""),
    Mutant("training", "bar by standard error", "sys.stdout and sys.stdout.isatty()",
           "sys.stdout and sys.stderr.isatty()"),
    Mutant("training", "no bar in a notebook",
           '.get("allow_stdin"))', '.get("allow_stdin") and 0)'),
    Mutant("training", "bar in every notebook",
           '.get("allow_stdin"))', '.get("allow_stdin") or 1)'),
    Mutant("training", "retracing is warned of", 'addFilter(_is_no_false_alarm)', "filters"),
    Mutant("training", "all retracing is silent", ' and "TensorFlowTrainer" in message', ""),
    Mutant("training", "large targets pass", "abs(mean) > FAR or sd > FAR", "False"),
    Mutant("training", "a level of many spreads passes", "abs(mean) > FAR * sd", "False"),
    Mutant("_expect", "condition inverted", "if not condition", "if condition"),
]  # fmt: skip


def run(folder, tests, *options):
    """Run these tests on the copy in `folder`; return the finished process."""
    environment = os.environ | {
        "PYTHONPATH": str(folder),
        "PYTHONDONTWRITEBYTECODE": "1",  # two mutants may share size and second: no stale cache
    }
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-x", "--tb=no", *options, *(f"tests/{t}" for t in tests)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
    )


def first_failure(process):
    """Return the name of the test that caught the mutant, or "" if none did."""
    if process.returncode == 0:
        return ""
    failed = re.search(r"^(?:FAILED|ERROR) tests/([^\s[]+)", process.stdout, re.MULTILINE)
    if failed is None or process.returncode != 1:
        sys.exit(f"the tests did not run:\n{process.stdout}{process.stderr}")
    return failed[1]


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("modules", nargs="*", help=f"some of {', '.join(TESTS)}; all by default")
    modules = parser.parse_args().modules or list(TESTS)
    chosen = [mutant for mutant in MUTANTS if mutant.module in modules]
    results = []
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        no_cache = shutil.ignore_patterns("__pycache__")
        for name in ("unrolled", "tests", "tools", "results"):  # conftest.py imports from tools
            shutil.copytree(ROOT / name, folder / name, ignore=no_cache)
        for name in ("pyproject.toml", "_toc.yml"):  # conftest.py reads the latter
            shutil.copy(ROOT / name, folder)
        needed = {test: None for module in modules for test in TESTS[module]}
        if run(folder, needed).returncode:
            sys.exit("The tests fail without any mutant: mend that first.")
        for mutant in chosen:
            path = folder / "unrolled" / f"{mutant.module}.py"
            source = path.read_text(encoding="utf-8")
            times = source.count(mutant.old)
            if times != 1:
                sys.exit(f"{path.name} holds {mutant.old!r} {times} times: renew {mutant.bug!r}")
            mutated = source.replace(mutant.old, mutant.new)
            compile(mutated, path.name, "exec")  # a bug that does not even compile proves nothing
            path.write_text(mutated, encoding="utf-8")
            caught_by = first_failure(run(folder, TESTS[mutant.module]))
            path.write_text(source, encoding="utf-8")
            print(f"{mutant.module:9} {mutant.bug:28} {caught_by or 'SURVIVED'}", flush=True)
            results.append({"module": mutant.module, "bug": mutant.bug, "caught_by": caught_by})
    caught = sum(bool(result["caught_by"]) for result in results)
    print(f"{caught} of {len(results)} caught")
    if set(modules) == set(TESTS):
        score = {"caught": caught, "mutants": len(results), "results": results}
        SCORE.write_text(json.dumps(score, indent=1) + "\n", encoding="utf-8")
    return caught < len(results)


if __name__ == "__main__":
    sys.exit(main())
