"""The ``explorable`` directive: a figure the reader of the site can push.

In HTML it writes a custom element around a still picture, which readers without JavaScript
keep; every other builder sees the still picture and its caption::

    ```{explorable} neuron
    :name: explorable-neuron
    :fallback: /_assets/explorables/neuron.svg
    :alt: The input is a pulse at step 3; the output jumps to 0.76 and fades over the next steps.
    :start: w_y=0.5 activation=identity

    One recurrent neuron. Move the weights and watch what it remembers.
    ```

The loader and the stylesheets are linked from pages that hold an explorable, and from no other.
"""

import re
from html import escape
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

ASSETS = Path(__file__).parents[1] / "_assets"
STILL = "A still picture: the figure that you can push needs JavaScript."
COMMENT = re.compile(r"^[ ]*(?:/\*.*?\*/|//[^\n]*)\n", re.DOTALL | re.MULTILINE)


def without_comments(text):
    """Return a script or stylesheet without the comments that stand on lines of their own."""
    return COMMENT.sub("", text)


class explorable(nodes.General, nodes.Element):
    """The custom element; its only child is the still picture."""


def starting_values(argument):
    """Parse ``w_y=0.5 activation=identity`` into a dict."""
    pairs = [word.partition("=") for word in argument.split()]
    for name, equals, value in pairs:
        if not (name.isidentifier() and equals and value):
            raise ValueError(f"expected words like name=value, got {name + equals + value!r}")
    return {name: value for name, _, value in pairs}


class Explorable(SphinxDirective):
    """Place the explorable named by the argument."""

    required_arguments = 1
    has_content = True
    option_spec = {  # noqa: RUF012 - docutils asks for a plain class attribute
        "alt": directives.unchanged_required,
        "fallback": directives.uri,
        "name": directives.unchanged,
        "start": starting_values,
    }

    def run(self):
        for option, reason in (("alt", "what the figure shows"), ("fallback", "a still picture")):
            if not self.options.get(option):
                raise self.error(f"explorable needs :{option}: {reason}")
        picture = nodes.image(uri=self.options["fallback"], alt=self.options["alt"])
        start = self.options.get("start", {})
        figure = nodes.figure(
            "", explorable("", picture, tag=f"u-{self.arguments[0]}", start=start)
        )
        self.set_source_info(figure)
        if self.content:
            figure += self.caption()
        self.add_name(figure)
        return [figure]

    def caption(self):
        """Parse the body, which must be one paragraph."""
        parsed = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, parsed)
        if len(parsed) != 1 or not isinstance(parsed[0], nodes.paragraph):
            raise self.error("explorable takes one paragraph, its caption")
        return nodes.caption(parsed[0].rawsource, "", *parsed[0].children)


def visit_html(translator, node):
    start = "".join(f' {name}="{escape(value)}"' for name, value in node["start"].items())
    translator.body.append(f"<{node['tag']} data-explorable{start}>")


def depart_html(translator, node):
    # Goes when the figure comes to life; book.js says why it does not in a file from a disk.
    translator.body.append(f"<p>{STILL}</p></{node['tag']}>")


def pass_by(translator, node):
    """Other builders show what is inside: the still picture."""


def link_assets(app, pagename, templatename, context, doctree):
    """Add the loader, the stylesheet and an explorable's own to a page that needs them."""
    tags = {node["tag"] for node in doctree.findall(explorable)} if doctree is not None else ()
    if tags:
        app.add_css_file("explorables/explorables.css")
        app.add_js_file("explorables/loader.js", type="module")
    for own in sorted(f"explorables/{tag.removeprefix('u-')}.css" for tag in tags):
        if (ASSETS / own).exists():
            app.add_css_file(own)


def lighten(app, exception):
    """Leave the comments out of what is served: they are a fifth of it."""
    if exception is None and app.builder.format == "html":
        for path in (Path(app.outdir) / "_static" / "explorables").glob("*.[cj]s*"):
            path.write_text(without_comments(path.read_text(encoding="utf-8")), encoding="utf-8")


def setup(app):
    others = {name: (pass_by, pass_by) for name in ("latex", "text", "man", "texinfo")}
    app.add_node(explorable, html=(visit_html, depart_html), **others)
    app.add_directive("explorable", Explorable)
    app.connect("html-page-context", link_assets)
    app.connect("build-finished", lighten)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
