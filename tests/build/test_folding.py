"""Code that draws or hands on numbers is folded; code that carries an idea is not."""

import sys

import pytest
from docutils import nodes

from book import PAGES_WITH_CODE, ROOT
from folding import assigned, cells, defined, draws, hands_on, needed

sys.path.insert(0, str(ROOT / "_ext"))
from folding_prompts import wording

PAGES = [path for path in PAGES_WITH_CODE if path.parent.name in ("chapters", "reference")]
every_page = pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)

# (page, first line of the cell): why it stands open, or keeps what later cells need.
OPEN = {}
KEEPS = {}


def read(path):
    return list(cells(path.read_text(encoding="utf-8")))


@every_page
def test_a_cell_that_draws_is_folded(path):
    drawing = {(path.stem, cell.name) for cell in read(path) if draws(cell.code)}
    folded = {(path.stem, cell.name) for cell in read(path) if cell.is_folded}
    listed = {entry for entry in OPEN if entry[0] == path.stem}
    assert drawing - folded == listed


@every_page
def test_a_cell_that_only_hands_on_numbers_is_left_out(path):
    glue = [cell for cell in read(path) if hands_on(cell.code)]
    assert [cell.name for cell in glue if "remove-cell" not in cell.tags] == []


@every_page
def test_what_is_left_out_only_hands_on_numbers(path):
    hidden = [cell for cell in read(path) if "remove-cell" in cell.tags]
    assert [cell.name for cell in hidden if not hands_on(cell.code)] == []


@every_page
def test_an_open_cell_needs_nothing_from_the_code_of_a_figure(path):
    """Who unfolds nothing can follow: no open cell takes a name from a folded drawing."""
    taken, source = [], {}  # names whose last value a figure's code gave
    for cell in read(path):
        if not cell.is_folded:
            taken += [(source[name], name) for name in needed(cell.code) & set(source)]
        names = assigned(cell.code)
        if cell.is_folded and draws(cell.code):
            source |= dict.fromkeys(names, cell.name)
        else:
            source = {name: at for name, at in source.items() if name not in names}
    listed = {entry for entry in KEEPS if entry[0] == path.stem}
    assert {(path.stem, at) for at, _ in taken} == listed, taken


CELLS = """\
```{code-cell} ipython3
def idea(x):
    return 2 * x
```

```{code-cell} ipython3
---
tags: [hide-input, nbval-ignore-output]
mystnb:
  figure: {name: fig, caption: "Twice."}
---
curves = {"": idea(np.arange(3))}
ax = plots.lines(curves)
```

```{code-cell} ipython3
:tags: [remove-cell]

for key in curves:
    glue(key, curves[key])
```
"""


def test_cells_are_read_with_their_tags():
    idea, figure, glue = cells(CELLS)
    assert [len(c.tags) for c in (idea, figure, glue)] == [0, 2, 1]
    assert [c.name for c in (idea, glue)] == ["def idea(x):", "for key in curves:"]
    assert [draws(c.code) for c in (idea, figure, glue)] == [False, True, False]
    assert [hands_on(c.code) for c in (idea, figure, glue)] == [False, False, True]
    assert defined(idea.code) == {"idea"} and assigned(figure.code) == {"curves", "ax"}
    assert needed(figure.code) >= {"idea", "np", "plots"} and "curves" not in needed(figure.code)


@pytest.mark.parametrize(
    ("code", "drawing"),
    [
        ("plots.use_book_style()", False),
        ("color = plots.COLORS['ink']", False),
        ("ax.axhline(0)", True),
        ("axes[0].set(xlabel='x')", True),
        ("_, ax = plt.subplots()", True),
        ("text.draw(axis=0)", False),
    ],
)
def test_what_counts_as_drawing(code, drawing):
    assert draws(code) == drawing


@pytest.mark.parametrize(
    ("mode", "inside", "words"),
    [
        ("input", nodes.figure(), "Figure code"),
        ("input", nodes.literal_block("1", "1"), "Code"),
        ("all", nodes.literal_block("def f(): ...", "def f(): ..."), "Helper code"),
    ],
)
def test_a_fold_says_what_is_in_it(mode, inside, words):
    cell = nodes.container("", inside, nb_element="cell_code", hide_mode=mode)
    assert wording(cell) == words
