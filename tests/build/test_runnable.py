"""Which cells of a chapter run in the browser is worked out from their code."""

import ast

import live
import page_inputs
import runnable
from book import ROOT

CHAPTERS = {
    f"chapters/{path.stem}": path.read_text("utf-8") for path in (ROOT / "chapters").glob("*.md")
}


def decided(*sources):
    return runnable.decide([runnable.Cell(source) for source in sources])


def running(*sources):
    return [number for number, cell in enumerate(decided(*sources), 1) if cell.runs]


def test_what_comes_from_keras_does_not_run_and_nothing_built_on_it():
    start = "import numpy as np\nfrom unrolled.training import fit\nimport keras\nplots = 1"
    cells = (start, "x = np.zeros(3)", "model = keras.Model()", "y = model(x)", "print(x)")
    assert running(*cells) == [1, 2, 5]
    assert running(*cells, "def f():\n    return fit(y)", "f()", "y = 2", "print(y)") == [
        1,
        2,
        5,
        8,
        9,
    ]


def test_a_cell_that_needs_a_clock_or_a_recorded_result_does_not_run():
    assert running("import time\nn = 1", "begin = time.time()", "n") == [1, 3]
    start = "from unrolled.evidence import band, load"
    assert running(start + "\nn = 1", "runs = load('recall')", "band([1])") == [1, 3]
    assert running("open('file')", "from keras import layers") == []


def test_a_name_of_a_function_of_its_own_is_no_name_of_the_page():
    assert running("import keras\nn = 1", "def f(keras):\n    return keras\n\n\nf(2)") == [1, 2]
    assert running("import keras\nn = 1", "print([keras for keras in range(3)])") == [1, 2]


def test_who_draws_random_numbers_changes_what_the_next_one_gets():
    rng = "import keras\nimport numpy as np\nrng = np.random.default_rng(1)"
    assert running(rng, "x = rng.normal()", "keras.f(rng)", "rng.normal()", "x + 1") == [1, 2, 5]
    plan = runnable.plan(decided(rng, "x = rng.normal()", "y = rng.normal()"))
    assert plan[2] == {"reads": ["rng"], "writes": ["rng", "x"]}
    assert plan[3] == {"reads": ["rng"], "writes": ["rng", "y"]}


def test_what_a_function_looks_up_is_read_where_it_is_called():
    cells = ("import keras\nn = 1", "def f():\n    return g() + n", "g = lambda: m", "m = 2", "f()")
    assert {"f", "g", "n", "m"} <= decided(*cells)[-1].reads
    assert running(*cells, "m = keras.x", "f()") == [1, 2, 3, 4, 5]


def test_a_name_is_read_where_it_was_not_bound_before():
    cell = runnable.Cell("for W, b in pairs:\n    y = W + b\n    total += y\nprint(y, W)")
    assert cell.reads == {"pairs", "total", "print"}
    assert cell.binds == {"W", "b", "y", "total"}
    assert runnable.Cell("kept = x\nkept.append(2)\nx[0] = 1").changes == {"kept", "x"}


FENCED = "```{{code-cell}} ipython3\n{}\n```\n"


def test_what_the_site_does_not_show_cannot_run_there_nor_what_needs_it():
    cells = ["n = 1", ":tags: [remove-cell]\n\nm = n", "m", "print(n)", "%pip install x", "n + 2"]
    text = "\n".join(map(FENCED.format, cells))
    on_page = runnable.decide(runnable.read_cells(page_inputs, text))
    assert [cell.source for cell in on_page if cell.runs] == ["n = 1", "print(n)", "n + 2"]
    assert list(runnable.plan(on_page)) == [1, 3, 5]  # places on the page, without the hidden one


def test_the_chapters_that_numpy_carries_are_offered():
    offered = {name[9:11] for name, text in CHAPTERS.items() if live.is_live(name, text)}
    assert offered >= {"01", "02", "04", "05", "06", "09", "10", "13", "14"}


def test_a_page_of_few_cells_that_run_offers_none():
    runs, waits = runnable.Cell("1"), runnable.Cell("open('file')")
    for many, others, worth in [(5, 0, False), (6, 24, True), (6, 25, False), (0, 0, False)]:
        assert runnable.is_worth_it(runnable.decide([runs] * many + [waits] * others)) == worth


def test_no_cell_that_runs_reads_what_the_browser_lacks():
    for name, text in CHAPTERS.items():
        cells = runnable.decide(runnable.read_cells(page_inputs, text))
        for cell in cells:
            assert not (cell.runs and {"keras", "tf", "layers", "fit"} & cell.reads), name


def test_the_page_and_the_browser_leave_out_the_same():
    tree = ast.parse((ROOT / "_assets" / "live" / "engine.py").read_text(encoding="utf-8"))
    (absent,) = [
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "ABSENT"
    ]
    assert absent == runnable.ABSENT


def test_cells_that_are_named_are_there():
    """Those that take too long are not offered, those that print other digits are marked."""
    for listed in (live.TOO_SLOW, live.VARIES):
        for name, named in listed.items():
            cells = live.cells_of(name, CHAPTERS[name])
            for begins in named:
                (cell,) = [cell for cell in cells if cell.source.startswith(begins)]
                assert (cell.runs, cell.varies) == (
                    (False, False) if listed is live.TOO_SLOW else (True, True)
                )
    plan = runnable.plan(
        runnable.decide([runnable.Cell("n = 1"), runnable.Cell("n")], varies=["n ="])
    )
    assert plan[1]["varies"] and "varies" not in plan[2]
