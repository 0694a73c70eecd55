"""experiments: recording, resuming, two at once, workers, and what --check retrains."""

import csv
import importlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from experiments import __main__ as recorder
from experiments import _record, _trainings, load_experiments, recall
from experiments._check import TOTAL, WIDENED, checks, claimed, conditions, sample
from experiments._record import Record, locked
from experiments._trainings import Job, trainings
from unrolled import evidence
from unrolled.evidence import FOLDERS, band, load, load_published

ROOT = Path(recorder.__file__).parents[1]
SCORES = {("a", 5): (0.9, 0.95, 0.85), ("a", 20): (0.5, 0.6, 0.4), ("b", 5): (1.0, 1.0, 1.0)}
JOB = {"start": "b", "lag": 20}
calls = []


def run(settings, seed):
    """Stand in for a training; counts how often it was asked."""
    calls.append((settings["start"], settings["lag"], seed))
    score = SCORES[settings["start"], settings["lag"]][seed]
    return {"accuracy": score, "parameters": 7, "seconds": settings["lag"] + seed / 10}


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
    record = Record("toy", experiment, tmp_path)
    assert recorder.record([record]) == 0
    return record


class TestRecording:
    def test_every_declared_run_is_recorded_once(self, record, tmp_path):
        assert sorted(calls) == sorted((*key, seed) for key in SCORES for seed in range(3))
        runs = load("toy", [tmp_path])
        assert len(runs) == 9 and not record.missing()
        assert runs[0] == {
            "units": 3, "start": "a", "lag": 5, "seed": 0, "workers": 1,
            "accuracy": 0.9, "parameters": 7, "seconds": 5.0,
        }  # fmt: skip

    def test_again_trains_nothing_and_changes_nothing(self, record, experiment, tmp_path):
        before = record.path.read_bytes()
        calls.clear()
        recorder.record([Record("toy", experiment, tmp_path)])
        assert not calls and record.path.read_bytes() == before

    def test_resumes_after_an_interruption(self, experiment, tmp_path):
        def breaks(settings, seed):
            if len(calls) == 4:
                raise KeyboardInterrupt
            return run(settings, seed)

        broken = SimpleNamespace(**{**vars(experiment), "run": breaks})
        with pytest.raises(KeyboardInterrupt):
            recorder.record([Record("toy", broken, tmp_path)])
        recorder.record([Record("toy", experiment, tmp_path)])
        assert len(calls) == 9 and len(set(calls)) == 9
        assert [path.name for path in tmp_path.iterdir()] == ["toy.json"]  # no temporary file left

    def test_the_file_does_not_depend_on_the_order(self, record, experiment, tmp_path):
        experiment.SETTINGS = experiment.SETTINGS[::-1]
        other = Record("toy", experiment, tmp_path / "other")
        recorder.record([other])
        assert other.path.read_text() == record.path.read_text()

    def test_what_single_series_gave_lies_in_the_order_of_the_runs(self, experiment, tmp_path):
        def with_errors(settings, seed):
            score = run(settings, seed)["accuracy"]
            return run(settings, seed) | {"errors": [score, 2 * score] + [3 * score] * (seed == 1)}

        experiment.run = with_errors
        recorder.record([Record("toy", experiment, tmp_path)])
        experiment.SETTINGS = experiment.SETTINGS[::-1]
        recorder.record([Record("toy", experiment, tmp_path / "other")])
        for name in ("toy.json", "toy-errors.npz"):
            assert (tmp_path / name).read_bytes() == (tmp_path / "other" / name).read_bytes()
        for one in load("toy", [tmp_path], errors=True):
            score = one["accuracy"]
            third = 3 * score if one["seed"] == 1 else np.nan
            wanted = [score, 2 * score, third]
            np.testing.assert_allclose(one["errors"], wanted, rtol=1e-3)
        assert [one["errors"] for one in load("toy", [tmp_path])] == list(range(9))
        assert not list(tmp_path.glob("*.tmp")) and len(list(tmp_path.glob("*.npz"))) == 1

    def test_new_conditions_join_the_recorded_ones(self, record, experiment, tmp_path, monkeypatch):
        experiment.SETTINGS = [*experiment.SETTINGS, {"start": "b", "lag": 20}]
        monkeypatch.setitem(SCORES, ("b", 20), (0.1, 0.2, 0.3))
        calls.clear()
        recorder.record([Record("toy", experiment, tmp_path)])
        assert calls == [("b", 20, 0), ("b", 20, 1), ("b", 20, 2)]

    def test_changed_constants_are_not_mixed_with_old_runs(self, record, experiment, tmp_path):
        experiment.CONSTANTS = {"units": 4}
        with pytest.raises(SystemExit, match="CONSTANTS changed"):
            Record("toy", experiment, tmp_path)
        with pytest.raises(SystemExit, match="CONSTANTS changed"):  # while it was training
            record.add({"start": "a", "lag": 5}, 3, {"accuracy": 0.2})

    @pytest.mark.parametrize("name", ["lag", "units", "seed", "workers"])
    def test_metrics_may_not_hide_a_setting(self, record, name):
        with pytest.raises(ValueError, match=name):
            record.add({"start": "a", "lag": 5}, 3, {"accuracy": 1.0, name: 2})

    def test_workers_are_kept_where_there_was_more_than_one(self, record, tmp_path):
        record.add({"start": "a", "lag": 5}, 3, {"accuracy": 0.1}, workers=2)
        record.add({"start": "a", "lag": 5}, 4, {"accuracy": 0.1}, workers=1)
        raw = json.loads(record.path.read_text())["runs"]
        assert [run["workers"] for run in raw if "workers" in run] == [2]
        assert [run["workers"] for run in load("toy", [tmp_path])[:5]] == [1, 1, 1, 2, 1]

    def test_each_run_keeps_the_machine_it_was_trained_on(self, record):
        there = {"python": "3.13", "machine": "another"}
        record.add({"start": "a", "lag": 5}, 3, {"accuracy": 0.1}, machine=there)
        record.add({"start": "a", "lag": 5}, 4, {"accuracy": 0.1})
        document = json.loads(record.path.read_text())
        machines = [document["environments"][run["environment"]] for run in document["runs"][:5]]
        assert [machine == there for machine in machines] == [False, False, False, True, False]


# A toy that is a module of its own, so that other processes can import it.
TOY = """
import os, signal, sys, time
from pathlib import Path

HERE = Path(__file__).parent
ABOUT, CONSTANTS, METRIC, SLACK, SEEDS = "a toy", {"units": 3}, "accuracy", 0.01, range(2)
SETTINGS = [{"start": start, "lag": lag} for start in ("a", "b") for lag in (5, 20, 40)]
if os.environ.get("TOY_REVERSED"):
    SETTINGS, SEEDS = SETTINGS[::-1], SEEDS[::-1]


def run(settings, seed):
    with (HERE / "log").open("a") as log:
        log.write(f"{settings['start']} {settings['lag']} {seed}\\n")
    trouble = os.environ.get("TOY_TROUBLE") if (settings["lag"], seed) == (20, 1) else None
    if trouble == "once" and not (HERE / "died").exists():
        (HERE / "died").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if trouble == "always":
        os.kill(os.getpid(), signal.SIGKILL)
    if trouble == "raise":
        raise RuntimeError("no convergence")
    print("said while training")
    time.sleep(float(os.environ.get("TOY_SECONDS", 0)))
    return {"accuracy": settings["lag"] / 3 + seed, "parameters": 7, "seconds": 0.1}
"""
DRIVER = """
import importlib, sys
from experiments import __main__ as recorder, _record

toy = importlib.import_module("toy")
recorder.load_experiments = lambda: {"toy": toy}
recorder.Record = lambda name, module: _record.Record(name, module, sys.argv[1])
if __name__ == "__main__":
    sys.exit(recorder.main(sys.argv[2:]))
"""


@pytest.fixture
def toy(tmp_path, monkeypatch):
    """The toy module, importable here and in processes started from here."""
    (tmp_path / "toy.py").write_text(TOY)
    (tmp_path / "driver.py").write_text(DRIVER)
    path = os.pathsep.join([str(ROOT), str(tmp_path)])
    monkeypatch.setenv("PYTHONPATH", path)
    monkeypatch.syspath_prepend(tmp_path)
    sys.modules.pop("toy", None)
    yield importlib.import_module("toy")
    sys.modules.pop("toy", None)


def start(folder, *arguments, **variables):
    """Start a recorder of the toy in a process and process group of its own."""
    return subprocess.Popen(
        [sys.executable, folder / "driver.py", folder / "results", *arguments],
        env=os.environ | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def finish(process):
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def logged(folder):
    return (folder / "log").read_text().splitlines()


class TestTwoAtOnce:
    def test_two_recorders_lose_nothing_and_share_the_work(self, toy, tmp_path):
        both = [
            start(tmp_path, TOY_SECONDS="0.05"),
            start(tmp_path, TOY_SECONDS="0.05", TOY_REVERSED="1"),  # from the other end
        ]
        assert [finish(process)[0] for process in both] == [0, 0]
        record = Record("toy", toy, tmp_path / "results")
        assert len(record.runs) == 12 and not record.missing()
        assert set(map(len, map(str.split, logged(tmp_path)))) == {3}
        assert len(set(logged(tmp_path))) == 12
        assert [path.name for path in (tmp_path / "results").iterdir()] == ["toy.json"]

    def test_the_same_run_twice_is_kept_once(self, record, experiment, tmp_path, capsys):
        def slow(settings, seed):  # another process records it in the meantime
            other = Record("toy", experiment, tmp_path)
            other.add(settings, seed, {"accuracy": 0.123, "seconds": 1.0})
            return run(settings, seed)

        record.path.unlink()
        late = SimpleNamespace(**{**vars(experiment), "run": slow})
        assert recorder.record([Record("toy", late, tmp_path)]) == 0
        runs = load("toy", [tmp_path])
        assert len(runs) == 9 and {run["accuracy"] for run in runs} == {0.123}
        assert capsys.readouterr().out.count("recorded by another process meanwhile") == 9

    def test_many_processes_write_at_the_same_time(self, toy, tmp_path):
        code = (
            "import sys, toy; from experiments._record import Record\n"
            "r = Record('toy', toy, sys.argv[1])\n"
            "[r.add({'start': sys.argv[2], 'lag': i}, 0, {'accuracy': i}) for i in range(25)]"
        )
        command = [sys.executable, "-c", code, str(tmp_path / "results")]
        processes = [subprocess.Popen([*command, name]) for name in "abcd"]
        assert [process.wait(timeout=120) for process in processes] == [0, 0, 0, 0]
        runs = load("toy", [tmp_path / "results"])
        assert sorted((run["start"], run["lag"]) for run in runs) == [
            (name, i) for name in "abcd" for i in range(25)
        ]

    def test_a_killed_recorder_leaves_no_lock_behind(self):
        code = (
            "import time; from experiments._record import locked\n"
            "with locked(): print('locked', flush=True); time.sleep(60)"
        )
        holder = subprocess.Popen(
            [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        holder.stdout.readline()
        waiter = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE)
        time.sleep(1.0)
        os.set_blocking(waiter.stdout.fileno(), False)
        assert waiter.stdout.read() is None  # it waits
        for process in (holder, waiter):
            process.kill()
            process.communicate()
        begin = time.perf_counter()
        with locked():
            assert time.perf_counter() - begin < 1

    def test_on_windows_a_byte_is_locked_that_nobody_reads(self, monkeypatch):
        asked = []

        def locking(number, mode, count):
            asked.append((mode, os.lseek(number, 0, os.SEEK_CUR), count))
            if len(asked) < 3:  # another process has it
                raise OSError(36, "deadlock avoided")

        fake = SimpleNamespace(LK_NBLCK="lock", LK_UNLCK="unlock", locking=locking)
        monkeypatch.setitem(sys.modules, "fcntl", None)
        monkeypatch.setitem(sys.modules, "msvcrt", fake)
        with locked():
            asked.append("held")
        lock, unlock = ("lock", 2**30, 1), ("unlock", 2**30, 1)
        assert asked == [lock, lock, lock, "held", unlock]
        assert Path(_record.__file__).stat().st_size < 2**20


class TestProcesses:
    """What happens on a worker, without dask."""

    def answer(self, toy, **more):
        job = Job("toy", toy, JOB, 1)._replace(**more)
        return _trainings._in_a_process(_trainings._order(job))

    def test_a_process_answers_with_metrics_and_its_machine(self, toy):
        answer = self.answer(toy)
        assert answer["metrics"] == toy.run(JOB, 1)
        assert answer["machine"] == _record.environment()

    def test_an_exception_is_answered_in_words(self, toy, monkeypatch, capfd):
        monkeypatch.setenv("TOY_TROUBLE", "raise")
        assert self.answer(toy) == {"failure": "RuntimeError: no convergence"}
        assert "Traceback" in capfd.readouterr().err

    def test_a_process_that_dies_gives_no_answer(self, toy, monkeypatch):
        monkeypatch.setenv("TOY_TROUBLE", "always")
        assert self.answer(toy) is None

    def test_another_version_of_the_experiment_is_refused(self, toy):
        other = SimpleNamespace(__name__="toy", CONSTANTS={"units": 4})
        assert "another version of toy" in self.answer(toy, experiment=other)["failure"]

    def test_a_training_ends_with_its_worker(self, toy, tmp_path, monkeypatch):
        monkeypatch.setenv("TOY_SECONDS", "600")
        child = subprocess.Popen(
            [sys.executable, "-m", "experiments._trainings"],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        child.stdin.write(_trainings._order(Job("toy", toy, JOB, 1)) + "\n")
        child.stdin.flush()
        while not (tmp_path / "log").exists():
            time.sleep(0.05)
        child.stdin.close()  # as the system does when a process is killed
        assert child.wait(timeout=30) == 1

    def test_without_dask_a_sentence_says_how_to_get_it(self, monkeypatch, record, capsys):
        monkeypatch.setitem(sys.modules, "distributed", None)
        for where in ({"workers": 2}, {"scheduler": "tcp://localhost:8786"}):
            with pytest.raises(SystemExit, match=r"extra[\s\S]*\.\[evidence\]"):
                list(trainings([Job("toy", record.experiment, JOB, 0)], **where))
        assert recorder.record([record], workers=1) == 0


class TestWorkers:
    """With dask.distributed, which is an extra: `make evidence WORKERS=2`."""

    @pytest.fixture(autouse=True)
    def dask(self):
        pytest.importorskip("distributed", reason="the extra 'evidence' is not installed")

    def test_two_workers_record_what_one_process_does(self, toy, tmp_path):
        status, out, err = finish(start(tmp_path, "--workers", "2"))
        assert (status, err) == (0, "")
        assert "12 to do" in out and "12/12  toy: " in out and "min left" in out
        together = load("toy", [tmp_path / "results"])
        alone = Record("toy", toy, tmp_path / "alone")
        recorder.record([alone])
        assert [run.pop("workers") for run in together] == [2] * 12
        assert together == [
            {k: v for k, v in run.items() if k != "workers"}
            for run in load("toy", [tmp_path / "alone"])
        ]

    @pytest.mark.parametrize(
        ("trouble", "status", "told"),
        [("once", 0, ""), ("always", 1, "died 3 times"), ("raise", 1, "no convergence")],
    )
    def test_a_dying_training_is_tried_again_and_reported(
        self, toy, tmp_path, trouble, status, told
    ):
        got, out, _ = finish(start(tmp_path, "--workers", "2", TOY_TROUBLE=trouble))
        assert got == status and told in out
        failed = 2 if status else 0  # of both starts
        assert out.count("FAILED") == failed
        record = Record("toy", toy, tmp_path / "results")
        assert len(record.runs) == 12 - failed and len(record.missing()) == failed

    def test_ctrl_c_keeps_what_is_recorded(self, toy, tmp_path):
        process = start(tmp_path, "--workers", "2", TOY_SECONDS="0.5")
        while not (tmp_path / "results" / "toy.json").exists():
            time.sleep(0.1)
        os.killpg(process.pid, signal.SIGINT)
        begin = time.perf_counter()
        status, out, err = finish(process)
        assert status == 130 and time.perf_counter() - begin < 20
        assert out.endswith("Stopped. What is recorded is kept; start again to go on.\n")
        assert "Traceback" not in err
        before = len(Record("toy", toy, tmp_path / "results").runs)
        assert 0 < before < 12
        assert finish(start(tmp_path, "--workers", "2"))[0] == 0
        assert not Record("toy", toy, tmp_path / "results").missing()

    def test_a_scheduler_elsewhere_and_a_worker_that_is_lost(self, toy, tmp_path):
        address, processes = "tcp://127.0.0.1:18786", []

        def launch(*command):
            processes.append(subprocess.Popen(command, stderr=subprocess.DEVNULL, cwd=ROOT))
            return processes[-1]

        python = [sys.executable, "-m"]
        try:
            launch(*python, "distributed.cli.dask_scheduler", "--port", "18786", "--no-dashboard")
            recording = start(tmp_path, "--scheduler", address)
            hint = [recording.stdout.readline() for _ in range(3)]
            assert "no worker has joined" in hint[1] and address in hint[2]
            lost = launch(*python, *hint[2].split()[2:4], "--nthreads", "1", "--no-nanny")
            while not (tmp_path / "results" / "toy.json").exists():
                time.sleep(0.05)
            lost.kill()
            launch(*python, *hint[2].split()[2:])  # two workers, as the hint says
            assert finish(recording)[0] == 0
        finally:
            for process in processes[::-1]:
                process.terminate()
                process.wait(timeout=30)
        runs = load("toy", [tmp_path / "results"])
        assert len(runs) == 12 and {run["workers"] for run in runs} == {1, 2}

    def test_a_scheduler_that_does_not_answer(self, toy, tmp_path, monkeypatch):
        for address in ("tcp://127.0.0.1:9", "nonsense://x"):
            status, _, err = finish(start(tmp_path, "--scheduler", address))
            assert status == 1 and "no dask scheduler answers at " + address in err
            assert "Traceback" not in err


def retrained(record, n=None, **more):
    """Return what is retrained of one record, as (start, lag, seed)."""
    jobs = [check.job for check in checks([record], n, **more)]
    return [(job.settings["start"], job.settings["lag"], job.seed) for job in jobs]


class TestChoosing:
    """On SCORES: a/5 has the seeds 0.9, 0.95, 0.85, a/20 has 0.5, 0.6, 0.4, b/5 only 1."""

    def test_what_agrees_to_the_last_digit_proves_nothing(self, record):
        found = {(c.settings["start"], c.settings["lag"]): c for c in conditions(record)}
        assert {key: c.could_fail() for key, c in found.items()} == {
            ("a", 5): True,
            ("a", 20): False,  # 0.4 to 0.6, and twice 0.1 on either side: wider than its mean
            ("b", 5): False,
        }

    def test_it_is_taken_only_where_there_is_nothing_else(self, record):
        assert retrained(record, 3) == [("a", 5, 0)]
        record.runs = [run for run in record.runs if run["settings"]["start"] == "b"]
        assert retrained(record, 3) == [("b", 5, 0)]
        assert retrained(record) == [("b", 5, 0)]

    def test_a_condition_with_a_diverged_seed_is_passed_over(self, record):
        record.runs[1]["metrics"]["accuracy"] = float("nan")  # of a/5
        found = [(c.settings["start"], c.settings["lag"]) for c in conditions(record)]
        assert sorted(found) == [("a", 20), ("b", 5)]

    def test_the_slack_is_twice_the_spread_and_never_below_the_least(self, record):
        found = {(c.settings["start"], c.settings["lag"]): c for c in conditions(record)}
        assert found["a", 5].slack == pytest.approx(2 * 0.05)
        assert found["b", 5].slack == record.experiment.SLACK == 0.01

    def test_a_sixth_normal_seed_would_leave_the_band_in_4_of_100_cases(self):
        draws = np.random.default_rng(0).normal(size=(200_000, 6))
        five, sixth = draws[:, :5], draws[:, 5]
        slack = WIDENED * five.std(axis=1, ddof=1)
        outside = (sixth < five.min(axis=1) - slack) | (sixth > five.max(axis=1) + slack)
        assert outside.mean() == pytest.approx(0.043, abs=0.002)

    @pytest.fixture
    def many(self, experiment, tmp_path, monkeypatch):
        """Ten conditions with bands that could fail; seconds are the lag, the best has lag 1."""
        scores = {("c", lag): (1 / lag, 1.02 / lag, 1.04 / lag) for lag in range(1, 11)}
        monkeypatch.setattr(sys.modules[__name__], "SCORES", scores)
        experiment.SETTINGS = [{"start": "c", "lag": lag} for lag in range(1, 11)]
        record = Record("toy", experiment, tmp_path)
        recorder.record([record])
        return record

    def test_the_others_go_from_the_worst_condition_to_the_best(self, many):
        # ranked by the mean the lags fall from 10 to 1; of each group the fastest
        assert [lag for _, lag, _ in retrained(many, 2)] == [6, 1]
        assert [lag for _, lag, _ in retrained(many, 5)] == [9, 7, 5, 3, 1]
        assert [lag for _, lag, _ in retrained(many, 99)] == list(range(10, 0, -1))

    def test_claims_come_first_in_their_order(self, many):
        many.experiment.CLAIMS = [{"lag": 7}, {"lag": 3}]
        assert [lag for _, lag, _ in retrained(many, 1)] == [7]
        assert [lag for _, lag, _ in retrained(many, 2)] == [7, 3]
        assert [lag for _, lag, _ in retrained(many, 4)] == [7, 3, 6, 1]

    def test_a_claim_that_could_not_fail_or_takes_too_long_is_passed_over(self, many):
        many.experiment.CLAIMS = [{"lag": 9}, {"lag": 7}, {"lag": 3}]
        for run in many.runs:
            if run["settings"]["lag"] == 9:
                run["metrics"]["seconds"] = 61
            if run["settings"]["lag"] == 7:
                run["metrics"]["accuracy"] = 1.0
        assert [lag for _, lag, _ in retrained(many, 1)] == [3]
        assert [lag for _, lag, _ in retrained(many, 1, longest=100)] == [9]

    def test_the_fastest_seed_of_a_condition_is_retrained(self, many):
        many.experiment.CLAIMS = [{"lag": 7}]
        many.runs[6 * 3 + 1]["metrics"]["seconds"] = 0.1
        assert retrained(many, 1) == [("c", 7, 1)]

    def test_without_a_number_experiments_take_turns_until_the_total(self, many, monkeypatch):
        monkeypatch.setattr("experiments._check.TOTAL", 75)
        many.experiment.CLAIMS = [{"lag": lag} for lag in (2, 3, 4)]
        other = SimpleNamespace(**{**vars(many), "name": "other"})
        other.experiment = SimpleNamespace(**vars(many.experiment))
        other.experiment.CLAIMS = [{"lag": 5}]
        for name in ("read", "has", "missing"):
            setattr(other, name, getattr(many, name))
        for run in many.runs:
            run["metrics"]["seconds"] = 10.0 * run["settings"]["lag"]
        # the first round whole: 20 and 50 s; then nothing more fits
        chosen = [(c.job.name, c.job.settings["lag"]) for c in checks([many, other])]
        assert chosen == [("toy", 2), ("other", 5)]
        for run in many.runs:
            run["metrics"]["seconds"] = 4.0 * run["settings"]["lag"]
        chosen = [(c.job.name, c.job.settings["lag"]) for c in checks([many, other])]
        assert chosen == [("toy", 2), ("other", 5), ("toy", 3), ("toy", 4)]  # 56 s

    def test_packaged_weights_are_judged_beside_the_sample(self, many, capsys):
        packaged = {"start": "c", "lag": 4}, 1  # 1.02 / 4 = 0.255
        many.experiment.PACKAGED = packaged
        judged = {"accuracy": 0.2551}
        many.experiment.judge_packaged = lambda settings, seed: judged
        assert recorder.check([many], 1) == 0
        assert "ok      toy: c 4 seed 1 as packaged: accuracy 0.2551" in capsys.readouterr().out
        judged["accuracy"] = 0.244  # inside the band of all seeds, widened, but not what it was
        assert recorder.check([many]) == 1
        for run in many.runs:
            run["metrics"]["seconds"] = 100
        judged["accuracy"] = 0.255
        calls.clear()
        assert recorder.check([many]) == 0 and not calls
        assert "skipped" not in capsys.readouterr().out


class TestChecking:
    @pytest.mark.parametrize(
        ("retrained", "status"), [(0.76, 0), (0.74, 1), (1.04, 0), (1.06, 1), (float("nan"), 1)]
    )
    def test_fails_outside_the_band(self, record, retrained, status):
        record.experiment.run = lambda settings, seed: {"accuracy": retrained}
        assert recorder.check([record], 1) == status  # 0.85 to 0.95, give or take 0.1

    def test_says_what_it_compares(self, record, capsys):
        capsys.readouterr()
        recorder.check([record])
        record.experiment.run = lambda settings, seed: {"accuracy": 0.3000001}
        recorder.check([record])
        assert capsys.readouterr().out.splitlines() == [
            "ok      toy: a 5 seed 0: accuracy 0.9, as recorded; "
            "band 0.85 to 0.95, give or take 0.1",
            "OUTSIDE toy: a 5 seed 0: accuracy 0.3, recorded 0.9; "
            "band 0.85 to 0.95, give or take 0.1",
        ]

    def test_leaves_out_what_takes_too_long(self, record, capsys):
        for run in record.runs:
            run["metrics"]["seconds"] = 61
        calls.clear()
        assert recorder.check([record], 2) == 0 and not calls
        assert "skipped toy" in capsys.readouterr().out
        assert recorder.check([record], 2, longest=61) == 0 and calls

    def test_fails_where_nothing_is_recorded(self, experiment, tmp_path):
        assert recorder.check([Record("toy", experiment, tmp_path)], 3) == 1
        assert recorder.check([Record("toy", experiment, tmp_path)]) == 1


# Two seeds choose a rate or show a part, and five judge; three time the same work; one run
# has five members, another many turns.
UNCHECKED = {  # their modules say why
    "training_speed", "final_test", "traffic_rate", "days_rate", "rates_every_step", "bench",
    "wavenet_parts", "more_series", "traffic_choice", "traffic_final", "imputation",
    "classical", "classical_choice", "refit_weekly", "intervals", "traffic_intervals_final",
    "traffic_intervals_why",
}  # fmt: skip
FEWER_SEEDS = {
    "rates", "rates_every_step", "training_speed", "final_test", "bench", "wavenet_parts",
    "more_series", "traffic_choice", "classical_choice", "refit_weekly",
}  # fmt: skip


class TestDeclared:
    def test_experiments_declare_the_uniform_interface(self):
        for name, module in load_experiments().items():
            keys = {frozenset(settings) for settings in module.SETTINGS}
            assert len(keys) == 1, f"{name}: every condition has the same keys"
            assert module.ABOUT and module.METRIC and module.SLACK > 0
            assert len(module.SEEDS) >= 5 or name in FEWER_SEEDS
            identities = [sorted(settings.items()) for settings in module.SETTINGS]
            assert all(identities.count(identity) == 1 for identity in identities)
            for claim in module.CLAIMS:
                named = [s for s in module.SETTINGS if claim.items() <= s.items()]
                assert len(named) == 1, f"{name}: a claim names one condition, {claim}"

    @pytest.mark.parametrize("path", sorted(FOLDERS[0].glob("*.json")), ids=lambda p: p.stem)
    def test_recorded_files_are_complete_and_name_no_machine(self, path):
        experiment = load_experiments()[path.stem]
        record = Record(path.stem, experiment)
        assert not record.missing()
        assert "/" not in json.dumps(record.environments)
        keys = [_record.key(run) for run in record.runs]
        assert keys == sorted(keys)
        needed = {"seconds", experiment.METRIC}
        if path.stem not in ("refit", "refit_weekly"):  # networks and lines of traffic_ahead
            needed.add("parameters")
        assert all(needed <= set(run["metrics"]) for run in record.runs)
        assert path.read_text(encoding="utf-8").count("\n") == len(record.runs) + 7  # one a line

    @pytest.mark.parametrize("path", sorted(FOLDERS[0].glob("*-errors.npz")), ids=lambda p: p.stem)
    def test_errors_of_single_series_are_those_of_their_run(self, path):
        runs = load(path.stem.removesuffix("-errors"), errors=True)
        if "absolute" in runs[0]:  # of one series, from step to step or by hidden stretch
            for one in runs:
                assert np.nanmin(one["absolute"]) >= 0
                if path.stem != "imputation-errors":  # whose mean counts hours, not stretches
                    # of means where some hours were not counted, and in three digits and a half
                    # (of days in refit, the last of which is a single window)
                    near = 1e-2 if path.stem.startswith("refit") else 5e-3
                    assert np.nanmean(one["absolute"]) == pytest.approx(one["mae"], rel=near)
            return
        for one in runs:
            assert np.nanmean(one["errors"] ** 2) == pytest.approx(one["mse"], rel=2e-3)
            assert len(one["errors"]) in (2000, 10_000)

    def test_the_sample_holds_what_chapters_claim_and_takes_no_longer(self):
        records = [Record(name, module) for name, module in load_experiments().items()]
        chosen = checks(records)
        assert sum(check.seconds for check in chosen) <= TOTAL
        claiming = {record.name for record in records if record.experiment.CLAIMS}
        assert {check.job.name for check in chosen} == claiming
        assert {record.name for record in records} - claiming == UNCHECKED
        for check in chosen:
            if check.job.function == "judge_packaged":
                continue
            claims = check.job.experiment.CLAIMS
            assert any(claim.items() <= check.job.settings.items() for claim in claims)
            assert check.band.low < check.band.high

    @pytest.mark.parametrize("n", [1, 2, 6])
    def test_no_condition_is_retrained_that_all_seeds_solve(self, n):
        for name, module in load_experiments().items():
            if name in UNCHECKED:
                continue
            for condition in sample(Record(name, module), n):
                assert condition.band.low < condition.band.high

    @pytest.mark.parametrize(
        ("place", "tried", "count"),
        [
            (0, {"name": "rates", "horizon": 1}, 6),
            (1, {"name": "rates", "horizon": 10}, 6),
            (2, {"name": "rates_every_step", "horizon": 10}, 2),
        ],
    )
    def test_every_network_has_the_best_of_its_rates(self, place, tried, count):
        runs = evidence.where(load(tried["name"]), horizon=tried["horizon"])
        chosen = load_experiments()["learning_curves"].RATES
        chosen = {model: rates for model, rates in chosen.items() if len(rates) > place}
        assert len(chosen) == count
        for model, rates in chosen.items():
            found = band(evidence.where(runs, model=model), "mse", by="learning_rate")
            assert rates[place] == min(found, key=lambda rate: found[rate].mean), model

    def test_every_convolutional_network_has_the_best_of_its_rates(self):
        for model, rate in load_experiments()["convolutions"].RATES.items():
            runs = evidence.where(load("rates"), horizon=10, model=model)
            found = band(runs, "mse", by="learning_rate")
            assert rate == min(found, key=lambda rate: found[rate].mean), model

    def test_every_decoder_has_the_best_of_its_rates(self):
        tried = load("days_rate")
        for wiring, rate in load_experiments()["days"].RATES.items():
            found = band(evidence.where(tried, wiring=wiring), "mae", by="learning_rate")
            assert len(found) == 5
            assert rate == min(found, key=lambda rate: found[rate].mean), wiring

    def test_the_first_forecast_has_the_best_of_its_rates(self):
        found = band(load("traffic_rate"), "mae", by="learning_rate")
        best = min(found, key=lambda rate: found[rate].mean)
        page = (ROOT / "chapters" / "00-a-first-forecast.md").read_text(encoding="utf-8")
        assert len(found) == 4 and f"learning_rate={best})" in page

    def test_forgetting_is_retrained_first(self):
        first, *_ = claimed(Record("recall", recall))
        assert first.settings == {
            "cell": "SimpleRNN", "start": "small", "distractor": "noisy", "lag": 20,
        }  # fmt: skip
        assert first.band.high < 0.55

    @pytest.mark.parametrize(("name", "horizon"), [("one_step", 1), ("ten_steps", 10)])
    def test_a_published_model_that_we_train_has_the_same_name(self, name, horizon):
        declared = load_experiments()[name].SETTINGS
        ours = {(s["model"], s.get("strategy", "")) for s in declared}
        not_ours = {m for m, _ in set(load_published(horizon)) - ours}
        assert not_ours <= {"naive", "GRU 20-20", "Conv1D and GRU", "dilated convolutions",
                            "WaveNet (2 epochs)", "RNN 20-20 with batch normalisation",
                            "RNN 20-20 with layer normalisation"}  # fmt: skip

    @pytest.mark.parametrize(("name", "horizon"), [("one_step", "1"), ("ten_steps", "10")])
    def test_a_recipe_that_is_repeated_is_the_published_one(self, name, horizon):
        with (ROOT / "unrolled" / "data" / "published_errors.csv").open() as text:
            rows = [row for row in csv.DictReader(text) if row["horizon"] == horizon]
        published = {(row["model"], row["strategy"]): row for row in rows}
        repeated = [
            s
            for s in load_experiments()[name].SETTINGS
            if s["schedule"] == "constant" and s["batch_size"] == 32
        ]
        assert len(repeated) >= 3
        for settings in repeated:
            row = published[settings["model"], settings.get("strategy", "")]
            assert float(row["learning_rate"]) == settings["learning_rate"]
            assert int(row["epochs"]) == settings.get("epochs", 20)


class TestPlanted:
    """Trainings made wrong on purpose, some seconds each, are caught by the check."""

    def check(self, monkeypatch, n, capsys, **constants):
        monkeypatch.setattr(recall, "CONSTANTS", recall.CONSTANTS | constants)
        record = Record.__new__(Record)  # whose constants are still the recorded ones
        record.name, record.experiment = "recall", recall
        document = json.loads((FOLDERS[0] / "recall.json").read_text())
        record.environments, record.runs = document["environments"], document["runs"]
        status = recorder.check([record], n)
        return status, capsys.readouterr().out.count("OUTSIDE")

    def test_a_tenfold_rate(self, monkeypatch, capsys):
        assert self.check(monkeypatch, 1, capsys, learning_rate=5e-2) == (1, 1)

    def test_no_forgetting(self, monkeypatch, capsys):
        from unrolled import series

        task = series.recall_task
        monkeypatch.setattr(
            series, "recall_task", lambda n, lag, rng, noisy: task(n, lag, rng, False)
        )
        assert self.check(monkeypatch, 1, capsys) == (1, 1)

    def test_no_learning(self, monkeypatch, capsys):
        # at a coin toss the first condition is as recorded; that is what the second is for
        assert self.check(monkeypatch, 2, capsys, learning_rate=1e-9, epochs=1) == (1, 1)
