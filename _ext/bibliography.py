"""List the bibliography as a reader looks a citation up: by names and year, as it was cited.

BibTeX's plain style numbers its entries, which no page cites, and sorts by character codes, which
puts Géron behind Gruslys.
"""

import unicodedata

from pybtex.plugin import register_plugin
from pybtex.style.formatting.plain import Style as PlainStyle
from pybtex.style.labels import BaseLabelStyle
from pybtex.style.sorting.author_year_title import SortingStyle


def folded(text):
    """Return a text as it is looked up: lower case, and letters, digits and spaces only."""
    letters = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in letters if c.isalnum() or c.isspace())


class ByName(SortingStyle):
    """Sort by authors, year and title."""

    def person_key(self, person):
        return folded(super().person_key(person))


class AsCited(BaseLabelStyle):
    """Label an entry as the pages cite it: ``Glorot and Bengio, 2010``."""

    def format_labels(self, sorted_entries):
        for entry in sorted_entries:
            yield f"{cited_names(entry.persons['author'])}, {entry.fields['year']}"


def cited_names(people):
    """Return the last names as a citation has them: one, two, or the first of more."""
    parts = [[*person.rich_prelast_names, *person.rich_last_names] for person in people]
    names = [" ".join(map(str, part)) for part in parts]
    return f"{names[0]} et al." if len(names) > 2 else " and ".join(names)


class Style(PlainStyle):
    """The plain style, in alphabetical order, each entry labelled as it is cited."""

    default_sorting_style = "by_name"
    default_label_style = "as_cited"


def setup(app):
    register_plugin("pybtex.style.sorting", "by_name", ByName)
    register_plugin("pybtex.style.labels", "as_cited", AsCited)
    register_plugin("pybtex.style.formatting", "alphabetical", Style)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
