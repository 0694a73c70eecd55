"""Run one submission, and hand the results of its answers to the process that marks them.

``python -m unrolled.labs._submission notebook.ipynb seconds memory file_size`` is started by
`_grade`, in a folder, with a copy of the package and with limits of its own. It judges nothing:
for each ``check`` it is told on which inputs to call the answer, and sends what came of it.
"""

import json
import linecache
import os
import sys
from pathlib import Path

import unrolled.labs as labs
from unrolled.labs._calls import Calls, undisturbed
from unrolled.labs._check import Verdict, inputs
from unrolled.labs._exercise import exercises, find
from unrolled.labs._wire import encode, encode_outcome


class Line:
    """The line to the marking process: JSON, a message a line, apart from what cells print."""

    def __init__(self):
        self.out, self.back = os.fdopen(os.dup(1), "w"), os.fdopen(os.dup(0))
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)

    def say(self, **message):
        self.out.write(json.dumps(message) + "\n")
        self.out.flush()

    def hear(self):
        return json.loads(self.back.readline())


def limit(seconds, memory, file_size):
    """Let the system end this process when it takes too much; bytes, and seconds of computing."""
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    limits = {"RLIMIT_CPU": seconds, "RLIMIT_AS": memory, "RLIMIT_FSIZE": file_size}
    for name, value in (limits | {"RLIMIT_CORE": 0}).items():
        resource.setrlimit(getattr(resource, name), (value, value))


def served(line):
    """Return what stands for `check` in a submission."""

    def check(exercise, answer):
        found, calls, last = find(exercise), Calls(answer), {}
        trials = inputs(found, found.trials) + inputs(found, found.also)
        with undisturbed():
            kind = "function" if callable(answer) else "value"
            given = encode(calls({}).value) if kind == "value" else calls.name()
            line.say(check=found.name, kind=kind, given=given)
            while "status" not in (wanted := line.hear()):
                place = wanted["trial"]
                if wanted["again"]:
                    outcome = calls.again(trials[place], last[place])
                else:
                    outcome = last[place] = calls(trials[place])
                line.say(outcome=encode_outcome(outcome))
        print(wanted["text"])
        return Verdict(found.name, wanted["status"], wanted["text"])

    return check


def cells(path):
    """Return the code of a notebook's cells, without what only IPython understands."""
    document = json.loads(Path(path).read_text(encoding="utf-8"))
    code = [cell for cell in document["cells"] if cell["cell_type"] == "code"]
    return [plain("".join(cell["source"])) for cell in code]


def plain(source):
    """Return a cell's code with magic and shell lines left out; of a ``%%`` cell nothing."""
    if source.lstrip().startswith("%%"):
        return ""
    lines = [
        line[: len(line) - len(line.lstrip())] + "pass" if line.lstrip()[:1] in ("%", "!") else line
        for line in source.splitlines()
    ]
    return "\n".join(lines) + "\n"


def run(sources, line):
    """Run cells one after the other, as a notebook that goes on after an error."""
    space = {"__name__": "__main__", "display": lambda *shown: None}
    for number, source in enumerate(sources, start=1):
        name = f"<cell {number}>"
        line.say(began=number)
        linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
        try:
            exec(compile(source, name, "exec"), space)
        except BaseException as error:  # sys.exit() too
            line.say(cell=number, error=f"{type(error).__name__}: {error}"[:200])
    line.say(end=len(sources))


def main(path, *limits):
    limit(*map(int, limits))
    line, sources = Line(), cells(path)
    labs.check = served(line)
    exercises()  # as they are now: a cell may change the files
    run(sources, line)


if __name__ == "__main__":
    main(*sys.argv[1:])
