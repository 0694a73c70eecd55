"""experiments._rivals: what stands beside networks, checked without the extra that records it."""

import importlib

import numpy as np
import pytest

from experiments import _rivals, classical, classical_choice
from unrolled.evidence import load


def test_the_settings_are_those_of_the_smallest_error():
    best = {}
    for run in load("classical_choice"):
        key = run["series"], run["steps"], run["rival"]
        best[key] = min(best.get(key, (np.inf, "")), (run["mae"], run["variant"]))
    assert classical.BEST == {key: variant for key, (_, variant) in best.items()}


def test_settings_are_named_by_what_they_are():
    variants = classical_choice.named(lags=[24, 48], penalty=[1.0])
    assert variants == {
        "lags 24, penalty 1.0": {"lags": 24, "penalty": 1.0},
        "lags 48, penalty 1.0": {"lags": 48, "penalty": 1.0},
    }


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    def absent(name):
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", absent)
    with pytest.raises(SystemExit, match=r"(?s)extra of this project.*\[classical\]"):
        _rivals.need("statsmodels")


@pytest.mark.parametrize("order", [(2, 1), (1, 2), (3, 0), (0, 1)])
def test_arma_forecasts_equal_the_recursion_by_hand(order):
    rng, (p, q) = np.random.default_rng(3), order
    phi, theta = rng.uniform(-0.4, 0.4, p), rng.uniform(-0.4, 0.4, q)
    values, first, steps = rng.normal(size=30), np.array([12, 17, 23]), 4
    found = _rivals.arma_forecasts(values, phi, theta, first, steps)
    errors = [0.0] * 30
    for t in range(max(order), 30):
        known = sum(phi[k] * values[t - 1 - k] for k in range(p))
        known += sum(theta[k] * errors[t - 1 - k] for k in range(q))
        errors[t] = values[t] - known
    for row, begin in zip(found, first, strict=True):
        path, wrong = list(values[:begin]), errors[:begin]
        for k in range(steps):
            new = sum(phi[j] * path[-1 - j] for j in range(p))
            new += sum(theta[j] * wrong[-1 - j] for j in range(q))
            path.append(new)
            wrong = [*wrong, 0.0]
            assert row[k] == pytest.approx(new)


def test_ridge_does_not_shrink_the_constant():
    rng = np.random.default_rng(5)
    rows, targets = rng.normal(size=(40, 3)) + 7, rng.normal(size=(40, 2)) + np.array([30, -4])
    weights, constant = _rivals.ridge(rows, targets, 1e9)
    np.testing.assert_allclose(rows.mean(axis=0) @ weights + constant, targets.mean(axis=0))
    weights, constant = _rivals.ridge(rows, targets, 0.0)
    exact = np.linalg.lstsq(np.column_stack([rows, np.ones(40)]), targets, rcond=None)[0]
    np.testing.assert_allclose(np.vstack([weights, constant]), exact, atol=1e-8)


@pytest.mark.parametrize(("series", "steps"), [("I-94", 24), ("CO2", 52)])
@pytest.mark.parametrize("rival", ["naive", "seasonal naive", "linear"])
def test_forecasts_read_nothing_behind_their_origin(series, steps, rival):
    task, rng = _rivals.TASKS[series](steps), np.random.default_rng(0)
    options = classical.CHOSEN.get((series, steps, rival), {})
    origin = task.origins[2]
    origin = origin._replace(first=origin.first[:1])  # from where everything later is unknown
    wrecked = {
        name: np.concatenate([getattr(task, name)[: origin.split],
                              rng.normal(size=len(task.values) - origin.split) * 1e6])
        for name in ("values", "counted")
    }  # fmt: skip
    one, other = (
        _rivals.RIVALS[rival](t, origin, steps, **options)[0]
        for t in (task, task._replace(**wrecked))
    )
    np.testing.assert_array_equal(one, other)


def test_origins_follow_one_another_and_the_choice_lies_before():
    for series, steps in (("I-94", 1), ("I-94", 24), ("CO2", 52)):
        task = _rivals.TASKS[series](steps)
        assert len(task.origins) == 5 and (task.choice.first + steps).max() <= task.origins[0].split
        for origin in (task.choice, *task.origins):
            assert origin.first[0] == origin.split
            assert (origin.first[-1] + steps) <= len(task.values)
    assert (_rivals.traffic(24).values.shape[0] - 1) < 12_500  # nothing of June 2018 is held
