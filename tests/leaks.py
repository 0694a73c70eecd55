"""Find MyST markup that a plain notebook viewer would show raw.

A viewer's own rules decide what is text: code and mathematics may hold anything, and a fenced block
whose language is a directive's name is a directive that leaked.
"""

import re
from functools import cache

from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

LEAK = re.compile(r"\{[a-z][\w:-]*\}`|^:::|^\([\w-]+\)=|^:[\w-]+:|\{\{|^% |\[\^[^\]]+\]", re.M)
SHOWN = {"code_inline": "`", "softbreak": "\n", "hardbreak": "\n"}


@cache
def viewer():
    """Return the Markdown of notebook viewers: CommonMark, tables, dollar mathematics."""
    return MarkdownIt("commonmark").enable("table").use(dollarmath_plugin)


def leaks(text):
    """Return what of a Markdown cell is neither prose, code nor mathematics."""
    found = []
    for token in viewer().parse(text):
        if token.type == "fence" and token.info.strip().startswith("{"):
            found.append(token.info)
        elif token.type == "html_block":
            found += LEAK.findall(token.content)
        shown = [
            SHOWN.get(c.type, c.content if c.type == "text" else "") for c in token.children or []
        ]
        found += LEAK.findall("".join(shown))
    return found


def links(text):
    """Return (tag, target) for links and images, in Markdown and in HTML."""
    tokens = [t for token in viewer().parse(text) for t in (token, *(token.children or []))]
    found = [(t.tag, t.attrs[key]) for t in tokens for key in ("href", "src") if key in t.attrs]
    html = "".join(t.content for t in tokens if t.type in ("html_block", "html_inline"))
    tags = re.findall(r"""<(\w+)\b[^>]*\b(?:src|href)\s*=\s*["']?([^"'\s>]+)""", html)
    return found + tags
