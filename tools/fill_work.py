#!/usr/bin/env python3
"""Put the book's notebooks into ``work/``, where a learner's answers are safe: ``make work``.

Nothing in this folder is ever overwritten or removed, and no other target touches it. A notebook
that is there already stays as it is; where the book has a newer edition of it, that is laid beside
it under a name of its own.
"""

import hashlib
import json
import shutil
import sys
from pathlib import Path

from unrolled._files import free_name

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS, WORK = ROOT / "_build" / "notebooks", ROOT / "work"
LAID = ".laid.json"  # the digests of every edition that was laid here, by notebook


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def fill(source, work):
    """Lay every learner's notebook of `source` into `work`; return the files that were laid."""
    record = work / LAID
    laid = json.loads(record.read_text(encoding="utf-8")) if record.is_file() else {}
    new = []
    for path in sorted(source.rglob("*.ipynb")):
        name = path.relative_to(source)
        if name.parts[0] == "teacher" or digest(path) in laid.get(name.as_posix(), []):
            continue
        goal = free_name(work / name, "-edition-")
        goal.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, goal)
        laid.setdefault(name.as_posix(), []).append(digest(path))
        new.append(goal)
    if new:
        record.write_text(json.dumps(laid, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return new


def main():
    if not NOTEBOOKS.is_dir():
        sys.exit("There are no notebooks yet: run `make book` first.")
    new = fill(NOTEBOOKS, WORK)
    print(f"work/: {len(new)} notebooks laid, nothing overwritten")
    print(f"Open it with {Path(sys.executable).with_name('jupyter').relative_to(ROOT)} lab work")


if __name__ == "__main__":
    main()
