"""unrolled.scoreboard: rows from hand-made runs, their order, and where published figures stand."""

import numpy as np
import pytest

from unrolled import scoreboard
from unrolled.evidence import load, load_published
from unrolled.scoreboard import (
    Condition,
    Row,
    bands,
    by_budget,
    complete,
    computed_rows,
    conditions,
    final_rows,
    markdown,
    not_repeated,
    recorded_rows,
    stands_beside,
)

HOW = {"learning_rate": 0.01, "schedule": "cosine", "batch_size": 64, "epochs": 20}
PUBLISHED = {("LSTM 20-20", "at once"): 0.0086, ("LSTM 20-20", ""): 0.3, ("RNN", "at once"): 1}
AS_PUBLISHED = {"learning_rate": 0.001, "schedule": "constant", "batch_size": 32, "epochs": 20}


def seeds(errors, model="LSTM 20-20", strategy="at once", seconds=(9.4, 12.0), **more):
    """Return one condition's runs, as `load` gives them."""
    settings = HOW | {"model": model, "strategy": strategy, "series": 7000} | more
    return [
        settings | {"seed": seed, "mse": error, "parameters": 5061, "seconds": seconds[seed % 2]}
        for seed, error in enumerate(errors)
    ]


def cells(runs, published=None):
    """Return {how: cells} of the recorded rows."""
    rows = recorded_rows(runs, published or {})
    return {key.how: row.cells for key, row in zip(conditions(runs), rows, strict=True)}


class TestConditions:
    def test_seeds_belong_together_and_all_else_apart(self):
        runs = seeds([0.1, 0.2]) + seeds([0.3], batch_size=32) + seeds([0.4], strategy="iterated")
        found = conditions(runs[::-1])
        assert {key: [run["mse"] for run in same] for key, same in found.items()} == {
            ("LSTM 20-20", "iterated", "0.01, 64", 20): [0.4],
            ("LSTM 20-20", "at once", "0.01, 32", 20): [0.3],
            ("LSTM 20-20", "at once", "0.01, 64", 20): [0.2, 0.1],
        }

    @pytest.mark.parametrize(
        ("more", "how", "epochs"),
        [
            ({}, "0.01, 64", 20),
            ({"learning_rate": 1e-3, "schedule": "constant"}, "0.001 constant, 64", 20),
            ({"epochs": 150}, "0.01, 64", 150),
            ({"series": 70_000, "epochs": 15}, "0.01, 64, 70,000 series", 15),
        ],
    )
    def test_a_row_says_how_and_how_long(self, more, how, epochs):
        ((_, _, said, trained),) = conditions(seeds([0.1], **more))
        assert (said, trained) == (how, epochs)

    def test_one_step_ahead_there_is_no_strategy(self):
        run = {k: v for k, v in seeds([0.1])[0].items() if k not in ("strategy", "series")}
        assert list(conditions([run])) == [("LSTM 20-20", "", "0.01, 64", 20)]

    def test_refusals(self):
        with pytest.raises(ValueError, match="runs must hold at least one run"):
            conditions([])
        with pytest.raises(ValueError, match=r"one without \['schedule', 'batch_size', 'epochs'\]"):
            conditions([{"model": "naive", "learning_rate": 0.1, "seed": 0, "mse": 1.0}])


class TestRecordedRows:
    def test_a_row_by_hand(self):
        (row,) = recorded_rows(seeds([0.0021, 0.0025, 0.0026]), {})
        # mean 0.0024, squared deviations 9, 1 and 4 in 1e-8: sd = sqrt(14e-8 / 2) = 0.000265
        assert row.error == pytest.approx(0.0024)
        assert row.cells == {
            "forecaster": "LSTM 20-20, at once<br>*0.01, 64*",
            "epochs": "20",
            "error": "2.40 ± 0.26",
            "published": "",
            "weights": "5,061",
            "seconds": "9",
        }

    def test_one_seed_has_no_spread(self):
        assert cells(seeds([0.0021]))["0.01, 64"]["error"] == "2.10 ± ? (one seed)"

    def test_seconds_are_of_a_training_that_was_alone(self):
        runs = seeds([0.1, 0.2, 0.3], seconds=(30.0, 20.0))
        runs[1] |= {"workers": 2, "seconds": 5.0}
        assert cells(runs)["0.01, 64"]["seconds"] == "30"
        shared = [run | {"workers": 2} for run in runs]
        assert cells(shared)["0.01, 64"]["seconds"] == "5"


class TestByBudget:
    SPEEDS = (
        {"model": "LSTM 20-20", "strategy": "at once", "series": 7000, "seed": 0,
         "seconds_before": 9.0, "seconds_per_epoch": 1.0},
        {"model": "linear", "strategy": "at once", "series": 7000, "seed": 0,
         "seconds_before": 0.4, "seconds_per_epoch": 0.06},
    )  # fmt: skip

    def test_a_table_by_hand(self):
        runs = (
            seeds([0.015, 0.017], model="linear", epochs=5)
            + seeds([0.004, 0.006], epochs=5)
            + seeds([0.0016, 0.0018], epochs=50)
        )
        assert by_budget(runs, self.SPEEDS).replace("\u00a0", " ").splitlines() == [
            "| forecaster | weights | 5 epochs | 50 epochs |",
            "| :-- | --: | --: | --: |",
            "| LSTM 20\u201120, at once | 5,061 | 5.00 ± 1.41<br>*14 s* | 1.70 ± 0.14<br>*59 s* |",
            "| linear, at once | 5,061 | 16.00 ± 1.41<br>*1 s* | – |",
        ]

    def test_ten_times_the_series_take_ten_times_as_long(self):
        table = by_budget(seeds([0.1], series=70_000), self.SPEEDS)
        assert "*209\u00a0s*" in table and "(one\u00a0seed)" in table

    def test_a_network_whose_speed_is_unknown_is_refused(self):
        with pytest.raises(ValueError, match=r"model must be one of .*linear.*'GRU'"):
            by_budget(seeds([0.1], model="GRU"), self.SPEEDS)


class TestComplete:
    def test_only_conditions_with_every_seed_in_their_order(self):
        five = seeds([0.3, 0.1, 0.2, 0.5, 0.4], epochs=50)
        four, other = seeds([0.1] * 4), seeds([0.2] * 5, strategy="iterated")
        assert complete(four + other + five) == [other, five]
        assert complete(four + other + five, seeds=4) == [four]


class TestBands:
    def test_by_hand_in_the_order_of_models_and_runs(self):
        runs = (
            seeds([0.4, 0.1, 0.2, 0.5, 0.3], epochs=50, budget=59.5)
            + seeds([0.9] * 4, epochs=150, budget=160.0)  # the fifth seed is not there yet
            + seeds([0.6, 0.7, 0.8, 0.5, 0.9], epochs=5, budget=14.0)
            + seeds([0.1] * 5, model="dense", epochs=5, budget=0.75)
        )
        found = bands(runs, ["dense", "LSTM 20-20"])
        assert list(found) == ["dense", "LSTM 20-20"]
        assert list(found["dense"]) == [0.75] and list(found["LSTM 20-20"]) == [59.5, 14.0]
        error = found["LSTM 20-20"][59.5]
        assert error[:1] + error[2:] == pytest.approx((0.3, 0.1, 0.5, 5))
        assert list(bands(runs, ["LSTM 20-20"], by="epochs")["LSTM 20-20"]) == [50, 5]

    def test_of_another_metric(self):
        runs = [run | {"mae": 2 * run["mse"]} for run in seeds([0.4, 0.1, 0.2, 0.5, 0.3], budget=9)]
        assert bands(runs, ["LSTM 20-20"], metric="mae")["LSTM 20-20"][9].mean == pytest.approx(0.6)

    def test_refusals(self):
        four = seeds([0.9] * 4, budget=160.0)
        with pytest.raises(ValueError, match="runs must hold five seeds of LSTM 20-20, got no"):
            bands(four, ["LSTM 20-20"])
        with pytest.raises(ValueError, match=r"model must be one of \['LSTM 20-20'\], got 'GRU'"):
            bands(four, ["GRU"])
        two = seeds([0.1] * 5, budget=9.5) + seeds([0.2] * 5, batch_size=32, budget=9.5)
        with pytest.raises(ValueError, match=r"that budget tells apart, got budget \[9.5, 9.5\]"):
            bands(two, ["LSTM 20-20"])


class TestFinalRows:
    def test_a_row_by_hand(self):
        run = {"model": "GRU 20-20", "epochs": 50, "validation": 1.2e-3, "mse": 2.051e-3}
        fitted = {"model": "two fitted waves", "epochs": 0, "validation": 1e-3, "mse": 1.044e-3}
        rows = final_rows([run | {"mse_together": 1.256e-3}, fitted | {"mse_together": 1.044e-3}])
        assert rows == [
            Row(
                2.051e-3,
                {
                    "forecaster": "GRU 20-20, 50 epochs",
                    "validation": "1.20",
                    "error": "2.05",
                    "together": "1.26",
                },
            ),
            Row(
                1.044e-3,
                {
                    "forecaster": "two fitted waves",
                    "validation": "1.00",
                    "error": "1.04",
                    "together": "1.04",
                },
            ),
        ]


class TestPublished:
    def test_beside_the_repeated_recipe_even_if_another_is_better(self):
        runs = seeds([0.002, 0.003]) + seeds([0.007, 0.008], **AS_PUBLISHED)
        shown = {how: row["published"] for how, row in cells(runs, PUBLISHED).items()}
        assert shown == {"0.01, 64": "", "0.001 constant, 32": "8.6"}

    def test_beside_the_best_mean_where_nothing_repeats_it(self):
        runs = (
            seeds([0.001, 0.009], batch_size=16)  # the best seed, and the worst mean
            + seeds([0.002, 0.003])
            + seeds([0.004, 0.004], **AS_PUBLISHED | {"batch_size": 320})
            + seeds([0.004, 0.004], **AS_PUBLISHED | {"schedule": "cosine"})
        )
        shown = {how: row["published"] for how, row in cells(runs, PUBLISHED).items()}
        assert [how for how, figure in shown.items() if figure] == ["0.01, 64"]

    def test_once_for_each_strategy(self):
        runs = seeds([0.002]) + seeds([0.001], strategy="iterated")
        found = conditions(runs)
        assert all(stands_beside(key, found) for key in found)
        assert [row.cells["published"] for row in recorded_rows(runs, PUBLISHED)] == [
            "8.6",
            "",
        ]

    def test_what_no_run_repeats_is_listed_smallest_first(self):
        published = PUBLISHED | {("GRU", "every step"): 0.0103, ("naive", ""): 0.257}
        assert not_repeated(seeds([0.1]), published).splitlines() == [
            "| published, not repeated yet | error |",
            "| :-- | --: |",
            "| GRU, every step | 10.3 |",
            "| RNN, at once | 1000.0 |",
        ]


class TestMarkdown:
    ROWS = (
        Row(0.02, {"forecaster": "naive", "error": "20.00", "test": "19.00"}),
        Row(0.0024, {"forecaster": "RNN 20-20, at once<br>*0.01, 64*", "error": "2.40 ± 0.26"}),
        Row(0.0003, {"forecaster": "below", "error": "0.30"}),
    )

    def test_a_table_by_hand(self):
        assert markdown(self.ROWS, ["forecaster", "test", "error"]).splitlines() == [
            "| forecaster | test | error |",
            "| :-- | --: | --: |",
            "| below |  | 0.30 |",
            "| *the\u00a0noise\u00a0alone* |  | 0.83 |",
            "| RNN\u00a020\u201120, at\u00a0once<br>*0.01, 64* |  | 2.40\u00a0±\u00a00.26 |",
            "| naive | 19.00 | 20.00 |",
        ]

    def test_columns_that_no_row_has_are_refused(self):
        with pytest.raises(ValueError, match=r"columns must be among .*'test'.*got \['seconds'\]"):
            markdown(self.ROWS, ["forecaster", "seconds"])

    def test_the_order_of_rows_given_does_not_matter(self):
        columns = ["forecaster", "error"]
        assert markdown(self.ROWS, columns) == markdown(self.ROWS[::-1], columns)


class TestComputedRows:
    def test_one_step_ahead_as_published(self):
        rows = {row.cells["forecaster"]: row for row in computed_rows(1, load_published(1))}
        assert set(rows) == {"naive", "always zero", "fitted waves", "least squares"}
        assert rows["naive"].cells["error"] == rows["naive"].cells["published"] == "20.21"
        assert rows["least squares"].cells["weights"] == "51"
        assert rows["least squares"].cells["published"] == rows["naive"].cells["weights"] == ""
        errors = [rows[name].error for name in ("fitted waves", "least squares", "naive")]
        assert errors == sorted(errors) and errors[0] > scoreboard.NOISE

    def test_ten_steps_ahead_least_squares_answers_in_two_ways(self):
        rows = {row.cells["forecaster"]: row.cells for row in computed_rows(10, {})}
        assert rows["least squares, at once"]["weights"] == "510"
        assert rows["least squares, iterated"]["weights"] == "51"
        assert rows["naive"]["error"] == "256.97" and rows["naive"]["published"] == ""


def test_spreads_are_shares_of_the_mean():
    runs = seeds([0.1, 0.3]) + seeds([0.2, 0.2], batch_size=32)
    shares = scoreboard.relative_spreads(runs)
    assert shares == pytest.approx(
        {
            Condition("LSTM 20-20", "at once", "0.01, 64", 20): np.sqrt(0.02) / 0.2,
            Condition("LSTM 20-20", "at once", "0.01, 32", 20): 0.0,
        }
    )


@pytest.mark.parametrize(("name", "horizon"), [("one_step", 1), ("ten_steps", 10)])
def test_the_recorded_runs_fill_a_table(name, horizon):
    rows = recorded_rows(load(name), load_published(horizon))
    table = markdown(rows, ["forecaster", "error", "published", "weights", "seconds"])
    assert len(table.splitlines()) == len(conditions(load(name))) + 3
    figures = [row.cells["published"] for row in rows if row.cells["published"]]
    assert len(figures) == len(set(figures)) == {1: 4, 10: 5}[horizon]
