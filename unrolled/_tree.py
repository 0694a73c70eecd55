"""Weights and gradients as they come: a NamedTuple, a list, a tuple, or lists of lists."""

from numbers import Real

import numpy as np

from unrolled._expect import expect, expect_float, shown


def leaves(tree, name):
    """Return the arrays of a tree in order, as floats, each with its place in words.

    Parameters
    ----------
    tree : array, or list or tuple of trees
        A list of nothing but numbers is an array written out, except for the tree itself.
    name : str
        What an error calls the tree.

    Returns
    -------
    list of (str, ndarray)
    """
    found = list(_walk(tree, name, isinstance(tree, (list, tuple))))
    expect(len(found) > 0, name, "hold at least one array", shown(tree))
    return found


def like(tree, arrays):
    """Return a tree of the same kind, with `arrays` in the places of its own."""
    return _rebuild(tree, iter(arrays), isinstance(tree, (list, tuple)))


def _walk(tree, name, branches):
    if not branches:
        yield name, expect_float(tree, name)
        return
    places = getattr(tree, "_fields", None) or [f"[{i}]" for i in range(len(tree))]
    for place, branch in zip(places, tree, strict=True):
        join = "" if place.startswith("[") else "."
        yield from _walk(branch, f"{name}{join}{place}", _branches(branch))


def _rebuild(tree, arrays, branches):
    if not branches:
        return next(arrays)
    new = [_rebuild(branch, arrays, _branches(branch)) for branch in tree]
    return type(tree)(*new) if hasattr(tree, "_fields") else type(tree)(new)


def _branches(tree):
    """Tell a list of arrays from an array that is written as a list of numbers."""
    return isinstance(tree, (list, tuple)) and not _numbers(tree)


def _numbers(tree):
    rows = (list, tuple)
    return len(tree) > 0 and all(
        _numbers(part) if isinstance(part, rows) else isinstance(part, (Real, np.bool_))
        for part in tree
    )
