#!/usr/bin/env python3
"""Set up .venv from requirements.lock; every `make` target calls this first.

Without make: ``python tools/set_up.py``. Needs Python 3.11 to 3.13 and nothing else. What is set up
already is left alone; an environment that was interrupted, moved with its folder or made from
another lock is made again.
"""

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
READY = VENV / ".ready.json"
OLDEST, NEWEST = (3, 11), (3, 13)


def python(venv=VENV):
    """Return the environment's interpreter, at its place on this system."""
    windows = venv / "Scripts" / "python.exe"
    return windows if windows.is_file() or sys.platform == "win32" else venv / "bin" / "python"


def wanted():
    """Describe the environment that belongs here."""
    digest = hashlib.sha256()
    for name in ("requirements.lock", "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    return {"folder": str(ROOT), "inputs": digest.hexdigest()}


def recorded():
    """Return what the environment was made as, or nothing where it is not complete."""
    try:
        return json.loads(READY.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def version(info=sys.version_info):
    return "{}.{}.{}".format(*info[:3])


def refuse_other_python(insist):
    """Stop where this Python cannot serve, or is not the one .venv was made with."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        sys.exit(
            f"Unrolled needs Python 3.11, 3.12 or 3.13, and {sys.executable} is {version()}.\n"
            "Name another one: make book PYTHON=/path/to/python3.12"
        )
    made_with = recorded().get("python", version())
    if insist and made_with != version():
        sys.exit(
            f".venv was made with Python {made_with}, and PYTHON names {version()}.\n"
            "Run `make distclean` first, which removes .venv and what was built."
        )


def run(*command):
    """Run a command of the set-up; stop with its own words where it fails."""
    if subprocess.run([str(word) for word in command], cwd=ROOT).returncode:
        sys.exit(f"The set-up failed at: {' '.join(Path(str(w)).name for w in command[:5])} ...")


def usable():
    """Tell whether .venv holds an interpreter with pip that believes to be here."""
    if recorded().get("folder", str(ROOT)) != str(ROOT) or not python().is_file():
        return False
    tried = [str(python()), "-c", "import pip, sys; print(sys.prefix)"]
    try:
        done = subprocess.run(tried, capture_output=True, text=True)
    except OSError:
        return False
    return done.returncode == 0 and Path(done.stdout.strip()).resolve() == VENV.resolve()


def make_environment():
    """Make an empty environment."""
    shutil.rmtree(VENV, ignore_errors=True)
    if subprocess.run([sys.executable, "-m", "venv", str(VENV)]).returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit("Python could not make a virtual environment (Debian: apt install python3-venv).")


def install():
    """Bring the environment to exactly what the lock says, and the helper package with it."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    uv = re.search(r"^uv==\S+", lock, re.M)[0]
    run(python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", uv)
    pip = (python(), "-m", "uv", "pip")
    quiet = ("--quiet", "--python", python())
    run(*pip, "sync", *quiet, "--compile-bytecode", "--require-hashes", "requirements.lock")
    # sync has taken away what the lock does not name, the helper package too
    run(*pip, "install", *quiet, "--no-deps", "--no-build-isolation", "-e", ".")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--insist", action="store_true", help="this very Python, or none")
    refuse_other_python(parser.parse_args().insist)
    state = wanted()
    if {name: recorded().get(name) for name in state} == state and python().is_file():
        return
    moved = recorded().get("folder", str(ROOT)) != str(ROOT)
    print(
        "The folder was moved: setting up .venv again"
        if moved
        else "Setting up .venv from requirements.lock (a few minutes the first time)",
        flush=True,
    )
    if not usable():
        make_environment()
    READY.unlink(missing_ok=True)
    install()
    tell = "import platform; print(platform.python_version())"
    made_with = subprocess.run([str(python()), "-c", tell], capture_output=True, text=True).stdout
    READY.write_text(json.dumps({**state, "python": made_with.strip()}) + "\n", encoding="utf-8")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("\nStopped. Start again to go on.")
