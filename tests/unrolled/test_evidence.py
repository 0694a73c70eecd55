"""unrolled.evidence and experiments: reading, summarising, resuming, checking."""

import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from experiments import __main__ as recorder
from experiments import load_experiments
from unrolled import evidence
from unrolled.evidence import band, load, load_published, table, where

SCORES = {("a", 5): (0.9, 1.0, 0.8), ("a", 20): (0.5, 0.6, 0.4), ("b", 5): (1.0, 1.0, 1.0)}


def run(settings, seed):
    """Stand in for a training; counts how often it was asked."""
    calls.append((settings["start"], settings["lag"], seed))
    score = SCORES[settings["start"], settings["lag"]][seed]
    return {"accuracy": score, "parameters": 7, "seconds": settings["lag"] + seed / 10}


calls = []


@pytest.fixture
def experiment():
    calls.clear()
    return SimpleNamespace(
        ABOUT="a toy",
        CONSTANTS={"units": 3},
        SETTINGS=[{"start": start, "lag": lag} for start, lag in SCORES],
        SEEDS=range(3),
        METRIC="accuracy",
        SLACK=0.01,
        run=run,
    )


@pytest.fixture
def record(experiment, tmp_path):
    record = recorder.Record("toy", experiment, tmp_path)
    recorder.record([record])
    return record


def test_every_declared_run_is_recorded_once(record, tmp_path):
    assert sorted(calls) == sorted((*key, seed) for key in SCORES for seed in range(3))
    runs = load("toy", [tmp_path])
    assert len(runs) == 9 and not record.missing()
    assert runs[0] == {
        "units": 3, "start": "a", "lag": 5, "seed": 0,
        "accuracy": 0.9, "parameters": 7, "seconds": 5.0,
    }  # fmt: skip


def test_recording_again_trains_nothing_and_changes_nothing(record, experiment, tmp_path):
    before = record.path.read_bytes()
    calls.clear()
    recorder.record([recorder.Record("toy", experiment, tmp_path)])
    assert not calls and record.path.read_bytes() == before


def test_recording_resumes_after_an_interruption(experiment, tmp_path):
    def breaks(settings, seed):
        if len(calls) == 4:
            raise KeyboardInterrupt
        return run(settings, seed)

    interrupted = recorder.Record("toy", SimpleNamespace(**{**vars(experiment), "run": breaks}))
    interrupted.path, interrupted.environments, interrupted.runs = tmp_path / "toy.json", [], []
    with pytest.raises(KeyboardInterrupt):
        recorder.record([interrupted])
    recorder.record([recorder.Record("toy", experiment, tmp_path)])
    assert len(calls) == 9 and len(set(calls)) == 9
    assert [path.name for path in tmp_path.iterdir()] == ["toy.json"]  # no temporary file left


def test_the_file_does_not_depend_on_the_order_of_recording(record, experiment, tmp_path):
    experiment.SETTINGS = experiment.SETTINGS[::-1]
    other = recorder.Record("toy", experiment, tmp_path / "other")
    recorder.record([other])
    assert other.path.read_text() == record.path.read_text()


def test_new_conditions_join_the_recorded_ones(record, experiment, tmp_path):
    experiment.SETTINGS = [*experiment.SETTINGS, {"start": "b", "lag": 20}]
    SCORES["b", 20] = (0.1, 0.2, 0.3)
    calls.clear()
    try:
        recorder.record([recorder.Record("toy", experiment, tmp_path)])
    finally:
        del SCORES["b", 20]
    assert calls == [("b", 20, 0), ("b", 20, 1), ("b", 20, 2)]


def test_changed_constants_are_not_mixed_with_old_runs(record, experiment, tmp_path):
    experiment.CONSTANTS = {"units": 4}
    with pytest.raises(SystemExit, match="CONSTANTS changed"):
        recorder.Record("toy", experiment, tmp_path)


def test_metrics_may_not_hide_a_setting(record):
    with pytest.raises(ValueError, match="lag"):
        record.add({"start": "a", "lag": 5}, 3, {"accuracy": 1.0, "lag": 2})


def test_check_takes_cheap_runs_from_the_worst_condition_to_the_best(record, capsys):
    calls.clear()
    assert recorder.check([record], 2) == 0
    assert calls == [("a", 5, 0), ("b", 5, 0)]  # the worse two conditions, then the best
    assert capsys.readouterr().out.count("ok") == 2
    assert recorder.check([record], 9) == 0
    assert calls[2:] == [("a", 20, 0), ("a", 5, 0), ("b", 5, 0)]  # the fastest seed of each


@pytest.mark.parametrize(("retrained", "status"), [(0.795, 0), (0.78, 1), (1.005, 0), (1.02, 1)])
def test_check_fails_outside_the_band(record, retrained, status):
    record.runs = [run for run in record.runs if run["settings"] == {"start": "a", "lag": 5}]
    record.experiment.run = lambda settings, seed: {"accuracy": retrained}
    assert recorder.check([record], 1) == status  # band 0.8 to 1.0, slack 0.01


def test_check_leaves_out_what_takes_too_long(record, capsys):
    for run in record.runs:
        slow = run["settings"]["lag"] == 20 or run["seed"] == 0
        run["metrics"]["seconds"] = 61 if slow else 59
    assert [(r["settings"]["start"], r["seed"]) for r in record.sample(9)] == [("a", 1), ("b", 1)]
    for run in record.runs:
        run["metrics"]["seconds"] = 61
    calls.clear()
    assert recorder.check([record], 2) == 0 and not calls
    assert "skipped toy" in capsys.readouterr().out


def test_check_fails_where_nothing_is_recorded(experiment, tmp_path):
    assert recorder.check([recorder.Record("toy", experiment, tmp_path)], 3) == 1


def test_band_against_numpy():
    runs = [{"seed": seed, "lag": 5, "m": value} for seed, value in enumerate((0.2, 0.5, 0.6))]
    got = band(runs, "m")
    assert got == pytest.approx((1.3 / 3, np.std([0.2, 0.5, 0.6], ddof=1), 0.2, 0.6, 3))
    assert band(runs[:1], "m") == (0.2, 0.0, 0.2, 0.2, 1)
    assert got.holds(0.2) and got.holds(0.65, slack=0.06) and not got.holds(0.61)


def test_band_by_setting_is_in_ascending_order(record, tmp_path):
    by_lag = band(where(load("toy", [tmp_path]), start="a"), "accuracy", by="lag")
    assert list(by_lag) == [5, 20] and by_lag[20].mean == pytest.approx(0.5)


def test_band_refuses_to_mix_conditions(record, tmp_path):
    with pytest.raises(ValueError, match="seeds of one condition"):
        band(load("toy", [tmp_path]), "accuracy")
    with pytest.raises(ValueError, match="metric"):
        band(where(load("toy", [tmp_path]), start="b"), "speed")
    with pytest.raises(ValueError, match="runs"):
        band([], "accuracy")


def test_where_names_what_there_is(record, tmp_path):
    runs = load("toy", [tmp_path])
    assert len(where(runs, start="a", lag=20)) == 3
    with pytest.raises(ValueError, match=r"lag must be one of \[5\], got 20"):
        where(runs, start="b", lag=20)
    with pytest.raises(ValueError, match="'length'"):
        where(runs, length=5)


def test_table_is_aligned_and_marks_what_is_missing(record, tmp_path):
    shown = table(load("toy", [tmp_path]), "accuracy", "start", "lag").splitlines()
    assert shown[0].split() == ["start", "\\", "lag", "5", "20"]
    assert shown[1].split() == ["a", "0.90", "±", "0.10", "0.50", "±", "0.10"]
    assert shown[2].endswith("–") and len({len(line) for line in shown}) == 1


def test_missing_evidence_says_what_there_is(record, tmp_path):
    with pytest.raises(FileNotFoundError, match=r"'toi'.*recorded are: toy.*make evidence"):
        load("toi", [tmp_path])


def test_experiments_declare_the_uniform_interface():
    for name, module in load_experiments().items():
        keys = {frozenset(settings) for settings in module.SETTINGS}
        assert len(keys) == 1, f"{name}: every condition has the same keys"
        assert module.ABOUT and module.METRIC and module.SLACK >= 0 and len(module.SEEDS) >= 5
        identities = [sorted(settings.items()) for settings in module.SETTINGS]
        assert all(identities.count(identity) == 1 for identity in identities)


@pytest.mark.parametrize("path", sorted(evidence.FOLDERS[0].glob("*.json")), ids=lambda p: p.stem)
def test_recorded_files_are_complete_and_name_no_machine(path):
    experiment = load_experiments()[path.stem]
    record = recorder.Record(path.stem, experiment)
    assert not record.missing()
    text = path.read_text(encoding="utf-8")
    assert "/" not in json.dumps(record.environments)
    keys = [recorder.key(run) for run in record.runs]
    assert keys == sorted(keys)
    record.path = Path("unused")
    assert all(
        {"parameters", "seconds", experiment.METRIC} <= set(r["metrics"]) for r in record.runs
    )
    assert text.count("\n") == len(record.runs) + 7  # one run a line


def test_published_errors_are_those_of_the_book():
    one, ten = load_published(1), load_published(10)
    assert one["naive", ""] == 0.02021 and ten["naive", ""] == 0.257
    assert one["RNN 20-20", ""] == 0.00262 and one["linear network", ""] == 0.00417
    assert ten["LSTM 20-20", "every step"] == 0.0086 and ten["RNN 20-20", "iterated"] == 0.0275
    assert (len(one), len(ten)) == (5, 12)
    with pytest.raises(ValueError, match=r"horizon must be one of \[1, 10\], got 5"):
        load_published(5)


@pytest.mark.parametrize(("name", "horizon"), [("one_step", 1), ("ten_steps", 10)])
def test_a_published_model_that_we_train_has_the_same_name(name, horizon):
    declared = load_experiments()[name].SETTINGS
    ours = {(s["model"], s.get("strategy", "")) for s in declared}
    not_ours = {m for m, _ in set(load_published(horizon)) - ours}
    assert not_ours <= {"naive", "GRU 20-20", "Conv1D and GRU", "dilated convolutions",
                        "WaveNet (2 epochs)", "RNN 20-20 with batch normalisation",
                        "RNN 20-20 with layer normalisation"}  # fmt: skip
