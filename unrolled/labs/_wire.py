"""Results as text that two processes exchange: what arrives can hold values and do nothing.

Pickle would do it in a line, and would let a submission run code in the process that marks it.
"""

import base64
import builtins
import sys

import numpy as np

from unrolled.labs._results import Failure, Line, Outcome, TimeUp, Unreadable


class BadMessage(ValueError):
    """A message that no honest process sends."""


def encode(value):
    """Return plain data, as `_results.freeze` makes it, in terms of JSON."""
    if value is None or type(value) in (bool, int, float, str):
        return value
    if value is ...:
        return {"blank": True}
    if isinstance(value, complex) and not isinstance(value, np.generic):
        return {"complex": [value.real, value.imag]}
    if isinstance(value, np.ndarray | np.generic):
        return _sent(np.asarray(value)) | {"scalar": isinstance(value, np.generic)}
    if isinstance(value, Unreadable):
        return {"unreadable": [value.kind, value.why, value.hint]}
    if isinstance(value, dict):
        return {"dict": [[encode(key), encode(part)] for key, part in value.items()]}
    parts = [encode(part) for part in value]
    if isinstance(value, list):
        return parts
    kind = type(value)
    return {"tuple": parts, "of": [kind.__module__, kind.__qualname__]}


def decode(data):
    """Return what `encode` was given; refuse whatever else."""
    try:
        return _decoded(data)
    except (KeyError, TypeError, ValueError, RecursionError) as problem:
        raise BadMessage(str(problem)) from None


def _decoded(data):
    if not isinstance(data, dict):
        return [_decoded(part) for part in data] if isinstance(data, list) else data
    if "blank" in data:
        return ...
    if "complex" in data:
        return complex(*data["complex"])
    if "array" in data:
        array = _received(data["array"], np.dtype(data["dtype"]), data["shape"])
        return array[()] if data["scalar"] else array
    if "unreadable" in data:
        return Unreadable(*map(str, data["unreadable"]))
    if "dict" in data:
        return {_decoded(key): _decoded(part) for key, part in data["dict"]}
    return _tuple([_decoded(part) for part in data["tuple"]], *data["of"])


def _tuple(parts, module, name):
    """Return a tuple, as one of the book's own kinds where it was one."""
    kind = getattr(sys.modules.get(module), name, None) if module.startswith("unrolled.") else None
    return kind._make(parts) if hasattr(kind, "_make") else tuple(parts)


def _sent(array):
    data = base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()
    return {"array": data, "dtype": array.dtype.str, "shape": array.shape}


def _received(data, dtype, shape):
    if dtype.kind not in "biufcmMUS":
        raise BadMessage(f"an array of {dtype}")
    return np.frombuffer(base64.b64decode(data), dtype).reshape(shape).copy()


def encode_outcome(outcome):
    """Return the `Outcome` of one call in terms of JSON."""
    error = outcome.error
    told = error and [error.kind.__name__, error.text, error.line and list(error.line)]
    return {"value": encode(outcome.value), "error": told, "changed": outcome.changed}


def decode_outcome(data):
    """Return the `Outcome` that `encode_outcome` was given."""
    try:
        told, changed = data["error"], str(data["changed"])
        line = told and told[2] and Line(int(told[2][0]), str(told[2][1]), str(told[2][2]))
        error = told and Failure(_kind(told[0]), str(told[1]), line or None)
        return Outcome(decode(data["value"]), error or None, changed)
    except (KeyError, TypeError, IndexError, ValueError) as problem:
        raise BadMessage(str(problem)) from None


def _kind(name):
    """Return the kind of error by its name: one of Python's, or any."""
    if name == TimeUp.__name__:
        return TimeUp
    known = getattr(builtins, name, None) or getattr(np.linalg, name, None)
    known = known or getattr(np.exceptions, name, None)
    return known if isinstance(known, type) and issubclass(known, BaseException) else Exception
