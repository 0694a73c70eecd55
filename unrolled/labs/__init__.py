"""Checks for the labs: ``check("lab-1/step", my_step)`` prints one of three answers.

**not attempted**, **passed**, or **not yet** with a diagnosis. An answer is run on small seeded
inputs, smallest first. One that differs from the reference is held against the exercise's known
mistakes; if none gives the same results, the smallest input that shows the difference is printed.
The answer is also returned, as a `Verdict`; with ``UNROLLED_GRADING=1`` in the environment a check
that does not pass raises `NotPassed`, as graders of notebooks need it.

`unrolled.labs._exercise` says how a lab is added.
"""

from unrolled.labs._check import NotPassed, Verdict, check
from unrolled.labs._exercise import Exercise, Mistake, exercises, find

__all__ = ["Exercise", "Mistake", "NotPassed", "Verdict", "check", "exercises", "find"]
