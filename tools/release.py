#!/usr/bin/env python3
"""Check that an edition says everywhere which one it is: ``python tools/release.py v1.2.0``.

The tag, pyproject.toml, CITATION.cff and the topmost heading of CHANGELOG.md must name the same
version, and the last two the same day. Prints what the changelog says of it, for the release.
"""

import argparse
import re
import sys
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
HEADING = re.compile(r"^## (\S+) \(([^)]+)\)\n(.*?)(?=^## |\Z)", re.M | re.S)


def disagreements(root, tag):
    """Return a sentence for each place that names another edition than the tag."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    citation = yaml.safe_load((root / "CITATION.cff").read_text("utf-8"))
    heading = HEADING.search((root / "CHANGELOG.md").read_text("utf-8"))
    newest, day = heading.group(1, 2) if heading else ("nothing", "no day")
    version = tag.removeprefix("v")
    named = {
        "pyproject.toml": project["version"],
        "CITATION.cff": citation["version"],
        "CHANGELOG.md": newest,
    }
    told = [
        f"{file} names {said}, not {version}" for file, said in named.items() if said != version
    ]
    if day != citation["date-released"]:
        told.append(f"CHANGELOG.md gives {day}, CITATION.cff {citation['date-released']}")
    return told


def notes(root):
    """Return what the changelog says of the newest edition."""
    return HEADING.search((root / "CHANGELOG.md").read_text("utf-8"))[3].strip()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tag", help="as v1.2.0")
    tag = parser.parse_args().tag
    if told := disagreements(ROOT, tag):
        sys.exit("This is no edition yet:\n  " + "\n  ".join(told))
    print(notes(ROOT))


if __name__ == "__main__":
    main()
