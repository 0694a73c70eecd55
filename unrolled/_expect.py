"""Refuse bad input with one sentence: the argument, what was expected, what was given.

And read what was given: `as_float` is the one place where whole numbers become floats.
"""

import reprlib
from numbers import Integral, Real

import numpy as np

NO_NUMBERS = (bool, np.bool_, np.timedelta64)  # though Python or NumPy count them among the whole


def expect(condition, name, expected, given):
    """Raise a ``ValueError`` naming the argument unless `condition` holds."""
    if not condition:
        raise ValueError(f"{name} must {expected}, got {given}")


class shown:
    """How a message quotes a value: in one short line, written only if it comes to a message."""

    def __init__(self, value):
        self.value = value

    def __str__(self):
        value = self.value
        if isinstance(value, (np.datetime64, np.timedelta64)):
            return str(value)
        if isinstance(value, np.generic) or (isinstance(value, np.ndarray) and value.ndim == 0):
            value = value.item()
        if isinstance(value, np.ndarray):
            return f"an array of shape {value.shape}"
        return " ".join(reprlib.repr(value).split())


def expect_count(value, name, least=1):
    """Return `value` as an int if it is a whole number of at least `least`."""
    whole = isinstance(value, Integral) and not isinstance(value, NO_NUMBERS)
    wanted = f"be a whole number of at least {least}"
    expect(whole and value >= least, name, wanted, shown(value))
    return int(value)


def expect_number(value, name, expected, holds):
    """Return `value` as a float if it is one real number for which `holds` is true."""
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value[()]
    real = isinstance(value, Real) and not isinstance(value, NO_NUMBERS)
    try:
        number = float(value) if real else float("nan")
    except OverflowError:  # a whole number of more than 308 digits
        real = False
    expect(real and holds(number), name, expected, shown(value))
    return number


def expect_positive(value, name):
    """Return `value` as a float if it is a finite number above 0."""
    return expect_number(value, name, "be positive and finite", lambda v: 0 < v < np.inf)


def expect_flag(value, name):
    """Return `value` if it is True or False."""
    expect(isinstance(value, (bool, np.bool_)), name, "be True or False", shown(value))
    return bool(value)


def expect_text(value, name):
    """Return `value` if it is a string."""
    expect(isinstance(value, str), name, "be a string", shown(value))
    return value


def expect_rng(rng, *others):
    """Return `rng` if it is a ``numpy.random.Generator``, or one of the `others`."""
    expect(isinstance(rng, (np.random.Generator, *others)), "rng", "be a numpy.random.Generator",
           shown(rng))  # fmt: skip
    return rng


def as_float(a):
    """Return an array as floats: whole numbers and truth values become float64, floats stay."""
    a = np.asarray(a)
    return a.astype(float) if a.dtype.kind in "biu" else a


def expect_real(a, name, kinds="biuf"):
    """Return `a` as an array of real numbers, in its own dtype; text, dates, objects are refused.

    An array that is none, such as a list of unequal rows, is refused as well.
    """
    try:
        array = np.asarray(a)
    except (TypeError, ValueError):
        array = np.empty(0, object)
    if array.dtype.kind not in kinds:
        alone = array.ndim == 0 or (array.size == 0 and not hasattr(a, "dtype"))
        given = shown(a) if alone else f"dtype {array.dtype}"
        expect(False, name, "hold numbers, in one array", given)
    return array


def expect_float(a, name):
    """Return `a` as an array of floats."""
    return as_float(expect_real(a, name))


def expect_batch(X, name="X", width="inputs"):
    """Return `X` as an array of shape (batch, time, `width`), none of them zero."""
    X = expect_real(X, name)
    expect(X.ndim == 3, name, f"have shape (batch, time, {width})", f"shape {X.shape}")
    for axis, size in zip(("one sequence", "one time step", "one input"), X.shape, strict=True):
        expect(size > 0, name, f"hold at least {axis}", f"shape {X.shape}")
    return X


def expect_finite(a, name, hint=""):
    """Return `a` as a float array without NaN or infinity; `hint` says what to do about them."""
    a = expect_float(a, name)
    bad = a.size - int(np.isfinite(a).sum())
    given = f"{bad} NaN or infinite of {a.size} values"
    expect(bad == 0, name, f"be finite everywhere{hint}", given)
    return a


def expect_shape(a, name, shape):
    """Return `a` as a float array of exactly this shape."""
    a = expect_float(a, name)
    expect(a.shape == shape, name, f"have shape {shape}", f"shape {a.shape}")
    return a


def expect_activation(activation):
    """Return `activation` if it has a function and a slope."""
    both = callable(getattr(activation, "phi", None)) and callable(
        getattr(activation, "slope", None)
    )
    expect(both, "activation", "be an Activation such as TANH", shown(activation))
    return activation


def expect_rnn_params(params):
    """Return (W_x, W_y, b) as float arrays whose shapes fit one another."""
    W_x = _first_of_three(params, "RNNParams")
    expect(W_x.ndim == 2, "W_x", "have shape (inputs, units)", f"shape {W_x.shape}")
    expect(W_x.size > 0, "W_x", "hold at least one input and one unit", f"shape {W_x.shape}")
    units = W_x.shape[1]
    return (
        W_x,
        expect_shape(params[1], "W_y", (units, units)),
        expect_shape(params[2], "b", (units,)),
    )


def expect_gated(X, params, kind, gates):
    """Return X and the weights of a gated layer as float arrays that fit, and a state's shape.

    ``W_x``, ``W_y`` and ``b`` hold the columns of their gates side by side. A GRU's ``b`` has two
    rows, or with ``reset_after=False`` one axis.
    """
    X, W_x = as_float(expect_batch(X)), _first_of_three(params, kind)
    fits = W_x.ndim == 2 and W_x.shape[1] % gates == 0
    expect(fits, "W_x", f"have shape (inputs, {gates} * units)", f"shape {W_x.shape}")
    expect(W_x.size > 0, "W_x", "hold at least one input and one unit", f"shape {W_x.shape}")
    inputs, width = W_x.shape
    W_y, b = expect_shape(params[1], "W_y", (width // gates, width)), expect_float(params[2], "b")
    shapes = {"LSTMParams": [(width,)], "GRUParams": [(2, width), (width,)]}[kind]
    said = f"have shape {' or '.join(map(str, shapes))}"
    expect(b.shape in shapes, "b", said, f"shape {b.shape}")
    expect(X.shape[2] == inputs, "X", f"have shape (batch, time, {inputs})", f"shape {X.shape}")
    return X, (W_x, W_y, b), (len(X), len(W_y))


def expect_state(state, shape):
    """Return (Y_init, C_init) as float arrays of this shape."""
    pair = isinstance(state, (list, tuple)) and len(state) == 2
    expect(pair, "state", "be a pair (Y_init, C_init)", shown(state))
    return [expect_shape(part, f"state[{i}]", shape) for i, part in enumerate(state)]


def _first_of_three(params, kind):
    """Return W_x as a float array, refusing what does not hold three arrays."""
    arrays = isinstance(params, (list, tuple))
    expect(arrays, "params", f"be {kind}, or a list of W_x, W_y and b", shown(params))
    expect(len(params) == 3, "params", "hold W_x, W_y and b", f"{len(params)} arrays")
    return expect_float(params[0], "W_x")
