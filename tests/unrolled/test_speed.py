"""unrolled.speed: ratios, tables and crossings from hand-made runs."""

import math

import pytest

from unrolled.speed import (
    faster_up_to,
    markdown,
    relative,
    repaid_after,
    rows,
    size,
    text,
    ways,
)

WAYS = ("numpy", "keras", "xla")


def run(units=20, cell="LSTM", **more):
    """Return a run as `load` gives it; for a step NumPy takes 2 ms, Keras 7 and XLA 1."""
    found = {"cell": cell, "batch": 32, "steps": 50, "inputs": 1, "units": units, "seed": 0}
    for way, step, forward in zip(WAYS, (2.0, 7.0, 1.0), (0.5, 0.2, 0.25), strict=True):
        found |= {f"{way}_step_ms": step, f"{way}_forward_ms": forward}
        found |= {f"{way}_{what}_spread": 0.034 for what in ("step", "forward")}
        found |= {f"{way}_{what}_first": step / 4 for what in ("step", "forward")}
    return found | more


def test_ways_are_those_that_every_run_has():
    assert ways([run(), run()]) == ["numpy", "keras", "xla"]
    assert ways([run(), run(jax_step_ms=1.0)]) == ["numpy", "keras", "xla"]
    assert ways([run(jax_step_ms=1.0)]) == ["numpy", "keras", "xla", "jax"]


def test_ways_refuses_what_bench_did_not_record():
    with pytest.raises(ValueError, match="runs must hold at least one run, got none"):
        ways([])
    with pytest.raises(ValueError, match=r"runs must be those of bench, got keys \['mse'"):
        ways([{"mse": 1.0, "seed": 0}])


def test_relative_is_to_the_same_pass_of_the_helper():
    assert relative(run(), "keras") == 3.5
    assert relative(run(), "keras", "forward") == pytest.approx(0.4)
    assert relative(run(), "numpy", "forward") == 1


def test_relative_refuses_other_passes_and_ways():
    with pytest.raises(ValueError, match=r"what must be one of .*step.*, got 'backward'"):
        relative(run(), "keras", "backward")
    with pytest.raises(ValueError, match=r"way must be one of \['numpy', .*\], got 'jax'"):
        relative(run(), "jax")


@pytest.mark.parametrize(
    ("taken", "units"),
    [
        ({10: 4.0, 20: 3.0, 50: 2.1, 100: 1.9}, 50),
        ({10: 4.0, 20: 1.0, 50: 2.1}, 10),  # what comes after a crossing does not count
        ({10: 1.0, 20: 4.0}, 0),
        ({10: 2.0, 20: 4.0}, 0),  # as fast as the helper is not slower
        ({10: 4.0, 20: 4.0}, 20),
    ],
)
def test_faster_up_to_the_first_crossing(taken, units):
    runs = [run(n, keras_step_ms=ms) for n, ms in taken.items()]
    assert faster_up_to(runs[::-1], "keras") == units


def test_faster_up_to_of_the_forward_pass():
    assert faster_up_to([run(10), run(20)], "keras", "forward") == 0
    assert faster_up_to([run(10, keras_forward_ms=0.6), run(20)], "keras", "forward") == 10


def test_a_longer_first_call_is_repaid_by_quicker_ones():
    slow_start = run(keras_step_first=0.1, xla_step_first=1.6)  # then 6 ms less for every step
    assert repaid_after(slow_start, "xla") == pytest.approx(1.5 / 6e-3)
    assert repaid_after(run(keras_step_first=0.4, xla_step_first=0.3), "xla") == 0
    assert repaid_after(run(keras_step_first=0.25, xla_step_ms=8.0), "xla") == 0  # as long
    assert repaid_after(run(keras_step_first=0.1, xla_step_ms=7.0), "xla") == math.inf
    assert repaid_after(run(keras_step_first=0.1, xla_step_ms=8.0), "xla") == math.inf
    # of the forward pass, Keras takes 0.2 ms and XLA 0.25
    assert repaid_after(run(keras_forward_first=0.1), "xla", "forward") == math.inf


def test_rows_of_what_is_repaid():
    runs = [run(keras_step_first=0.1, xla_step_first=1.6), run(keras_step_first=0.1, xla_step_ms=8)]
    assert [row[2:] for row in rows(runs, show="repaid")[1:]] == [
        ["–", "–", "250"],
        ["–", "–", "never"],
    ]


def test_rows_of_the_forward_pass():
    start = {"keras_forward_first": 0.1, "xla_forward_first": 0.4, "keras_forward_ms": 1.25}
    runs = [run(**start, unrolled_step_ms=1.0, unrolled_forward_ms=0.05, unrolled_forward_first=1)]
    assert rows(runs, "forward")[1][2:] == ["1.0", "2.5", "0.10", "0.50"]
    # 0.3 s at 1 ms less for every pass, and 0.9 s at 1.2 ms less
    assert rows(runs, "forward", "repaid")[1][2:] == ["–", "–", "750", "300"]


def test_rows_by_hand():
    runs = [run(cell="GRU", keras_step_ms=30.0), run()]
    assert rows(runs) == [
        ["layer", "batch × steps × inputs × units", "NumPy", "Keras", "XLA"],
        ["LSTM", "32 × 50 × 1 × 20", "1.0", "3.5", "0.50"],
        ["GRU", "32 × 50 × 1 × 20", "1.0", "15", "0.50"],
    ]
    assert rows(runs, "forward", "ms")[1][2:] == ["0.500", "0.200", "0.250"]
    assert rows(runs, "step", "first")[2][2:] == ["0.50", "1.75", "0.25"]
    assert rows(runs, "forward", "spread")[1][2:] == ["3%", "3%", "3%"]


def test_rows_are_in_order():
    runs = [run(batch=64), run(cell="SimpleRNN", batch=64), run(100), run(20), run(5, steps=200)]
    assert [row[1] for row in rows(runs)[1:]] == [
        "64 × 50 × 1 × 20", "32 × 50 × 1 × 20", "32 × 50 × 1 × 100", "32 × 200 × 1 × 5",
        "64 × 50 × 1 × 20",
    ]  # fmt: skip


def test_rows_refuses_what_is_not_there():
    with pytest.raises(ValueError, match=r"what must be one of .*, got 'update'"):
        rows([run()], "update")
    with pytest.raises(ValueError, match=r"show must be one of .*relative.*, got 'hours'"):
        rows([run()], show="hours")
    with pytest.raises(ValueError, match="runs must hold at least one run"):
        rows([])


def test_size_in_the_order_of_shapes():
    assert size(run(7)) == "32 × 50 × 1 × 7"


def test_tables_as_markdown_and_as_text():
    lines = [["layer", "size", "NumPy"], ["a b", "3", "12"]]
    assert markdown(lines) == "| layer | size | NumPy |\n| :-- | :-- | --: |\n| a\u00a0b | 3 | 12 |"
    assert text(lines) == "layer  size  NumPy\na b    3        12"
