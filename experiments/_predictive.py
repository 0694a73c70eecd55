r"""The distribution that a window of the generated series leaves for the steps to come.

A series is :math:`0.5 \sin(\omega_1\tau - \varphi_1) + 0.2 \sin(\omega_2\tau - \varphi_2)` plus
noise, uniform within 0.05. All four numbers are drawn uniformly by way of frequencies and offsets,
and the noise is as likely to take any value in its range, so what a window says of them is: they
lie where all of its residuals are within 0.05, and there the prior holds unchanged.

That set is sampled by hit-and-run, with the Metropolis correction: from a point a direction is
drawn, and on the line the stretch within which all residuals would stay in bounds if the signal
were linear in the four numbers; a point drawn from the stretch is accepted if its true residuals
are within bounds, with a probability that makes up for the length of its own stretch.

Every walk starts *blindly*, from a fit to the window, and finds the set for itself. Walks from the
true numbers, which are an exact draw from the distribution, serve as a check: those alone would
give right coverage even if they never moved.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np

from experiments._forecasting import N_STEPS
from experiments._record import replace_arrays

HORIZON = 10
BOUND = 0.05 + 1e-7  # of the noise; the series are kept in single precision
AMPLITUDES = np.array([0.5, 0.2])
RANGES = np.array([[10.0, 20.0], [20.0, 40.0]])  # of the two frequencies
TIME = np.linspace(0, 1, N_STEPS + HORIZON)
PAST, AHEAD = TIME[:N_STEPS], TIME[N_STEPS:]
WALKS, SEARCH, WARM, KEPT = 8, 300, 200, 400  # walks a series, and their steps
COUNT = 1000  # series of one seed
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
PATHS = 20  # drawn for every window, for others to use
# What a seed gave, so that others need not sample it anew; whoever does not find it samples.
FOLDER = Path(__file__).resolve().parents[1] / "_build" / "predictive"
POOR = 0.08  # largest residual of a fit that is tried again from elsewhere


class Series(NamedTuple):
    """Generated series and the numbers they were made of."""

    values: np.ndarray  # (batch, 60)
    numbers: np.ndarray  # (batch, 4): omega_1, phi_1, omega_2, phi_2


def fresh(count, seed):
    """Return series as `unrolled.series.generate_time_series` draws them, with their numbers."""
    from unrolled.series import generate_time_series

    rng = np.random.default_rng([seed, count])
    values = generate_time_series(count, len(TIME), rng)[:, :, 0]
    f1, f2, o1, o2 = np.random.default_rng([seed, count]).random((4, count))  # the same draws
    omega = 10 * f1 + 10, 20 * f2 + 20
    numbers = np.stack([omega[0], omega[0] * o1, omega[1], omega[1] * o2], axis=1)
    return Series(values.astype(float), numbers)


def signal(numbers, time):
    """Return the waves without noise, shape (..., time), of numbers of shape (..., 4)."""
    first, second = (
        amplitude * np.sin(numbers[..., 2 * i, None] * time - numbers[..., 2 * i + 1, None])
        for i, amplitude in enumerate(AMPLITUDES)
    )
    return first + second


def slopes(numbers, time):
    """Return the derivatives of `signal` by its four numbers, shape (batch, time, 4)."""
    columns = []
    for i, amplitude in enumerate(AMPLITUDES):
        angle = numbers[:, 2 * i, None] * time - numbers[:, 2 * i + 1, None]
        columns += [amplitude * np.cos(angle) * time, -amplitude * np.cos(angle)]
    return np.stack(columns, axis=2)


def prior(numbers):
    """Return the prior density, up to a factor: how many offsets from 0 to 1 give this phase."""
    density = 1.0
    for i, (low, high) in enumerate(RANGES):
        omega, phase = numbers[..., 2 * i], numbers[..., 2 * i + 1] % (2 * np.pi)
        turns = np.floor((omega - phase) / (2 * np.pi)) + 1
        density = density * turns / omega * ((omega > low) & (omega < high))
    return density


def fitted(windows, rng):
    """Return numbers fitted to windows (batch, 50) by least squares, from the window alone."""
    from unrolled.forecast import TwoSinesForecaster

    omega, sines = TwoSinesForecaster(len(TIME))._fit(windows)
    omega = omega * (len(TIME) - 1)
    phase = -np.arctan2(sines[:, 2:], sines[:, :2])
    numbers = np.stack([omega[:, 0], phase[:, 0], omega[:, 1], phase[:, 1]], axis=1)
    numbers = refined(numbers, windows)
    for i in np.flatnonzero(np.abs(windows - signal(numbers, PAST)).max(axis=1) > POOR):
        numbers[i] = searched(windows[i], rng)  # two frequencies that all but coincide
    return numbers


def searched(window, rng):
    """Return the best fit to one window from many starts."""
    phase = rng.uniform(0, 2 * np.pi, (2, 20_000))
    omega = rng.uniform(*RANGES.T, (20_000, 2))
    starts = np.stack([omega[:, 0], phase[0], omega[:, 1], phase[1]], axis=1)
    off = ((window - signal(starts, PAST)) ** 2).sum(axis=1)
    best = refined(starts[np.argsort(off)[:50]], np.repeat(window[None], 50, axis=0), 100)
    return best[np.argmin(np.abs(window - signal(best, PAST)).max(axis=1))]


def refined(numbers, windows, updates=20):
    """Take Gauss-Newton steps, a little held back, with the amplitudes that are known."""
    for _ in range(updates):
        J = slopes(numbers, PAST)
        inner = J.swapaxes(1, 2) @ J + 0.01 * np.eye(4)
        off = (windows - signal(numbers, PAST))[..., None]
        numbers = numbers + 0.7 * np.linalg.solve(inner, J.swapaxes(1, 2) @ off)[..., 0]
        for i, (low, high) in enumerate(RANGES):
            numbers[:, 2 * i] = np.clip(numbers[:, 2 * i], low + 1e-6, high - 1e-6)
    return numbers


class Walkers:
    """Walks of several windows at once, in step; `move` takes one step of all."""

    def __init__(self, windows, centre, start, rng):
        self.x, self.rng = windows[:, None], rng
        J = slopes(centre, PAST)
        inner = J.swapaxes(1, 2) @ J
        inner += 1e-6 * np.trace(inner, axis1=1, axis2=2)[:, None, None] * np.eye(4)
        self.root = np.linalg.cholesky(np.linalg.inv(inner))  # (batch, 4, 4)
        self.J = J
        self.at = np.array(start)  # (batch, walks, 4)
        self.residual = self.x - signal(self.at, PAST)
        self.density = prior(self.at)
        self.accepted = 0.0

    def adapt(self, seen):
        """Draw directions from now on by the shape that was seen, (batch, walks, steps, 4)."""
        centre = seen.mean(axis=(1, 2))
        off = (seen - centre[:, None, None]).reshape(len(seen), -1, 4)
        shape = off.swapaxes(1, 2) @ off / off.shape[1]
        narrow = np.trace(shape, axis1=1, axis2=2)[:, None, None] * np.eye(4)
        self.root = np.linalg.cholesky(shape + 1e-9 * narrow)
        self.J = slopes(centre, PAST)

    def inside(self):
        """Tell which walks have arrived where all residuals are within bounds."""
        return np.abs(self.residual).max(axis=2) <= BOUND

    def search(self):
        """Take a random step where it makes the largest residual smaller."""
        size = 10 ** self.rng.uniform(-3, -0.5, (*self.at.shape[:2], 1))
        step = size * (self.rng.normal(size=self.at.shape) @ self.root.swapaxes(1, 2))
        new = self.at + step
        residual = self.x - signal(new, PAST)
        worst, before = (np.abs(r).max(axis=2) for r in (residual, self.residual))
        self._take(new, residual, prior(new), (worst < np.maximum(before, BOUND)))

    def move(self):
        """Take a step of hit-and-run."""
        step = self.rng.normal(size=self.at.shape) @ self.root.swapaxes(1, 2)
        slope = step @ self.J.swapaxes(1, 2)  # (batch, walks, 50): of the signal along the line
        low, high = stretch(self.residual, slope)
        c = low + (high - low) * self.rng.random(low.shape)
        new = self.at + c[..., None] * step
        residual = self.x - signal(new, PAST)
        density = prior(new)
        back, forth = stretch(residual, slope)
        allowed = (np.abs(residual).max(axis=2) <= BOUND) & (back <= -c) & (-c <= forth)
        with np.errstate(divide="ignore", invalid="ignore"):
            odds = density / self.density * (high - low) / (forth - back)
        chosen = allowed & (self.rng.random(low.shape) < odds)
        self.accepted += chosen.mean()
        self._take(new, residual, density, chosen)

    def _take(self, new, residual, density, chosen):
        chosen = chosen & (density > 0)
        self.at[chosen], self.residual[chosen] = new[chosen], residual[chosen]
        self.density[chosen] = density[chosen]


def stretch(residual, slope):
    """Return between which steps along a line all residuals would stay within bounds."""
    ends = (residual + np.array([-BOUND, BOUND])[:, None, None, None]) / slope
    return ends.min(axis=0).max(axis=2), ends.max(axis=0).min(axis=2)


def samples(windows, rng, start=None):
    """Return draws of the four numbers given windows, (batch, walks, kept, 4), and a report.

    Without a `start` every walk begins at a fit to its window; a walk that has not arrived after
    the search begins where another of the same window has.
    """
    centre = fitted(windows, rng) if start is None else start
    walkers = Walkers(windows, centre, np.repeat(centre[:, None], WALKS, axis=1), rng)
    lost = 0
    if start is None:
        for _ in range(SEARCH):
            walkers.search()
        there = walkers.inside()
        lost = int((~there.any(axis=1)).sum())
        found = np.where(there, np.arange(WALKS), np.argmax(there, axis=1)[:, None])
        for name in ("at", "residual"):
            whole = getattr(walkers, name)
            setattr(walkers, name, np.take_along_axis(whole, found[..., None], axis=1))
        walkers.density = prior(walkers.at)
    walked = np.empty((len(windows), WALKS, WARM + KEPT, 4))
    for step in range(WARM + KEPT):
        if step in (WARM // 2, WARM):
            walkers.adapt(walked[:, :, step - WARM // 2 : step])
        walkers.move()
        walked[:, :, step] = walkers.at
    return walked[:, :, WARM:], {"lost": lost, "accepted": walkers.accepted / (WARM + KEPT)}


def given(seed):
    """Return what `sampled` gives for a seed, as it was kept if it was."""
    path = FOLDER / f"{seed}.npz"
    if path.is_file():
        with np.load(path) as arrays:
            return dict(arrays)
    return sampled(seed)


def sampled(seed):
    """Return what is known of the steps after each window of a seed, as a dict of arrays; keep it.

    ``target`` and ``mean`` are (1000, 10), ``quantiles`` (1000, 10, 5), ``paths`` (1000, 20, 10),
    ``spread`` (1000, 10), the variance of the signal given the window; and ``inside``, the share of
    paths that lie in the 90 % intervals at all ten steps, and ``factor``, by which the intervals
    have to be widened about their middle to hold 90 % of the paths whole, are (1000,).
    """
    series = fresh(COUNT, seed)
    numbers, report = samples(series.values[:, :N_STEPS], np.random.default_rng([seed, 1]))
    found = {"target": series.values[:, N_STEPS:]} | summary(numbers, np.random.default_rng(seed))
    last = signal(numbers, AHEAD[-1:])[..., 0]
    found |= {"rhat": spread_ratio(last), "draws": effective(last)} | report
    found = {name: np.asarray(array) for name, array in found.items()}
    replace_arrays(FOLDER / f"{seed}.npz", found)
    return found


def summary(numbers, rng):
    """Return means, quantiles and paths of the steps to come, from draws of the numbers."""
    parts = []
    for part in np.array_split(numbers, max(1, len(numbers) // 100)):
        waves = signal(part.reshape(len(part), -1, 4), AHEAD)  # (batch, draws, 10)
        paths = waves + rng.uniform(-0.05, 0.05, waves.shape)
        quantiles = np.quantile(paths, LEVELS, axis=1)
        middle, half = (quantiles[-1] + quantiles[0]) / 2, (quantiles[-1] - quantiles[0]) / 2
        out = (np.abs(paths - middle[:, None]) / half[:, None]).max(axis=2)
        chosen = rng.choice(paths.shape[1], PATHS, replace=False)
        parts.append(
            {
                "mean": waves.mean(axis=1),
                "spread": waves.var(axis=1),
                "quantiles": np.moveaxis(quantiles, 0, -1),
                "paths": paths[:, chosen],
                "inside": (out <= 1).mean(axis=1),
                "factor": np.quantile(out, 0.9, axis=1),
            }
        )
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def spread_ratio(values):
    """Return R-hat of walks, (batch, walks, steps): 1 where they all tell the same."""
    n = values.shape[2]
    within = values.var(axis=2, ddof=1).mean(axis=1)
    between = n * values.mean(axis=2).var(axis=1, ddof=1)
    return np.sqrt(((n - 1) / n * within + between / n) / within)


def effective(values):
    """Return the effective number of draws of walks (batch, walks, steps), by batch means."""
    batch, _, n = values.shape
    length = 40
    means = values[:, :, : n // length * length].reshape(batch, -1, length).mean(axis=2)
    whole = values.reshape(batch, -1).var(axis=1)
    return values[0].size * whole / (length * means.var(axis=1, ddof=1))
