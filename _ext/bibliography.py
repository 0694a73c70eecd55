"""Sort the bibliography as a reader looks for a name: whatever its accents, capitals or braces.

BibTeX's plain style sorts by character codes, which puts Géron behind Gruslys.
"""

import unicodedata

from pybtex.plugin import register_plugin
from pybtex.style.formatting.plain import Style as PlainStyle
from pybtex.style.sorting.author_year_title import SortingStyle


def folded(text):
    """Return a text as it is looked up: lower case, and letters, digits and spaces only."""
    letters = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in letters if c.isalnum() or c.isspace())


class ByName(SortingStyle):
    """Sort by authors, year and title."""

    def person_key(self, person):
        return folded(super().person_key(person))


class Style(PlainStyle):
    """The plain style, in alphabetical order."""

    default_sorting_style = "by_name"


def setup(app):
    register_plugin("pybtex.style.sorting", "by_name", ByName)
    register_plugin("pybtex.style.formatting", "alphabetical", Style)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
