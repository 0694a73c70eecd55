"""The reference of the helper package, from its docstrings: autodoc and napoleon, made to fit.

The docstrings are numpydoc's, and say more about a type than a link could: "ndarray of shape
(batch, time, units)". So types stay text, and what links is a name in single backticks that is
documented on these pages; other names are set as code.
"""

import importlib
import re
import sys

from sphinx.addnodes import desc

OPTIONS = {
    "autodoc_member_order": "bysource",
    "autodoc_typehints": "none",
    "autodoc_preserve_defaults": True,  # `activation=TANH` and not what TANH is made of
    "autodoc_mock_imports": ["keras", "tensorflow"],  # seconds of importing, for three signatures
    "autodoc_default_options": {"no-value": True},
    "add_module_names": False,
    "python_maximum_signature_line_length": 72,
    "python_display_short_literal_types": True,
    "toc_object_entries_show_parents": "hide",
    "napoleon_google_docstring": False,
    "napoleon_use_param": False,
    "napoleon_use_rtype": False,
    # a link to each exception would lead to pages that are not part of the book
    "napoleon_custom_sections": [
        (name, "params_style") for name in ("Raises", "Warns", "Attributes")
    ],
    "copybutton_prompt_text": r">>> |\.\.\. ",  # what is copied runs: no prompts, no results
    "copybutton_prompt_is_regexp": True,
}
# Roles, literals and examples are passed over; what remains in single backticks is group 1.
QUOTED = re.compile(
    r":[\w:]+:`[^`]*` | ``.*?`` | ^[ ]*(?:>>>|\.\.\.)[ ][^\n]*$ | `([^`\n]+)`(?!_)",
    re.M | re.S | re.X,
)
SIGNATURE = re.compile(r'<dt class="sig .*?</dt>', re.S)
SPANS = {
    "<dl>": '<span class="sig-lines">',
    "</dl>": "</span>",
    "<dd>": '<span class="sig-line">',
    "</dd>": "</span>",
}
LINES = re.compile("|".join(SPANS))


def with_links(text, module):
    """Return a docstring with its names in single backticks as links, or else as code."""

    def linked(match):
        if match[1] is None:
            return match[0]
        target = full_name(match[1], module)
        return f":py:obj:`{match[1]} <{target}>`" if target else f"``{match[1]}``"

    return QUOTED.sub(linked, text)


def full_name(name, module):
    """Return the full name of a public function or class, as seen from a module; or nothing."""
    prefix, _, last = name.rpartition(".")
    thing = member(prefix or module, last)
    origin = getattr(thing, "__module__", None) or ""
    if not callable(thing) or not origin.startswith("unrolled."):
        return None
    public = ".".join(part for part in origin.split(".") if not part.startswith("_"))
    return f"{public}.{last}" if member(public, last) is thing else None


def member(module, name):
    """Return what a module calls by that name, or nothing."""
    try:
        return getattr(importlib.import_module(module), name, None)
    except ImportError:
        return None


def link_names(app, what, name, obj, options, lines):
    """Prepare the docstring of one object before napoleon reads it."""
    module = next(m for m in parents(name) if m in sys.modules)
    lines[:] = with_links("\n".join(lines), module).split("\n")


def shorten_functions(app, what, name, obj, options, signature, result):
    """Set a default that is a nameless function as an ellipsis: a NamedTuple hides its source."""
    return signature and re.sub(r"<function [^,)]*>", "…", signature), result


def parents(name):
    """Return a dotted name and those above it, the longest first."""
    parts = name.split(".")
    return [".".join(parts[:n]) for n in range(len(parts), 0, -1)]


def set_options(app, config):
    """Set what the docstrings need, whatever the book's own configuration says."""
    for name, value in OPTIONS.items():
        setattr(config, name, value)


def lay_out_signatures(app, pagename, templatename, context, doctree):
    """Set the lines of a long signature as spans: Sphinx makes of them a list without terms."""
    if 'class="sig ' in context.get("body", ""):
        context["body"] = SIGNATURE.sub(
            lambda match: LINES.sub(lambda line: SPANS[line[0]], match[0]), context["body"]
        )


def link_style(app, pagename, templatename, context, doctree):
    """Load the style sheet where something is described."""
    if doctree is not None and next(doctree.findall(desc), None) is not None:
        app.add_css_file("helper-api.css")


def setup(app):
    """Load Sphinx' own extensions with the options above."""
    app.setup_extension("sphinx.ext.autodoc")
    app.setup_extension("sphinx.ext.napoleon")
    app.connect("config-inited", set_options, priority=100)
    app.connect("autodoc-process-docstring", link_names, priority=400)  # before napoleon
    app.connect("autodoc-process-signature", shorten_functions)
    app.connect("html-page-context", link_style)
    app.connect("html-page-context", lay_out_signatures)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
