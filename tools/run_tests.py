#!/usr/bin/env python3
"""Run the tests stage by stage and say what each took: ``make check``, ``test``, ``test-all``.

Without make: ``python tools/run_tests.py check`` with the environment's own Python. A stage that
fails does not keep the next ones from running: one run shows everything there is to mend.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from build_book import environment
from execute_pages import cell_timeout

ROOT = Path(__file__).resolve().parents[1]


def workers():
    """Return how many tests run at a time: two, or one where there is one core."""
    return min(2, os.cpu_count() or 1)


def stages(what):
    """Yield (name, arguments of ``python``) of every stage."""
    pytest = ("-m", "pytest", f"--numprocesses={workers()}")
    yield "lint", ("-m", "ruff", "check", ".")
    yield "format", ("-m", "ruff", "format", "--check", ".")
    if what == "check":
        fast = ("--dist=worksteal", "-m", "not slow and not exhaustive")
        yield "helper and labs", (*pytest, *fast, "tests/unrolled", "tests/labs")
        return
    everything = ("-m", "exhaustive or not exhaustive") if what == "all" else ()
    yield "tests", (*pytest, "--dist=worksteal", *everything)
    nbval = ("--nbval", "--nbval-current-env", f"--nbval-cell-timeout={cell_timeout(ROOT)}")
    again = (*pytest, *nbval, "--dist=loadfile", "_build/notebooks")
    yield "notebooks executed again, outputs compared", again
    yield "a sample of the evidence retrained", ("-m", "experiments", "--check")
    if what == "all":
        yield "every solution of a lab changed in one place", ("tests/labs/solution_mutants.py",)
        yield "bugs seeded in the helper", ("-m", "tests.mutants")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("check", "test", "all"))
    what, took = parser.parse_args().what, []
    env = environment(ROOT / "_build", warnings="")  # some tests are about warnings
    for name, arguments in stages(what):
        print(f"\n{name}", flush=True)
        start = time.perf_counter()
        status = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=env).returncode
        took.append((name, time.perf_counter() - start, status))
    print()
    for name, seconds, status in took:
        print(f"{seconds:5.0f} s  {name}{': FAILED' if status else ''}")
    print(f"{sum(seconds for _, seconds, _ in took):5.0f} s  in all")
    return int(any(status for *_, status in took))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("\nStopped.")
