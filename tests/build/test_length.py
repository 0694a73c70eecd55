"""A chapter ends when its question is answered: 4,200 words and 300 lines of code at most."""

import pytest

from book import ROOT
from page_length import Length, page_length

LIMIT = Length(words=4200, code_lines=300)
CHAPTERS = sorted(ROOT.glob("chapters/*.md"))


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_is_no_longer_than_its_question(path):
    length = page_length(path.read_text(encoding="utf-8"))
    assert length.words <= LIMIT.words and length.code_lines <= LIMIT.code_lines, length


PAGE = """\
---
jupytext: {}
---
(label)=
# One two

Three {ref}`four` [five](04-not-this.md) $x_t = 0$, six — {term}`seven eight`.

$$
\\mathrm{not} = 0
$$ (not-this)

```{code-cell} ipython3
---
mystnb:
  figure: {name: fig, caption: "Not this."}
---
a = 1

b = 2
```

```{code-cell} ipython3
:tags: [hide-input]
folded = 1
```

:::{figure} drawing.svg
:name: fig-drawing
:alt: Not this.

Nine ten.
:::

:::{admonition} Eleven
:class: warning
Twelve.
:::

::::{admonition} Not this?
:class: dropdown
Nor this.
::::

:::{table} Thirteen
:name: tab
| fourteen |
|:--|
| 15 |
:::

```{exercise-start} Sixteen
:label: ex
```
Seventeen.
```{exercise-end}
```

````{solution-start} ex
:class: dropdown
````
Not this.

```{code-cell} ipython3
not_this = 1
```

```{solution-end}
```
"""


def test_words_and_lines_are_those_that_a_reader_sees():
    assert page_length(PAGE) == (17, 2)
