"""What the check engine does with one answer: call it, compare its result, show it in text."""

import copy
import dis
import inspect
import sysconfig
import textwrap
import traceback
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

FOREIGN = (
    sysconfig.get_path("stdlib"),
    sysconfig.get_path("purelib"),
    str(Path(__file__).parent.parent),  # the helper package
    "<frozen",
    "<__array_function__",
)


class Outcome(NamedTuple):
    """What one call gave: a value or an error, and the argument it changed, if any."""

    value: Any = None
    error: Exception | None = None
    changed: str = ""


def attempt(answer, args):
    """Call `answer` with a copy of `args`; a value that is no function answers for itself."""
    given = copy.deepcopy(args)
    try:
        value = answer(*given.values()) if callable(answer) else answer
    except Exception as error:
        return Outcome(error=error)
    try:
        value = copy.deepcopy(value)  # a buffer that the answer uses again must not change it
    except Exception:
        pass  # not every object can be copied; it is then judged as it is
    pairs = zip(leaves(args), leaves(given), strict=False)
    return Outcome(value, changed=next((name for (name, a), (_, b) in pairs if altered(a, b)), ""))


def altered(before, after):
    """Tell whether an array or list changed; bytes, so that NaN equals NaN."""
    if not isinstance(before, np.ndarray | list):
        return False
    return np.asarray(before).tobytes() != np.asarray(after).tobytes()


def uncast(error):
    """Tell whether NumPy refused to write decimals into an array of whole numbers."""
    return isinstance(error, TypeError) and "Cannot cast ufunc" in str(error)


def leaves(value, name=""):
    """Return (name, value) for everything in nested containers: ``params.W_x``, ``rows[0]``."""
    if isinstance(value, dict):
        items = [(f"{name}.{key}" if name else key, part) for key, part in value.items()]
    elif isinstance(value, tuple):
        items = [(f"{name}.{key}", part) for key, part in zip(fields(value), value, strict=True)]
    elif isinstance(value, list) and any(isinstance(part, np.ndarray | list) for part in value):
        items = [(f"{name}[{i}]", part) for i, part in enumerate(value)]
    else:
        return [(name, value)]
    return [leaf for key, part in items for leaf in leaves(part, key)]


def fields(value):
    """Return the names of a tuple's parts, their positions where they have no names."""
    return getattr(value, "_fields", tuple(f"value {i + 1}" for i in range(len(value))))


def blank(value):
    """Tell whether `value` is, or holds, the ``...`` of an untouched starter cell."""
    if isinstance(value, np.ndarray) and value.dtype == object:
        value = value.tolist()
    if isinstance(value, dict):
        value = list(value.values())
    return value is ... or (isinstance(value, tuple | list) and any(blank(v) for v in value))


def tolerance(args, least):
    """Return the tolerance to compare with: looser where an input is in single precision."""
    single = any(getattr(value, "dtype", None) == np.float32 for _, value in leaves(args))
    return max(least, 1e-4) if single else least


def array(value):
    """Return `value` as an array of numbers, or None if it is none."""
    try:
        value = np.asarray(value)
    except Exception:  # ragged lists, tensors that refuse
        return None
    return value if value.dtype.kind in "fiub" else None


def paired(value, right):
    """Return (name, part of value, part of right) for each part, or None if they do not fit."""
    if isinstance(right, dict):
        fits = isinstance(value, dict) and value.keys() == right.keys()
        return [(key, value[key], right[key]) for key in right] if fits else None
    if not isinstance(right, tuple):
        return [("The result", value, right)]
    listed = isinstance(value, tuple | list) or (isinstance(value, np.ndarray) and value.ndim)
    fits = listed and len(value) == len(right)
    return list(zip(fields(right), value, right, strict=True)) if fits else None


def fits(value, right):
    """Tell whether `value` has the parts and shapes of `right`, whatever its numbers are."""
    pairs = paired(value, right)
    arrays = [(array(v), array(r)) for _, v, r in pairs or [(None, None, None)]]
    return all(v is not None and r is not None and v.shape == r.shape for v, r in arrays)


def same(value, right, tolerance):
    """Tell whether `value` equals `right` in structure, shape and, nearly, in numbers."""
    return fits(value, right) and all(
        near(array(v), array(r), tolerance) for _, v, r in paired(value, right)
    )


def near(given, right, tolerance):
    if given.dtype in (np.float32, np.float16):
        tolerance = max(tolerance, 1e-4)
    return np.allclose(given, right, rtol=tolerance, atol=tolerance, equal_nan=True)


def alike(outcome, other, tolerance):
    """Tell whether two outcomes agree: the same kind of error, or the same result."""
    if outcome.error is not None or other.error is not None:
        return type(outcome.error) is type(other.error)
    return same(outcome.value, other.value, tolerance)


def difference(value, right, tolerance):
    """Say how `value` differs from `right`, part by part: in kind, in shape or in numbers."""
    pairs = paired(value, right)
    if pairs is None:
        names = list(right) if isinstance(right, dict) else fields(right)
        return f"The answer must hold {len(right)} things: {', '.join(map(str, names))}."
    wrong = [pair for pair in pairs if not same(*pair[1:], tolerance)]
    said = " ".join(_difference(*pair) for pair in wrong)
    done = ", ".join(str(pair[0]) for pair in pairs if pair not in wrong)
    return f"{said} Right already: {done}." if done else said


def _difference(name, value, right):
    given, right = array(value), array(right)
    if given is None:
        read = "" if value is None else ", which cannot be read as an array of numbers"
        return f"{name} is {kind(value)}{read}."
    if given.shape != right.shape:
        return f"{name} has shape {given.shape}; the shape expected is {right.shape}."
    if not right.ndim:
        return f"{name} is not right."
    if right.dtype.kind == "f" and given.dtype.kind != "f":
        return f"{name} holds whole numbers (dtype {given.dtype}), so the decimals are lost."
    if np.isnan(given).any() and not np.isnan(right).any():
        return f"{name} holds NaN, which is not a number."
    return f"{name} has the right shape, but not the right numbers."


def kind(value):
    """Name what `value` is: its type or, for an array, its shape."""
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    return "None" if value is None else f"a value of type {type(value).__name__}"


def shown(values):
    """Return a line ``name = value`` for every leaf, numbers rounded to four digits."""
    lines = []
    for name, value in leaves(values):
        numbers = array(value)
        if numbers is None or (isinstance(value, list) and numbers.ndim == 1):
            text = repr(value)
        else:
            if numbers.dtype != bool:
                numbers = np.round(numbers, 4) + 0
            prefix = f"{name} = "
            text = np.array2string(numbers, separator=", ", threshold=40, prefix=prefix)
        lines.append(f"{name} = {text}")
    return "\n".join(lines)


def shapes(args):
    """Return a line for every argument: the shape of an array, anything else as it is."""
    return "\n".join(
        f"{name} of shape {value.shape}" if isinstance(value, np.ndarray) else f"{name} = {value!r}"
        for name, value in leaves(args)
    )


def described(error, width):
    """Return type and message of `error` as a traceback ends with them, wrapped to `width`."""
    lines = "".join(traceback.format_exception_only(error)).splitlines()
    return "\n".join(textwrap.fill(line, width) for line in lines)


def own_line(error):
    """Return the last line of the learner's own code that `error` passed through, or None."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if not frame.filename.startswith(FOREIGN)]
    return own[-1] if own else None


def notebook_arrays(answer):
    """Name the arrays that a function takes from the notebook instead of its arguments."""
    if not inspect.isfunction(answer):
        return []
    used = {i.argval for i in dis.get_instructions(answer) if i.opname == "LOAD_GLOBAL"}
    arrays = (name for name in used if isinstance(answer.__globals__.get(name), np.ndarray | tuple))
    return sorted(arrays)
