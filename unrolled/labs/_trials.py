"""Small random inputs for the checks of the labs."""

import numpy as np

from unrolled.layers import RNNParams


def draw(rng, *shape):
    """Draw numbers of either sign, well away from zero, rounded to be worked by hand."""
    return np.round(rng.choice([-1, 1], size=shape) * rng.uniform(0.15, 1.2, size=shape), 1)


def draw_whole(rng, *shape):
    """Draw whole numbers of either sign, none of them zero, as an array of integers."""
    return rng.choice([-1, 1], size=shape) * rng.integers(1, 4, size=shape)


def draw_params(rng, inputs, units):
    """Draw the weights of a recurrent layer, without any symmetry."""
    return RNNParams(draw(rng, inputs, units), draw(rng, units, units), draw(rng, units))


def single(args):
    """Return the same arguments, arrays in single precision, as Keras would pass them."""
    if isinstance(args, np.ndarray):
        return args.astype(np.float32)
    if not isinstance(args, list | tuple):
        return args
    parts = [single(part) for part in args]
    return type(args)(*parts) if hasattr(args, "_fields") else tuple(parts)
