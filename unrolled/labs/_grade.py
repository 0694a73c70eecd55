"""Mark submissions: each runs in a process of its own, and this one judges what it gives.

A submission is code by strangers. Its process has limits of time, memory and file size, a copy of
the package, a folder and a process group of its own, which ends with it; it hands over results and
never a verdict, so that printing "passed" or rewriting the checks in memory gains nothing. It is
*not* isolated: it runs as the user who marks, can read and change what that user can, can reach the
network, and can find the book's own solutions, as learners can. `suspicious` says what to look at.
"""

import ast
import contextlib
import csv
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from unrolled._tables import columns
from unrolled.labs._calls import SECONDS, is_late
from unrolled.labs._check import NOT_ATTEMPTED, NOT_YET, PASSED, Verdict, judge
from unrolled.labs._exercise import exercises, find
from unrolled.labs._results import Outcome
from unrolled.labs._submission import cells
from unrolled.labs._wire import BadMessage, decode, decode_outcome

PACKAGE = Path(__file__).resolve().parents[1]
LONGEST_MESSAGE = 64 * 2**20  # bytes
MIB = 2**20


class Limits(NamedTuple):
    """What one submission may take."""

    seconds: int = 60
    memory: int = 4096 * MIB  # bytes of addresses
    disk: int = 64 * MIB  # bytes, half of them in any one file


LIMITS = Limits()
LATER = 5  # seconds by which the system ends a process after `Guard`, which can say why


class Marked(NamedTuple):
    """What became of one submission."""

    learner: str
    verdicts: dict  # exercise -> Verdict, in the order of the lab
    remarks: tuple = ()  # what a teacher should know or look at


class Remote:
    """The calls of an answer in another process, with the interface of `_calls.Calls`."""

    seconds = SECONDS

    def __init__(self, talk, kind, given):
        self.talk, self.trials = talk, []
        self.answer = (lambda *args: ...) if kind == "function" else decode(given)
        self.called = given if kind == "function" and isinstance(given, str) else "your function"

    def name(self):
        return self.called

    def __call__(self, args):
        if not callable(self.answer):
            return Outcome(self.answer)
        return self._ask(args, again=False)

    def again(self, args, first):
        return self._ask(args, again=True)

    def through(self, trials):
        self.trials, outcomes = trials, []
        for args in trials:
            outcomes.append(self(args))
            if is_late(outcomes[-1]):
                break
        return outcomes

    def _ask(self, args, again):
        trial = next(i for i, known in enumerate(self.trials) if known is args)
        self.talk.say(trial=trial, again=again)
        return decode_outcome(self.talk.hear()["outcome"])


class Talk:
    """The line to one submission's process."""

    def __init__(self, process):
        self.process, self.cell = process, 0

    def say(self, **message):
        with contextlib.suppress(OSError):  # it has ended: hearing will say so
            self.process.stdin.write(json.dumps(message).encode() + b"\n")
            self.process.stdin.flush()

    def hear(self):
        """Return the next message, a dict; raise EOFError when there is none."""
        text = self.process.stdout.readline(LONGEST_MESSAGE)
        if not text:
            raise EOFError
        try:
            message = json.loads(text)
        except (ValueError, RecursionError) as problem:
            raise BadMessage(str(problem)) from None
        if not isinstance(message, dict):
            raise BadMessage("no dict")
        return message


class Guard(threading.Thread):
    """Ends a process and its group when the time is spent or its folder too full."""

    def __init__(self, process, folder, limits):
        super().__init__(daemon=True)
        self.process, self.folder, self.limits, self.why = process, folder, limits, ""
        self.over = threading.Event()

    def run(self):
        end = time.monotonic() + self.limits.seconds
        while not self.over.wait(0.1) and not self.why:
            if time.monotonic() > end:
                self.why = f"stopped after {self.limits.seconds} seconds"
            elif size(self.folder) > self.limits.disk:
                self.why = f"stopped: it wrote more than {self.limits.disk // MIB} MiB"
        kill(self.process)


def size(folder):
    """Return how many bytes the files of a folder take."""
    total = 0
    for root, _, files in os.walk(folder):
        for name in files:
            with contextlib.suppress(OSError):
                total += os.lstat(os.path.join(root, name)).st_size
    return total


def kill(process):
    """End a process and whatever it has started in its group."""
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def mark(learner, path, wanted, limits):
    """Run one notebook and return what its answers are worth, as `Marked`."""
    verdicts = {name: Verdict(name, NOT_ATTEMPTED, f"{name}: {NOT_ATTEMPTED}.") for name in wanted}
    remarks = list(suspicious(path))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        process, work = start(path, Path(home), limits)
        guard = Guard(process, work, limits)
        guard.start()
        talk = Talk(process)
        try:
            remarks += listen(talk, verdicts)
        finally:
            guard.over.set()
            guard.join()
            process.wait()
            process.stdin.close()
            process.stdout.close()
    if guard.why:
        why = f"{guard.why}, in cell {talk.cell}: what comes after counts as not attempted"
        remarks = [remark for remark in remarks if remark != ENDED] + [why]
    return Marked(learner, verdicts, (*remarks, *disagreements(path, verdicts)))


def disagreements(path, verdicts):
    """Return remarks where the file is not what a learner's would be who worked in the notebook."""
    claimed = set(re.findall(r"(lab-\d+/[\w-]+): passed\.", stored_outputs(path)))
    wrong = [name for name, v in verdicts.items() if name in claimed and v.status != PASSED]
    text = "\n".join(readable(path))
    gone = [name for name in verdicts if not re.search(f"""["']{re.escape(name)}["']""", text)]
    if wrong:
        yield f"its stored output says passed, and the answer is not: {', '.join(wrong)}"
    if gone:
        yield f"the cells that check {', '.join(gone)} are gone"


def stored_outputs(path):
    """Return all text that a notebook's cells have put out when it was saved."""
    document = json.loads(Path(path).read_text(encoding="utf-8"))
    outputs = [o for cell in document["cells"] for o in cell.get("outputs", [])]
    return "\n".join("".join(output.get("text", "")) for output in outputs)


ENDED = "ended its process before the last cell"


def listen(talk, verdicts):
    """Judge what a submission hands over until it ends; return what is worth a remark."""
    remarks = []
    with contextlib.suppress(BrokenPipeError):
        while True:
            try:
                message = talk.hear()
                if "end" in message:
                    return remarks
                if "began" in message:
                    talk.cell = min(int(message["began"]), 9999)
                elif "check" in message:
                    judged(talk, message, verdicts)
                elif not remarks:
                    remarks.append(f"an error in cell {message['cell']}: {message['error']}")
            except EOFError:
                return [*remarks, ENDED]
            except (BadMessage, KeyError, TypeError, ValueError, OverflowError) as problem:
                return [*remarks, f"sent what cannot be read: {problem}"[:80]]


def judged(talk, message, verdicts):
    """Judge one check of a submission and tell it the verdict; the last on an exercise counts."""
    if message["check"] not in exercises():
        raise BadMessage("a check of no exercise")
    exercise = find(message["check"])
    verdict = judge(exercise, Remote(talk, message["kind"], message["given"]))
    if exercise.name in verdicts:
        verdicts[exercise.name] = verdict
    talk.say(status=verdict.status, text=verdict.text)


def start(path, home, limits):
    """Start the process of a submission in a folder, with nothing there but what it needs."""
    work = home / "work"
    work.mkdir()
    shutil.copyfile(path, work / "submission.ipynb")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PACKAGE, home / "package" / PACKAGE.name, ignore=ignored)
    recorded = PACKAGE.parent / "results"  # in a clone, from which a lab shows something
    if recorded.is_dir():
        shutil.copytree(recorded, home / "package" / "results")
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    process = subprocess.Popen(
        [sys.executable, "-m", f"{__package__}._submission", "submission.ipynb",
         *map(str, (limits.seconds + LATER, limits.memory, limits.disk // 2))],
        cwd=work, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        start_new_session=True,
        env=kept | {"HOME": str(work), "TMPDIR": str(work), "PYTHONPATH": str(home / "package"),
                    "MPLBACKEND": "agg", "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    return process, work


HARMLESS = {"numpy", "math", "itertools", "functools", "collections", "unrolled", "matplotlib"}
INSIDE = {"__closure__", "__globals__", "__builtins__", "__subclasses__", "__code__"}
NAMES = {"open", "exec", "eval", "__import__", "globals", "reference", "exercises", "find"}


def suspicious(path):
    """Return a remark for what an answer to a lab has no use for: look at the notebook then."""
    seen = set()
    for source in cells(path):
        if FIRST_CELL in source:
            continue
        with contextlib.suppress(SyntaxError, ValueError, RecursionError):
            for node in ast.walk(ast.parse(source)):
                seen.update(_strange(node))
    return [f"look at its use of {', '.join(sorted(seen))}"] if seen else []


FIRST_CELL = "Makes the book's helper package"  # the book's own, which looks for the package


def _strange(node):
    """Name what a node of code uses, if it is nothing that an answer needs."""
    if isinstance(node, ast.FunctionDef) and node.name == "check":
        return {"a check of its own"}
    if isinstance(node, ast.Name):
        return {node.id} & NAMES
    if isinstance(node, ast.Attribute):
        return {f".{node.attr}"} if node.attr in NAMES | INSIDE else set()
    if isinstance(node, ast.Import):
        modules = {alias.name for alias in node.names}
    elif isinstance(node, ast.ImportFrom):
        modules = {f"{node.module}.{alias.name}" for alias in node.names}
    else:
        return set()
    return {name for name in modules - {"unrolled.labs.check"} if not _needed(name)}


def _needed(module):
    return module.split(".")[0] in HARMLESS and not module.startswith("unrolled.labs")


def submissions(folder):
    """Return (learner, path) of every notebook: of ``ann/lab-1.ipynb`` and ``ann.ipynb``, ann."""
    found = []
    for path in sorted(Path(folder).rglob("*.ipynb")):
        inside = path.relative_to(folder)
        if any(part.startswith(".") for part in inside.parts):
            continue
        found.append((inside.parts[0] if len(inside.parts) > 1 else path.stem, path))
    return sorted(found, key=lambda one: (one[0].casefold(), one[1]))


def named_apart(found):
    """Return the same with the file's name where a learner has several notebooks of one lab."""
    of_lab = [(learner, tuple(labs_of([path]))) for learner, path in found]
    return [
        (learner if of_lab.count(key) == 1 else f"{learner} ({path.name})", path)
        for (learner, path), key in zip(found, of_lab, strict=True)
    ]


def labs_of(paths):
    """Return the labs whose checks the notebooks name, such as ``["lab-1"]``, by number."""
    text = " ".join("\n".join(readable(path)) for path in paths)
    named = set(re.findall(r"""check\(\s*["'](lab-\d+)/""", text))
    known = {name.partition("/")[0] for name in exercises()}
    return sorted(named & known, key=lambda lab: int(lab.partition("-")[2]))


def readable(path):
    """Return the cells of a notebook, none if it cannot be read."""
    try:
        return cells(path)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []


def grade(folder, labs=(), limits=LIMITS, workers=1, tell=lambda text: None):
    """Mark every notebook of a folder.

    Parameters
    ----------
    folder : path
        With a notebook or a folder for each learner.
    labs : sequence of str, optional
        Such as ``["lab-1"]``: notebooks of other labs are passed over. By default all are marked.
    limits : Limits
        For each notebook.
    workers : int, default 1
        How many run at a time.
    tell : callable, optional
        Called with a text before each notebook, so that somebody who waits knows how far it is.

    Returns
    -------
    list of Marked
        In the order of the learners' names.

    Raises
    ------
    ValueError
        If there is no notebook, none names an exercise, or a lab is asked for that is none.
    RuntimeError
        If a submission has changed the package that marks: what it marked since is worth nothing.
    """
    known = list(dict.fromkeys(name.partition("/")[0] for name in exercises()))
    if others := [lab for lab in labs if lab not in known]:
        raise ValueError(f"no lab is called {others[0]}: they are {', '.join(known)}")
    if not Path(folder).is_dir():
        raise ValueError(f"folder must be a folder, found none at {folder}")
    found = submissions(folder)
    if not found:
        raise ValueError(f"folder must hold notebooks of learners, found none in {folder}")
    asked = list(labs) or labs_of([path for _, path in found])
    if not asked:
        raise ValueError("notebooks must check an exercise of the labs, found none that does")
    if labs:  # what cannot be read may be one of them, and is told
        found = [(who, at) for who, at in found if not readable(at) or {*labs_of([at])} & {*labs}]
    before = fingerprint()

    def one(submission):
        number, (learner, path) = submission
        tell(f"{number} of {len(found)}: {learner}")
        if not readable(path):
            return Marked(learner, {}, ("is no notebook that can be read, or has no cell",))
        its = set(labs_of([path])) & set(asked)
        if not its:
            return Marked(learner, {}, (f"{path.name} checks no exercise",))
        mine = [name for name in exercises() if name.partition("/")[0] in its]
        marked = mark(learner, path, mine, limits)
        if fingerprint() != before:
            raise RuntimeError(f"{path.name} of {learner} has changed the package in {PACKAGE}")
        return marked

    with ThreadPoolExecutor(workers) as pool:
        return [*pool.map(one, enumerate(named_apart(found), 1)), *without(folder)]


def without(folder):
    """Return an entry for every folder of a learner in which there is no notebook."""
    learners = {learner for learner, _ in submissions(folder)}
    empty = sorted(path.name for path in Path(folder).iterdir() if path.is_dir())
    empty = [name for name in empty if name not in learners and not name.startswith(".")]
    return [Marked(name, {}, ("has no notebook in the folder",)) for name in empty]


def fingerprint():
    """Return a digest of the package's code."""
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


SIGNS = {PASSED: "1", NOT_YET: "0", NOT_ATTEMPTED: "-"}


def table(marked):
    """Return the marks as text: a table for each lab, then what a teacher should know.

    Learners down, exercises across; 1 is passed, 0 not yet, - not attempted.
    """
    names = list(dict.fromkeys(name for one in marked for name in one.verdicts))
    labs = list(dict.fromkeys(name.partition("/")[0] for name in names))
    tables = [of_lab(lab, [n for n in names if n.startswith(f"{lab}/")], marked) for lab in labs]
    remarks = [wrapped(f"{one.learner}: {remark}") for one in marked for remark in one.remarks]
    return "\n\n".join(filter(None, [*tables, "\n".join(remarks)]))


def wrapped(text):
    return textwrap.fill(text, 86, subsequent_indent="    ", break_on_hyphens=False)


def of_lab(lab, names, marked):
    """Return the table of one lab, with those who handed it in."""
    rows = [[lab, *(name.partition("/")[2] for name in names), "points"]]
    for one in marked:
        found = [one.verdicts[name].status for name in names if name in one.verdicts]
        if found:
            points = f"{found.count(PASSED)} of {len(names)}"
            rows.append([one.learner, *(SIGNS[status] for status in found), points])
    return columns(rows)


def write_csv(marked, path):
    """Write a row for each learner and exercise: status, point, and what the check said."""
    with open(path, "w", newline="", encoding="utf-8-sig") as file:  # as spreadsheets expect it
        writer = csv.writer(file)
        writer.writerow(["learner", "exercise", "status", "points", "said", "remarks"])
        for one in marked:
            remarks = "; ".join(one.remarks)
            for name, v in one.verdicts.items():
                writer.writerow(
                    [one.learner, name, v.status, int(v.status == PASSED), v.text, remarks]
                )
            if not one.verdicts:
                writer.writerow([one.learner, "", "", 0, "", remarks])
