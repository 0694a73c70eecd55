"""Carry out trainings: one after the other here, or spread over workers with dask.distributed.

A worker starts a fresh process for every training. It must: Keras draws the seeds of its layers
from Python's global random numbers, and threads of dask draw from the same ones at any moment, so
that a training inside the worker would not repeat.
"""

import contextlib
import importlib
import json
import logging
import os
import signal
import subprocess
import sys
import threading
import traceback
from pathlib import Path
from typing import NamedTuple

from experiments._record import environment

ROOT = Path(__file__).resolve().parents[1]
ATTEMPTS = 3  # at a training whose process dies without a word, as for want of memory

MISSING = (
    "WORKERS and SCHEDULER need dask, which is an extra of this project. Install it with\n"
    "  .venv/bin/uv pip install --python .venv/bin/python --no-build-isolation -e '.[evidence]'\n"
    "or leave them out: then the runs are trained one after the other."
)
JOIN = (
    "no worker has joined yet. In a clone of the same commit, on every machine that shall help:\n"
    "  .venv/bin/python -m distributed.cli.dask_worker {address} --nthreads 1 --nworkers 2"
)


class Job(NamedTuple):
    """One training to be carried out."""

    name: str  # of the experiment
    experiment: object  # its module
    settings: dict
    seed: int
    function: str = "run"  # of the module; takes settings and seed, returns metrics


class Outcome(NamedTuple):
    """What came of a job."""

    job: Job
    metrics: dict | None  # None if it failed
    workers: int = 1  # trainings that shared the machine
    machine: dict | None = None  # as from `environment`
    failure: str = ""


def trainings(jobs, workers=1, scheduler=None):
    """Yield the outcome of every job as soon as it is there.

    Parameters
    ----------
    jobs : iterable of Job
        Trained one by one they are drawn when their turn comes.
    workers : int, default 1
        How many processes of this machine train at the same time.
    scheduler : str, optional
        Address of a dask scheduler whose workers train instead, as in ``tcp://host:8786``.

    Raises
    ------
    SystemExit
        If dask is needed and not installed, or the scheduler does not answer.
    """
    if scheduler is None and workers == 1:
        for job in jobs:
            metrics = getattr(job.experiment, job.function)(job.settings, job.seed)
            yield Outcome(job, metrics, machine=environment())
    else:
        with _client(workers, scheduler) as client:
            yield from _spread(client, list(jobs))


@contextlib.contextmanager
def _client(workers, scheduler):
    """Connect to a scheduler, or to workers of our own, which end with the block."""
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise SystemExit(MISSING) from None

    with contextlib.ExitStack() as stack:
        if scheduler is None:
            with _deaf_to_ctrl_c():
                scheduler = LocalCluster(
                    n_workers=workers,
                    threads_per_worker=1,
                    memory_limit=0,  # of a worker: the training is not in it
                    dashboard_address=":0",  # any port: another recorder may have the usual one
                    silence_logs=logging.CRITICAL,
                )
            stack.enter_context(scheduler)
        try:
            client = stack.enter_context(Client(scheduler, timeout=10))
        except (OSError, ValueError) as problem:
            raise SystemExit(f"no dask scheduler answers at {scheduler}: {problem}") from None
        yield client


@contextlib.contextmanager
def _deaf_to_ctrl_c():
    """Let processes started meanwhile ignore Ctrl-C, which the terminal sends to all of them."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _spread(client, jobs):
    """Hand the jobs to the client's workers; what a lost worker had in hand goes to another."""
    from distributed import as_completed

    if not client.nthreads():
        print(JOIN.format(address=client.scheduler.address), flush=True)
    futures = {}
    for job in jobs:
        # pure=False: the same settings twice are two trainings and not one result, kept
        future = client.submit(_on_worker, _order(job), pure=False)
        futures[future] = job
    for future in as_completed(futures):
        try:
            answer, address = future.result()
        except Exception as problem:  # whatever went wrong there must not stop the others
            lost = "the scheduler was lost" if future.cancelled() else ""
            answer = {"failure": lost or f"{type(problem).__name__}: {problem}"}
        if "failure" in answer:
            yield Outcome(futures[future], None, failure=answer["failure"])
        else:
            sharing = _sharing(client, address)
            yield Outcome(futures[future], answer["metrics"], sharing, answer["machine"])
        future.release()


def _sharing(client, address):
    """Count the trainings that the machine of the worker at `address` carries out at a time."""
    host = address.rpartition(":")[0]
    return max(1, sum(n for at, n in client.nthreads().items() if at.rpartition(":")[0] == host))


def _order(job):
    """Return all that a process needs in order to carry out a job."""
    module, constants = job.experiment.__name__, job.experiment.CONSTANTS
    return json.dumps([module, constants, job.function, job.settings, job.seed])


def _on_worker(order):
    """Carry out a job on a dask worker; return what came of it and the worker's address."""
    from distributed import get_worker

    for _ in range(ATTEMPTS):
        answer = _in_a_process(order)
        if answer is not None:
            return answer, get_worker().address
    return {"failure": f"its process died {ATTEMPTS} times; is there enough memory?"}, ""


def _in_a_process(order):
    """Carry out a job in a process of its own; return None if it dies without an answer."""
    command = [sys.executable, "-m", "experiments._trainings"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "encoding": "utf-8"}
    # Its own session: Ctrl-C is the recorder's to answer
    with subprocess.Popen(
        command, cwd=ROOT, errors="replace", start_new_session=True, **pipes
    ) as child:
        child.stdin.write(order + "\n")
        child.stdin.flush()  # and left open: see _end_with_parent
        *_, last = ["", *child.stdout]
    return json.loads(last) if child.returncode == 0 else None


def _carry_out(order):
    """Carry out a job and return what came of it, ready to be sent."""
    module, constants, function, settings, seed = json.loads(order)
    try:
        experiment = importlib.import_module(module)
        if experiment.CONSTANTS != constants:
            raise ValueError(f"this worker has another version of {module}")
        metrics = getattr(experiment, function)(settings, seed)
    except Exception as problem:
        traceback.print_exc()  # for whoever watches the worker
        return {"failure": f"{type(problem).__name__}: {problem}"}
    return {"metrics": metrics, "machine": environment()}


def _end_with_parent():
    """Leave when the worker does, however it ends: then its end of our input is closed."""
    sys.stdin.read()
    os._exit(1)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # on Windows a session is not enough
    given = sys.stdin.readline()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    print(f"\n{json.dumps(_carry_out(given))}", flush=True)
    os._exit(0)  # without waiting for the thread that reads
