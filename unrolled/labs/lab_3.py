"""Lab 3, backpropagate by hand: references, inputs, known mistakes and their diagnoses."""

from typing import NamedTuple

import numpy as np

from unrolled.labs import Exercise, Mistake
from unrolled.labs._trials import draw, draw_params, single
from unrolled.layers import RNNParams, rnn_forward


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


# ---------------------------------------------------------------- lab-3/by-hand


class Gradients(NamedTuple):
    """What three steps of one neuron give on the way back; delta_3 is worked out on the page."""

    delta_2: float
    delta_1: float
    dw_x: float
    dw_y: float
    db: float


X_HAND, Y_HAND, DIRECT = (1.0, 2.0, -1.0), (0.0, 0.537, 0.585, -0.700), (0.0, 1.0, -1.0)
SLOPES = tuple(1 - y**2 for y in Y_HAND[1:])


def by_hand(direct=DIRECT, w_y=-0.8, carried=SLOPES, summed=SLOPES):
    """Go back from step 3; `carried` holds the slopes of the recursion, `summed` of the sums."""
    delta, shares = 0.0, []
    for t in (2, 1, 0):
        g = direct[t] + w_y * delta
        delta = g * carried[t]
        shares.append(g * summed[t])
    return with_sums(shares[1], shares[2], shares[0])


def with_sums(delta_2, delta_1, delta_3=-0.51, y_prev=Y_HAND[:3]):
    deltas = delta_1, delta_2, delta_3
    dw_x, dw_y = (sum(np.multiply(deltas, values)) for values in (X_HAND, y_prev))
    return Gradients(delta_2, delta_1, dw_x, dw_y, sum(deltas))


def sums_of(scale=1.0, steps=(1, 1, 1)):
    """Return the right deltas, and sums over some of the steps, scaled."""
    right = by_hand()
    deltas = np.array([right.delta_1, right.delta_2, -0.51]) * steps * scale
    dw_x, dw_y = deltas @ X_HAND, deltas @ Y_HAND[:3]
    return right._replace(dw_x=dw_x, dw_y=dw_y, db=deltas.sum())


def behind_the_slope():
    """Return the right deltas, and sums of the total gradients g in their place."""
    sums = by_hand(summed=(1, 1, 1))
    return by_hand()._replace(dw_x=sums.dw_x, dw_y=sums.dw_y, db=sums.db)


def delta_1_follows(answer):
    delta_2 = answer[0]
    return with_sums(delta_2, -0.8 * delta_2 * SLOPES[0])


BY_HAND = Exercise(
    name="lab-3/by-hand",
    reference=by_hand(),
    tolerance=2e-3,
    note="One pass back gave the gradients of all three weights.",
    mistakes=[
        Mistake(
            "no slope",
            by_hand(carried=(1, 1, 1), summed=(1, 1, 1)),
            "The slope of tanh is missing everywhere: these deltas are total gradients g. A delta "
            "is g times 1 - y^2 of its own step, as in delta_3 = -1 * 0.51.",
        ),
        Mistake(
            "no slope after step 3",
            by_hand(carried=(1, 1, SLOPES[2]), summed=(1, 1, SLOPES[2])),
            "The slope of tanh is missing at steps 2 and 1. Every step back goes through one "
            "tanh: multiply g_2 by 1 - y_2^2 and g_1 by 1 - y_1^2.",
        ),
        Mistake(
            "slope missing in the sums",
            behind_the_slope(),
            "The deltas are right, and the sums were made with the total gradients g instead. The "
            "weights act on a, before the tanh, so their gradients are sums of deltas.",
        ),
        Mistake(
            "slope missing in the recursion",
            by_hand(carried=(1, 1, 1)),
            "The recursion carries g from step to step where it should carry delta: the way from "
            "step t + 1 back to step t goes through the tanh of step t + 1 as well.",
        ),
        Mistake(
            "slope of the next step",
            by_hand(
                carried=(SLOPES[1], SLOPES[2], SLOPES[2]), summed=(SLOPES[1], SLOPES[2], SLOPES[2])
            ),
            "The slopes are those of the step after: g_2 goes with 1 - y_2^2 and g_1 with "
            "1 - y_1^2.",
        ),
        Mistake(
            "sign of w_y",
            by_hand(w_y=0.8),
            "The sign of w_y got lost: w_y is -0.8, so delta_3 = -0.51 comes back to y_2 as "
            "+0.408.",
        ),
        Mistake(
            "direct gradient at the last step only",
            by_hand(direct=(0.0, 0.0, -1.0)),
            "The direct gradient at y_2 is missing. The loss looks at y_2 too, so g_2 is 1 plus "
            "what comes from the future.",
        ),
        Mistake(
            "no future",
            by_hand(w_y=0.0),
            "Nothing comes from the future: each delta holds only what the loss says directly. "
            "g_2 also has w_y times delta_3, and g_1 has w_y times delta_2.",
        ),
        Mistake(
            "last step only",
            sums_of(steps=(0, 0, 1)),
            "The deltas are right, and the three gradients count the last step only. Each weight "
            "is used at every step, and its gradient is the sum over all three.",
        ),
        Mistake(
            "mean",
            sums_of(scale=1 / 3),
            "The deltas are right, and the gradients are means over the three steps. They are "
            "sums: every copy of the weight moves the loss.",
        ),
        Mistake(
            "sign",
            sums_of(scale=-1.0),
            "The three gradients have the wrong sign. The minus of gradient descent belongs to "
            "the update, not to the gradient.",
        ),
        Mistake(
            "y_t in place of y_{t-1}",
            with_sums(*by_hand()[:2], y_prev=Y_HAND[1:]),
            "dw_y pairs each delta with the output of its own step. w_y multiplied the output one "
            "step earlier: delta_3 goes with y_2, delta_2 with y_1 and delta_1 with y_0 = 0.",
        ),
        Mistake(
            "delta_2 carried on",
            delta_1_follows,
            "delta_2 is not right. Everything else follows from it as it should, so step 2 is the "
            "one to look at: write down its direct part, its part from the future and its slope.",
        ),
    ],
)


# -------------------------------------------------------- lab-3/output-gradients


def back(delta, W_y):
    return delta @ W_y.T


def output_gradients(Y, dY, W_y, slope=slope, through=back, crosses=lambda t: True):
    """Run the reverse recurrence; `crosses(t)` says whether step t hands back to step t - 1."""
    G, slopes = np.array(dY), slope(Y)
    for t in reversed(range(1, Y.shape[1])):
        if crosses(t):
            G[:, t - 1] += through(G[:, t] * slopes[:, t], W_y)
    return G


def reverse_task(Y, dY, W_y):
    return output_gradients(Y, dY, W_y)


def reverse(**changed):
    """Return the task with part of the recurrence changed."""
    return lambda Y, dY, W_y: output_gradients(Y, dY, W_y, **changed)


def forwards_in_time(Y, dY, W_y):
    G = np.array(dY)
    for t in range(1, Y.shape[1]):
        G[:, t] += (G[:, t - 1] * slope(Y[:, t - 1])) @ W_y.T
    return G


def in_forward_order(Y, dY, W_y):
    """Take the steps in the wrong order: every step hears the direct part of the next only."""
    return dY + shifted_back((dY * slope(Y)) @ W_y.T)


def shifted_back(A):
    """Move everything one step earlier; zeros come in at the end."""
    return np.concatenate([A[:, 1:], 0 * A[:, :1]], axis=1)


def reverse_without_direct(Y, dY, W_y):
    G = np.array(dY)
    for t in reversed(range(1, Y.shape[1])):
        G[:, t - 1] = (G[:, t] * slope(Y[:, t])) @ W_y.T
    return G


def from_the_future(Y, dY, W_y):
    return output_gradients(Y, dY, W_y) - dY


def deltas_of(Y, dY, W_y):
    return output_gradients(Y, dY, W_y) * slope(Y)


def slope_of_own_step(Y, dY, W_y):
    G = np.array(dY)
    for t in reversed(range(1, Y.shape[1])):
        G[:, t - 1] += (G[:, t] @ W_y.T) * slope(Y[:, t - 1])
    return G


def draw_outputs(rng, *shape):
    """Draw outputs of tanh, to one decimal."""
    return np.round(rng.choice([-1, 1], size=shape) * rng.uniform(0.25, 0.9, size=shape), 1)


SIZES = [(1, 1, 1), (1, 2, 1), (2, 2, 1), (1, 3, 1), (1, 2, 2), (1, 3, 2), (2, 2, 2), (2, 4, 3)]
SIZES += [(5, 3, 2), (3, 5, 4), (3, 3, 3)]  # batch, time, units


def reverse_trials(rng):
    for size in SIZES:
        yield draw_outputs(rng, *size), draw(rng, *size), draw(rng, size[2], size[2])
    yield single((draw_outputs(rng, 4, 6, 3), draw(rng, 4, 6, 3), draw(rng, 3, 3)))


TURNED = (
    "This is what W_y gives without its transpose. Forwards, the previous output met W_y; on the "
    "way back a unit collects from all units it had sent to, which is delta @ W_y.T."
)
LEFT = (
    "W_y stands on the left, as in the equation for one column vector. Here each sequence is one "
    "row, and the weights stand on the right: delta @ W_y.T."
)

OUTPUT_GRADIENTS = Exercise(
    name="lab-3/output-gradients",
    reference=reverse_task,
    trials=reverse_trials,
    note="What the loss said late has reached every earlier step.",
    mistakes=[
        Mistake(
            "only direct",
            lambda Y, dY, W_y: dY,
            "This is dY itself, what the loss says directly. Each output also feeds the next "
            "step, so from the last step back every step adds what comes from the one after it.",
        ),
        Mistake(
            "no slope",
            reverse(slope=flat_slope),
            "The slope of tanh is missing. The way from step t + 1 back to step t goes through "
            "the tanh of step t + 1: multiply g by 1 - Y[:, t + 1] ** 2 before W_y.",
        ),
        Mistake("W_y not transposed", reverse(through=lambda delta, W_y: delta @ W_y), TURNED),
        Mistake("W_y on the left", reverse(through=lambda delta, W_y: W_y @ delta), LEFT),
        Mistake("W_y.T on the left", reverse(through=lambda delta, W_y: W_y.T @ delta), LEFT),
        Mistake(
            "number by number",
            reverse(through=lambda delta, W_y: delta * np.diag(W_y)),
            "Each unit hears only from itself: the diagonal of W_y was used. A unit sends to all "
            "units, so a matrix product is needed.",
        ),
        Mistake(
            "slope of step t, before W_y",
            reverse(slope=lambda Y: slope(earlier(Y, Y[:, :1]))),
            "The slope is that of the step where the gradient arrives. It belongs to the step "
            "that it leaves: what comes back from step t + 1 was multiplied by "
            "1 - Y[:, t + 1] ** 2.",
        ),
        Mistake(
            "slope of step t, after W_y",
            slope_of_own_step,
            "The slope stands on the wrong side of W_y: it is that of step t, multiplied after "
            "W_y. Going back from step t + 1, the slope of step t + 1 comes first, then W_y.",
        ),
        Mistake(
            "slope 1 - y",
            reverse(slope=lambda Y: 1 - Y),
            "The slope was taken as 1 - y. For tanh it is 1 - y ** 2.",
        ),
        Mistake(
            "slope of the sigmoid",
            reverse(slope=lambda Y: Y * (1 - Y)),
            "y * (1 - y) is the slope of the sigmoid. For tanh it is 1 - y ** 2.",
        ),
        Mistake(
            "tanh once more",
            reverse(slope=lambda Y: 1 - np.tanh(Y) ** 2),
            "tanh was applied to Y once more. Y holds the outputs, which already are the tanh of "
            "something, so the slope is 1 - Y ** 2.",
        ),
        Mistake(
            "forwards in time",
            forwards_in_time,
            "The gradients run forwards in time, each step adding what the step before it holds. "
            "An output acts on later steps, so its gradient comes from later steps: start at "
            "the last.",
        ),
        Mistake(
            "one step ahead only",
            in_forward_order,
            "Each step hears of the next one only what the loss says there directly. It must hear "
            "the total: go from the last step back, and use the g just computed.",
        ),
        Mistake(
            "direct part overwritten",
            reverse_without_direct,
            "Before the last step, what comes from the future replaces what the loss says "
            "directly. The two are added: dY[:, t] + ...",
        ),
        Mistake(
            "direct part left out of the result",
            from_the_future,
            "This is only the part that comes from the future. The total gradient also has "
            "dY[:, t], at every step.",
        ),
        Mistake(
            "deltas",
            deltas_of,
            "These are the deltas, the gradients before the tanh. Asked for are the total "
            "gradients g at the outputs, before they are multiplied by the slope.",
        ),
        Mistake(
            "reversed",
            lambda Y, dY, W_y: output_gradients(Y, dY, W_y)[:, ::-1],
            "The numbers are right, and the steps stand in the order in which they were computed, "
            "last step first. Turn them round.",
        ),
        Mistake(
            "time-major",
            lambda Y, dY, W_y: output_gradients(Y, dY, W_y).swapaxes(0, 1),
            "The numbers are right and the axes are not: this is (time, batch, units). Stack "
            "along axis 1.",
        ),
    ],
)


# ---------------------------------------------------------------- lab-3/backward


def backward(X, Y, dY, params, Y_init):
    return sums(X, before(Y, Y_init), deltas(Y, dY, params.W_y))


def before(Y, Y_init):
    return earlier(Y, Y_init[:, None])


def deltas(Y, dY, W_y, carried=slope, summed=slope, through=back):
    """Return the deltas; the slopes are `carried` in the recursion and `summed` after it."""
    return output_gradients(Y, dY, W_y, carried, through) * summed(Y)


def sums(X, Y_prev, dA):
    """Return the gradients of the weights: sums over sequences and steps."""
    return RNNParams(
        W_x=np.einsum("bti,btu->iu", X, dA),
        W_y=np.einsum("btv,btu->vu", Y_prev, dA),
        b=dA.sum(axis=(0, 1)),
    )


def recursion(**changed):
    """Return the task with part of the recursion changed."""
    return lambda X, Y, dY, params, Y_init: sums(
        X, before(Y, Y_init), deltas(Y, dY, params.W_y, **changed)
    )


def previous(outputs):
    """Return the task with other previous outputs."""
    return lambda X, Y, dY, params, Y_init: sums(X, outputs(Y, Y_init), deltas(Y, dY, params.W_y))


def scaled(factor):
    """Return the task with all gradients multiplied by a factor that depends on Y's shape."""
    return lambda X, Y, *rest: RNNParams(*(g * factor(*Y.shape) for g in backward(X, Y, *rest)))


def kept(part):
    """Return the task with the sums over some of the rows and steps."""

    def run(X, Y, dY, params, Y_init):
        dA, Y_prev = deltas(Y, dY, params.W_y), before(Y, Y_init)
        return sums(*(values[part] for values in (X, Y_prev, dA)))

    return run


def replaced(**parts):
    """Return the task with one gradient changed: a function of the result and the deltas."""

    def run(X, Y, dY, params, Y_init):
        dA = deltas(Y, dY, params.W_y)
        right = sums(X, before(Y, Y_init), dA)
        return right._replace(**{name: change(right, dA) for name, change in parts.items()})

    return run


def backward_trials(rng):
    for batch, time, units in SIZES:
        inputs = {1: 1, 2: 3, 3: 2, 4: 1}[units] if batch != units else units
        yield backward_trial(rng, batch, time, inputs, units)
    yield single(backward_trial(rng, 4, 6, 2, 3))


def backward_trial(rng, batch, time, inputs, units):
    X, params, Y_init = (
        draw(rng, batch, time, inputs),
        draw_params(rng, inputs, units),
        draw_outputs(rng, batch, units),
    )
    Y = rnn_forward(X, params, Y_init)
    return X, Y, draw(rng, batch, time, units), params, Y_init


BACKWARD = Exercise(
    name="lab-3/backward",
    reference=backward,
    trials=backward_trials,
    note="One recursion and three sums, over every sequence and every step.",
    mistakes=[
        Mistake(
            "no slope",
            recursion(carried=flat_slope, summed=flat_slope),
            "The slope of tanh is missing everywhere: these are the gradients of a layer without "
            "activation. delta is g times 1 - Y[:, t] ** 2, in the recursion and in the sums.",
        ),
        Mistake(
            "slope missing in the recursion",
            recursion(carried=flat_slope),
            "The slope of tanh is missing in the recursion: g is carried from step to step, where "
            "delta should be. With one step nothing is carried, so a test of one step would not "
            "have noticed.",
        ),
        Mistake(
            "slope missing in the sums",
            recursion(summed=flat_slope),
            "The slope of tanh is missing in the sums: they were made with g. The weights act "
            "before the tanh, so multiply by 1 - Y[:, t] ** 2 first and sum the deltas.",
        ),
        Mistake(
            "slope of the step before",
            recursion(
                carried=lambda Y: slope(earlier(Y, 0 * Y[:, :1])),
                summed=lambda Y: slope(earlier(Y, 0 * Y[:, :1])),
            ),
            "The slope was taken at the output of the step before. Step t has gone through its "
            "own tanh: 1 - Y[:, t] ** 2.",
        ),
        Mistake("W_y not transposed", recursion(through=lambda delta, W_y: delta @ W_y), TURNED),
        Mistake("W_y on the left", recursion(through=lambda delta, W_y: W_y @ delta), LEFT),
        Mistake(
            "no recursion",
            recursion(through=lambda delta, W_y: 0 * delta),
            "Nothing is carried back from step to step: each delta holds only what the loss says "
            "about its own output. Add delta @ W_y.T of the step after.",
        ),
        Mistake(
            "y_t",
            previous(lambda Y, Y_init: Y),
            "The gradient of W_y pairs each delta with the output of its own step, Y[:, t]. W_y "
            "multiplied the output one step earlier: Y[:, t - 1], and Y_init at the first step.",
        ),
        Mistake(
            "y_{t+1}",
            previous(lambda Y, Y_init: shifted_back(Y)),
            "The gradient of W_y is shifted the wrong way: each delta meets the output one step "
            "later. It belongs with the one before: Y[:, :-1] goes with the deltas from the "
            "second step on.",
        ),
        Mistake(
            "Y_init dropped",
            previous(lambda Y, Y_init: earlier(Y, 0 * Y[:, :1])),
            "Y_init is missing in the gradient of W_y: the first step was treated as if the layer "
            "had started from zeros. Its share is Y_init.T @ delta, with the delta of step 1.",
        ),
        Mistake(
            "the last output before the first step",
            previous(lambda Y, Y_init: np.roll(Y, 1, axis=1)),
            "At the first step Y[:, t - 1] is Y[:, -1], which quietly means the last step. Before "
            "the first step stands Y_init.",
        ),
        Mistake(
            "Y_init at every step",
            previous(lambda Y, Y_init: np.broadcast_to(Y_init[:, None], Y.shape)),
            "Y_init stands in the gradient of W_y at every step. From the second step on, the "
            "output before is Y[:, t - 1].",
        ),
        Mistake(
            "mean over the batch",
            scaled(lambda batch, time, units: 1 / batch),
            "These are means over the batch. The gradients are sums: if the loss is a mean, its "
            "factor is in dY already, and here it would count twice.",
        ),
        Mistake(
            "mean over time",
            scaled(lambda batch, time, units: 1 / time),
            "These are means over the steps. A weight that is used at every step collects from "
            "every step: the gradients are sums.",
        ),
        Mistake(
            "mean over both",
            scaled(lambda batch, time, units: 1 / (batch * time)),
            "These are means over sequences and steps. The gradients are sums over both: if the "
            "loss is a mean, its factor is in dY already.",
        ),
        Mistake(
            "bias as a mean",
            replaced(b=lambda right, dA: dA.mean(axis=(0, 1))),
            "W_x and W_y are right; the gradient of b is a mean of the deltas. It is their sum, "
            "like the others.",
        ),
        Mistake(
            "sign",
            scaled(lambda batch, time, units: -1.0),
            "Every gradient has the wrong sign. The minus of gradient descent belongs to the "
            "update, not to the gradient; or dY was taken as target minus output somewhere.",
        ),
        Mistake(
            "last step only",
            kept(np.s_[:, -1:]),
            "Only the last step counts. The weights are used at every step, and their gradients "
            "are the sums of the shares of all steps.",
        ),
        Mistake(
            "first step only",
            kept(np.s_[:, :1]),
            "Only the share of the first step is left, the last one that the loop computes: each "
            "pass overwrites the one before. Add the shares up with +=.",
        ),
        Mistake(
            "first sequence only",
            kept(np.s_[:1]),
            "Only the first sequence of the batch counts. Sum over all rows, which the product "
            "X[:, t].T @ delta does by itself.",
        ),
        Mistake(
            "bias not summed over the batch",
            replaced(b=lambda right, dA: dA.sum(axis=1)),
            "The gradient of b was summed over the steps but not over the batch, so it has one "
            "row for each sequence. A gradient has the shape of its weights: here (units,).",
        ),
        Mistake(
            "bias summed over units",
            replaced(b=lambda right, dA: dA.sum()),
            "The gradient of b was summed over the units too, down to one number. Each unit has a "
            "bias of its own: delta.sum(axis=0).",
        ),
        Mistake(
            "bias of the first step only",
            replaced(b=lambda right, dA: dA[:, 0].sum(axis=0)),
            "W_x and W_y are right; the gradient of b holds one step only, the first. It is a sum "
            "over the steps like the others: +=.",
        ),
        Mistake(
            "dW_y transposed",
            replaced(W_y=lambda right, dA: right.W_y.T),
            "The gradient of W_y is transposed. Row i belongs to the unit that sends, column j to "
            "the one that receives: Y_prev.T @ delta, not delta.T @ Y_prev.",
        ),
        Mistake(
            "dW_x transposed",
            replaced(W_x=lambda right, dA: right.W_x.T),
            "The gradient of W_x is transposed: delta.T @ X[:, t] instead of X[:, t].T @ delta.",
        ),
        Mistake(
            "both transposed",
            replaced(W_x=lambda right, dA: right.W_x.T, W_y=lambda right, dA: right.W_y.T),
            "The gradients of W_x and W_y are both transposed. The values that came in stand on "
            "the left: X[:, t].T @ delta and Y_prev.T @ delta.",
        ),
        Mistake(
            "order of the result",
            lambda *args: (backward(*args).W_y, backward(*args).W_x, backward(*args).b),
            "The gradients of W_x and W_y have changed places. RNNParams holds W_x, W_y, b in "
            "this order.",
        ),
    ],
)


# ------------------------------------------------------------------- lab-3/check


def relative_error(loss, params, grads, direction, step):
    numeric = central(loss, params, direction, step)
    return compared(numeric, dot(grads, direction))


def moved(params, direction, distance):
    return RNNParams(*(w + distance * d for w, d in zip(params, direction, strict=True)))


def central(loss, params, direction, step):
    ahead, behind = (loss(moved(params, direction, sign * step)) for sign in (1, -1))
    return (ahead - behind) / (2 * step)


def forward(loss, params, direction, step):
    return (loss(moved(params, direction, step)) - loss(params)) / step


def backward_difference(loss, params, direction, step):
    return (loss(params) - loss(moved(params, direction, -step))) / step


def dot(grads, direction):
    return sum((g * d).sum() for g, d in zip(grads, direction, strict=True))


def compared(numeric, analytic):
    return abs(numeric - analytic) / max(abs(numeric), abs(analytic))


def numeric_by(difference):
    """Return the task with another difference."""
    return lambda loss, params, grads, direction, step: compared(
        difference(loss, params, direction, step), dot(grads, direction)
    )


def analytic_by(product):
    """Return the task with another number in place of the dot product."""
    return lambda loss, params, grads, direction, step: compared(
        central(loss, params, direction, step), product(grads, direction)
    )


def compared_by(compare):
    """Return the task with another comparison of the two numbers."""
    return lambda loss, params, grads, direction, step: compare(
        central(loss, params, direction, step), dot(grads, direction)
    )


def length(arrays):
    return np.sqrt(sum((a**2).sum() for a in arrays))


def check_trials(rng):
    """Yield losses that are not quadratic, with gradients right and wrong, and large steps."""
    for inputs, units, step, bug in [
        (1, 1, 0.5, 1.5),
        (1, 2, 0.5, -0.5),
        (2, 1, 0.1, 1.0),
        (2, 3, 0.1, 0.7),
        (3, 2, 1e-3, 2.0),
        (2, 3, 1e-5, 1.0),
        (2, 2, 0.2, -1.5),
    ]:
        params, weights = draw_params(rng, inputs, units), draw_params(rng, inputs, units)
        grads = RNNParams(*(w * (3 * p**2 + p) for w, p in zip(weights, params, strict=True)))
        grads = grads._replace(W_y=bug * grads.W_y)
        direction = draw_params(rng, inputs, units)
        size = length(direction)
        yield CubicLoss(*weights), params, grads, RNNParams(*(d / size for d in direction)), step


class CubicLoss(NamedTuple):
    """A loss whose gradient is known: the sum of w (p^3 + p^2 / 2) over all weights p."""

    W_x: np.ndarray  # the factors w of the weights in W_x, and so on
    W_y: np.ndarray
    b: np.ndarray

    def __call__(self, params):
        pairs = zip(self, params, strict=True)
        return float(sum((w * (p**3 + p**2 / 2)).sum() for w, p in pairs))


CHECK = Exercise(
    name="lab-3/check",
    reference=relative_error,
    trials=check_trials,
    note="It tells a wrong gradient from a right one, and knows nothing of how either was made.",
    mistakes=[
        Mistake(
            "forward difference",
            numeric_by(forward),
            "The difference was taken on one side, from params forwards. Take it on both sides, "
            "the loss at +step less the loss at -step: its error is much smaller.",
        ),
        Mistake(
            "backward difference",
            numeric_by(backward_difference),
            "The difference was taken on one side, from params backwards. Take it on both sides, "
            "the loss at +step less the loss at -step.",
        ),
        Mistake(
            "2 forgotten",
            numeric_by(lambda *args: 2 * central(*args)),
            "The difference was divided by the step. The two points lie two steps apart: divide "
            "by 2 * step.",
        ),
        Mistake(
            "divided by 2 only",
            numeric_by(lambda *args: args[3] * central(*args)),
            "The difference of the two losses was not divided by the step. Divide by 2 * step.",
        ),
        Mistake(
            "multiplied by the step",
            numeric_by(lambda *args: args[3] ** 2 * central(*args)),
            "The division by step became a product: Python reads a / 2 * step as (a / 2) * step. "
            "Write a / (2 * step).",
        ),
        Mistake(
            "move not undone",
            numeric_by(lambda *args: forward(*args) / 2),
            "The two losses lie one step apart, and their difference was divided by two: one of "
            "them is the loss at params itself. Take one step ahead of params and one behind.",
        ),
        Mistake(
            "sign of the difference",
            numeric_by(lambda *args: -central(*args)),
            "The difference has the wrong sign: it is the loss ahead less the loss behind.",
        ),
        Mistake(
            "absolute",
            compared_by(lambda numeric, analytic: abs(numeric - analytic)),
            "This is the absolute difference. Whether 0.01 is much depends on the gradient: "
            "divide by the larger of the two absolute values.",
        ),
        Mistake(
            "signed",
            compared_by(lambda a, b: (a - b) / max(abs(a), abs(b))),
            "The error has a sign. Take the absolute value of the difference.",
        ),
        Mistake(
            "larger without absolute values",
            compared_by(lambda a, b: abs(a - b) / max(a, b)),
            "The divisor is the larger of the two numbers, which is the smaller in size when both "
            "are negative. Compare their absolute values.",
        ),
        Mistake(
            "divided by the sum",
            compared_by(lambda a, b: abs(a - b) / (abs(a) + abs(b))),
            "The difference was divided by the sum of the two sizes. Divide by the larger one.",
        ),
        Mistake(
            "divided by the numeric one",
            compared_by(lambda a, b: abs(a - b) / abs(a)),
            "The difference was divided by the finite difference. Divide by whichever of the two "
            "is larger, so that neither can be near zero there.",
        ),
        Mistake(
            "divided by the analytic one",
            compared_by(lambda a, b: abs(a - b) / abs(b)),
            "The difference was divided by the gradient's own number. Divide by whichever of the "
            "two is larger, so that neither can be near zero there.",
        ),
        Mistake(
            "bias missing in the product",
            analytic_by(lambda g, d: dot(g[:2], d[:2])),
            "The product of gradient and direction leaves out b, although b moves too. Sum over "
            "all three arrays.",
        ),
        Mistake(
            "W_x only in the product",
            analytic_by(lambda g, d: dot(g[:1], d[:1])),
            "The product of gradient and direction holds W_x only. All three arrays move, so sum "
            "over all three.",
        ),
        Mistake(
            "lengths multiplied",
            analytic_by(lambda g, d: length(g)),
            "The length of the gradient stands in place of its product with the direction. The "
            "loss rises at that rate only along the gradient itself: multiply number by number "
            "and sum.",
        ),
        Mistake(
            "only W_y moved",
            numeric_by(
                lambda loss, params, direction, step: central(
                    loss, params, RNNParams(0, direction.W_y, 0), step
                )
            ),
            "Only W_y was moved. The direction has a part for each array: move all three.",
        ),
    ],
)


# -------------------------------------------------------------------- lab-3/clip


def clip(grads, max_norm, norm=length):
    scale = min(1.0, max_norm / norm(grads))
    return RNNParams(*(g * scale for g in grads))


def clip_task(grads, max_norm):
    return clip(grads, max_norm)


def clipped_by(norm):
    """Return the task with something else in place of the global norm."""
    return lambda grads, max_norm: clip(grads, max_norm, norm)


def scaled_by(scale):
    """Return the task with another factor, a function of the norm and its limit."""

    def run(grads, max_norm):
        norm = length(grads)
        factor = scale(norm, max_norm) if norm > max_norm else 1.0
        return RNNParams(*(g * factor for g in grads))

    return run


def each(function):
    """Return the task done on each array by itself."""
    return lambda grads, max_norm: RNNParams(*(function(g, max_norm) for g in grads))


def clip_rows(g, max_norm):
    norm = np.sqrt((g**2).sum(axis=-1, keepdims=True))
    return g * np.minimum(1.0, max_norm / norm)


def clip_trials(rng):
    """Yield gradients longer than the limit and shorter; some arrays are longer, some not."""
    sizes = [(1, 1, 0.5), (1, 1, 5.0), (1, 2, 0.8), (2, 1, 1.0), (2, 2, 0.7), (2, 3, 1.5)]
    for inputs, units, max_norm in [*sizes, (3, 2, 9.0), (4, 3, 2.5), (1, 4, 0.1)]:
        yield draw_params(rng, inputs, units), max_norm
    yield single(draw_params(rng, 2, 3)), 1.5
    yield RNNParams(*(1e-3 * g for g in draw_params(rng, 2, 3))), 1.0


CLIP = Exercise(
    name="lab-3/clip",
    reference=clip_task,
    trials=clip_trials,
    note="The direction stayed as it was, and short gradients were left alone.",
    mistakes=[
        Mistake(
            "not clipped",
            lambda grads, max_norm: grads,
            "These are the gradients as they came. When their global norm is above max_norm, "
            "multiply all of them by max_norm / norm.",
        ),
        Mistake(
            "by value",
            each(lambda g, c: np.clip(g, -c, c)),
            "This clips by value: each number was cut by itself, which turns the gradient. "
            "Multiply all numbers by the same factor.",
        ),
        Mistake(
            "each array",
            each(lambda g, c: g * min(1.0, c / np.sqrt((g**2).sum()))),
            "Each array was clipped by its own norm, which changes their shares in the whole and "
            "turns the gradient. Take one norm over all three arrays together.",
        ),
        Mistake(
            "each row",
            each(clip_rows),
            "The norm was taken along the last axis, one for each row. Take one norm over all "
            "numbers of all arrays.",
        ),
        Mistake(
            "always",
            lambda grads, c: RNNParams(*(g * (c / length(grads)) for g in grads)),
            "Short gradients are stretched to max_norm. They should stay as they are: rescale "
            "only when the norm is above max_norm.",
        ),
        Mistake(
            "only short ones",
            lambda grads, c: RNNParams(*(g * max(1.0, c / length(grads)) for g in grads)),
            "The comparison is the wrong way round: short gradients are stretched and long ones "
            "left alone.",
        ),
        Mistake(
            "squared norm",
            clipped_by(lambda grads: length(grads) ** 2),
            "The root is missing: the norm is the square root of the sum of squares.",
        ),
        Mistake(
            "sum of norms",
            clipped_by(lambda grads: sum(length([g]) for g in grads)),
            "The norms of the three arrays were added. Add their squares and take the root of "
            "the sum.",
        ),
        Mistake(
            "largest norm",
            clipped_by(lambda grads: max(length([g]) for g in grads)),
            "The largest of the three norms was used. The global norm is the root of the sum of "
            "all squares.",
        ),
        Mistake(
            "largest entry",
            clipped_by(lambda grads: max(abs(g).max() for g in grads)),
            "The largest number was held against max_norm. The norm is the root of the sum of "
            "all squares.",
        ),
        Mistake(
            "absolute sum",
            clipped_by(lambda grads: sum(abs(g).sum() for g in grads)),
            "The absolute values were added. The norm is the root of the sum of squares.",
        ),
        Mistake(
            "unit length",
            scaled_by(lambda norm, c: 1 / norm),
            "Long gradients get length 1 whatever max_norm is. Multiply by max_norm / norm.",
        ),
        Mistake(
            "times max_norm",
            scaled_by(lambda norm, c: c),
            "Long gradients were multiplied by max_norm without being divided by their norm.",
        ),
        Mistake(
            "inverted",
            scaled_by(lambda norm, c: norm / c),
            "The factor is upside down: long gradients grew. It is max_norm / norm.",
        ),
        Mistake(
            "dropped",
            scaled_by(lambda norm, c: 0.0),
            "Long gradients became zero. Their direction is good: shorten them to max_norm.",
        ),
    ],
)


# ---------------------------------------------------------------- lab-3/truncate


def truncate(Y, dY, W_y, length):
    return output_gradients(Y, dY, W_y, crosses=lambda t: t % length)


def truncated(crosses, **changed):
    """Return the task with cuts elsewhere: `crosses(t, length, time)`."""

    def run(Y, dY, W_y, length):
        here = {"crosses": lambda t: crosses(t, length, Y.shape[1]), **changed}
        return output_gradients(Y, dY, W_y, **here)

    return run


def inside(t, length, time):
    return t % length


def last_stretch(Y, dY, W_y, length):
    recent = np.arange(Y.shape[1])[:, None] >= Y.shape[1] - length
    return np.where(recent, output_gradients(Y, dY, W_y), 0)


def without_direct_at_cuts(Y, dY, W_y, length):
    starts = np.arange(Y.shape[1])[:, None] % length == 0
    return output_gradients(Y, np.where(starts, 0, dY), W_y, crosses=lambda t: t % length)


def moving_window(Y, dY, W_y, length):
    """Let every step hear of the `length` - 1 steps after it, wherever it stands."""
    G = np.array(dY)
    for _ in range(length - 1):
        G = dY + shifted_back((G * slope(Y)) @ W_y.T)
    return G


def truncate_trials(rng):
    sizes = [(1, 2, 1, 1), (1, 3, 1, 2), (1, 4, 1, 2), (1, 4, 2, 3), (2, 5, 2, 2), (2, 7, 3, 3)]
    for *size, cut in [*sizes, (5, 6, 2, 4), (3, 8, 4, 3), (2, 3, 2, 5), (3, 4, 3, 1)]:
        yield draw_outputs(rng, *size), draw(rng, *size), draw(rng, size[2], size[2]), cut


TRUNCATE = Exercise(
    name="lab-3/truncate",
    reference=truncate,
    trials=truncate_trials,
    note="Inside a stretch nothing is lost, and across a cut nothing comes back.",
    mistakes=[
        Mistake(
            "no cut",
            truncated(lambda t, length, time: True),
            "Nothing was cut: the gradient runs back through all steps. Where a new stretch "
            "begins, what comes from the future counts as zero.",
        ),
        Mistake(
            "only direct",
            truncated(lambda t, length, time: False),
            "This is dY itself: nothing was carried back, not even inside a stretch.",
        ),
        Mistake(
            "one late",
            truncated(lambda t, length, time: (t - 1) % length),
            "The cuts stand one step late. The first stretch holds the steps 0 to length - 1 in "
            "code, so the first cut lies between length - 1 and length.",
        ),
        Mistake(
            "one early",
            truncated(lambda t, length, time: (t + 1) % length),
            "The cuts stand one step early, so the first stretch is one step too short. It holds "
            "the steps 0 to length - 1 in code: the first cut lies behind step length - 1.",
        ),
        Mistake(
            "from the end",
            truncated(lambda t, length, time: (time - t) % length),
            "The stretches were counted from the end. They begin at the first step, and the last "
            "one may be shorter.",
        ),
        Mistake(
            "one cut",
            truncated(lambda t, length, time: t != length),
            "Only the first cut was made. There is one every `length` steps.",
        ),
        Mistake(
            "one cut near the end",
            truncated(lambda t, length, time: t > time - length),
            "Only the last `length` steps form a stretch; before them nothing is carried back. "
            "Every stretch has a recursion of its own.",
        ),
        Mistake(
            "last stretch only",
            last_stretch,
            "Everything before the last `length` steps is zero. Truncation forgets no part of "
            "the loss: each stretch goes back from its own last step.",
        ),
        Mistake(
            "direct part lost",
            without_direct_at_cuts,
            "At the first step of a stretch the direct gradient is lost. Only what comes across "
            "the cut counts as zero; dY enters at every step.",
        ),
        Mistake(
            "moving window",
            moving_window,
            "Here every step hears of the length - 1 steps after it, across the cuts. The "
            "stretches are fixed: a step hears of the rest of its own stretch.",
        ),
        Mistake(
            "no slope",
            truncated(inside, slope=flat_slope),
            "The cuts are right, and the slope of tanh is missing: carry g * (1 - Y ** 2) of the "
            "step after.",
        ),
        Mistake(
            "W_y not transposed",
            truncated(inside, through=lambda delta, W_y: delta @ W_y),
            "The cuts are right, and W_y lacks its transpose: delta @ W_y.T.",
        ),
    ],
)


EXERCISES = [BY_HAND, OUTPUT_GRADIENTS, BACKWARD, CHECK, CLIP, TRUNCATE]
