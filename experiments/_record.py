"""The recorded runs of one experiment and their files; two recorders may write to them at once.

A metric that is a list holds one number for every series. These go to a second file,
``results/<name>-errors.npz``, a row for every run and in their order; a run keeps the number of its
row.
"""

import contextlib
import json
import os
import platform
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

RESULTS = Path(__file__).resolve().parents[1] / "results"


def key(run):
    """Return what identifies a run, sortable: its settings by name, then its seed."""
    return sorted(run["settings"].items()), run["seed"]


PACKAGES = (
    *("jax", "keras", "numpy", "tensorflow", "tensorflow-cpu", "torch"),
    *("scikit-learn", "statsmodels"),  # the classical rivals
)


def environment():
    """Describe the software and the kind of machine, nothing that identifies it."""
    packages = {"python": platform.python_version()}
    for name in PACKAGES:
        with contextlib.suppress(PackageNotFoundError):
            packages[name] = version(name)
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    return packages | {"machine": machine, "processor": processor()}


def processor():
    """Return the processor's model: sums are added up in an order that depends on it."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor()


def rounded(value):
    """Round a float to six significant figures: enough to compare by, short enough to read."""
    return float(f"{value:.6g}") if isinstance(value, float) else value


class Record:
    """The recorded runs of one experiment, in memory and in its file.

    What is in memory may be older than the file: `add` reads it again before it writes, under a
    lock, so that no run of another process is lost.
    """

    def __init__(self, name, experiment, folder=RESULTS):
        self.name, self.experiment, self.path = name, experiment, Path(folder) / f"{name}.json"
        self.rows_path = Path(folder) / f"{name}-errors.npz"
        self.environments, self.runs = [], []
        self.read()

    def read(self):
        """Take what the file holds now; it is never seen half written."""
        if not self.path.is_file():
            self.environments, self.runs = [], []
            return
        document = json.loads(self.path.read_text(encoding="utf-8"))
        if document["constants"] != self.experiment.CONSTANTS:
            raise SystemExit(
                f"{self.name}: CONSTANTS changed since {self.path.name} was recorded "
                f"({document['constants']}). Move that file away to record anew."
            )
        self.environments, self.runs = document["environments"], document["runs"]

    def has(self, settings, seed):
        """Say whether this run is recorded, as far as was read."""
        wanted = key({"settings": settings, "seed": seed})
        return any(key(run) == wanted for run in self.runs)

    def missing(self):
        """Return what is declared and not recorded as (settings, seed), one seed at a time."""
        declared = [(s, seed) for seed in self.experiment.SEEDS for s in self.experiment.SETTINGS]
        return [(s, seed) for s, seed in declared if not self.has(s, seed)]

    def add(self, settings, seed, metrics, workers=1, machine=None):
        """Add a run and write the file; return False if another process was first.

        `machine` is the `environment` in which it was trained, by default this one's, and
        `workers` is how many trainings shared that machine, which tells what ``seconds`` is worth.
        """
        taken = set(settings) | set(self.experiment.CONSTANTS) | {"seed", "workers"}
        if taken & set(metrics):
            raise ValueError(
                f"metrics must not reuse the names of settings, got {sorted(taken & set(metrics))}"
            )
        machine = machine or environment()
        with locked():
            self.read()
            if self.has(settings, seed):
                return False
            if machine not in self.environments:
                self.environments.append(machine)
            arrays = self.read_arrays()
            for name, value in metrics.items():
                if isinstance(value, list):
                    arrays.setdefault(name, []).append(value)
                    metrics = metrics | {name: len(arrays[name]) - 1}
            run = {
                "settings": dict(settings),
                "seed": seed,
                "metrics": {name: rounded(value) for name, value in metrics.items()},
                "environment": self.environments.index(machine),
            }
            self.runs.append(run if workers == 1 else run | {"workers": workers})
            self.runs.sort(key=key)
            self.write_arrays(arrays)
            self.write()
        return True

    def read_arrays(self):
        """Return what single series gave, a list of rows for each metric that is a list."""
        if not self.rows_path.is_file():
            return {}
        with np.load(self.rows_path) as file:
            return {name: list(file[name]) for name in file.files}

    def write_arrays(self, arrays):
        """Bring the rows into the order of the runs and write them.

        Half precision has three digits and a half: the size of one error, and no more, for the
        file would be twice as large. Runs may differ in how many series they judged: a short row
        is filled with NaN.
        """
        if not arrays:
            return
        for name, rows in arrays.items():
            having = [run for run in self.runs if name in run["metrics"]]
            rows = [np.asarray(rows[run["metrics"][name]], dtype=np.float16) for run in having]
            width = max(map(len, rows))
            full = [np.pad(row, (0, width - len(row)), constant_values=np.nan) for row in rows]
            arrays[name] = np.stack(full)
            for number, run in enumerate(having):
                run["metrics"][name] = number
        replace_arrays(self.rows_path, arrays)

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
        with replaced(self.path) as temporary:
            temporary.write_text(text, encoding="utf-8")


@contextlib.contextmanager
def replaced(path):
    """Give a file to be written in place of `path`, which it then becomes in one go."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    yield temporary
    os.replace(temporary, path)


def replace_arrays(path, arrays):
    """Write arrays by their names in place of an npz file: a reader sees the old or the new."""
    with replaced(path) as temporary, temporary.open("wb") as file:
        np.savez_compressed(file, **arrays)


@contextlib.contextmanager
def locked():
    """Keep every other recorder of this clone from writing meanwhile.

    The lock is the operating system's and lies on this very file. So nothing is left behind that
    could be stale: it ends with its process, even one that is killed. It is held for the
    milliseconds of a write, never during a training.
    """
    with open(__file__, "r+b") as file:
        unlock = _lock(file)
        try:
            yield
        finally:
            unlock()


def _lock(file):
    """Wait for the lock; return the function that gives it back."""
    try:
        import fcntl
    except ImportError:  # Windows
        return _lock_on_windows(file)
    fcntl.flock(file, fcntl.LOCK_EX)
    return lambda: fcntl.flock(file, fcntl.LOCK_UN)


def _lock_on_windows(file):
    """Lock one byte far behind the end: what is locked there, nobody else can even read."""
    import msvcrt

    file.seek(2**30)
    while True:
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:  # held by another process
            time.sleep(0.05)
        else:
            return lambda: msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
