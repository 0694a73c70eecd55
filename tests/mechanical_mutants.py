"""Mutate the helper mechanically with mutmut, and record what its tests do not notice.

On demand: ``pip install -e ".[mutation]"``, then ``python tests/mechanical_mutants.py`` (all, half
an hour and more) or ``python tests/mechanical_mutants.py layers``. Each module is mutated in a
copy, function by function, and judged by its own tests. ``tests/mechanical-score.json`` keeps, for
each module, how many mutants were made and caught, and the survivors with the reason why they may
live; a survivor without a reason is an error. The bugs of ``tests/mutants.py`` are chosen by hand
and reach what mutmut leaves alone: lambdas, constants, whole formulas.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCORE = ROOT / "tests" / "mechanical-score.json"
REASONS = ROOT / "tests" / "mechanical-reasons.json"
TESTS = {
    "_expect": ["test_expect", "test_layers"],
    "_tables": ["test_tables"],
    "_tree": ["test_bptt", "test_layers"],
    "layers": ["test_layers"],
    "bptt": ["test_bptt"],
    "series": ["test_series"],
    "gaps": ["test_gaps"],
    "forecast": ["test_forecast"],
    "text": ["test_text"],
    "glue": ["test_glue"],
    "palette": ["test_palette"],
    "plots": ["test_plots"],
    "training": ["test_training"],
    "speed": ["test_speed"],
    "scale": ["test_scale"],
    "_csv_times": ["test_own_series"],
    "_csv_values": ["test_own_series"],
    "own_series": ["test_own_series"],
    "scoreboard": ["test_scoreboard"],
    "evidence": ["test_evidence"],
}
# Keras in a forked process, another process, and what looks at the source or its line numbers:
# mutmut puts a function of its own in front of each.
LEFT_OUT = (
    "Keras", "another_process", "every_plot", "every_public", "at_the_caller", "real_shell",
    "real_terminal", "front_end", "program_executes", "seven_models", "warned_once",
)  # fmt: skip
CONFIG = """

[tool.mutmut]
source_paths = ["unrolled"]
only_mutate = ["unrolled/{module}.py"]
also_copy = ["_toc.yml", "results", "tools", "experiments"]
pytest_add_cli_args_test_selection = {tests}
pytest_add_cli_args = ["-k", "{left_out}"]
timeout_constant = 8.0
"""
# TensorFlow survives a fork as long as nothing has been computed with it.
FRESH = """
process_isolation = "forkserver"
forkserver_warmup = "import"
preload_modules_file = "preload.txt"
"""


def mutmut(folder, *arguments):
    """Run mutmut in `folder`; return what it prints."""
    command = [sys.executable, "-m", "mutmut", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True).stdout


def prepare(folder, module):
    """Copy what the tests of `module` need, and say what to mutate."""
    ignore = shutil.ignore_patterns("__pycache__")
    for name in ("unrolled", "tests", "results", "tools", "experiments"):
        shutil.copytree(ROOT / name, folder / name, ignore=ignore)
    shutil.copy(ROOT / "_toc.yml", folder)
    tests = json.dumps([f"tests/unrolled/{test}.py" for test in TESTS[module]])
    left_out = " and ".join(f"not {name}" for name in LEFT_OUT)
    config = CONFIG.format(module=module, tests=tests, left_out=left_out)
    config += FRESH if module == "training" else ""
    (folder / "preload.txt").write_text("pytest\nunrolled\nkeras\n", encoding="utf-8")
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (folder / "pyproject.toml").write_text(project + config, encoding="utf-8")


def changes(folder, mutant):
    """Return the lines a mutant takes away, an arrow, and those it puts in their place."""
    shown = mutmut(folder, "show", mutant).splitlines()
    lines = [line for line in shown if re.match(r"[-+](?![-+]{2} )", line)]
    sides = (" ".join(line[1:].strip() for line in lines if line[0] == sign) for sign in "-+")
    return " → ".join(sides)


def function_of(mutant):
    """Return the name of the mutated function in a mutant's name."""
    name = mutant.rpartition("__mutmut_")[0].rpartition(".")[2]
    return name.removeprefix("xǁ").replace("ǁ", ".") if "ǁ" in name else name.removeprefix("x_")


def mutants_of(module, function):
    """Return the pattern of the names of a function's mutants."""
    mangled = "xǁ" + function.replace(".", "ǁ") if "." in function else f"x_{function}"
    return f"unrolled.{module}.{mangled}__mutmut_*"


def examine(module, workers, reasons, before=None):
    """Return the entry of one module: counts, and survivors with their reasons.

    With the entry of `before`, only the functions that had a survivor without a reason are mutated
    again, and what is known of the others is kept.
    """
    kept, chosen = [], []
    if before:
        open_ = {s["function"] for s in before["survivors"] if not s["reason"]}
        kept = [s for s in before["survivors"] if s["function"] not in open_]
        chosen = [mutants_of(module, function) for function in sorted(open_)]
        if not chosen:
            return before
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        prepare(folder, module)
        log = mutmut(folder, "run", "--max-children", str(workers), *chosen)
        found = re.findall(r"(unrolled\S+): (.+)", mutmut(folder, "results", "--all", "true"))
        if not found:
            sys.exit(f"mutmut made no mutants of {module}:\n{log[-2000:]}")
        survivors = [
            {"function": function_of(mutant), "change": changes(folder, mutant)}
            for mutant, state in found
            if state not in ("killed", "timeout", "not checked")  # an endless loop is noticed, too
        ]
    survivors = kept + survivors
    for s in survivors:
        s["reason"] = reason_for(module, s["function"], s["change"], reasons)
    return {
        "mutants": len(found),
        "caught": len(found) - len(survivors),
        "survivors": survivors,
    }


# Where both sides are the same after the substitution, the mutant means the same.
LOOKS = (
    r",? ?\b(linewidth|markersize|alpha|handlelength|handletextpad|columnspacing|borderpad|ncols|"
    r"frameon|solid_capstyle|va|fontsize)\"?[=:] ?[^,)}]*"
)
RULES = [
    (LOOKS, "", "a matter of looks: figures are looked at"),
    (r",? ?strict=(True|False|None)|, (?=\))", "", "the lengths were compared before"),
    (r"astype\((float|None)\)", "astype(float)", "None is float64 to NumPy"),
    (r"(reshape\(.*?)-[12]\b", r"\1-1", "any negative number is the open axis to NumPy"),
    (r"expect\((False|None),", "expect(False,", "both are false"),
    (r"(, )?encoding=[^,)]*|, (?=\))", "", "UTF-8 is the default where the mutants ran"),
    (r"\bnan\b", "NAN", "float() reads either"),
    (r"(in |kinds=)\"(XX)?(\w+?)(XX)?\"", r'\1"\3"', "no kind of dtype is called X"),
]


def reason_for(module, function, change, reasons):
    """Return why this survivor may live, or "": rules first, then the list by hand."""
    if only_words(change):
        return "the words of a message: tests read the name, the key words and the value"
    old, _, new = change.partition(" → ")
    for pattern, same, reason in RULES:
        if re.sub(pattern, same, old) == re.sub(pattern, same, new):
            return reason
    return reasons.get(f"{module}.{function}: {change}", "")


def only_words(change):
    """Tell whether nothing differs but a text of several words between quotation marks."""
    old, _, new = change.partition(" → ")
    text = re.compile(r"f?\"(?:\\.|[^\"\\])*\"")
    pairs = list(zip(text.findall(old), text.findall(new), strict=False))
    words = all(a == b or " " in a for a, b in pairs)
    return words and text.sub("''", old) == text.sub("''", new)


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("modules", nargs="*", help=f"some of {', '.join(TESTS)}; all by default")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--again", action="store_true", help="only functions that need a reason")
    parser.add_argument("--reasons", action="store_true", help="renew the reasons, mutate nothing")
    options = parser.parse_args()
    reasons = json.loads(REASONS.read_text(encoding="utf-8"))
    score = json.loads(SCORE.read_text(encoding="utf-8")) if SCORE.exists() else {"modules": {}}
    unexplained = 0
    for module in options.modules or TESTS:
        if options.reasons:
            entry = score["modules"][module]
            for s in entry["survivors"]:
                s["reason"] = reason_for(module, s["function"], s["change"], reasons)
        else:
            before = score["modules"].get(module) if options.again else None
            entry = examine(module, options.workers, reasons, before)
            score["tool"] = f"mutmut {version('mutmut')}"
        score["modules"][module] = entry
        bare = [s for s in entry["survivors"] if not s["reason"]]
        unexplained += len(bare)
        print(
            f"{module:9} {entry['caught']:4} of {entry['mutants']:4} caught, "
            f"{len(entry['survivors'])} survivors, {len(bare)} without a reason",
            flush=True,
        )
        for survivor in bare:
            print(f"    {survivor['function']}: {survivor['change']}", flush=True)
        SCORE.write_text(json.dumps(score, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return unexplained > 0


if __name__ == "__main__":
    sys.exit(main())
