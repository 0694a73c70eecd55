#!/usr/bin/env python3
"""Lay out the branches that are published beside the source: ``python tools/branches.py FOLDER``.

``notebooks`` holds what Binder, Colab and JupyterHub open: the learners' notebooks and the helper.
``environment`` holds what Binder builds its image from. It names every package with its version,
and changes only with the lock: a changed word on a page then costs no new image of 2 GB.
"""

import argparse
import os
import re
import shutil
import tomllib
from pathlib import Path

import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
WITH_NOTEBOOKS = ("unrolled", "results", "pyproject.toml", "LICENSE", "LICENSE-TEXT")
NBGITPULLER = "nbgitpuller==1.3.0"  # pulls the notebooks into a running Binder
UNWANTED = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", "*.pyc", "teacher")


def locked(text):
    """Return {name: (requirement lines, names that want it)} of a lock that uv wrote."""
    entries = {}
    for block in re.split(r"\n(?=[A-Za-z0-9])", text):
        match = re.match(r"([\w.-]+)==[^\\\n]+", block)
        if match:
            wanted = re.findall(r"^ +#(?: +via)? +([\w.-]+)", block, re.M)
            lines, parents = entries.setdefault(canonicalize_name(match[1]), ([], set()))
            lines.append(match[0].strip())
            parents.update(canonicalize_name(name) for name in wanted)
    return entries


def needed(entries, roots):
    """Return the lock's lines for `roots` and all that they need, in the lock's order."""
    names = {canonicalize_name(Requirement(root).name) for root in roots}
    grown = 0
    while grown != len(names):
        grown = len(names)
        names |= {name for name, (_, parents) in entries.items() if parents & names}
    return [line for name, (lines, _) in entries.items() if name in names for line in lines]


def pins(root):
    """Return what a reader needs, every version fixed: the lock's lines for the notebooks."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    roots = project["dependencies"] + project["optional-dependencies"]["notebooks"]
    return needed(locked((root / "requirements.lock").read_text(encoding="utf-8")), roots)


def environment(root):
    """Return Binder's environment.yml."""
    conda = yaml.safe_load((root / "environment.yml").read_text(encoding="utf-8"))
    (python,) = (line for line in conda["dependencies"] if str(line).startswith("python="))
    return {
        "name": conda["name"],
        "channels": conda["channels"],
        "dependencies": [python, "pip", {"pip": [*pins(root), NBGITPULLER]}],
    }


def write_readme(root, folder, **words):
    """Write the README of a branch, which is named like its folder."""
    path = root / ".github" / "branches" / f"{folder.name}.md"
    text = path.read_text(encoding="utf-8").format(**words)
    (folder / "README.md").write_text(text, encoding="utf-8")


def lay_notebooks(root, folder, book, requirement):
    """Write the branch that readers open."""
    shutil.copytree(root / "_build" / "notebooks", folder, ignore=UNWANTED)
    for name in WITH_NOTEBOOKS:
        path = root / name
        if path.is_dir():
            shutil.copytree(path, folder / name, ignore=UNWANTED)
        else:
            shutil.copy(path, folder)
    write_readme(root, folder, book=book, requirement=requirement)
    (folder / ".gitignore").write_text("__pycache__/\n.ipynb_checkpoints/\n", encoding="utf-8")


def lay_environment(root, folder, book, notebooks):
    """Write the branch that Binder builds."""
    folder.mkdir(parents=True)
    text = yaml.safe_dump(environment(root), sort_keys=False, width=200)
    (folder / "environment.yml").write_text(text, encoding="utf-8")
    write_readme(root, folder, book=book, notebooks=notebooks)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    repository = os.environ["UNROLLED_REPOSITORY"].rstrip("/")
    requirement = f'"{os.environ["UNROLLED_REQUIREMENT"]}"'
    book = f"[the book's repository]({repository})"
    branch = os.environ.get("UNROLLED_NOTEBOOK_BRANCH", "notebooks")
    lay_notebooks(ROOT, folder / "notebooks", book, requirement)
    lay_environment(ROOT, folder / "environment", book, branch)


if __name__ == "__main__":
    main()
