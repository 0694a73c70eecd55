"""Mark the notebooks of a class: ``python -m unrolled.labs grade FOLDER``.

FOLDER holds a notebook for each learner, or a folder for each learner with notebooks in it. A
table, learner × exercise, is printed and ``marks.csv`` written, with what each check said. A
notebook is code by strangers and is not isolated: `unrolled.labs._grade` says what is limited.
"""

import argparse
import sys
from pathlib import Path

from unrolled._files import free_name
from unrolled.labs._grade import LIMITS, MIB, Limits, grade, table, write_csv


def main(arguments=None):
    parser = argparse.ArgumentParser(
        prog="python -m unrolled.labs",
        description="Mark the notebooks of a class.",
        epilog="Notebooks are code by strangers. Each runs in a process with limits, and without "
        "isolation: it can do what you can. Mark what you do not trust in a container.",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("grade", help="run every notebook of a folder and mark it")
    one.add_argument("folder", type=Path)
    one.add_argument(
        "--lab", action="append", default=[], help="such as lab-1: no other lab is marked"
    )
    one.add_argument(
        "--csv", type=Path, default=Path("marks.csv"), help="default: marks.csv; never overwritten"
    )
    one.add_argument("--seconds", type=int, default=LIMITS.seconds, help="for each notebook")
    one.add_argument("--memory", type=int, default=LIMITS.memory // MIB, help="MiB, likewise")
    one.add_argument("--disk", type=int, default=LIMITS.disk // MIB, help="MiB, likewise")
    one.add_argument("--workers", type=int, default=1, help="notebooks at a time")
    options = parser.parse_args(arguments)
    limits = Limits(options.seconds, options.memory * MIB, options.disk * MIB)
    try:
        marked = grade(options.folder, options.lab, limits, options.workers, tell)
        options.csv = free_name(options.csv)
        write_csv(marked, options.csv)
    except (ValueError, RuntimeError, OSError) as problem:
        print(f"Nothing was marked: {problem}", file=sys.stderr)
        return 1
    print(table(marked))
    count = sum(bool(one.verdicts) for one in marked)
    notebooks = "1 notebook" if count == 1 else f"{count} notebooks"
    print(f"\n{notebooks} marked; what each check said is in {options.csv}")
    return 0


def tell(text):
    """Say how far the marking is, apart from the table."""
    sys.stderr.write(f"{text}\n")  # at once: two notebooks may begin together


if __name__ == "__main__":
    sys.exit(main())
