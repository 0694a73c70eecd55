"""tools/plain_markdown.py: MyST in, Markdown that any viewer shows out."""

import base64
import json

import pytest

from plain_markdown import Book, Page, PageError, split_blocks

BIBLIOGRAPHY = """
@article{elman1990, author = {Elman, Jeffrey L.}, title = {T}, year = {1990}}
@book{two2016, author = {Ito, Aya and Bengio, Yoshua}, title = {T}, year = {2016}}
@book{three1986, author = {Rum, A and Hin, B and Wil, C}, title = {T}, year = {1986}}
"""


@pytest.fixture
def page(tmp_path):
    known = {
        "pages": {"chapters/one": "One", "reference/glossary": "Glossary"},
        "sections": {"layer": "From one neuron to a layer"},
        "equations": {"neuron": "1.1"},
        "numbers": {"fig-a": "Fig. 1.2", "tab-b": "Table 1.1"},
    }
    (tmp_path / "_build").mkdir()
    (tmp_path / "_build" / "references.json").write_text(json.dumps(known))
    for folder in ("chapters", "labs", "reference", "_assets"):
        (tmp_path / folder).mkdir()
    (tmp_path / "chapters" / "one.md").write_text("# One\n```{code-cell}\n```\n")
    (tmp_path / "reference" / "glossary.md").write_text("# Glossary\n")
    (tmp_path / "reference" / "references.bib").write_text(BIBLIOGRAPHY)
    (tmp_path / "_assets" / "a.svg").write_text("<svg/>")
    book = Book(tmp_path)
    book.glued["ch1-mae"] = "187.249"
    return Page(book, "labs/lab")


def plain(page, text):
    (piece,) = page.pieces(text)
    return piece.text


@pytest.mark.parametrize(
    ("myst", "markdown"),
    [
        ("by {eq}`neuron`", "by (1.1)"),
        ("in {numref}`fig-a`", "in Fig. 1.2"),
        ("in {numref}`tab-b` and {numref}`no. %s <tab-b>`", "in Table 1.1 and no. 1.1"),
        ("a {term}`recurrent neuron`", "a recurrent neuron"),
        ("the {term}`units <unit>`", "the units"),
        ("{glue:text}`ch1-mae:.0f` cars", "187 cars"),
        ("{glue:text}`ch1-mae` cars", "187.249 cars"),
        ("{cite:t}`elman1990` says", "Elman (1990) says"),
        ("so {cite:p}`two2016`", "so (Ito and Bengio, 2016)"),
        ("so {cite:p}`elman1990,three1986`", "so (Elman, 1990; Rum et al., 1986)"),
        ("see {ref}`layer`", "see From one neuron to a layer"),
        ("see {ref}`here <layer>`", "see here"),
        ("[chapter](../chapters/one.md)", "[chapter](../chapters/one.ipynb)"),
        ("[](../chapters/one.md)", "[One](../chapters/one.ipynb)"),
        ("[words](../reference/glossary.md)", "words"),
        ("[site](https://example.org)", "[site](https://example.org)"),
        ("(label)=\n# Title", "# Title"),
        ("$$\nx\n$$ (neuron)", "$$\nx\n\\tag{1.1}\n$$"),
        ("```python\n{eq}`neuron`\n```", "```python\n{eq}`neuron`\n```"),
    ],
)
def test_roles_links_and_targets(page, myst, markdown):
    assert plain(page, myst) == markdown


def test_admonition_becomes_a_quotation(page):
    text = plain(page, ":::{admonition} Predict\n:class: tip\nIs {eq}`neuron` odd?\n:::")
    assert text == "> **Predict**\n>\n> Is (1.1) odd?\n"


def test_dropdown_folds(page):
    text = plain(page, "::::{admonition} Why?\n:class: dropdown\nBecause.\n::::")
    assert text.startswith("<details><summary>Why?</summary>")
    assert "Because." in text


def test_nested_fences_stay_together():
    text = "::::{admonition} A\n:::{table} B\n| x |\n:::\n::::\nafter"
    assert [len(block) for block in split_blocks(text.splitlines())] == [5, 1]


def test_unclosed_fence_is_refused(page):
    with pytest.raises(PageError, match="no closing fence"):
        page.pieces(":::{admonition} A\nnever closed")


def test_figure_carries_its_image(page):
    myst = ":::{figure} ../_assets/a.svg\n:name: fig-a\n:alt: A dot.\nThe caption.\n:::"
    (piece,) = page.pieces(myst)
    assert "![A dot.](attachment:a.svg)" in piece.text
    assert "**Fig. 1.2** *The caption.*" in piece.text
    data = piece.attachments["a.svg"]["image/svg+xml"]
    assert base64.b64decode(data) == b"<svg/>"


def test_solution_gates_split_a_cell(page):
    myst = "before\n````{solution-start} ex\n:class: dropdown\n````\ninside"
    before, inside = page.pieces(myst)
    assert before.gate == "" and "before" in before.text
    assert inside.gate == "solution-start"
    assert "**Solution**" in inside.text and "inside" in inside.text
    assert "dropdown" not in inside.text


@pytest.mark.parametrize("myst", ["{unknown}`x`", ":::{unknown} x\n:::"])
def test_what_is_not_known_cannot_leak(page, myst):
    with pytest.raises(PageError, match="no plain form is known"):
        page.pieces(myst)


def test_dead_link_is_refused(page):
    with pytest.raises(KeyError):
        page.pieces("[](../chapters/none.md)")
