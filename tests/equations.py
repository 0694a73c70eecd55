"""Equations in prose whose sides are plain numbers, worked out: ``$1.5 \\cdot 0.263 = 0.39$``."""

import math
import re
from itertools import pairwise

LATEX = [  # what stands for what, in this order
    (r"\\tfrac\s*(\d)\s*(\d)", r"((\1)/(\2))"),
    (r"\\[td]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}", r"((\1)/(\2))"),
    (r"\\sqrt\s*\{([^{}]*)\}", r"sqrt(\1)"),
    (r"\\sqrt\s*(\d)", r"sqrt(\1)"),
    (r"\\tanh\^\{-1\}", " atanh "),
    (r"\\(tanh|ln|cos|sin)\b", r" \1 "),
    (r"\\[,;:! ]|\\bigl|\\bigr|\\left|\\right|&|\\\\", " "),
    (r"\\(?:cdot|times)\b", "*"),
    (r"\^\{([^{}]*)\}", r"**(\1)"),
    (r"\^(\d)", r"**\1"),
    (r"\\pi\b", " pi "),
    (r"[−‑]", "-"),
    (r"(?<=\d),(?=\d{3})", ""),
    (r"\b(tanh|ln|cos|sin|atanh) +(-?\d[\d.]*)", r"\1(\2)"),
    (r"(?<=[\d)])\s*(?=[(a-z])", "*"),
    (r"\b(tanh|ln|cos|sin|sqrt|atanh)\*?\s*\(", r"\1("),
]
NAMES = {name: getattr(math, name) for name in ("tanh", "atanh", "cos", "sin", "sqrt", "pi")}
NAMES |= {"ln": math.log, "__builtins__": {}}
PLAIN = re.compile(r"[-+]?\d+(?P<decimals>\.\d+)?(?: *\* *10\*\*\(?(?P<power>-?\d+)\)?)?")
ROUNDED = 5e-3  # how far two steps of a calculation with rounded numbers may be apart


def value_of(side):
    """Return (value, half a unit of the last digit) of one side of an equation.

    The second is None for a calculation; both are None where letters stand for something.
    """
    for pattern, plain in LATEX:
        side = re.sub(pattern, plain, side)
    side = side.strip().rstrip(".,;").strip()
    if set(re.findall(r"[A-Za-z\\_?]+", side)) - NAMES.keys() or not re.search(r"\d", side):
        return None, None
    try:
        value = float(eval(side, NAMES))
    except (SyntaxError, TypeError, ValueError, ArithmeticError):
        return None, None
    plain = PLAIN.fullmatch(side)
    if plain is None:
        return value, None
    last = int(plain["power"] or 0) - len((plain["decimals"] or ".")[1:])
    return value, 10.0**last / 2


def equations(text):
    """Yield (left, right, holds) for each two neighbouring sides that can both be worked out.

    An equation holds if both sides agree within the rounding of the one that is a plain number.
    """
    for formula in re.findall(r"\$\$(.+?)\$\$|\$([^$]+)\$", text, re.S):
        sides = [side.strip() for side in re.split(r"\\approx|=", "".join(formula))]
        known = [(side, *value_of(side)) for side in sides]
        known = [side for side in known if side[1] is not None]
        for (left, a, coarse), (right, b, within) in pairwise(known):
            within = coarse if within is None else within
            within = ROUNDED * abs(b) if within is None else within
            yield left, right, abs(a - b) <= within * (1 + 1e-6)
