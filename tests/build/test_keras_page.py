"""The page *Keras RNN API by experiment*: every argument is listed, with its default, and tried.

The arguments are asked of the Keras that is installed, so a new one fails here.
"""

import ast
import inspect
import re

import pytest

from book import ROOT

PAGE = (ROOT / "reference" / "keras-rnn-api.md").read_text(encoding="utf-8")
CELLS = re.findall(r"^```\{code-cell\}.*?\n(.*?)^```$", PAGE, re.M | re.S)
GATED = ("SimpleRNN", "LSTM", "GRU")
KINDS = (*GATED, "RNN", "StackedRNNCells", "Bidirectional", "TimeDistributed", "Masking")
WHO = {"all three": GATED, "all three, RNN": (*GATED, "RNN"), "LSTM, GRU": ("LSTM", "GRU")}
# Taken through **kwargs by the three layers, and tried with one of them.
PASSED_ON = "RNN, and passed on by all three"
# Arguments of `timeseries_dataset_from_array` that no cell tries, and why.
NOT_TRIED = {"format": "the other value wants a library, grain, that the book does not install"}


def parameters(function):
    """Return the named parameters of a function, with their defaults."""
    named = inspect.signature(function).parameters.values()
    return {p.name: p.default for p in named if p.kind is p.POSITIONAL_OR_KEYWORD}


def rows():
    """Yield (argument, who takes it, default, section) of the page's table, one by one."""
    table = PAGE.partition(":name: tab-keras-arguments\n")[2].partition("\n:::")[0]
    for line in table.splitlines()[3:]:
        names, who, default, section = (cell.strip() for cell in line.strip("|").split("|"))
        for name in names.split(", "):
            yield name.strip("`"), who, default.strip("`"), section


def given_by_name():
    """Return every argument that a cell gives by name, in a call or in a dictionary of options."""
    names = set()
    for node in (node for cell in CELLS for node in ast.walk(ast.parse(cell))):
        if isinstance(node, ast.keyword):
            names.add(node.arg)
        if isinstance(node, ast.Dict):
            names |= {key.value for key in node.keys if isinstance(key, ast.Constant)}
    return names


@pytest.mark.parametrize("kind", KINDS)
def test_the_table_lists_each_argument_with_its_default(keras, kind):
    listed = {
        name: ast.literal_eval(default) if default else inspect.Parameter.empty
        for name, who, default, _ in rows()
        if kind in WHO.get(who, who.removesuffix(", and passed on by all three").split(", "))
    }
    assert listed == parameters(getattr(keras.layers, kind))


def test_what_is_passed_on_is_taken(keras):
    (name,) = [name for name, who, *_ in rows() if who == PASSED_ON]
    for kind in GATED:
        assert getattr(getattr(keras.layers, kind)(1, **{name: True}), name)


def test_a_cell_tries_each_argument_of_the_table():
    assert {name for name, *_ in rows()} - given_by_name() == set()


def test_a_cell_tries_each_call_argument(keras):
    called = set(parameters(keras.layers.LSTM.call)) - {"self", "sequences"}
    assert called == {"initial_state", "mask", "training"} and called <= given_by_name()


def test_a_cell_tries_each_argument_of_the_windows(keras):
    wanted = set(parameters(keras.utils.timeseries_dataset_from_array))
    assert wanted - given_by_name() == set(NOT_TRIED)


def test_each_row_leads_to_a_section_that_uses_the_argument():
    for name, _, _, section in rows():
        labels = re.findall(r"\{ref\}`([a-z-]+)`", section)
        assert labels, name
        for label in labels:
            text = PAGE.partition(f"\n({label})=\n")[2]
            assert name in re.split(r"\n\([a-z0-9-]+\)=\n", text)[0], (name, label)
