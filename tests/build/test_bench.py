"""make bench: turns, medians, what is refused before it is timed, and all ways equal."""

import json
import os
from types import SimpleNamespace

import numpy as np
import pytest

from book import ROOT
from experiments import _turns, _ways, bench
from tools import bench as command
from unrolled import evidence

SETTINGS = {"batch": 3, "steps": 4, "inputs": 2, "units": 5}
OTHERS = [way for way in _ways.WAYS if way != "numpy"]


class TestTurns:
    def test_every_turn_begins_with_another_one(self):
        called = []
        measures = {name: lambda name=name: called.append(name) or len(called) for name in "abc"}
        found = _turns.in_turns(measures, 4)
        assert "".join(called) == "abcbcacababc"
        assert found == {"a": [1, 6, 8, 10], "b": [2, 4, 9, 11], "c": [3, 5, 7, 12]}

    def test_the_median_does_not_see_one_slow_turn(self):
        calm, disturbed = [3e-3, 1e-3, 2e-3, 5e-3, 4e-3], [3e-3, 1e-3, 2e-3, 5.0, 4e-3]
        # quartiles 2 and 4 ms about a median of 3
        assert _turns.summary(calm) == pytest.approx((3.0, 2 / 3))
        assert _turns.summary(disturbed) == pytest.approx((3.0, 2 / 3))

    @pytest.mark.parametrize(("seconds", "calls"), [(0.1, 1), (0.02, 1), (0.005, 4), (2e-4, 100)])
    def test_a_burst_is_filled_with_calls(self, seconds, calls):
        assert _turns.calls_in(0.02, seconds) == calls

    def test_warm_up_is_not_counted(self):
        asked = []

        def timed(what, calls):
            asked.append((what, calls))
            return 1.0 if len(asked) < 3 else 0.01  # the first calls are slow

        found = _turns.time_in_turns({"a": SimpleNamespace(timed=timed)}, "step", 5)
        assert asked == [("step", 1)] * 3 + [("step", 1)] * 5
        assert found == {"a": pytest.approx((10.0, 0.0))}


class TestEquality:
    REFERENCE = (np.array([[2.0, -4.0]]), np.array([1e-6, 3.0]))

    def nudged(self, by):
        return [self.REFERENCE[0] + by, self.REFERENCE[1]]

    def test_says_how_far_each_way_lies_off(self):
        answers = {"a": self.REFERENCE, "b": self.nudged(4e-6)}
        found = _turns.expect_equal(answers, self.REFERENCE, 2e-5)
        assert found == {"a": 0.0, "b": pytest.approx(1e-6)}  # of the largest entry, 4

    @pytest.mark.parametrize("by", [1e-4, np.nan])
    def test_what_differs_is_refused_by_name(self, by):
        answers = {"a": self.REFERENCE, "b": self.nudged(by)}
        said = r"b must differ .* by at most 2e-05 .*, got (2\.5e-05|nan)"
        with pytest.raises(ValueError, match=said):
            _turns.expect_equal(answers, self.REFERENCE, 2e-5)

    @pytest.mark.parametrize("answer", [REFERENCE[:1], [a.T for a in REFERENCE]])
    def test_other_shapes_are_refused(self, answer):
        with pytest.raises(ValueError, match=r"a must give arrays of shapes \[\(1, 2\), \(2,\)\]"):
            _turns.expect_equal({"a": answer}, self.REFERENCE, 2e-5)

    def test_a_transposed_matrix_is_seen(self):
        settings = SETTINGS | {"cell": "LSTM"}
        weights, X, dY = bench.problem(settings, 0)
        exact = _ways.by_numpy("LSTM", bench.in_float64(weights), X.astype(float), dY.astype(float))
        W_y = weights[1].reshape(5, 4, 5).swapaxes(0, 2).reshape(5, 20)  # every gate's
        wrong = _ways.by_numpy("LSTM", [weights[0], W_y, weights[2]], X, dY)
        answers = {"numpy": wrong.read(wrong.forward())}
        with pytest.raises(ValueError, match="numpy must differ"):
            _turns.expect_equal(answers, exact.read(exact.forward()), 2e-5)


@pytest.mark.slow
class TestWays:
    """Batch, steps, inputs and units all unequal, weights without symmetry."""

    @pytest.mark.parametrize("cell", _ways.CELLS)
    @pytest.mark.parametrize("way", _ways.WAYS)
    def test_outputs_and_gradients_are_those_of_the_helper(self, way, cell):
        if way not in _ways.installed():
            pytest.skip(f"{way} is not installed, and the book does not need it")
        weights, X, dY = bench.problem(SETTINGS | {"cell": cell}, 1)
        exact = _ways.by_numpy(cell, bench.in_float64(weights), X.astype(float), dY.astype(float))
        layer = _ways.WAYS[way](cell, weights, X, dY)
        for what in ("forward", "step"):
            found = layer.read(getattr(layer, what)())
            assert {a.dtype for a in found} == {np.dtype(np.float32)}
            reference = exact.read(getattr(exact, what)())
            _turns.expect_equal({way: found}, reference, bench.CONSTANTS["tolerance"])
            assert len(found) == (1 if what == "forward" else 3)

    def test_pytorch_and_jax_are_never_required(self, monkeypatch):
        monkeypatch.setattr(_ways, "find_spec", lambda name: None)
        assert _ways.installed() == ["numpy", "keras", "unrolled", "xla"]

    def test_a_worker_computes_in_a_process_of_its_own_and_with_one_thread(self, monkeypatch):
        monkeypatch.setenv("OMP_NUM_THREADS", "7")
        monkeypatch.delenv("MKL_NUM_THREADS", raising=False)
        (worker,) = _turns.start(["numpy"]).values()
        try:
            assert os.environ["OMP_NUM_THREADS"] == "7" and "MKL_NUM_THREADS" not in os.environ
            weights, X, dY = bench.problem(SETTINGS | {"cell": "GRU"}, 0)
            worker.build("GRU", weights, X, dY)
            here = _ways.by_numpy("GRU", weights, X, dY)
            first = worker.first("step")
            assert first.seconds > 0
            for theirs, ours in zip(first.arrays, here.read(here.step()), strict=True):
                np.testing.assert_array_equal(theirs, ours)
            assert 0 < worker.timed("step", 3) < 1
            inside = worker.process.submit(os.getpid).result()
            assert inside != os.getpid() and "layer" not in _turns._built
            variables = worker.process.submit(os.getenv, "OMP_NUM_THREADS").result()
            assert variables == "1"
            if hasattr(os, "sched_getaffinity"):
                assert len(worker.process.submit(os.sched_getaffinity, 0).result()) == 1
        finally:
            worker.close()


def metrics(step, ways=("numpy", "keras")):
    """Return the metrics of a run as `bench.run` does, with the step's milliseconds given."""
    found = {"parameters": 7, "load": 0.0, "seconds": 0.1}
    for number, way in enumerate(ways):
        found[f"{way}_difference"] = 1e-7
        for what in ("forward", "step"):
            found[f"{way}_{what}_ms"] = step * (number + 1) / (1 if what == "step" else 2)
            found |= {f"{way}_{what}_spread": 0.04, f"{way}_{what}_first": 0.3}
    return found


class TestCommand:
    @pytest.fixture
    def results(self, tmp_path, monkeypatch):
        monkeypatch.setattr(command, "RESULTS", tmp_path)
        monkeypatch.setattr(bench, "load_of_machine", lambda: 0.0)
        monkeypatch.setattr(bench, "run", lambda settings, seed: metrics(settings["units"] / 10))
        return tmp_path

    def test_measures_anew_prints_ratios_first_and_replaces_the_record(self, results, capsys):
        (results / "bench.json").write_text("of another machine", encoding="utf-8")
        assert command.main() == 0
        out = capsys.readouterr().out
        assert "one thread" in out and "WARNING" not in out
        assert 0 < out.index("NumPy = 1") < out.index("milliseconds") < out.index("First call")
        row = ["SimpleRNN", *"32 × 50 × 1 × 20".split(), "1.0", "2.0"]
        assert row in [line.split() for line in out.splitlines()]
        runs = evidence.load("bench", [results])
        assert len(runs) == len(bench.SETTINGS) and runs[0]["threads"] == 1
        assert [path.name for path in results.iterdir()] == ["bench.json"]

    def test_a_run_that_fails_leaves_the_old_record(self, results, monkeypatch):
        def fail(settings, seed):
            if settings["cell"] == "LSTM":
                raise ValueError("keras must differ")
            return metrics(1.0)

        (results / "bench.json").write_text("of last week", encoding="utf-8")
        monkeypatch.setattr(bench, "run", fail)
        with pytest.raises(ValueError, match="keras must differ"):
            command.main()
        assert (results / "bench.json").read_text(encoding="utf-8") == "of last week"
        assert [path.name for path in results.iterdir()] == ["bench.json"]

    def test_a_busy_machine_is_named_before_and_after(self, results, monkeypatch, capsys):
        monkeypatch.setattr(bench, "load_of_machine", lambda: 1.25)
        command.main()
        said = "WARNING: the machine was not idle, a load of 1.2"
        assert capsys.readouterr().out.count(said) == 2

    def test_a_system_without_a_load_average_says_so(self):
        assert "does not say" in command.warning(-1.0)
        assert command.warning(0.1) == ""

    def test_make_bench_is_this_command_and_the_help_names_it(self):
        makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
        assert "bench: set-up\n\t@$(BIN)/python -m tools.bench\n" in makefile
        assert "\n# make bench " in makefile and " bench " in makefile.partition(".PHONY:")[2]
        assert "make bench" in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
        assert "make bench" in (ROOT / "README.md").read_text(encoding="utf-8")


class TestRecorded:
    @pytest.fixture
    def document(self):
        return json.loads((ROOT / "results" / "bench.json").read_text(encoding="utf-8"))

    def test_it_was_made_in_one_go_on_one_machine(self, document):
        assert len(document["environments"]) == 1
        runs = document["runs"]
        assert {run["environment"] for run in runs} == {0} and all("workers" not in r for r in runs)
        assert len({frozenset(run["metrics"]) for run in runs}) == 1  # the same ways everywhere

    def test_all_ways_were_equal(self, document):
        tolerance = bench.CONSTANTS["tolerance"]
        for run in document["runs"]:
            found = {k: v for k, v in run["metrics"].items() if k.endswith("_difference")}
            assert len(found) >= 4 and 0 <= min(found.values()) <= max(found.values()) <= tolerance
