"""What several exercises of lab 3 share."""

import numpy as np


def slope(Y):
    """Return the slope of tanh, from the outputs."""
    return 1 - Y**2


def flat_slope(Y):
    """Return the slope as it is when it is left out."""
    return np.ones_like(Y)


def earlier(Y, first):
    """Return the outputs one step before each: `first`, then all of `Y` but the last."""
    return np.concatenate([first, Y[:, :-1]], axis=1)


def later(Y):
    """Return the outputs one step after each; the last is repeated."""
    return np.concatenate([Y[:, 1:], Y[:, -1:]], axis=1)
