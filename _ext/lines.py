"""Mark what the stylesheet needs to set code and printed text on a telephone without scrolling.

Every line of code becomes a ``span.line`` that knows its indentation, so that what does not fit
goes on further in; there comments need not stand one under the other. Of what cells print, a
check's message is prose: the ends of its lines are set as spaces, and the browser breaks it where
the screen ends. Aligned columns must stay so and only get smaller; all the rest is broken like
code. The characters stay what was written or printed.
"""

import html
import re

BLOCK = re.compile(
    r'<div class="(?P<classes>[^"]*\bhighlight-[^"]*)"><div class="highlight"><pre>'
    r"(?:<span></span>)?(?P<text>.*?)</pre>",
    re.S,
)
MESSAGE = re.compile(r"(lab-\d+|project)/[\w-]+: (passed|not yet|not attempted)\.")
WITHIN = re.compile(r"(?<=\S)\n(?=\S)")  # a line's end inside a paragraph that is not indented
ALIGNED = re.compile(r"(?<=\S) ( +)(?=<span class=\"c1\">)")  # a comment beside its line
FOLD = '<span class="fold">\n</span>'  # the stylesheet sets it as a space
COLUMNS = re.compile(r"\S {2,}\S|\[\[|^ *\[ ?-?\d")


def plain(text):
    """Return the characters that a reader sees of some HTML."""
    return html.unescape(re.sub(r"<[^>]*>", "", text))


def is_aligned(lines):
    """Tell whether columns of these lines stand one under the other."""
    return sum(bool(COLUMNS.search(line)) for line in lines) >= 2


def spans(text):
    """Return the text with a span around every line, which knows how far in it begins."""
    made = []
    for line in text.splitlines(keepends=True):
        seen = plain(line)
        indent = len(seen) - len(seen.lstrip(" ")) if seen.strip() else 0
        style = f' style="--in:{indent}"' if indent else ""
        made.append(f'<span class="line"{style}>{line}</span>')
    return "".join(made)


def mark(block):
    """Return one block of code or of printed text with its marks."""
    classes, text = block["classes"], block["text"]
    style = ""
    if "output" not in classes.split():
        text = spans(ALIGNED.sub(r' <span class="gap">\1</span>', text))
    elif MESSAGE.match(plain(text)):
        classes, text = f"{classes} prose", WITHIN.sub(FOLD, text)
    elif is_aligned(lines := plain(text).splitlines()):
        classes = f"{classes} columns"  # Bootstrap has rules for "table"
        style = f' style="--columns:{max(map(len, lines))}"'
    else:
        text = spans(text)
    return f'<div class="{classes}"{style}><div class="highlight"><pre><span></span>{text}</pre>'


def mark_page(app, pagename, templatename, context, doctree):
    """Mark every block of a page."""
    if "body" in context:
        context["body"] = BLOCK.sub(mark, context["body"])


def add_tables(app, pagename, templatename, context, doctree):
    """Load what sets a wide table on a telephone where a page has one."""
    if "<table" in context.get("body", ""):
        app.add_js_file("tables.js", loading_method="defer")


def setup(app):
    app.connect("html-page-context", mark_page)
    app.connect("html-page-context", add_tables)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
