#!/usr/bin/env python3
"""Build the book behind its gates: ``make book`` calls this.

Any raising cell, any output on stderr and any Sphinx warning fails the build, and a failed or
interrupted build leaves no site behind that could be taken for a finished one. Executed pages are
kept in a cache; a page runs again when its own code changes or something that it uses.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from execute_pages import fingerprints
from file_locks import lock
from make_notebooks import make_notebooks
from one_thread import ONE_THREAD
from plain_markdown import PageError

ROOT = Path(__file__).resolve().parents[1]
BANNERS = ("Running Jupyter-Book", "Source Folder:", "Config Path:", "Output Path:")
OVER = (  # after these only Jupyter Book's own traceback
    "Please also report this if it was a user error",
    "The above exception was the direct cause",
)
JUPYTER_BOOK = "from jupyter_book.cli.main import main; main()"  # its script knows a fixed path
COMPLETE = ".complete"  # in the site's folder, written last: `make serve` looks for it


def clear_site(build):
    """Remove the site and Sphinx's memory of it.

    Sphinx repeats a warning only for pages it reads again: with its doctrees kept, a failed build
    run a second time would pass.
    """
    for name in ("html", "notebooks", ".doctrees", "jupyter_execute"):
        shutil.rmtree(build / name, ignore_errors=True)


def environment(build, warnings):
    """Return the environment of the build: its own kernel, quiet and repeatable TensorFlow.

    `warnings` is what Python does with its own: ``"ignore"``, or ``""`` for Python's default.
    """
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
    return {**os.environ, **quiet, **ONE_THREAD, "PYTHONWARNINGS": warnings}


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


@contextmanager
def stage(name):
    """Print what a stage of the build took."""
    start = time.perf_counter()
    yield
    print(f"  {name} in {time.perf_counter() - start:.0f} s", flush=True)


@contextmanager
def alone(build):
    """Let one build at a time work in a folder; a second one waits."""
    build.mkdir(parents=True, exist_ok=True)
    with (build / ".lock").open("w") as file:
        if not lock(file, wait=False):
            print("  another build works in this folder: waiting for it", flush=True)
            lock(file)
        yield


def make_site(source, env):
    """Execute the pages and write the site; return True when every gate was passed."""
    tool = [sys.executable, str(ROOT / "tools" / "execute_pages.py"), "--source", str(source)]
    with stage("pages executed"):
        if run_quietly(tool, env=env, cwd=source) != 0:
            return False
    # -n: also warn of references that lead nowhere. -q: our own progress lines instead.
    command = [sys.executable, "-c", JUPYTER_BOOK, "build", str(source)]
    command += ["-W", "-n", "--keep-going", "-q"]
    with stage("site written"):
        status = run_quietly(command, env=env, cwd=source)
    return status == 0 and (source / "_build" / "html" / "index.html").is_file()


def build_book(source):
    """Execute and build the book in `source`; return True when every gate was passed."""
    build = source / "_build"
    finished = False
    with alone(build):
        try:
            clear_site(build)
            before = fingerprints(source)
            # Warnings that Jupyter's own packages raise about each other are not the book's.
            if not make_site(source, environment(build, warnings="ignore")):
                return False
            after = fingerprints(source)
            changed = [page for page in after if after[page] != before.get(page)]
            if changed:
                print(f"  changed while the book was built: {', '.join(changed)}")
                print("  (the page, or a file that it uses): build again")
                return False
            with stage("notebooks written"):
                make_notebooks(source)
            (build / "html" / COMPLETE).touch()
            finished = True
        except PageError as error:
            print(error)
        except KeyboardInterrupt:
            print("\nStopped. Executed pages are kept; start again to go on.")
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
