"""Set the formulas when the site is built: MathML, which browsers show without a script.

math-core turns TeX into MathML Core, the part of MathML that Chromium, Firefox and Safari share.
What it cannot set fails the build, with the page and the formula. Two things are added to what it
returns. Browsers never break a formula at the end of a line, so a long one in the text is handed
to them in pieces, each of which ends with a relation or an operator, as TeX would break it; and
displayed formulas that the source sets side by side, with ``\\qquad`` between them, become
neighbours that a narrow screen puts one under the other.
"""

import re
from html import unescape
from xml.etree import ElementTree

from docutils import nodes
from math_core import LatexError, LatexToMathML
from sphinx.errors import SphinxError
from sphinx.util.math import get_node_equation_number

CONVERTER = LatexToMathML(fancy_error=False)
ROW_SPACE = re.compile(r"\\\\\[[\d.]+(?:em|ex|pt)\]")  # as in \\\\[2ex]; math.css keeps rows apart
ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot);)\w+;")  # HTML knows them, XML does not
RELATIONS = set("=≈≤≥<>≲→⟼∈")
OPERATORS = set("+−·⊙×")
OPENING, CLOSING = set("([{⌈⌊"), set(")]}⌉⌋")
SHORT = 6  # characters; no piece of a broken formula is shorter
QUAD = 1.9  # em; a space that sets formulas apart is at least this wide
LAST = re.compile(r"(<math\b(?:(?!<math\b).)*?</math>)</span>([.,;:)?]+)", re.S)


class FormulaError(SphinxError):
    """A formula that cannot be set."""

    category = "Formula"


def convert(tex, display):
    """Return the <math> element of a formula, as a tree."""
    tex = ROW_SPACE.sub(r"\\\\", tex)
    mathml = CONVERTER.convert_with_local_state(tex, displaystyle=display)
    formula = ElementTree.fromstring(ENTITY.sub(lambda entity: unescape(entity[0]), mathml))
    for cell in formula.iter("mtd"):
        if len(cell) > 1 and is_operator(cell[0]) and "lspace" not in cell[0].attrib:
            cell[0].set("form", "infix")  # a row that goes on with "+ b" keeps its spaces
    return formula


def length(elements):
    """Return how many characters stand in these elements."""
    return sum(len("".join(element.itertext())) for element in elements)


def is_operator(element):
    """Tell whether an element is a relation or an operator."""
    return element.tag == "mo" and element.text in RELATIONS | OPERATORS


def may_break(elements, end):
    """Tell whether a line may end before element `end`: after an operator outside all brackets."""
    last = elements[end - 1]
    signs = [sign.text for element in elements[:end] for sign in element.iter("mo")]
    inside = sum(map(signs.count, OPENING)) - sum(map(signs.count, CLOSING))
    unary = last.get("lspace") == "0"  # so math-core marks a minus that belongs to a number
    return is_operator(last) and not unary and not inside


def broken(elements):
    """Return the pieces of a formula in the text; a short one is left whole."""
    pieces, start = [], 0
    for end in range(1, len(elements)):
        parts = length(elements[start:end]), length(elements[end:])
        if min(parts) >= SHORT and may_break(elements, end):
            pieces.append(elements[start:end])
            start = end
    return [*pieces, elements[start:]]


def apart(elements):
    """Return the formulas that a display sets side by side, without the space between them."""
    pieces = [[]]
    for element in elements:
        width = element.get("width", "") if element.tag == "mspace" else ""
        if width.endswith("em") and float(width[:-2]) >= QUAD:
            pieces.append([])
        else:
            pieces[-1].append(element)
    return pieces


def serialised(formula, pieces):
    """Return each piece as a <math> element of its own."""
    texts = []
    for piece in pieces:
        math = ElementTree.Element("math", formula.attrib)
        math.extend(piece)
        if len(piece) > 1 and is_operator(piece[-1]):
            piece[-1].set("form", "infix")  # at the end of a row it would lose its spaces
        texts.append(ElementTree.tostring(math, encoding="unicode"))
    return texts


def mathml(tex, display=False):
    """Return a formula as one or more <math> elements, between which a line may break."""
    formula = convert(tex, display)
    return "".join(serialised(formula, (apart if display else broken)(list(formula))))


def set_formula(translator, node, display):
    """Return the MathML of a node; name the page and the formula if there is none."""
    try:
        return mathml(node.astext(), display)
    except LatexError as error:
        page = translator.builder.current_docname
        raise FormulaError(f"{page}: cannot set {node.astext()!r}: {error}") from error


def visit_inline(translator, node):
    html = set_formula(translator, node, display=False)
    translator.body.append(translator.starttag(node, "span", "", CLASS="math notranslate"))
    translator.body.append(f"{html}</span>")
    raise nodes.SkipNode


def visit_display(translator, node):
    html = set_formula(translator, node, display=True)
    translator.body.append(translator.starttag(node, "div", "", CLASS="math notranslate"))
    translator.body.append(f'<div class="formula">{html}</div>')
    if node["number"]:
        number = get_node_equation_number(translator, node)
        translator.body.append(f'<span class="eqno">({number})')
        translator.add_permalink_ref(node, "Link to this equation")
        translator.body.append("</span>")
    translator.body.append("</div>\n")
    raise nodes.SkipNode


def keep_punctuation(app, pagename, templatename, context, doctree):
    """Keep what follows a formula, a comma say, on its line, where browsers would break."""
    if "body" in context:
        context["body"] = LAST.sub(r'<span class="whole">\1\2</span></span>', context["body"])


def setup(app):
    app.connect("html-page-context", keep_punctuation)
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_display, None))
    app.add_css_file("math.css")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
