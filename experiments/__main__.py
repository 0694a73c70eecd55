"""Record the book's evidence: train what is declared in experiments/, keep it in results/.

``make evidence`` calls this. Runs that are already recorded for the same settings and seed are
skipped, and the file is written after every run, so it can be stopped and started at will, and
two of them can be at work at the same time.

  python -m experiments               record everything that is missing
  python -m experiments --list        what is declared and what is recorded
  python -m experiments --only recall one experiment; may be repeated
  python -m experiments --workers 2   two trainings at a time; needs the extra "evidence"
  python -m experiments --scheduler tcp://host:8786
                                      the workers of this dask scheduler train
  python -m experiments --check       retrain a sample that took two minutes and a half, first those
                                      that a chapter's claim rests on, and fail where the metric
                                      leaves the recorded band: what `make test` does
  python -m experiments --check 6     retrain six runs of each experiment, spread from the worst
                                      condition to the best
  python -m experiments --check 1 --longest 300
                                      the same, with runs of up to 300 s

A file holds ``about``, ``constants``, ``environments`` (Python, packages and kind of machine,
without names or paths) and ``runs``, one per line: ``settings``, ``seed``, ``metrics``, the
index of its environment and, where it was not alone, the number of ``workers`` that trained at
the same time on its machine. Keys are sorted and runs are in a fixed order, so that a diff shows
what changed and nothing else.
"""

import argparse
import sys
import time

from experiments import load_experiments
from experiments._check import LONGEST, checks, unclaimed
from experiments._record import Record, rounded
from experiments._trainings import Job, trainings


def say(text):
    print(text, flush=True)


def words(job):
    """Name a run in a progress line, its settings in the order in which they are declared."""
    values = [str(job.settings[name]) for name in job.experiment.SETTINGS[0]]
    packaged = " as packaged" if job.function != "run" else ""
    return f"{job.name}: {' '.join(values)} seed {job.seed}{packaged}"


def due(records, jobs):
    """Yield the jobs that no other process has recorded by the time it is their turn."""
    for job in jobs:
        records[job.name].read()
        if not records[job.name].has(job.settings, job.seed):
            yield job


def record(records, **where):
    """Train every run that is missing; return 1 if one failed."""
    by_name = {r.name: r for r in records}
    todo = [Job(r.name, r.experiment, *run) for r in records for run in r.missing()]
    say(f"{sum(len(r.runs) for r in records)} runs recorded, {len(todo)} to do")
    failed, start = 0, time.perf_counter()
    for done, outcome in enumerate(trainings(due(by_name, todo), **where), start=1):
        job = outcome.job
        left = (time.perf_counter() - start) / done * (len(todo) - done) / 60
        line = f"{done:4}/{len(todo)}  {words(job)}: "
        if outcome.failure:
            failed += 1
            say(f"{line}FAILED, {outcome.failure}")
            continue
        new = by_name[job.name].add(
            job.settings, job.seed, outcome.metrics, outcome.workers, outcome.machine
        )
        metric = job.experiment.METRIC
        line += f"{metric} {outcome.metrics[metric]:.4g}, about {left:.0f} min left"
        say(line if new else f"{line}; recorded by another process meanwhile")
    if failed:
        say(f"{failed} runs failed; the others are recorded")
    return int(failed > 0)


def check(records, n=None, longest=LONGEST, **where):
    """Retrain a sample; return 1 if a metric leaves its band."""
    outside, sample = 0, checks(records, n, longest)
    for r in records:
        if not r.runs:
            say(f"nothing recorded for {r.name}: run make evidence")
            outside += 1
        elif r.name not in {one.job.name for one in sample}:
            why = f"every run takes more than {longest:g} s"
            say(f"skipped {r.name}: {'it makes no claims' if unclaimed(r) else why}")
    by_run = {words(one.job): one for one in sample}
    for outcome in trainings([one.job for one in sample], **where):
        one, name = by_run[words(outcome.job)], words(outcome.job)
        if outcome.failure:
            outside += 1
            say(f"FAILED  {name}: {outcome.failure}")
            continue
        metric = one.job.experiment.METRIC
        value = outcome.metrics[metric]
        inside = one.band.holds(value, one.slack)
        outside += not inside
        same = rounded(value) == one.recorded
        say(
            f"{'ok     ' if inside else 'OUTSIDE'} {name}: {metric} {value:.4g}, "
            f"{'as recorded' if same else f'recorded {one.recorded:.4g}'}; "
            f"band {one.band.low:.4g} to {one.band.high:.4g}, give or take {one.slack:.2g}"
        )
    return int(outside > 0)


def count(text):
    """Read a number of workers or runs."""
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"must be at least 1, got {value}")
    return value


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    experiments = load_experiments()
    parser.add_argument("--only", action="append", choices=experiments, metavar="NAME")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--check", nargs="?", type=count, const=0, metavar="N")
    parser.add_argument("--longest", type=float, default=LONGEST, metavar="SECONDS")
    spread = parser.add_mutually_exclusive_group()
    spread.add_argument("--workers", type=count, default=1, metavar="N")
    spread.add_argument("--scheduler", metavar="ADDRESS")
    options = parser.parse_args(arguments)
    records = [Record(n, e) for n, e in experiments.items() if n in (options.only or experiments)]
    where = {"workers": options.workers, "scheduler": options.scheduler}
    if options.list:
        for r in records:
            say(f"{r.name}: {len(r.runs)} runs recorded, {len(r.missing())} missing")
            say(f"  {r.experiment.ABOUT}")
        return 0
    try:
        if options.check is None:
            return record(records, **where)
        return check(records, options.check or None, options.longest, **where)
    except KeyboardInterrupt:
        say("\nStopped. What is recorded is kept; start again to go on.")
        return 130


if __name__ == "__main__":
    sys.exit(main())
