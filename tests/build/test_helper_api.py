"""_ext/helper_api.py: which names in a docstring become links, and what stays as it is."""

import pytest

from helper_api import full_name, with_links


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("As `naive`.", "As :py:obj:`naive <unrolled.forecast.naive>`."),
        ("of `X` and", "of ``X`` and"),
        ("``naive(X)`` and :math:`a_t`, with :math:`b`", None),
        (">>> naive(X)  # like `naive`", None),
        ("`batch_size`-th", "``batch_size``-th"),
    ],
)
def test_names_in_single_backticks(text, shown):
    assert with_links(text, "unrolled.forecast") == (shown or text)


@pytest.mark.parametrize(
    ("name", "module", "full"),
    [
        ("rnn_forward", "unrolled.layers", "unrolled.layers.rnn_forward"),
        ("unrolled.series.make_windows", "unrolled.gaps", "unrolled.series.make_windows"),
        ("Verdict", "unrolled.labs", "unrolled.labs.Verdict"),
        ("Verdict", "unrolled.own_series", "unrolled.own_series.Verdict"),
        ("expect", "unrolled.layers", None),  # not documented: no link that leads nowhere
        ("NamedTuple", "unrolled.layers", None),
        ("unrolled.nothing.at_all", "unrolled.layers", None),
        ("MENDS", "unrolled.own_series", None),
    ],
)
def test_where_a_name_is_documented(name, module, full):
    assert full_name(name, module) == full
