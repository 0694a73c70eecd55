"""What the recorded answers of several exercises of lab 7 share."""

SHOWN = "The smallest input that shows it"
SHAPE = "the shape expected is"


def result(right, change):
    """Return an answer that does something more to the right result."""
    return lambda *args: change(right(*args))
