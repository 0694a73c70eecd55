"""Record the book's evidence: train what is declared in experiments/, keep it in results/.

``make evidence`` calls this. Runs that are already recorded for the same settings and seed are
skipped, and the file is written after every run, so it can be stopped and started at will.

  python -m experiments               record everything that is missing
  python -m experiments --list        what is declared and what is recorded
  python -m experiments --only recall one experiment; may be repeated
  python -m experiments --check 6     retrain six cheap runs of each experiment, spread from the
                                      worst condition to the best, and fail where the metric leaves
                                      the recorded band; `make test` does so with two

A file holds ``about``, ``constants``, ``environments`` (Python, packages and kind of machine,
without names or paths) and ``runs``, one per line: ``settings``, ``seed``, ``metrics`` and the
index of its environment. Keys are sorted and runs are in a fixed order, so that a diff shows
what changed and nothing else.
"""

import argparse
import itertools
import json
import os
import platform
import sys
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from experiments import load_experiments
from unrolled.evidence import Band, band, flatten

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "results"
CHECKABLE = 60  # seconds: a run that took longer is not retrained by --check


def key(run):
    """Return what identifies a run, sortable: its settings by name, then its seed."""
    return sorted(run["settings"].items()), run["seed"]


def environment():
    """Describe the software and the kind of machine, nothing that identifies it."""
    packages = {"python": platform.python_version()}
    for name in ("keras", "numpy", "tensorflow", "tensorflow-cpu"):
        try:
            packages[name] = version(name)
        except PackageNotFoundError:
            continue
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    return packages | {"machine": machine}


def rounded(value):
    """Round a float to six significant figures: enough to compare by, short enough to read."""
    return float(f"{value:.6g}") if isinstance(value, float) else value


class Record:
    """The recorded runs of one experiment, in memory and in its file."""

    def __init__(self, name, experiment, folder=RESULTS):
        self.name, self.experiment, self.path = name, experiment, Path(folder) / f"{name}.json"
        self.environments, self.runs = [], []
        if self.path.is_file():
            document = json.loads(self.path.read_text(encoding="utf-8"))
            if document["constants"] != experiment.CONSTANTS:
                raise SystemExit(
                    f"{name}: CONSTANTS changed since {self.path.name} was recorded "
                    f"({document['constants']}). Move that file away to record anew."
                )
            self.environments, self.runs = document["environments"], document["runs"]

    def missing(self):
        """Return what is declared and not recorded as (settings, seed), one seed at a time."""
        have = [key(run) for run in self.runs]
        declared = [(s, seed) for seed in self.experiment.SEEDS for s in self.experiment.SETTINGS]
        return [(s, seed) for s, seed in declared if key({"settings": s, "seed": seed}) not in have]

    def add(self, settings, seed, metrics):
        """Add a run and write the file."""
        shared = (set(settings) | set(self.experiment.CONSTANTS) | {"seed"}) & set(metrics)
        if shared:
            raise ValueError(f"metrics must not reuse the names of settings, got {sorted(shared)}")
        here = environment()
        if here not in self.environments:
            self.environments.append(here)
        self.runs.append(
            {
                "settings": dict(settings),
                "seed": seed,
                "metrics": {name: rounded(value) for name, value in metrics.items()},
                "environment": self.environments.index(here),
            }
        )
        self.runs.sort(key=key)
        self.write()

    def write(self):
        """Replace the file in one go: a reader sees the old one or the new one."""
        head = {
            "about": self.experiment.ABOUT,
            "constants": self.experiment.CONSTANTS,
            "environments": self.environments,
        }
        parts = [f'"{name}": {json.dumps(head[name], sort_keys=True)}' for name in sorted(head)]
        runs = ",\n".join(json.dumps(run, sort_keys=True) for run in self.runs)
        text = "{\n" + ",\n".join(parts) + f',\n"runs": [\n{runs}\n]\n}}\n'
        self.path.parent.mkdir(exist_ok=True)
        temporary = self.path.with_suffix(f".{os.getpid()}.tmp")
        temporary.write_text(text, encoding="utf-8")
        os.replace(temporary, self.path)

    def band_of(self, settings):
        """Return the recorded band of a condition."""
        runs = [flatten(run) for run in self.runs if run["settings"] == settings]
        return band(runs, self.experiment.METRIC)

    def sample(self, n):
        """Return `n` recorded runs, cheap and spread from the worst condition to the best.

        Conditions are ranked by their mean and cut into `n` groups; each sends its fastest run.
        Cheapness alone would only ever test what is easy. Fewer if most runs take too long.
        """
        conditions = {}
        for run in self.runs:
            if run["metrics"]["seconds"] <= CHECKABLE:
                conditions.setdefault(str(sorted(run["settings"].items())), []).append(run)
        ranked = sorted(conditions.values(), key=lambda runs: self.band_of(runs[0]["settings"]))
        n = min(n, len(ranked))
        cuts = [round(i * len(ranked) / n) for i in range(n + 1)] if n else []
        groups = [itertools.chain(*ranked[a:b]) for a, b in itertools.pairwise(cuts)]
        return [min(group, key=lambda run: run["metrics"]["seconds"]) for group in groups]


def say(text):
    print(text, flush=True)


def words(settings, seed):
    """Name a run in a progress line."""
    return " ".join(str(value) for value in settings.values()) + f" seed {seed}"


def record(records):
    """Train every run that is missing."""
    todo = [(r, settings, seed) for r in records for settings, seed in r.missing()]
    say(f"{sum(len(r.runs) for r in records)} runs recorded, {len(todo)} to do")
    start = time.perf_counter()
    for done, (r, settings, seed) in enumerate(todo, start=1):
        metrics = r.experiment.run(settings, seed)
        r.add(settings, seed, metrics)
        left = (time.perf_counter() - start) / done * (len(todo) - done)
        metric = r.experiment.METRIC
        say(
            f"{done:4}/{len(todo)}  {r.name}: {words(settings, seed)}: "
            f"{metric} {metrics[metric]:.4g}, about {left / 60:.0f} min left"
        )
    return 0


def check(records, n):
    """Retrain a sample; return 1 if a metric leaves its band."""
    outside = 0
    for r in records:
        metric, slack = r.experiment.METRIC, r.experiment.SLACK
        sample = r.sample(n)
        for run in sample:
            value = r.experiment.run(run["settings"], run["seed"])[metric]
            recorded: Band = r.band_of(run["settings"])
            inside = recorded.holds(value, slack)
            outside += not inside
            say(
                f"{'ok     ' if inside else 'OUTSIDE'} {r.name}: "
                f"{words(run['settings'], run['seed'])}: {metric} {value:.4g}, recorded "
                f"{run['metrics'][metric]:.4g}, band {recorded.low:.4g} to {recorded.high:.4g}"
            )
        if not r.runs:
            say(f"nothing recorded for {r.name}: run make evidence")
            outside += 1
        elif not sample:
            say(f"skipped {r.name}: every run takes more than {CHECKABLE} s")
    return int(outside > 0)


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    experiments = load_experiments()
    parser.add_argument("--only", action="append", choices=experiments, metavar="NAME")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--check", type=int, metavar="N")
    options = parser.parse_args(arguments)
    records = [Record(n, e) for n, e in experiments.items() if n in (options.only or experiments)]
    if options.list:
        for r in records:
            say(f"{r.name}: {len(r.runs)} runs recorded, {len(r.missing())} missing")
            say(f"  {r.experiment.ABOUT}")
        return 0
    try:
        return record(records) if options.check is None else check(records, options.check)
    except KeyboardInterrupt:
        say("\nStopped. What is recorded is kept; start again to go on.")
        return 130


if __name__ == "__main__":
    sys.exit(main())
