#!/usr/bin/env python3
"""Build the book behind its gates: ``make book`` calls this.

Any raising cell, any output on stderr and any Sphinx warning fails the build, and a failed build
leaves no site behind that could be taken for a finished one. Executed pages are kept in a cache,
which is emptied when anything changes that a page's own text does not show: the helper
package, its data, the recorded results, the lock.
"""

import argparse
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

from make_notebooks import make_notebooks
from plain_markdown import PageError

ROOT = Path(__file__).resolve().parents[1]
# What the pages' results depend on besides their own code cells.
INPUTS = ("unrolled", "results", "requirements.lock")
BANNERS = ("Running Jupyter-Book", "Source Folder:", "Config Path:", "Output Path:")
OVER = (
    "Please also report this if it was a user error"  # after it only Jupyter Book's own traceback
)


def fingerprint(root, inputs=INPUTS):
    """Hash the contents of the files that every page depends on, and the Python version."""
    digest = hashlib.sha256(platform.python_version().encode())
    for name in inputs:
        path = root / name
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(str(file.relative_to(root)).encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()


def drop_stale_cache(build, current):
    """Remove the execution cache unless it was made with the `current` fingerprint."""
    cache, stamp = build / ".jupyter_cache", build / ".fingerprint"
    if cache.exists() and (not stamp.exists() or stamp.read_text() != current):
        print("  helper, data, results or lock changed: every page will be executed anew")
        shutil.rmtree(cache)
    build.mkdir(parents=True, exist_ok=True)
    stamp.write_text(current)


def clear_site(build):
    """Remove the site and Sphinx's memory of it.

    Sphinx repeats a warning only for pages it reads again: with its doctrees kept, a failed build
    run a second time would pass.
    """
    for name in ("html", "notebooks", ".doctrees", "jupyter_execute"):
        shutil.rmtree(build / name, ignore_errors=True)


def environment(build):
    """Return the environment of the build: its own kernel, quiet and repeatable TensorFlow."""
    profile = build / ".ipython" / "profile_default"  # not the user's own start-up files
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "ipython_kernel_config.py").write_text("c.IPKernelApp.log_level = 40\n")
    quiet = {
        "IPYTHONDIR": str(build / ".ipython"),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_ENABLE_ONEDNN_OPTS": "0",
        "KERAS_BACKEND": "tensorflow",
        "PYTHONHASHSEED": "0",
    }
    # Warnings that Jupyter's own packages raise about each other are not the book's.
    return {**os.environ, **quiet, "PYTHONWARNINGS": "ignore"}


def run_quietly(command, **options):
    """Run `command`, pass on what it prints but for Jupyter Book's banners; return its status."""
    pipe = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    banner = over = False
    with subprocess.Popen(command, **pipe, **options) as process:
        for line in process.stdout:
            if re.match(r"\x1b\[\d+m={60,}", line):
                banner = not banner  # two coloured rules enclose "Finished generating HTML"...
                continue
            over = over or line.startswith(OVER)
            if not (banner or over) and line.strip() and not line.startswith(BANNERS):
                print(line, end="", flush=True)
    return process.returncode


def build_book(source):
    """Execute and build the book in `source`; return True when every gate was passed."""
    build = source / "_build"
    drop_stale_cache(build, fingerprint(ROOT))
    clear_site(build)
    # -n: also warn of references that lead nowhere. -q: our own progress lines instead.
    command = [Path(sys.executable).with_name("jupyter-book"), "build", str(source)]
    command += ["-W", "-n", "--keep-going", "-q"]
    finished = False
    status = run_quietly(command, env=environment(build), cwd=source)
    try:
        if status != 0 or not (build / "html" / "index.html").is_file():
            return False
        make_notebooks(source)
        finished = True
    except PageError as error:
        print(error)
    finally:
        if not finished:
            clear_site(build)
    return finished


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--source", type=Path, default=ROOT, help="folder holding _config.yml")
    source = parser.parse_args().source.resolve()
    start = time.perf_counter()
    print(f"Building {source.name}: executing pages, warnings are errors", flush=True)
    if not build_book(source):
        print("\nThe build FAILED: see the first message above. No site was left behind.")
        return 1
    minutes, seconds = divmod(round(time.perf_counter() - start), 60)
    print(f"\nBuilt in {minutes} min {seconds:02d} s: {source / '_build' / 'html' / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
