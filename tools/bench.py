"""Time the NumPy helper beside Keras, PyTorch and JAX, and record it; ``make bench`` calls this.

Everything is measured anew, in about two minutes, and replaces ``results/bench.json`` when all of
it is there. PyTorch and JAX take part where they are installed; the book needs neither.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

from experiments import bench
from experiments._record import RESULTS, Record, environment
from unrolled import evidence, speed

TABLES = (
    ("One training step: forward, then gradients of all weights; NumPy = 1", "step", "relative"),
    ("One forward pass, NumPy = 1", "forward", "relative"),
    ("One training step, milliseconds", "step", "ms"),
    ("One forward pass, milliseconds", "forward", "ms"),
    ("Middle half of the turns, as a share of the median: training step", "step", "spread"),
    ("First call of the training step, with compilation, seconds", "step", "first"),
    ("First call of the forward pass, with compilation, seconds", "forward", "first"),
    ("Steps that repay the longer first call, beside plain Keras", "step", "repaid"),
)


def say(text):
    print(text, flush=True)


def warning(load):
    """Return a sentence about what else the machine had to do, empty if that was nothing."""
    if load < 0:
        return "WARNING: this system does not say what else it had to do."
    if load <= speed.BUSY:
        return ""
    return (
        f"WARNING: the machine was not idle, a load of {load:.1f} before the first measurement. "
        "Ratios may be off and milliseconds are; measure again when it rests."
    )


def report(runs):
    """Return all tables as text, ratios first."""
    return "\n\n".join(
        f"{title}\n{speed.text(speed.rows(runs, what, show))}" for title, what, show in TABLES
    )


def measure(folder):
    """Measure every declared run into a record in `folder`; return its path."""
    record = Record("bench", bench, folder)
    todo = record.missing()
    for done, (settings, seed) in enumerate(todo, start=1):
        metrics = bench.run(settings, seed)
        record.add(settings, seed, metrics)
        name = f"{settings['cell']} {speed.size(settings)}"
        times = ", ".join(
            f"{speed.WAYS[way]} {speed.figures(metrics[f'{way}_step_ms'], 3)}"
            for way in speed.ways([metrics])
        )
        say(f"{done:3}/{len(todo)}  {name}: a step in ms: {times}")
    return record.path


def main():
    begin, load = time.perf_counter(), bench.load_of_machine()
    say(", ".join(f"{name} {value}" for name, value in environment().items()))
    say("float32, one thread each and all on one core where the system allows it, medians of "
        f"{bench.CONSTANTS['turns']} turns")  # fmt: skip
    say(warning(load) or f"load before the first measurement: {load:.2f}")
    with tempfile.TemporaryDirectory(dir=RESULTS, prefix=".bench-") as folder:
        path = measure(folder)
        runs = evidence.load("bench", [folder])
        os.replace(path, Path(RESULTS) / path.name)
    say(f"\n{report(runs)}\n")
    say(warning(load) or f"recorded in results/{path.name}, {time.perf_counter() - begin:.0f} s")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        say("\nStopped. The old record is kept.")
        sys.exit(130)
