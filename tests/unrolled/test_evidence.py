"""unrolled.evidence: reading and summarising recorded runs."""

import json
import math

import numpy as np
import pytest

from unrolled.evidence import (
    Band,
    band,
    block_bootstrap,
    environments,
    flatten,
    load,
    load_published,
    paired_difference,
    table,
    where,
    with_budget,
)

SCORES = {("a", 5): (0.9, 1.0, 0.8), ("a", 20): (0.5, 0.6, 0.4), ("b", 5): (1.0, 1.0, 1.0)}


def recorded(start, lag, seed, score, **more):
    """Return a run as it stands in a file."""
    metrics = {"accuracy": score, "parameters": 7, "seconds": lag + seed / 10}
    return {"settings": {"start": start, "lag": lag}, "seed": seed, "metrics": metrics, **more}


@pytest.fixture
def folder(tmp_path):
    runs = [recorded(*key, seed, s) for key, all in SCORES.items() for seed, s in enumerate(all)]
    runs[1]["workers"] = 2
    document = {"constants": {"units": 3}, "environments": [], "runs": runs}
    (tmp_path / "toy.json").write_text(json.dumps(document))
    return tmp_path


@pytest.fixture
def runs(folder):
    return load("toy", [folder])


def test_a_run_is_one_flat_dict(runs):
    assert len(runs) == 9
    assert runs[0] == {
        "units": 3, "start": "a", "lag": 5, "seed": 0, "workers": 1,
        "accuracy": 0.9, "parameters": 7, "seconds": 5.0,
    }  # fmt: skip


def test_runs_say_how_many_trained_at_a_time_and_old_ones_were_alone(runs):
    assert [run["workers"] for run in runs[:3]] == [1, 2, 1]
    assert flatten(recorded("a", 5, 0, 0.1, workers=4))["workers"] == 4


def test_environments_are_those_of_the_file(folder):
    document = json.loads((folder / "toy.json").read_text())
    document["environments"] = [{"python": "3.11.7", "machine": "Linux x86_64, 2 cores"}]
    (folder / "toy.json").write_text(json.dumps(document))
    assert environments("toy", [folder / "none", folder]) == document["environments"]
    with pytest.raises(FileNotFoundError, match=r"'toi'.*recorded are: toy"):
        environments("toi", [folder])


def test_missing_evidence_says_what_there_is(folder):
    with pytest.raises(FileNotFoundError, match=r"'toi'.*recorded are: toy.*make evidence"):
        load("toi", [folder])


def test_errors_of_single_series_take_the_place_of_their_row(folder):
    document = json.loads((folder / "toy.json").read_text())
    for number, run in enumerate(document["runs"]):
        run["metrics"]["errors"] = 8 - number
    (folder / "toy.json").write_text(json.dumps(document))
    with pytest.raises(FileNotFoundError, match=r"'toy': toy-errors.npz is not beside it"):
        load("toy", [folder], errors=True)
    rows = np.random.default_rng(0).random((9, 4)).astype(np.float16)
    np.savez(folder / "toy-errors.npz", errors=rows)
    for number, run in enumerate(load("toy", [folder], errors=True)):
        assert run["errors"].dtype == float
        np.testing.assert_array_equal(run["errors"], rows[8 - number])
    assert load("toy", [folder])[0]["errors"] == 8


class TestBudget:
    SPEEDS = tuple(
        {"model": model, "strategy": "at once", "series": 7000, "seed": seed,
         "seconds_before": before, "seconds_per_epoch": epoch}
        for model, seed, before, epoch in [
            ("a", 0, 9.0, 2.0), ("a", 1, 1.0, 9.0), ("a", 2, 5.0, 3.0), ("b", 0, 0.5, 0.25)]
    )  # fmt: skip

    def budget(self, **run):
        (one,) = with_budget([{"strategy": "at once", "series": 7000, **run}], self.SPEEDS)
        return one["budget"]

    def test_what_passes_before_and_the_epochs_by_their_medians(self):
        assert self.budget(model="a", epochs=10) == 5 + 10 * 3
        assert self.budget(model="b", epochs=10) == 0.5 + 10 * 0.25

    def test_more_series_make_longer_epochs(self):
        assert self.budget(model="b", epochs=4, series=70_000) == 0.5 + 40 * 0.25

    def test_the_rest_of_a_run_and_their_order_stay(self):
        runs = [{"model": m, "strategy": "at once", "series": 7000, "epochs": 1} for m in "bab"]
        found = with_budget(runs, self.SPEEDS)
        assert [{k: v for k, v in run.items() if k != "budget"} for run in found] == runs

    def test_refusals(self):
        with pytest.raises(ValueError, match="runs must hold at least one run"):
            with_budget([], self.SPEEDS)
        with pytest.raises(ValueError, match=r"model must be one of \['a', 'b'\], got 'c'"):
            self.budget(model="c", epochs=1)


class TestPairedDifference:
    """One condition against another, series by series."""

    ONE = ({"errors": np.array([1.0, 2, 3, 5])}, {"errors": np.array([2.0, 2, 1, 1])})
    OTHER = ({"errors": np.array([1.0, 1, 2, 2])},)

    def test_difference_by_hand(self):
        gap, low, high = paired_difference(self.ONE, self.OTHER, np.random.default_rng(0))
        # Squares, seeds averaged: 2.5, 4, 5, 13 less 1, 1, 4, 4.
        assert gap == pytest.approx(np.mean([1.5, 3, 1, 9]))
        assert 1 <= low < gap < high <= 9

    def test_the_other_way_round_changes_the_signs_and_the_ends(self):
        there = paired_difference(self.ONE, self.OTHER, np.random.default_rng(0))
        back = paired_difference(self.OTHER, self.ONE, np.random.default_rng(0))
        np.testing.assert_allclose(back, [-there[0], -there[2], -there[1]])

    def test_interval_is_that_of_a_mean(self):
        """As wide as 1.96 standard errors of the paired differences, which are drawn unequal."""
        rng = np.random.default_rng(1)
        hard = rng.exponential(3, 400)
        one = [{"errors": np.sqrt(hard + rng.exponential(1.0, 400))}]
        other = [{"errors": np.sqrt(hard)}]
        gap, low, high = paired_difference(one, other, rng, draws=4000)
        error = (one[0]["errors"] ** 2 - hard).std() / 20
        np.testing.assert_allclose([gap - low, high - gap], 1.96 * error, rtol=0.1)

    def test_every_drawn_mean_counts_once(self):
        """With two series, one of them better by 1, a quarter of the draws are at either end."""
        one, other = [{"errors": np.array([1.0, 0])}], [{"errors": np.array([0.0, 0])}]
        found = paired_difference(one, other, np.random.default_rng(2))
        assert found == (0.5, 0.0, 1.0)
        seed = np.random.default_rng(5)
        assert paired_difference(one, other, seed, draws=1)[1] in (0.0, 0.5, 1.0)

    def test_refusals(self):
        rng = np.random.default_rng(0)
        short = [{"errors": np.ones(3)}]
        for given, argument in [
            (([], self.OTHER, rng), "runs"),
            ((self.ONE, [], rng), "runs"),
            ((self.ONE, short, rng), "other"),
            ((self.ONE, self.OTHER, 7.5), "rng"),
            ((self.ONE, self.OTHER, rng, 0), "draws"),
        ]:
            with pytest.raises(ValueError, match=argument):
                paired_difference(*given)


def dependent(steps, rng, memory=0.9):
    """Return a series each value of which remembers the one before."""
    noise, x = rng.normal(size=steps + 100), np.zeros(steps + 100)
    for t in range(1, steps + 100):
        x[t] = memory * x[t - 1] + noise[t]
    return x[100:]


class PlannedStarts(np.random.Generator):
    """Blocks begin where it is told, so that a draw can be followed by hand."""

    def __init__(self, starts):
        super().__init__(np.random.PCG64(0))
        self.starts = np.array(starts)

    def integers(self, high, size):
        assert size == self.starts.shape and (self.starts < high).all()
        return self.starts


class TestBlockBootstrap:
    def width(self, values, block, **options):
        _, low, high = block_bootstrap(values, block, np.random.default_rng(0), **options)
        return high - low

    def test_draws_by_hand(self):
        values = np.array([1.0, 2, 4, 8, 16])
        starts = [[0, 2, 3]] * 39 + [[4, 1, 0]]  # 1 2 4 8 8, and round the end: 16 1 2 4 1
        mean, low, high = block_bootstrap(values, 2, PlannedStarts(starts), draws=40)
        assert (mean, low) == (6.2, np.quantile([4.6] * 39 + [4.8], 0.025)) and high > low
        _, low, high = block_bootstrap(values, 2, PlannedStarts([[4, 1, 0]] * 2), draws=2)
        assert low == high == pytest.approx(24 / 5)

    def test_missing_values_count_neither_way(self):
        values = np.array([1.0, np.nan, 4, 8, np.nan])
        mean, low, high = block_bootstrap(values, 2, PlannedStarts([[0, 2, 4]]), draws=1)
        assert mean == pytest.approx(13 / 3) and low == high == pytest.approx((1 + 4 + 8) / 3)
        _, low, _ = block_bootstrap(
            values, 1, PlannedStarts([[1, 4, 4, 1, 1], [3, 1, 1, 1, 0]]), draws=2
        )
        assert low == 4.5  # a draw that meets nothing is none

    def test_blocks_of_one_step_are_the_plain_bootstrap(self):
        values = np.random.default_rng(1).exponential(3, 400)
        expected = 2 * 1.96 * values.std() / 20
        assert self.width(values, 1, draws=4000) == pytest.approx(expected, rel=0.1)

    def test_the_mean_of_a_dependent_series_moves_further_than_of_a_shuffled_one(self):
        """By sqrt((1 + 0.9) / (1 - 0.9)) = 4.4 where the memory is 0.9, for long blocks."""
        rng = np.random.default_rng(2)
        ratios = []
        for _ in range(20):
            values = dependent(4000, rng)
            ratios.append(self.width(values, 100) / self.width(rng.permutation(values), 100))
        assert np.mean(ratios) == pytest.approx(19**0.5, rel=0.15)

    def test_the_interval_holds_the_truth_about_as_often_as_it_says(self):
        rng = np.random.default_rng(3)
        held = {1: 0, 60: 0}
        for _ in range(200):
            values = dependent(2000, rng)
            for block in held:
                _, low, high = block_bootstrap(values, block, rng, draws=300)
                held[block] += low <= 0 <= high
        assert held[60] / 200 > 0.85 and held[1] / 200 < 0.5

    def test_seed_scale_and_sign(self):
        values = dependent(200, np.random.default_rng(4)) + 3
        there = block_bootstrap(values, 12, np.random.default_rng(0))
        again = block_bootstrap(values, 12, np.random.default_rng(0))
        back = block_bootstrap(-2 * values, 12, np.random.default_rng(0))
        assert there == again and there[1] < there[0] < there[2]
        np.testing.assert_allclose(back, -2 * np.array([there[0], there[2], there[1]]))
        whole = np.round(values).astype(int)
        as_whole, as_float = (block_bootstrap(v, 12, np.random.default_rng(0))
                              for v in (whole, whole.astype(float)))  # fmt: skip
        assert as_whole == as_float

    def test_refusals(self):
        rng, values = np.random.default_rng(0), np.arange(10.0)
        gone = np.full(10, np.nan)
        for given, argument, said in [
            ((values[:, None], 2, rng), "values", r"shape \(10, 1\)"),
            ((gone, 2, rng), "values", "hold a number, got 0 among 10"),
            ((np.append(values, np.inf), 2, rng), "values", "finite or NaN"),
            ((["a"], 1, rng), "values", "numbers"),
            ((values, 6, rng), "block", "at most half of the 10 steps, got 6"),
            ((values, 0, rng), "block", "at least 1"),
            ((values, 2, 7), "rng", "Generator"),
            ((values, 2, rng, 0), "draws", "at least 1"),
            ((np.append(gone, 1), 1, PlannedStarts([[0] * 11]), 1), "draws", "1 that meet none"),
        ]:
            with pytest.raises(ValueError, match=f"^{argument} must .*{said}"):
                block_bootstrap(*given)


class TestBand:
    def test_against_numpy(self):
        runs = [{"seed": seed, "lag": 5, "m": value} for seed, value in enumerate((0.2, 0.5, 0.6))]
        got = band(runs, "m")
        assert got == pytest.approx((1.3 / 3, np.std([0.2, 0.5, 0.6], ddof=1), 0.2, 0.6, 3))

    def test_two_seeds_have_a_standard_deviation(self):
        # |0.2 - 0.8| / sqrt(2), by hand
        got = band([{"seed": 7, "m": 0.2}, {"seed": 3, "m": 0.8}], "m")
        assert got == pytest.approx((0.5, 0.42426406871, 0.2, 0.8, 2))

    def test_one_seed_has_none_and_says_so(self, runs):
        got = band([{"seed": 4, "m": 0.2}], "m")
        assert (got.mean, got.low, got.high, got.n) == (0.2, 0.2, 0.2, 1)
        assert math.isnan(got.sd) and np.isnan(np.array([got.sd, 0.1])).tolist() == [True, False]
        assert f"{got.mean:.2f} ± {got.sd:.2f}" == "0.20 ± ? (one seed)"
        assert "0.90 ± ? (one seed)" in table(runs[:1], "accuracy", "start", "lag")

    def test_holds_what_lies_between_give_or_take(self):
        got = Band(0.4, 0.1, 0.2, 0.6, 3)
        assert got.holds(0.2) and got.holds(0.6) and got.holds(0.65, slack=0.06)
        assert not got.holds(0.61) and not got.holds(0.19) and not got.holds(math.nan)
        with pytest.raises(ValueError, match=r"slack must be at least 0, got -0\.1"):
            got.holds(0.4, slack=-0.1)

    def test_by_setting_is_in_ascending_order(self, runs):
        by_lag = band(where(runs, start="a")[::-1], "accuracy", by="lag")
        assert list(by_lag) == [5, 20] and by_lag[20].mean == pytest.approx(0.5)

    def test_by_setting_takes_words_after_numbers(self):
        runs = [{"seed": 0, "m": 0.1, "rate": rate} for rate in ("warm", 0.5, "cold", 10)]
        assert list(band(runs, "m", by="rate")) == [0.5, 10, "cold", "warm"]


class TestRefusals:
    def test_unknown_names_are_answered_with_those_there_are(self, runs):
        for call, argument in [
            (lambda: band(runs, "accuracy", by="length"), "by"),
            (lambda: band(runs[:3], "length"), "metric"),
            (lambda: where(runs, length=5), "conditions"),
            (lambda: table(runs, "accuracy", "length", "lag"), "rows"),
            (lambda: table(runs, "accuracy", "start", "length"), "columns"),
            (lambda: table(runs, "length", "start", "lag"), "metric"),
        ]:
            with pytest.raises(ValueError, match=f"{argument} must .*'lag'.*, got 'length'"):
                call()

    def test_what_only_some_runs_have_is_not_enough(self, runs):
        some = [*runs[:2], runs[2] | {"found": 1.0}]
        for call in (
            lambda: band(some, "found"),
            lambda: band(some, "accuracy", by="found"),
            lambda: where(some, found=1.0),
        ):
            with pytest.raises(ValueError, match=r"what every run has.*'found'"):
                call()

    def test_no_runs(self):
        for call in (
            lambda: band([], "m"),
            lambda: band([], "m", by="lag"),
            lambda: where([], lag=5),
            lambda: where([]),
            lambda: table([], "m", "start", "lag"),
        ):
            with pytest.raises(ValueError, match="runs must hold at least one run, got none"):
                call()

    def test_values_that_do_not_occur(self, runs):
        with pytest.raises(ValueError, match=r"lag must be one of \[5\], got 20"):
            where(runs, start="b", lag=20)
        with pytest.raises(ValueError, match=r"lag must be one of \[5, 20\], got '5'"):
            where(runs, lag="5")

    def test_two_conditions_are_not_seeds_of_one(self, runs):
        with pytest.raises(ValueError, match="seeds of one condition"):
            band(runs, "accuracy")
        others = [run | {"seed": run["seed"] + 3} for run in where(runs, start="b")]
        mixed = where(runs, start="a", lag=5) + others  # six seeds, all different
        with pytest.raises(ValueError, match=r"seeds of one condition, got start \['a', 'b'\]"):
            band(mixed, "accuracy")
        with pytest.raises(ValueError, match=r"runs must .*'seed'"):
            band([{"m": 0.1}], "m")

    @pytest.mark.parametrize("value", [math.nan, math.inf, None, "0.5"])
    def test_a_metric_is_a_finite_number(self, value):
        runs = [{"seed": 0, "m": 0.5}, {"seed": 1, "m": value}]
        with pytest.raises(ValueError, match="metric must be a finite number in every run"):
            band(runs, "m")


def test_where_meets_all_conditions(runs):
    assert [run["accuracy"] for run in where(runs, start="a", lag=20)] == [0.5, 0.6, 0.4]
    assert where(runs) == runs


def test_table_is_aligned_and_marks_what_is_missing(runs):
    shown = table(runs, "accuracy", "start", "lag").splitlines()
    assert shown[0].split() == ["start", "\\", "lag", "5", "20"]
    assert shown[1].split() == ["a", "0.90", "±", "0.10", "0.50", "±", "0.10"]
    assert shown[2].endswith("–") and len({len(line) for line in shown}) == 1


def test_published_errors_are_those_of_the_notebook():
    one, ten = load_published(1), load_published(10)
    assert one["naive", ""] == 0.02021 and ten["naive", ""] == 0.257
    assert one["RNN 20-20", ""] == 0.00262 and one["linear network", ""] == 0.00417
    assert ten["LSTM 20-20", "every step"] == 0.0086 and ten["RNN 20-20", "iterated"] == 0.0275
    assert (len(one), len(ten)) == (5, 12)
    with pytest.raises(ValueError, match=r"horizon must be one of \[1, 10\], got 5"):
        load_published(5)
