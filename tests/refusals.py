"""How the helper refuses a bad argument: in one sentence that names it."""

from contextlib import contextmanager

import pytest


@contextmanager
def refused(argument, expected, given):
    """Check that what is called within is refused for this argument, in the helper's words."""
    with pytest.raises(ValueError) as error:
        yield
    wanted, _, got = str(error.value).partition(", got ")
    assert wanted.startswith(f"{argument} must ") and expected in wanted
    assert given in got
