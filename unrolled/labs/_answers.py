"""Compare what an answer gave with what is right, and put the difference into text."""

import dis
import textwrap
import types
from itertools import product

import numpy as np

from unrolled.labs._results import Unreadable

DIGITS = (4, 6, 8, 12, 17)  # as many as it takes for two numbers to look different
PRINTED = {  # whatever the notebook has set
    "edgeitems": 3, "floatmode": "maxprec", "infstr": "inf", "linewidth": 75, "nanstr": "nan",
    "sign": "-", "suppress": False,
}  # fmt: skip
NUMBERS = (40, 10**6)  # of an array longer than this only the ends are shown


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


def changed(before, after):
    """Name the first array or list of the arguments that is not as it was, or return ``""``."""
    before, after = ({name: _content(v) for name, v in leaves(args)} for args in (before, after))
    names = {**before, **after}
    return next((name for name in names if before.get(name) != after.get(name)), "")


def _content(value):
    """Return what can be compared; bytes, so that NaN equals NaN."""
    if isinstance(value, np.ndarray):
        return value.shape, value.tobytes()
    return repr(value) if isinstance(value, list) else None


def blank(value):
    """Tell whether `value` is, or holds, the ``...`` of an untouched starter cell."""
    if isinstance(value, dict):
        value = list(value.values())
    return value is ... or (isinstance(value, tuple | list) and any(blank(v) for v in value))


def uncast(error):
    """Tell whether NumPy refused to write decimals into an array of whole numbers."""
    return error is not None and issubclass(error.kind, TypeError) and "Cannot cast" in error.text


def whole_here(args, first):
    """Name the arrays that hold whole numbers now and held decimals at first."""
    now, then = (
        {name: value.dtype.kind for name, value in leaves(a) if isinstance(value, np.ndarray)}
        for a in (args, first)
    )
    return [name for name, kind in now.items() if kind in "iu" and then.get(name) == "f"]


def tolerance(args, least):
    """Return the tolerance to compare with: looser where an input is in single precision."""
    single = any(getattr(value, "dtype", None) == np.float32 for _, value in leaves(args))
    return max(least, 1e-4) if single else least


def array(value):
    """Return `value` as an array of numbers or of dates, or None if it is none."""
    try:
        value = np.asarray(value)
    except (ValueError, OverflowError):  # ragged lists, whole numbers beyond all bounds
        return None
    return value if value.dtype.kind in "fiubM" else None


def paired(value, right):
    """Return (name, part of value, part of right) for each part, or None if they do not fit."""
    if isinstance(right, dict):
        fits = isinstance(value, dict) and value.keys() == right.keys()
        return [(key, value[key], right[key]) for key in right] if fits else None
    if not isinstance(right, tuple):
        return [("The result", value, right)]
    listed = isinstance(value, tuple | list) or (
        isinstance(value, np.ndarray) and value.ndim and len({np.shape(r) for r in right}) == 1
    )
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
    if "M" in (given.dtype.kind, right.dtype.kind):  # dates, equal in whatever unit
        return given.dtype.kind == right.dtype.kind and _same_dates(given, right)
    if given.dtype in (np.float32, np.float16):
        tolerance = max(tolerance, 1e-4)
    return np.allclose(given, right, rtol=tolerance, atol=tolerance, equal_nan=True)


def _same_dates(given, right):
    try:
        equal = given == right
    except OverflowError:  # attoseconds and years have no unit in common
        return False
    return bool((equal | (np.isnat(given) & np.isnat(right))).all())


def alike(outcome, other, tolerance):
    """Tell whether two outcomes agree: the same kind of error, or the same result."""
    if outcome.error is not None or other.error is not None:
        kinds = [getattr(o.error, "kind", None) for o in (outcome, other)]
        return kinds[0] is kinds[1]
    return same(outcome.value, other.value, tolerance)


def settled(results, tolerance):
    """Return the names of the parts that are right in every (value, right)."""
    pairs = [paired(value, right) or [] for value, right in results]
    good = [{name for name, v, r in some if same(v, r, tolerance)} for some in pairs]
    return set.intersection(*good)


def difference(value, right, tolerance, done=()):
    """Say how `value` differs from `right`, part by part: in kind, in shape or in numbers."""
    pairs = paired(value, right)
    if pairs is None:
        names = list(right) if isinstance(right, dict) else fields(right)
        return f"The answer must hold {len(right)} things: {', '.join(map(str, names))}."
    said = " ".join(_difference(*pair) for pair in pairs if not same(*pair[1:], tolerance))
    done = ", ".join(str(name) for name, _, _ in pairs if name in done)
    return f"{said} Right already: {done}." if done else said


def _difference(name, value, right):
    given, right = array(value), array(right)
    if given is None and value is None:
        return f"{name} is None."
    dates = right.dtype.kind == "M"
    if dates and getattr(given, "dtype", right.dtype).kind != "M":
        return f"{name} holds {given.dtype}, where dates (datetime64) are expected."
    if dates and given is None and not isinstance(value, Unreadable):
        return f"{name} is {kind(value)}, where dates (datetime64) are expected."
    if given is None:
        value = value if isinstance(value, Unreadable) else Unreadable(kind(value))
        return f"{name} is {value.kind}, {value.why}. {value.hint}".rstrip()
    if given.shape != right.shape:
        return f"{name} has shape {given.shape}; the shape expected is {right.shape}."
    if not right.ndim:
        return f"{name} is not right."
    if dates:
        return f"{name} has the right shape, but not the right dates."
    if given.dtype.kind == "M":
        return f"{name} holds dates, where numbers are expected."
    if given.dtype.kind in "iub" and (right % 1 > 0).any():
        return f"{name} holds whole numbers (dtype {given.dtype}), so the decimals are lost."
    if np.isnan(given).any() and not np.isnan(right).any():
        return f"{name} holds NaN, which is not a number."
    return f"{name} has the right shape, but not the right numbers."


def kind(value):
    """Name what `value` is: its type or, for an array, its shape."""
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if isinstance(value, Unreadable):
        return value.kind
    return "None" if value is None else f"a value of type {type(value).__name__}"


def compared(value, right, tolerance):
    """Return a wrong value and the right one as text, with digits enough to tell them apart."""
    if hasattr(right, "_fields"):
        value = right._make(value)  # so that both are shown under the same names
    parts = [pair[1:] for pair in paired(value, right) if not same(*pair[1:], tolerance)]
    for threshold, digits in product(NUMBERS, DIGITS):
        if all(shown(v, digits, threshold) != shown(r, digits, threshold) for v, r in parts):
            break
    return shown({"your result": value, "expected": right}, digits, threshold)


def shown(values, digits=DIGITS[0], threshold=NUMBERS[0]):
    """Return a line ``name = value`` for every leaf, numbers rounded."""
    lines = []
    for name, value in leaves(values):
        numbers = array(value)
        if numbers is None or (isinstance(value, list) and numbers.ndim == 1):
            text = repr(value)
        else:
            text = _numbers(numbers, digits, threshold, f"{name} = ")
        lines.append(f"{name} = {text}")
    return "\n".join(lines)


def _numbers(numbers, digits, threshold, prefix):
    if numbers.dtype.kind not in "bM" and digits < DIGITS[-1]:
        numbers = np.round(numbers, digits) + 0
    with np.printoptions(precision=max(digits, 8), formatter=None, **PRINTED):
        return np.array2string(numbers, separator=", ", threshold=threshold, prefix=prefix)


def shapes(args):
    """Return a line for every argument: the shape of an array, anything else as it is."""
    return "\n".join(
        f"{name} of shape {value.shape}" if isinstance(value, np.ndarray) else f"{name} = {value!r}"
        for name, value in leaves(args)
    )


def described(error, width):
    """Return type and message of a failure as a traceback ends with them, wrapped to `width`."""
    return "\n".join(textwrap.fill(line, width) for line in error.text.splitlines())


def notebook_arrays(answer):
    """Name the arrays that a function takes from the notebook instead of its arguments."""
    if type(answer) is not types.FunctionType:
        return []
    used = {i.argval for i in dis.get_instructions(answer) if i.opname == "LOAD_GLOBAL"}
    kinds = {name: type(answer.__globals__.get(name)) for name in used}
    return sorted(name for name, kind in kinds.items() if issubclass(kind, np.ndarray | tuple))
