#!/usr/bin/env python3
"""Put the built book into one file for a room without a network: ``make archive``.

``_build/unrolled-VERSION.zip`` holds every notebook with the helper, its data and the recorded runs
beside it, the site, and the list of packages, with their versions, to download beforehand. The same
build gives the same archive.
"""

import sys
import tomllib
import zipfile
from pathlib import Path

from branches import UNWANTED, WITH_NOTEBOOKS, pins

ROOT = Path(__file__).resolve().parents[1]
COMPLETE = ".complete"  # what `make book` writes last
NOT_READ = ("_sources", "notebooks", ".buildinfo", COMPLETE, "objects.inv")
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # no file says when it was packed


def version(root):
    """Return the version of the book, that of its helper package."""
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["version"]


def files(folder, skip=()):
    """Yield (name, path) of every file in a folder, but for what nobody reads."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        unwanted = any(UNWANTED("", [part]) for part in name.parts)
        if path.is_file() and not unwanted and name.parts[0] not in skip:
            yield name.as_posix(), path


def contents(root):
    """Return {name in the archive: file} of everything that is packed as it is."""
    packed = {f"notebooks/{name}": p for name, p in files(root / "_build" / "notebooks")}
    for part in WITH_NOTEBOOKS:
        if (root / part).is_dir():
            packed |= {f"notebooks/{part}/{name}": p for name, p in files(root / part)}
    packed |= {f"site/{name}": p for name, p in files(root / "_build" / "html", NOT_READ)}
    return packed | {name: root / name for name in ("LICENSE", "LICENSE-TEXT", "CITATION.cff")}


def make_archive(root, path):
    """Write the archive of a finished build."""
    if not (root / "_build" / "html" / COMPLETE).is_file():
        raise FileNotFoundError("there is no finished book yet: run `make book` first")
    readme = (ROOT / "tools" / "archive" / "README.md").read_text("utf-8")
    written = {
        "README.md": readme.replace("VERSION", version(root)),
        "requirements.txt": "\n".join(pins(root)) + "\n",
    }
    top = path.stem
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in written.items():
            archive.writestr(entry(f"{top}/{name}"), text.encode())
        for name, file in contents(root).items():
            archive.writestr(entry(f"{top}/{name}"), file.read_bytes())
    return path


def entry(name):
    """Return a file's place in the archive, with a fixed date."""
    info = zipfile.ZipInfo(name, LONG_AGO)
    info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    return info


def main():
    try:
        path = make_archive(ROOT, ROOT / "_build" / f"unrolled-{version(ROOT)}.zip")
    except FileNotFoundError as problem:
        sys.exit(f"Nothing was made: {problem}")
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
