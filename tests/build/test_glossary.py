"""Terms of the glossary are linked where a reader of the chapters first meets them.

First means the order of reading. A heading, code, a formula and the text of an image are not
links' places, so a word there does not count; the sentence, one line of the source, is the unit.
"""

import re

import pytest

from book import PAGES, ROOT

GLOSSARY = ROOT / "reference" / "glossary.md"
CHAPTERS = [page for page in PAGES if page.startswith("chapters/")]

# Terms that need no link at their first occurrence, and why.
EVERYDAY = {
    "forecast": "the word on every page, used as in the newspaper",
}
FENCE = re.compile(r" *(`{3,}|\$\$)")
NOT_PROSE = re.compile(
    r"#|\([a-z0-9-]+\)=$|:{3,}|:[a-z-]+: |\| *:?-|<!--|\[[^\]]*\]: "
)  # heading, label, directive, option, rule of a table, comment
TERM = re.compile(r"\{term\}`([^`<]*?)(?: ?<([^`>]*)>)?`")
OTHER = re.compile(r"\{(?!term)[a-z:]+\}`[^`]*`|(?<![}`])(`+)[^`]+\1|\$[^$]*\$|(?<=\])\([^)]*\)")


def entries():
    """Return the names of each entry, the first and its other names."""
    body = GLOSSARY.read_text(encoding="utf-8").partition(":::{glossary}\n")[2]
    body = body.rpartition(":::")[0]
    return [block.split("\n  ")[0].split("\n") for block in body.strip().split("\n\n")]


def sentences(text):
    """Yield (number of the line, line) of what stands as prose in a MyST page."""
    fence = None
    for number, line in enumerate(text.splitlines(), start=1):
        opens = FENCE.match(line)
        if fence:
            closed = line.startswith("$$") if fence == "$$" else line.strip() == fence
            fence = None if closed else fence
        elif number == 1 and line == "---":
            fence = "---"
        elif opens:
            fence = opens[1]
        elif not NOT_PROSE.match(line):
            yield number, line


def blanked(line):
    """Return a line with code, formulas, other roles and link targets blanked, none shifted."""
    terms = TERM.sub(lambda m: m[0].replace("`", "\0"), line)
    blank = OTHER.sub(lambda m: " " * len(m[0]), terms)
    return blank.replace("\0", "`")


def occurrences(name, line):
    """Return the matches of a name, singular or plural, in a line outside of links to terms."""
    flags = 0 if name.isupper() else re.I
    words = r"[ -]".join(map(re.escape, name.split()))
    bare = TERM.sub(lambda m: " " * len(m[0]), blanked(line))
    return list(re.finditer(rf"(?<![\w-]){words}(?:e?s)?(?![\w-])", bare, flags))


def linked(names, line):
    """Tell whether a line links to one of the names."""
    wanted = {name.lower() for name in names}
    return any((m[2] or m[1]).lower() in wanted for m in TERM.finditer(line))


def first_use(names, pages):
    """Return (page, line number, line) where one of the names first occurs or is linked."""
    for page in pages:
        for number, line in sentences((ROOT / f"{page}.md").read_text(encoding="utf-8")):
            if linked(names, line) or any(occurrences(name, line) for name in names):
                return page, number, line
    return None


@pytest.mark.parametrize("names", entries(), ids=lambda names: names[0])
def test_a_term_is_linked_at_its_first_use(names):
    found = first_use(names, CHAPTERS)
    if found and names[0] not in EVERYDAY:
        page, number, line = found
        assert linked(names, line), f"{page}:{number}: {line}"


def test_exceptions_are_terms_and_needed():
    for name in EVERYDAY:
        (names,) = [names for names in entries() if name in names]
        assert not linked(names, first_use(names, CHAPTERS)[2]), name


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("A gate shuts.", 1),
        ("Two gates, `gate`, $gate$ and {ref}`gate`.", 1),
        ("A {term}`gate`, `x`, and a gated gateway", 0),
        ("the [gate](gate.md) of `a` and `gate`", 1),
    ],
)
def test_a_name_is_found_in_prose_alone(line, found):
    assert len(occurrences("gate", line)) == found


def test_prose_is_what_is_read():
    page = "---\nx: gate\n---\n# gate\n(gate)=\n```{code-cell}\ngate\n```\n$$\ngate\n$$\nA gate.\n"
    assert list(sentences(page)) == [(12, "A gate.")]
    assert linked(["gate"], "{term}`Gates <gate>` shut") and not linked(["gate"], "{term}`unit`")
