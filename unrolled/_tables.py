"""Tables as text: for a page in Markdown, for a terminal in columns; and numbers cut short."""

import math


def markdown(rows, left=(0,)):
    """Return rows of text as a Markdown table; the first row is its head.

    Parameters
    ----------
    rows : list of list of str
    left : collection of int, default (0,)
        The columns that are flush left, counted from 0; the others are flush right.
    """
    head, *body = rows
    rule = [":--" if column in left else "--:" for column in range(len(head))]
    return "\n".join("| " + " | ".join(line) + " |" for line in [head, rule, *body])


def columns(rows, left=(0,)):
    """Return rows of text in aligned columns, to be printed; `left` as for `markdown`."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    sides = ["<" if column in left else ">" for column in range(len(widths))]
    shape = "  ".join(f"{{:{side}{width}}}" for side, width in zip(sides, widths, strict=True))
    return "\n".join(shape.format(*row) for row in rows)


def keep_together(words):
    """Let a line break after a comma and a space only."""
    words = words.replace(" ", "\u00a0").replace("-", "\u2011")
    return words.replace(",\u00a0", ", ")


def significant(value, digits):
    """Return a positive number with so many significant digits, and no power of ten: "0.480".

    For a table, where numbers below each other are to have as many digits.
    """
    rounded = float(f"{value:.{digits - 1}e}")
    places = digits - 1 - math.floor(math.log10(rounded))
    return f"{rounded:.{max(places, 0)}f}"


def three_figures(value):
    """Return three significant figures, or all before the point: 1234, 187, 0.480.

    For labels that stand alone: zeros at the end are kept, so that all have as many digits.
    """
    if abs(value) >= 100 or value == 0:
        return f"{value:.0f}"
    return f"{value:#.3g}".rstrip(".")
