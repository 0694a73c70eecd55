"""What `_ext/mathml.py` makes of a formula."""

import re
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from docutils import nodes

import mathml


def pieces(html):
    """Return the <math> elements of a formula."""
    return re.findall(r"<math.*?</math>", html)


def shown(math):
    """Return the characters of a <math> element, without those that are not seen."""
    return re.sub(r"[\u2061-\u2064]", "", "".join(ElementTree.fromstring(math).itertext()))


def signs(html, name):
    """Return what stands in the elements of one name."""
    return re.findall(rf"<{name}[^>]*>([^<]*)</{name}>", html)


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        ("x_t", "<msub><mi>x</mi><mi>t</mi></msub>"),
        (r"\frac{a}{2}", "<mfrac><mi>a</mi><mn>2</mn></mfrac>"),
        (r"W_y^\top", "<msubsup><mi>W</mi><mi>y</mi><mi>⊤</mi></msubsup>"),
        (r"\sqrt 2", "<msqrt><mn>2</mn></msqrt>"),
        (r"0.7616", "<mn>0.7616</mn>"),
        (r"W_\text{out}", "<msub><mi>W</mi><mtext>out</mtext></msub>"),
    ],
)
def test_a_formula_has_the_right_structure(tex, expected):
    assert mathml.mathml(tex) == f"<math>{expected}</math>"


def test_characters():
    assert signs(mathml.mathml(r"a \odot b"), "mo") == ["⊙"]
    assert signs(mathml.mathml(r"\phi \varphi \epsilon \varepsilon"), "mi") == list("ϕφϵε")
    assert signs(mathml.mathml(r"\operatorname{diag}(x)"), "mi") == ["diag", "x"]


def test_limits_stand_above_and_below_in_a_display():
    limits = r"\sum_{k=1}^t x_k"
    assert "<munderover>" in mathml.mathml(limits, display=True)
    assert 'display="block"' in mathml.mathml(limits, display=True)
    assert "display=" not in mathml.mathml(limits)


def test_aligned_rows():
    """The left column ends and the right one begins at the sign; "+ c" keeps its spaces."""
    html = mathml.mathml(r"\begin{aligned} a &= b \\ &+ c \\[2ex] &= -d \end{aligned}", True)
    rows = ElementTree.fromstring(html).findall(".//mtr")
    assert [["".join(cell.itertext()) for cell in row] for row in rows] == [
        ["a", "=b"],
        ["", "+c"],
        ["", "=−d"],
    ]
    for left, right in rows:
        assert "text-align: right" in left.get("style")
        assert "text-align: left" in right.get("style")
    assert [row[1][0].get("form") for row in rows] == ["infix"] * 3


def test_a_long_formula_in_the_text_comes_in_pieces():
    html = mathml.mathml(r"0.5 \cdot 2 - 2 \cdot 0.5 = -0.53 \cdot 1.2")
    assert [shown(piece) for piece in pieces(html)] == ["0.5⋅2−", "2⋅0.5=", "−0.53⋅1.2"]
    assert html.count('form="infix"') == 2  # each sign at the end of a piece


@pytest.mark.parametrize(
    "tex",
    [
        "y_t = 0.5",  # short
        r"\left(aaaaaaaa + bbbbbbbb\right)",
        "f(aaaaaaaa - bbbbbbbb)",
        r"\tanh(-0.5 + 0.8 \cdot 0.7616)",
        "(-2222222, -3333333)",
    ],
)
def test_what_stays_in_one_piece(tex):
    assert len(pieces(mathml.mathml(tex))) == 1


def test_formulas_side_by_side_are_neighbours():
    html = mathml.mathml(r"a = 1, \qquad b = 2,\quad c = 3", display=True)
    assert [shown(piece) for piece in pieces(html)] == ["a=1,", "b=2,c=3"]


@pytest.mark.parametrize("tex", [r"\foo x", r"a_{b", r"\frac{1}", r"\begin{aligned} a"])
def test_what_cannot_be_set_fails_the_build(tex):
    translator = SimpleNamespace(builder=SimpleNamespace(current_docname="chapters/99"))
    with pytest.raises(mathml.FormulaError) as failure:
        mathml.set_formula(translator, nodes.math(tex, tex), display=False)
    assert "chapters/99" in str(failure.value)
    assert repr(tex) in str(failure.value)
