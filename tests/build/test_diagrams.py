"""The diagrams are what the tool draws now, in the book's colours and large enough to read."""

import re
import xml.etree.ElementTree as ET

import pytest

from tools.diagrams import __main__ as draw
from unrolled.palette import PALETTE

SVG = "{http://www.w3.org/2000/svg}"

every_diagram = pytest.mark.parametrize("name", draw.DIAGRAMS)


def stored(name):
    return (draw.ASSETS / name).read_text(encoding="utf-8")


@every_diagram
def test_stored_file_is_what_the_tool_draws(name):
    assert stored(name) == draw.DIAGRAMS[name]().svg(), "run: python -m tools.diagrams"


def test_no_file_without_a_drawing():
    files = {f"diagrams/{path.name}" for path in (draw.ASSETS / "diagrams").glob("*")}
    assert files == {name for name in draw.DIAGRAMS if name.startswith("diagrams/")}


@every_diagram
def test_title_and_description(name):
    root = ET.fromstring(stored(name))
    assert root.tag == f"{SVG}svg" and root.get("role") == "img"
    assert [child.tag for child in root[:2]] == [f"{SVG}title", f"{SVG}desc"]
    assert len(root[0].text) > 10 and len(root[1].text) > 40


@every_diagram
def test_only_the_palette(name):
    text = stored(name)
    allowed = {colour for shade in PALETTE.values() for colour in shade}
    assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b", text)) <= allowed
    assert not re.search(r"\b(rgba?|hsla?)\(", text)
    style = ET.fromstring(text).find(f"{SVG}style").text
    for node in ET.fromstring(text).iter():
        assert node.get("stroke") is None and node.get("fill") in (None, "none")
        for word in (node.get("class") or "").split():
            assert f".{word}{{" in style, f"class {word} has no rule"


@every_diagram
def test_dark_theme_has_every_rule_of_the_light_one(name):
    style = ET.fromstring(stored(name)).find(f"{SVG}style").text
    light, dark = style.split("@media (prefers-color-scheme:dark)")
    rules = r"\.((?:fill|stroke)-\w+)\{"
    assert set(re.findall(rules, light)) == set(re.findall(rules, dark)) != set()


@every_diagram
def test_legible_on_a_telephone(name):
    root = ET.fromstring(stored(name))
    width = float(root.get("viewBox").split()[2])
    assert width <= 640
    on_telephone = 358 / width  # 390 pixels less the page's margins
    for node in root.iter():
        size = node.get("font-size")
        if size is None:
            continue
        lowered = node.tag == f"{SVG}tspan"  # subscripts may be a little smaller
        assert float(size) >= 12
        assert float(size) * on_telephone >= (10 if lowered else 11)


@every_diagram
def test_everything_lies_within_the_picture(name):
    root = ET.fromstring(stored(name))
    width, height = map(float, root.get("viewBox").split()[2:])
    for node in root.iter(f"{SVG}text"):
        assert 0 <= float(node.get("x")) <= width and 10 <= float(node.get("y")) <= height - 4
    for node in root.iter(f"{SVG}rect"):
        right = float(node.get("x")) + float(node.get("width"))
        assert right <= width and float(node.get("y")) + float(node.get("height")) <= height
