"""tools/plain_markdown.py: MyST in, Markdown that any viewer shows out."""

import base64
import html
import json
import re

import pytest
import yaml

import pictures
from book import ROOT
from leaks import leaks, viewer
from myst_tokens import EXTENSIONS
from plain_markdown import Book, Page, PageError

BIBLIOGRAPHY = """
@article{elman1990, author = {Elman, Jeffrey L.}, title = {T}, year = {1990}}
@book{two2016, author = {Ito, Aya and Bengio, Yoshua}, title = {T}, year = {2016}}
@book{three1986, author = {Rum, A and Hin, B and Wil, C}, title = {T}, year = {1986}}
@book{unicode, author = {{Unicode Consortium}}, title = {T}, year = {2025}}
@book{nobody, title = {T}, year = {1986}}
"""
DOT = """
<svg xmlns="http://www.w3.org/2000/svg" width="12" height="8"><circle cx="6" cy="4" r="{}"/></svg>
"""
IMAGE = re.compile(r'<img alt="([^"]*)" width="(\d+)" src="data:image/png;base64,([^"]*)">')


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    tmp_path = tmp_path_factory.mktemp("book")
    known = {
        "pages": {"chapters/one": "One", "reference/glossary": "Glossary"},
        "sections": {"layer": "From one neuron to a layer", "ex-a": "Exercise 1.4"},
        "equations": {"neuron": "1.1"},
        "numbers": {"fig-a": "Fig. 1.2", "tab-b": "Table 1.1", "ex-a": "Exercise 1.4"},
    }
    (tmp_path / "_build").mkdir()
    (tmp_path / "_build" / "references.json").write_text(json.dumps(known))
    for folder in ("chapters", "labs", "reference", "_assets/b"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "chapters" / "one.md").write_text("# One\n```{code-cell}\n```\n")
    (tmp_path / "reference" / "glossary.md").write_text("# Glossary\n")
    (tmp_path / "reference" / "references.bib").write_text(BIBLIOGRAPHY)
    (tmp_path / "_assets" / "a.svg").write_text(DOT.format(4))
    (tmp_path / "_assets" / "b" / "a.svg").write_text(DOT.format(2))
    (tmp_path / "_assets" / "a b.png").write_bytes(pictures.rendered(DOT.format(3)))
    book = Book(tmp_path)
    book.glued |= {"ch1-mae": "187.249", "worst": "-0.493", "name": "'a_b_ *c*'"}
    return book


@pytest.fixture
def page(book):
    return Page(book, "labs/lab")


def plain(page, text):
    (piece,) = page.pieces(text)
    assert leaks(piece.text) == []
    return piece.text


def same(text):
    return text, text


ROLES = [
    ("by {eq}`neuron`", "by (1.1)"),
    ("in {numref}`fig-a`", "in Fig. 1.2"),
    ("in {numref}`tab-b` and {numref}`no. %s <tab-b>`", "in Table 1.1 and no. 1.1"),
    ("as {numref}`see {number} <fig-a>`", "as see 1.2"),
    ("{numref}`ex-a`, {ref}`ex-a`, {ref}`mine <ex-a>`", "Exercise 1.4, Exercise 1.4, mine"),
    ("a {term}`recurrent neuron`", "a recurrent neuron"),
    ("the {term}`units <unit>`", "the units"),
    ("{glue:text}`ch1-mae:.0f` cars", "187 cars"),
    ("{glue:text}`ch1-mae` cars", "187.249 cars"),
    ("a {glue:text}`worst:.2f` drop", "a -0.49 drop"),
    ("{glue:text}`name`", r"a_b\_ \*c\*"),
    ("{cite:t}`elman1990` says", "Elman (1990) says"),
    ("so {cite:p}`unicode`", "so (Unicode Consortium, 2025)"),
    ("so {cite:p}`two2016`", "so (Ito and Bengio, 2016)"),
    ("so {cite:p}`elman1990,three1986`", "so (Elman, 1990; Rum et al., 1986)"),
    ("see {ref}`layer`", "see From one neuron to a layer"),
    ("see {ref}`here <layer>`", "see here"),
    ("{doc}`../chapters/one`", "[One](../chapters/one.ipynb)"),
    ("{doc}`there <../reference/glossary>`", "there"),
    ("{math}`x_1` and {kbd}`Ctrl`", "$x_1$ and Ctrl"),
    ("{term}`__init__`", r"\_\_init\_\_"),
    ("{term}``a ` b``", r"a \` b"),
    # a role in every place where text can stand
    ("# By {eq}`neuron`", "# By (1.1)"),
    ("By {eq}`neuron`\n===", "By (1.1)\n==="),
    ("*as {term}`a b`* and **{eq}`neuron`**", "*as a b* and **(1.1)**"),
    ("- one {eq}`neuron`\n- two\n  {numref}`fig-a`", "- one (1.1)\n- two\n  Fig. 1.2"),
    ("1. one\n\n   {eq}`neuron`", "1. one\n\n   (1.1)"),
    ("> quoted {eq}`neuron`\n> {numref}`fig-a`", "> quoted (1.1)\n> Fig. 1.2"),
    ("> - {eq}`neuron`", "> - (1.1)"),
    ("a {term}`recurrent\nneuron` b\nc", "a recurrent neuron b\nc"),
    ("[by {eq}`neuron`](https://example.org)", "[by (1.1)](https://example.org)"),
    ("[the {term}`layer`](../chapters/one.md)", "[the layer](../chapters/one.ipynb)"),
    ("hard {eq}`neuron`  \nbreak", "hard (1.1)  \nbreak"),
    ("{eq}`neuron`{eq}`neuron`", "(1.1)(1.1)"),
]

CODE_AND_MATHEMATICS = [
    same("`f[i](x)`"),
    same("$f[0](x)$"),
    same("`{eq}` and ``{eq}`neuron` ``"),
    same("`a` [b](https://c.d) `e[f](g)`"),
    same("$W_{x}[i](t)$ and $\\{a\\}$"),
    same("the set {a, b} and a {dict}"),
    same("```python\n{eq}`neuron` [a](b.md)\n```"),
    same("~~~\n:::{note}\n:::\n~~~"),
    same("````md\n```{figure} x\n```\n````"),
    same("- a\n\n  ```python\n  x[i](y)\n  ```"),
    same("    indented [a](b.md) {eq}`neuron`"),
    same("$$\nf[0](x)\n$$"),
    same("\\begin{align*}\nf[0](x)\n\\end{align*}"),
    ("`x`{.python} and [s *t*]{.c}", "`x` and s *t*"),
    ("$a\n= b$ in two lines", "$a = b$ in two lines"),
    ("$$\nx\n$$ (neuron)", "$$\nx\n\\tag{1.1}\n$$"),
    ("- $$\n  x\n    + y\n  $$ (neuron)", "- $$\n  x\n    + y\n  \\tag{1.1}\n  $$"),
    ("> $$\n> a\n> b > c\n> $$", "> $$a b > c$$"),
    ("> $$\n> x\n> $$ (neuron)", "> $$x \\tag{1.1}$$"),
    ("```{math}\n:label: neuron\nx\n```", "$$\nx\n\\tag{1.1}\n$$"),
    (":::{math} x = 1\n:::", "$$\nx = 1\n$$"),
]

LINKS = [
    ("[chapter](../chapters/one.md)", "[chapter](../chapters/one.ipynb)"),
    ("[](../chapters/one.md)", "[One](../chapters/one.ipynb)"),
    ("[c](../chapters/one.md#here)", "[c](../chapters/one.ipynb)"),
    ("[c](/chapters/one.md)", "[c](../chapters/one.ipynb)"),
    ("[c](<../chapters/one.md>)", "[c](../chapters/one.ipynb)"),
    ('[c](../chapters/one.md "t \\" u")', '[c](../chapters/one.ipynb "t \\" u")'),
    ("[a `b[0](c)` d](../chapters/one.md)", "[a `b[0](c)` d](../chapters/one.ipynb)"),
    ("[$x[0]$](../chapters/one.md)", "[$x[0]$](../chapters/one.ipynb)"),
    ("[a [b] c](../chapters/one.md)", "[a [b] c](../chapters/one.ipynb)"),
    ("[a\nb](../chapters/one.md)", "[a\nb](../chapters/one.ipynb)"),
    ("[words](../reference/glossary.md)", "words"),
    ("[](../reference/glossary.md)", "Glossary"),
    ("[words](#layer) and [](#layer)", "words and From one neuron to a layer"),
    same("[site](https://example.org)"),
    same("[site](https://example.org/a_(b) 'title')"),
    same("<https://example.org> and <a@b.org>"),
    same(r"\[not a link\](../nowhere.md)"),
    same(r"\[not](b) and [not] (b) and [not]"),
    ("[c][1] and [1]\n\n[1]: ../chapters/one.md", None),
    ("[c][out]\n\n[out]: https://example.org/a_(b) 't'", None),
    ("| [c](../chapters/one.md) | b |\n|---|---|", "| [c](../chapters/one.ipynb) | b |\n|---|---|"),
]

TABLES = [
    ("| a | b |\n|:--|--:|\n| {eq}`neuron` | `x` |", "| a | b |\n|:--|--:|\n| (1.1) | `x` |"),
    ("| a |\n|---|\n| {eq}`neuron` `x\\|y` |", "| a |\n|---|\n| (1.1) `x\\|y` |"),
    same("| a |\n|---|\n| `x\\|y` |"),
    ("- | {eq}`neuron` |\n  |---|", "- | (1.1) |\n  |---|"),
    ("> | a |\n> |---|\n> | {eq}`neuron` |", "> | a |\n> |---|\n> | (1.1) |"),
]

UNSEEN = [
    ("(label)=\n# Title", "# Title"),
    ("a\n\n% a remark\nb", "a\n\nb"),
    ("- % a remark\n  b", "-\n  b"),
    ("before\n\n+++\n\nafter", "before\n\n\nafter"),
]

FOOTNOTES = [
    (
        "a[^1] b\n\n[^1]: See {eq}`neuron`.\n[^two]: More.",
        "a<sup>1</sup> b\n\n<sup>1</sup> See (1.1).\n\n<sup>two</sup> More.\n",
    ),
]

DIRECTIVES = [
    (
        ":::{admonition} Predict\n:class: tip\nIs {eq}`neuron` odd?\n:::",
        "> **Predict**\n>\n> Is (1.1) odd?",
    ),
    (
        ":::::{admonition} A\n\n::::{table} B\n:name: tab-b\n| x |\n|---|\n::::\n:::::\nafter",
        "> **A**\n>\n> **Table 1.1** B\n>\n> | x |\n> |---|\n\nafter",
    ),
    (
        "- item\n\n  :::{admonition} Predict\n  Is it?\n  :::\n- next",
        "- item\n\n  > **Predict**\n  >\n  > Is it?\n\n- next",
    ),
    (
        "- :::{admonition} Predict\n  Is it?\n  :::",
        "- > **Predict**\n  >\n  > Is it?",
    ),
    (
        "1. a\n\n   ```{figure} ../_assets/a.svg\n   :alt: A dot.\n   ```",
        None,
    ),
    (
        "> ```{admonition} A\n> b\n> ```",
        "> > **A**\n> >\n> > b",
    ),
    (
        ":::{admonition} A\n- ```{admonition} B\n  {eq}`neuron`\n  ```\n:::",
        "> **A**\n>\n> - > **B**\n>   >\n>   > (1.1)",
    ),
    (
        ":::{admonition} A\n$$\nx\n$$ (neuron)\n:::",
        "> **A**\n>\n> $$x \\tag{1.1}$$",
    ),
    (
        ":::{admonition} A\n```{math}\n:label: neuron\nx\n```\n:::",
        "> **A**\n>\n> $$x \\tag{1.1}$$",
    ),
    (
        ":::{admonition} By {eq}`neuron`\nb\n:::",
        "> **By (1.1)**\n>\n> b",
    ),
    (
        "text\n:::{admonition} A\nb\n:::\nmore",
        "text\n\n> **A**\n>\n> b\n\nmore",
    ),
    (
        ":::{table} B by {eq}`neuron`\n---\nname: tab-b\n---\n| x |\n|---|\n:::",
        "**Table 1.1** B by (1.1)\n\n| x |\n|---|",
    ),
    (
        "````{exercise-start} Do *it*\n:label: ex-a\n````\nBody.\n```{exercise-end}\n```",
        "**Exercise 1.4: Do *it***\n\nBody.",
    ),
    (
        "```{exercise}\n:label: ex-a\nBody.\n```",
        "**Exercise 1.4**\n\nBody.",
    ),
    (
        "```{solution} ex-a\nBecause.\n```",
        "<details><summary>Solution to Exercise 1.4</summary>\n\nBecause.\n\n</details>",
    ),
    (
        "::::{admonition} Why `f[i]` and $w_x < 1$?\n:class: dropdown\nBecause.\n::::",
        "<details><summary>Why <code>f[i]</code> and $w_x < 1$?</summary>\n\n"
        "Because.\n\n</details>",
    ),
]

ALL = [
    *ROLES,
    *CODE_AND_MATHEMATICS,
    *LINKS,
    *TABLES,
    *UNSEEN,
    *FOOTNOTES,
    *DIRECTIVES,
]


@pytest.mark.parametrize(("myst", "markdown"), [case for case in ALL if case[1] is not None])
def test_snippet(page, myst, markdown):
    assert plain(page, myst) == markdown


@pytest.mark.parametrize("myst", [myst for myst, _ in ALL])
def test_snippet_in_a_list_a_quotation_and_a_box(page, myst):
    """Nothing leaks wherever it stands, and the same words come out."""
    alone = words(plain(page, myst))
    for start, rest in (("- ", "  "), ("> ", "> "), ("1. First.\n\n   ", "   ")):
        nested = start + ("\n" + rest).join(myst.split("\n"))
        assert words(plain(page, nested)).removeprefix("First. ") == alone, nested
    fence = ":" * (3 + max(map(len, re.findall(":+", myst)), default=0))
    boxed = plain(page, f"{fence}{{admonition}} First.\n\n{myst}\n{fence}")
    assert words(boxed).removeprefix("First. ") == alone


def test_a_table_may_go_without_its_outer_bars(page):
    text = plain(page, "{eq}`neuron` | b\n---|---\n| {eq}`neuron`")
    assert text == "| (1.1) | b |\n---|---\n| (1.1) |  |"


@pytest.mark.parametrize("myst", [myst for myst, _ in ALL])
def test_what_is_plain_stays(page, myst):
    once = plain(page, myst)
    to_page = once.replace(".ipynb", ".md")
    assert plain(page, to_page) == once


def words(markdown):
    """Return what a reader sees of a Markdown text, without its structure."""
    html = viewer().render(markdown)
    return " ".join(re.sub(r"<(?!/?(su|de))[^>]*>", " ", html).split())


def test_reference_links_become_links_of_their_own(page):
    text = plain(
        page, "[c][1] and [1] and [One][]\n\n[1]: ../chapters/one.md\n[one]: /chapters/one.md"
    )
    target = "(../chapters/one.ipynb)"
    assert text.startswith(f"[c]{target} and [1]{target} and [One]{target}")
    text = plain(page, "[c][out]\n\n[out]: https://example.org/a_(b) 't'")
    assert text.startswith('[c](<https://example.org/a_(b)> "t")')


def test_a_teachers_edition_leads_to_chapters_and_to_labs_with_solutions(book):
    book.titles["labs/other"] = "Other"
    (book.source / "labs" / "other.md").write_text("```{code-cell}\n```\n")
    page = Page(book, "labs/lab", teacher=True)
    assert plain(page, "[a](../chapters/one.md)") == "[a](../../chapters/one.ipynb)"
    assert plain(page, "[b](other.md)") == "[b](other.ipynb)"
    assert plain(Page(book, "labs/lab"), "[b](other.md)") == "[b](other.ipynb)"
    assert plain(Page(book, "chapters/one"), "[b](../labs/other.md)") == "[b](../labs/other.ipynb)"


def test_definitions_in_another_cell_are_known(page):
    page.define(["[out]: https://example.org"])
    assert plain(page, "see [it][out]") == "see [it](https://example.org)"


def test_code_in_a_box_may_hold_the_fence_of_a_box(page):
    text = plain(page, "::::{admonition} A\n```python\n:::\n```\n::::")
    assert text == "> **A**\n>\n> ```python\n> :::\n> ```"


def shown(markdown):
    """Return the text with each picture as ``(alt)``, and the pictures as (width, bytes)."""
    found = [(int(width), base64.b64decode(data)) for _, width, data in IMAGE.findall(markdown)]
    return IMAGE.sub(r"(\1)", markdown), found


def test_figure_carries_its_picture(page):
    myst = ":::{figure} ../_assets/a.svg\n:name: fig-a\n:alt: A dot.\nThe {term}`caption`.\n:::"
    (piece,) = page.pieces(myst)
    text, ((width, png),) = shown(piece.text)
    assert text == "(A dot.)\n\n**Fig. 1.2** The caption."
    assert width == 12 and png.startswith(b"\x89PNG")


def test_figure_gets_a_cell_of_its_own(page):
    figure = ":::{figure} ../_assets/a.svg\n:name: fig-a\n:alt: A dot.\nC.\n:::"
    before, alone, after = page.pieces(f"before\n\n{figure}\nafter")
    assert before.text.strip() == "before" and after.text == "after"
    assert shown(alone.text)[0] == "(A dot.)\n\n**Fig. 1.2** C."


def test_images_of_markdown_travel_too(page):
    myst = "![A `d[0]` {term}`dot`](../_assets/a.svg 't'){width=300px} ![B](<../_assets/a b.png>)"
    text, found = shown(plain(page, myst))
    assert text == "(A d[0] dot) (B)"
    assert [width for width, _ in found] == [12, 24]


def test_an_image_can_be_a_link_and_stand_in_a_table_or_a_list(page):
    text, _ = shown(plain(page, "[![A](../_assets/a.svg)](../chapters/one.md)"))
    assert text == "[(A)](../chapters/one.ipynb)"
    text, _ = shown(plain(page, "| ![A](../_assets/a.svg) |\n|---|"))
    assert text == "| (A) |\n|---|"
    text, _ = shown(plain(page, "- a\n\n  ```{figure} /_assets/a.svg\n  :alt: A dot.\n  ```"))
    assert text == "- a\n\n  (A dot.)"


def test_two_images_of_one_name_are_two(page):
    _, ((_, one), (_, other)) = shown(plain(page, "![A](../_assets/a.svg) ![B](/_assets/b/a.svg)"))
    assert one != other


def test_alt_text_is_neither_markup_nor_mathematics(page):
    """JupyterLab looks for formulas and code before it reads HTML."""
    alt = 'It *fades* from $1 to $2, "see" `x` & <y>'
    options = f":name: fig-a\n:fallback: /_assets/a.svg\n:alt: {alt}"
    (piece,) = page.pieces(f"```{{explorable}} neuron\n{options}\nC.\n```")
    ((written, _, _),) = IMAGE.findall(piece.text)
    assert html.unescape(written) == alt
    assert not set(written) & set("$`<>")
    assert "**Fig. 1.2** C. (On the book's website" in piece.text


def test_solution_gates_split_a_cell(page):
    myst = (
        "before\n````{solution-start} ex-a\n:class: dropdown\n````\ninside\n```{solution-end}\n```"
    )
    before, inside, after = page.pieces(myst)
    assert before.gate == "" and before.text == "before"
    assert (inside.gate, inside.exercise, inside.text) == (
        "solution-start",
        "Exercise 1.4",
        "inside",
    )
    assert (after.gate, after.text) == ("solution-end", "")


UNKNOWN = [
    "{unknown}`x`",
    ":::{unknown} x\n:::",
    "```{code-cell} ipython3\n1\n```",
    "```{glossary}\na\n: b\n```",
    "{{ key }}",
    "term\n: its definition",
    "[a](project:one.md#b)",
    "<project:#b>",
    "\\begin{align}\nx\n\\end{align}",
    "[^1]: one\n\n    two",
    ":::note\n:::",
    "- ````{unknown}\n  x\n  ````",
    "> {unknown}`x`",
    "| a |\n|---|\n| {unknown}`x` |",
    "[a {unknown}`x`](https://example.org)",
]

MISSING = [
    ("{eq}`none`", "equation"),
    ("{numref}`none`", "number"),
    ("{ref}`none`", "section"),
    ("{doc}`none`", "leads nowhere"),
    ("{glue:text}`none:.2f`", "glued"),
    ("{glue:text}`name:.2f`", "cannot format"),
    ("{cite:t}`none`", "publication"),
    ("{cite:p}`nobody`", "author"),
    ("[](../chapters/none.md)", "leads nowhere"),
    ("[words](../chapters/none.md)", "leads nowhere"),
    ("[words](#none) [](#none)", "section"),
    ("[a][b]\n\n[b]: none.md", "leads nowhere"),
    ("$$\nx\n$$ (none)", "equation"),
    ("```{math}\n:label: none\nx\n```", "equation"),
    (":::{figure} ../_assets/a.svg\n:name: fig-a\nC.\n:::", ":alt:"),
    (":::{figure} ../_assets/a.svg\n:name: fig-a\n:alt:\nC.\n:::", ":alt:"),
    (":::{figure} ../_assets/a.svg\n:alt: A dot.\nC.\n:::", ":name:"),
    (":::{figure} ../_assets/none.svg\n:alt: A dot.\n:::", "none.svg"),
    (":::{figure} https://example.org/a.png\n:alt: A dot.\n:::", "elsewhere"),
    ("![](../_assets/a.svg)", "alt text"),
    ("![A](../_assets/none.svg)", "none.svg"),
    ("```{explorable} n\n:alt: A.\nC.\n```", ":fallback:"),
    ("```{table} B\n| x |\n|---|\n```", ":name:"),
    ("```{table} B\n:name: none\n| x |\n|---|\n```", "none"),
    ("```{exercise} A\nB\n```", ":label:"),
    ("```{exercise} A\n:label: none\nB\n```", "none"),
    ("```{solution} none\nB\n```", "none"),
    ("```{solution-start} none\n```", "none"),
    ("```{solution-start}\n```", "exercise"),
    ("- ```{solution-start} ex-a\n  ```", "top level"),
    (":::{admonition} A\nnever closed", "no closing fence"),
    ("````{solution-start} ex-a\nnever closed", "no closing fence"),
    ("```python\nnever closed", "no closing fence"),
    ('<img src="../_assets/a.svg">', "HTML leads to"),
    ("<div>\n{eq}`neuron`\n</div>", "inside HTML"),
    ("a <a href='../chapters/one.md'>b</a>", "HTML leads to"),
]


@pytest.mark.parametrize("myst", UNKNOWN)
def test_what_is_not_known_cannot_leak(page, myst):
    with pytest.raises(PageError, match=r"needs the name|no plain form|numbered on the site"):
        page.pieces(myst)


@pytest.mark.parametrize(("myst", "reason"), MISSING)
def test_what_is_missing_is_told(page, myst, reason):
    with pytest.raises(PageError, match=re.escape(reason)):
        page.pieces(myst)


@pytest.mark.parametrize("myst", [*UNKNOWN, *(myst for myst, _ in MISSING)])
def test_page_and_line_are_told(page, myst):
    """The cell begins on line 10 and the fault on its third line, or in its first block."""
    last = 12 + myst.count("\n")
    with pytest.raises(PageError) as told:
        page.pieces("one line\n\n" + myst, line=10)
    name, line, _ = str(told.value).split(":", 2)
    assert name == "labs/lab.md"
    assert 12 <= int(line) <= last


@pytest.mark.parametrize(
    ("myst", "line"),
    [
        ("a\nb\nc {eq}`none`", 3),
        ("a\n\n:::{admonition} A\n:class: tip\n\nb\n\nc {eq}`none`\n:::", 8),
        ("- a\n- b\n\n  ````{admonition} A\n  ```{table} B\n  :name: none\n  ```\n  ````", 5),
        ("> a\n> b {eq}`none`", 2),
        ("| a |\n|---|\n| b |\n| {eq}`none` |", 4),
        ("[a\nb {eq}`none`](https://example.org)", 2),
        ("```{solution-start} ex-a\n```\n\n{eq}`none`", 4),
        ("```{figure} ../_assets/a.svg\n---\nname: fig-a\nalt: A.\n---\nC {eq}`none`.\n```", 6),
    ],
)
def test_the_line_is_the_right_one(page, myst, line):
    with pytest.raises(PageError, match=rf"^labs/lab\.md:{line}: "):
        page.pieces(myst)


def test_caption_of_a_cell_needs_its_parts(page):
    figure = {"name": "fig-a", "caption": "By {eq}`neuron`."}
    assert page.cell_caption(figure, 7) == "**Fig. 1.2** By (1.1)."
    for missing in figure:
        with pytest.raises(PageError, match=rf"^labs/lab\.md:7: .* needs a {missing}"):
            page.cell_caption(figure | {missing: ""}, 7)


def test_the_parser_knows_the_extensions_of_the_site():
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    assert set(config["parse"]["myst_enable_extensions"]) == EXTENSIONS
