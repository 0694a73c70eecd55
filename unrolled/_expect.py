"""Refuse bad input with one sentence: the argument, what was expected, what was given."""

import numpy as np


def expect(condition, name, expected, given):
    """Raise a ``ValueError`` naming the argument unless `condition` holds."""
    if not condition:
        raise ValueError(f"{name} must {expected}, got {given}")


def expect_count(value, name):
    """Return `value` as an int if it is a whole number of at least 1."""
    whole = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
    expect(whole and value >= 1, name, "be a whole number of at least 1", repr(value))
    return int(value)


def expect_batch(X, name="X", width="inputs"):
    """Return `X` as an array of shape (batch, time, `width`), none of them zero."""
    X = np.asarray(X)
    expect(
        np.issubdtype(X.dtype, np.number) or X.dtype == bool,
        name,
        "hold numbers",
        f"dtype {X.dtype}",
    )
    expect(X.ndim == 3, name, f"have shape (batch, time, {width})", f"shape {X.shape}")
    for axis, size in zip(("one sequence", "one time step", "one input"), X.shape, strict=True):
        expect(size > 0, name, f"hold at least {axis}", f"shape {X.shape}")
    return X


def expect_finite(a, name):
    """Return `a` as a float array without NaN or infinity."""
    a = np.asarray(a, dtype=np.result_type(np.asarray(a).dtype, np.float32))
    bad = a.size - int(np.isfinite(a).sum())
    expect(bad == 0, name, "be finite everywhere", f"{bad} NaN or infinite of {a.size} values")
    return a
