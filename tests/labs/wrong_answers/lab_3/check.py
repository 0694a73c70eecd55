"""Recorded answers to lab-3/check, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from unrolled.layers import RNNParams


def flat(arrays):
    return np.concatenate([a.ravel() for a in arrays])


def apart(a, b):
    return abs(a - b) / max(abs(a), abs(b))


def moved(params, direction, distance):
    return RNNParams(*(w + distance * d for w, d in zip(params, direction, strict=True)))


def compare(difference=None, divide=apart, product=np.dot, way=lambda d: d):
    def my_relative_error(loss, params, grads, direction, step):
        def along(s):
            return loss(moved(params, way(direction), s))

        numeric = (difference or (lambda f, e: (f(e) - f(-e)) / (2 * e)))(along, step)
        return divide(numeric, product(flat(grads), flat(direction)))

    return my_relative_error


def right_flat(loss, params, grads, direction, step):
    """Move one long vector, and cut it up again for the loss."""
    theta, d = flat(params), flat(direction)
    ends = np.cumsum([w.size for w in params])[:-1]

    def at(vector):
        parts = np.split(vector, ends)
        shaped = [part.reshape(w.shape) for part, w in zip(parts, params, strict=True)]
        return loss(RNNParams(*shaped))

    numeric = (at(theta + step * d) - at(theta - step * d)) / (2 * step)
    analytic = flat(grads) @ d
    return np.abs(numeric - analytic) / np.maximum(np.abs(numeric), np.abs(analytic))


def right_by_name(loss, params, grads, direction, step):
    ahead = params._replace(
        W_x=params.W_x + step * direction.W_x,
        W_y=params.W_y + step * direction.W_y,
        b=params.b + step * direction.b,
    )
    behind = params._make(w - step * d for w, d in zip(params, direction, strict=True))
    slope = 0.5 * (loss(ahead) - loss(behind)) / step
    product = sum(np.vdot(g, d) for g, d in zip(grads, direction, strict=True))
    return max(slope - product, product - slope) / max(abs(slope), abs(product))


def right_in_loops(loss, params, grads, direction, step):
    losses, product = [], 0.0
    for sign in (1, -1):
        new = []
        for i in range(3):
            new.append(np.array(params[i], dtype=float))
            for place in np.ndindex(new[i].shape):
                new[i][place] += sign * step * direction[i][place]
        losses.append(loss(RNNParams(new[0], new[1], new[2])))
    for g, d in zip(grads, direction, strict=True):
        for place in np.ndindex(g.shape):
            product += g[place] * d[place]
    numeric = (losses[0] - losses[1]) / step / 2
    return abs(1 - product / numeric) * abs(numeric) / max(abs(product), abs(numeric))


def right_moved_and_put_back(loss, params, grads, direction, step):
    moving = RNNParams(*(w.copy() for w in params))
    losses = []
    for sign in (1, -1):
        for w, new, d in zip(params, moving, direction, strict=True):
            new[...] = w  # back to where it was
            new += sign * step * d
        losses.append(loss(moving))
    numeric = (losses[0] - losses[1]) / (2 * step)
    return apart(numeric, flat(grads) @ flat(direction))


def right_with_a_little_in_the_divisor(loss, params, grads, direction, step):
    ahead, behind = (loss(moved(params, direction, s)) for s in (step, -step))
    a, b = (ahead - behind) / (2 * step), flat(grads) @ flat(direction)
    return abs(a - b) / (max(abs(a), abs(b)) + 1e-12)


def unit(direction):
    return [d / np.linalg.norm(flat(direction)) for d in direction]


def unit_everywhere(loss, params, grads, direction, step):
    return compare()(loss, params, grads, RNNParams(*unit(direction)), step)


def own_direction(loss, params, grads, direction, step):
    rng = np.random.default_rng(0)
    drawn = RNNParams(*(rng.normal(size=d.shape) for d in direction))
    return compare()(loss, params, grads, drawn, step)


def tuple_times_step(loss, params, grads, direction, step):
    numeric = (loss(params + step * direction) - loss(params - step * direction)) / (2 * step)
    return apart(numeric, flat(grads) @ flat(direction))


def tuple_times_tuple(loss, params, grads, direction, step):
    ahead, behind = (loss(moved(params, direction, s)) for s in (step, -step))
    return apart((ahead - behind) / (2 * step), sum(grads * direction))


def tuple_made_an_array(loss, params, grads, direction, step):
    d = np.array(direction)
    return apart((loss(params + step * d) - loss(params - step * d)) / (2 * step), grads @ d)


def tuples_joined(loss, params, grads, direction, step):
    ahead = params + tuple(step * d for d in direction)
    behind = params + tuple(-step * d for d in direction)
    return apart((loss(ahead) - loss(behind)) / (2 * step), flat(grads) @ flat(direction))


def list_for_the_loss(loss, params, grads, direction, step):
    ahead, behind = (
        [w + s * d for w, d in zip(params, direction, strict=True)] for s in (step, -step)
    )
    return apart((loss(ahead) - loss(behind)) / (2 * step), flat(grads) @ flat(direction))


def moved_in_place(loss, params, grads, direction, step):
    for w, d in zip(params, direction, strict=True):
        w += step * d
    ahead = loss(params)
    for w, d in zip(params, direction, strict=True):
        w -= 2 * step * d
    numeric = (ahead - loss(params)) / (2 * step)
    return apart(numeric, flat(grads) @ flat(direction))


def moved_once_too_little(loss, params, grads, direction, step):
    """Move there in place, and back no further than to the start."""
    losses = []
    for sign in (1, -1):
        for w, d in zip(params, direction, strict=True):
            w += sign * step * d
        losses.append(loss(params))
    numeric = (losses[0] - losses[1]) / (2 * step)
    return apart(numeric, flat(grads) @ flat(direction))


def move_only(*names):
    def my_relative_error(loss, params, grads, direction, step):
        def along(s):
            parts = {name: getattr(params, name) + s * getattr(direction, name) for name in names}
            return loss(params._replace(**parts))

        return apart((along(step) - along(-step)) / (2 * step), flat(grads) @ flat(direction))

    return my_relative_error


def multiply_only(*names):
    def my_relative_error(loss, params, grads, direction, step):
        a, b = (loss(moved(params, direction, s)) for s in (step, -step))
        product = sum((getattr(grads, n) * getattr(direction, n)).sum() for n in names)
        return apart((a - b) / (2 * step), product)

    return my_relative_error


def means_of_products(loss, params, grads, direction, step):
    a, b = (loss(moved(params, direction, s)) for s in (step, -step))
    product = sum((g * d).mean() for g, d in zip(grads, direction, strict=True))
    return apart((a - b) / (2 * step), product)


def each_weight_alone(loss, params, grads, direction, step):
    slopes = []
    for i in range(3):
        for place in np.ndindex(params[i].shape):
            losses = []
            for sign in (1, -1):
                new = [w.astype(float) for w in params]
                new[i][place] += sign * step
                losses.append(loss(RNNParams(*new)))
            slopes.append((losses[0] - losses[1]) / (2 * step))
    return apart(np.array(slopes) @ flat(direction), flat(grads) @ flat(direction))


def worst_array(loss, params, grads, direction, step):
    errors = []
    for name in params._fields:
        w, d = getattr(params, name), getattr(direction, name)
        a, b = (loss(params._replace(**{name: w + s * d})) for s in (step, -step))
        errors.append(apart((a - b) / (2 * step), (getattr(grads, name) * d).sum()))
    return max(errors)


WRONG = [
    (compare(lambda f, e: (f(e) - f(0)) / e), "on one side, from params forwards"),
    (compare(lambda f, e: (f(0) - f(-e)) / e), "from params backwards"),
    (compare(lambda f, e: (f(e) - f(-e)) / e), "two steps apart"),
    (compare(lambda f, e: f(e) - f(-e)), "The smallest input that shows it"),
    (compare(lambda f, e: (f(e) - f(-e)) / 2), "was not divided by the step"),
    (compare(lambda f, e: (f(e) - f(-e)) / 2 * e), "became a product"),
    (compare(lambda f, e: (f(e) - f(0)) / (2 * e)), "lie one step apart"),
    (compare(lambda f, e: (f(-e) - f(e)) / (2 * e)), "the loss ahead less the loss behind"),
    (compare(lambda f, e: (f(e / 2) - f(-e / 2)) / e), "half a step on either side"),
    (
        compare(lambda f, e: (f(e) - 2 * f(0) + f(-e)) / e**2),
        "The smallest input that shows it",
    ),
    (
        compare(lambda f, e: (8 * (f(e) - f(-e)) - f(2 * e) + f(-2 * e)) / (12 * e)),
        "The smallest input that shows it",
    ),
    (compare(divide=lambda a, b: abs(a - b)), "absolute difference"),
    (compare(divide=lambda a, b: abs(a - b) / (abs(a) + abs(b))), "divided by the sum of"),
    (compare(divide=lambda a, b: abs(a - b) / abs(a + b)), "near zero where"),
    (compare(divide=lambda a, b: abs(a - b) / (abs(a) + abs(b)) * 2), "mean of the two sizes"),
    (compare(divide=lambda a, b: abs(a - b) / abs(a)), "divided by the finite difference"),
    (compare(divide=lambda a, b: abs(a - b) / abs(b)), "gradient's own number"),
    (compare(divide=lambda a, b: abs(a - b) / min(abs(a), abs(b))), "smaller of the two"),
    (compare(divide=lambda a, b: (a - b) / max(abs(a), abs(b))), "has a sign"),
    (compare(divide=lambda a, b: abs(a - b) / max(a, b)), "Where a number is negative"),
    (compare(divide=lambda a, b: abs(a - b) / abs(max(a, b))), "Where a number is negative"),
    (compare(divide=lambda a, b: abs(a - b) / max(abs(a), b)), "Where a number is negative"),
    (compare(divide=lambda a, b: abs(a - b) / max(a, abs(b))), "Where a number is negative"),
    (
        compare(divide=lambda a, b: abs(abs(a) - abs(b)) / max(abs(a), abs(b))),
        "The sizes of the two numbers were subtracted",
    ),
    (compare(divide=lambda a, b: apart(a, b) ** 2), "The smallest input that shows it"),
    (compare(divide=lambda a, b: 100 * apart(a, b)), "The smallest input that shows it"),
    (compare(divide=lambda a, b: apart(a, b) < 1e-6), "The smallest input that shows it"),
    (compare(divide=lambda a, b: (a, b)), "the shape expected is ()"),
    (compare(product=lambda g, d: np.linalg.norm(g)), "length of the gradient"),
    (
        compare(product=lambda g, d: np.linalg.norm(g) * np.linalg.norm(d)),
        "The lengths of gradient and direction",
    ),
    (compare(product=lambda g, d: g[0] * d[0]), "The smallest input that shows it"),
    (compare(product=lambda g, d: abs(g * d).sum()), "The smallest input that shows it"),
    (compare(product=lambda g, d: g.sum()), "The smallest input that shows it"),
    (compare(way=unit), "and the product was not"),
    (unit_everywhere, "scaled to length 1 first"),
    (own_direction, "The smallest input that shows it"),
    (tuple_times_step, "RNNParams is a tuple of three arrays"),
    (tuple_times_tuple, "RNNParams is a tuple of three arrays"),
    (tuple_made_an_array, "RNNParams is a tuple of three arrays"),
    (tuples_joined, "must be an RNNParams of three arrays, got a value of type tuple"),
    (list_for_the_loss, "must be an RNNParams of three arrays, got a value of type list"),
    (moved_in_place, "changes params.W_x while it runs"),
    (moved_once_too_little, "lie one step apart"),
    (move_only("W_x"), "Only W_x moved"),
    (move_only("W_x", "W_y"), "Only W_x and W_y moved"),
    (move_only("W_y", "b"), "The smallest input that shows it"),
    (multiply_only("W_x"), "holds W_x only"),
    (multiply_only("W_x", "W_y"), "leaves out b"),
    (multiply_only("W_y", "b"), "The smallest input that shows it"),
    (means_of_products, "were averaged in each array"),
    (each_weight_alone, "Every weight was moved by itself"),
    (worst_array, "The arrays were compared one by one"),
]

RIGHT = [
    compare(),
    right_flat,
    right_by_name,
    right_in_loops,
    right_moved_and_put_back,
    right_with_a_little_in_the_divisor,
]
