"""What stands where in a MyST text, by the parser that builds the site.

markdown-it-py says on which lines a block stands, but not where in the text an inline token does.
`inline_spans` adds that, so that a role or a link can be replaced and everything else left as its
author wrote it.
"""

import re
from functools import cache
from typing import NamedTuple

from docutils.parsers.rst.directives.misc import TestDirective
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.directives import parse_directive_text
from myst_parser.parsers.mdit import create_md_parser

# As _config.yml says; a test compares the two.
EXTENSIONS = {"amsmath", "attrs_inline", "colon_fence", "deflist", "dollarmath", "substitution"}
DIRECTIVE = re.compile(r"^\{(?P<name>[^\s}]+)\}\s*(?P<argument>.*)$", re.S)


class Span(NamedTuple):
    """A stretch of an inline text, the rule that read it and the tokens it made."""

    start: int
    end: int
    rule: str
    tokens: list


class Directive(NamedTuple):
    """The parts of a directive, and the line of its body within the fenced block."""

    name: str
    argument: str
    options: dict
    body: str
    line: int
    warnings: list


@cache
def block_parser():
    """Return a parser that stops before inline text and remembers where inline rules matched."""
    md = create_md_parser(MdParserConfig(enable_extensions=EXTENSIONS), RendererHTML)
    md.disable("front_matter")  # the notebook's, not a cell's
    rules = md.core.ruler.get_active_rules()
    md.core.ruler.enableOnly(rules[: rules.index("inline")])
    for rule in list(md.inline.ruler.__rules__):
        md.inline.ruler.at(rule.name, remembering(rule.name, rule.fn))
    return md


def remembering(name, rule):
    """Wrap an inline rule so that it notes every stretch of text it reads."""

    def wrapped(state, silent):
        start, made = state.pos, len(state.tokens)
        matched = rule(state, silent)
        if matched and not silent and hasattr(state, "spans"):
            state.spans.append(Span(start, state.pos, name, state.tokens[made:]))
        return matched

    return wrapped


def inline_spans(md, text, env):
    """Return the spans of an inline text in reading order, an outer one before those inside it."""
    state = StateInline(text, md, env, [])
    state.spans = []
    md.inline.tokenize(state)
    return sorted(state.spans, key=lambda span: (span.start, -span.end))


def label_end(md, text, span, env):
    """Return where the bracketed text of a link or an image ends."""
    start = span.start + text[span.start :].index("[")
    return md.helpers.parseLinkLabel(StateInline(text, md, env, []), start)


def read_directive(token):
    """Return a fenced block as a Directive, or None if the token is something else."""
    match = DIRECTIVE.match(token.info.strip())
    if token.type not in ("fence", "colon_fence") or not match:
        return None
    # a directive of docutils that takes every option; MyST reads options as it does for the site
    parsed = parse_directive_text(TestDirective, match["argument"], token.content)
    body = "\n".join(parsed.body)
    found = match["name"], match["argument"], parsed.options, body, parsed.body_offset
    return Directive(*found, parsed.warnings)


def is_closed(token, lines):
    """Tell whether a fenced block ends with a closing fence and not with the text."""
    last = lines[token.map[1] - 1].strip(" >")
    closing = rf"{re.escape(token.markup[0])}{{{len(token.markup)},}}"
    return token.map[1] - token.map[0] > 1 and re.fullmatch(closing, last) is not None
