"""Exercise backward of lab 3: reference, inputs, known mistakes and their diagnoses."""

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw, draw_params, draw_whole, single
from unrolled.labs.lab_3._shared import earlier, flat_slope, slope
from unrolled.labs.lab_3.output_gradients import (
    LEFT,
    SIZES,
    TURNED,
    back,
    draw_outputs,
    looked_at,
    output_gradients,
    shifted_back,
)
from unrolled.layers import RNNParams, rnn_forward


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


def from_g(name):
    """Return the task with one gradient summed before the slope."""

    def run(X, Y, dY, params, Y_init):
        of_g = sums(X, before(Y, Y_init), output_gradients(Y, dY, params.W_y))
        return backward(X, Y, dY, params, Y_init)._replace(**{name: getattr(of_g, name)})

    return run


def inputs_of(step):
    """Return the task with inputs `step` steps later, rolled round at the end."""
    return lambda X, *rest: backward(np.roll(X, -step, axis=1), *rest)


def backward_trials(rng):
    for batch, time, units in SIZES:
        inputs = {1: 1, 2: 3, 3: 2, 4: 1}[units] if batch != units else units
        yield backward_trial(rng, batch, time, inputs, units)
    yield single(backward_trial(rng, 4, 6, 2, 3))
    X, Y, dY, *rest = backward_trial(rng, 3, 5, 3, 2)
    yield X, Y, looked_at([0, 1, 0, 0, 1], dY), *rest


def backward_trial(rng, batch, time, inputs, units):
    X, params, Y_init = (
        draw(rng, batch, time, inputs),
        draw_params(rng, inputs, units),
        draw_outputs(rng, batch, units),
    )
    Y = rnn_forward(X, params, Y_init)
    return X, Y, draw(rng, batch, time, units), params, Y_init


def backward_further(rng):
    """Yield whole numbers in everything but Y, and a single step of several sequences."""
    for batch, time, inputs, units in [(1, 2, 1, 1), (3, 4, 2, 3)]:
        shapes = (batch, time, inputs), (inputs, units), (units, units), (units,)
        X, *weights = (np.sign(draw_whole(rng, *shape)) for shape in shapes)
        Y_init, params = np.zeros((batch, units), dtype=int), RNNParams(*weights)
        Y = rnn_forward(X * 1.0, RNNParams(*(1.0 * w for w in weights)), Y_init * 1.0)
        yield X, Y, draw_whole(rng, *Y.shape), params, Y_init
    yield backward_trial(rng, 4, 1, 2, 3)


BACKWARD = Exercise(
    name="lab-3/backward",
    reference=backward,
    trials=backward_trials,
    also=backward_further,
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
        Mistake(
            "W_y left out",
            recursion(through=lambda delta, W_y: delta),
            "W_y is missing in the recursion: the delta of step t + 1 was handed back as it is. "
            "Each unit collects from all units it had sent to: delta @ W_y.T.",
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
            "At the first step the gradient of W_y meets the last output: Y[:, t - 1] is Y[:, -1] "
            "there, which quietly means the last step. Before the first step stands Y_init.",
        ),
        Mistake(
            "the first output before the first step",
            previous(lambda Y, Y_init: earlier(Y, Y[:, :1])),
            "At the first step the gradient of W_y meets the first output. Before the first step "
            "stands Y_init.",
        ),
        Mistake(
            "inputs of the step before",
            inputs_of(-1),
            "The gradient of W_x pairs each delta with the input one step earlier, and the first "
            "with the last. W_x multiplied the input of its own step: X[:, t].",
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
            "bias as a mean over the batch",
            replaced(b=lambda right, dA: dA.mean(axis=0).sum(axis=0)),
            "W_x and W_y are right; the gradient of b is a mean over the batch. The products with "
            "X and Y sum over the rows by themselves, for b it is delta.sum(axis=0).",
        ),
        Mistake(
            "bias as a mean over time",
            replaced(b=lambda right, dA: dA.mean(axis=1).sum(axis=0)),
            "W_x and W_y are right; the gradient of b is a mean over the steps. It is their sum, "
            "like the others.",
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
            "first step lost",
            kept(np.s_[:, 1:]),
            "The first step is missing in the sums. A loop over range(time - 1, 0, -1) stops "
            "before it, one over reversed(range(time)) does not; what came before it is Y_init.",
        ),
        Mistake(
            "last step lost",
            kept(np.s_[:, :-1]),
            "The last step is missing in the sums, although what it hands back is not. Its share "
            "belongs to the gradients too.",
        ),
        Mistake(
            "last step never begun",
            lambda X, Y, dY, *rest: backward(X[:, :-1], Y[:, :-1], dY[:, :-1], *rest),
            "The last step is missing altogether: neither does it enter the sums, nor does it hand "
            "anything back. The recursion begins there, with delta = 0 from beyond it.",
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
            "Only the share of the first step is left. A loop that runs back comes to it last, and "
            "without += each pass overwrites the one before. Add the shares up.",
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
        *(
            Mistake(
                f"{name} from g",
                from_g(name),
                f"The gradient of {name} was summed from g, without the slope, and the others are "
                "right. All three act before the tanh: sum the deltas.",
            )
            for name in RNNParams._fields
        ),
        Mistake(
            "bias of the last step only",
            replaced(b=lambda right, dA: dA[:, -1].sum(axis=0)),
            "W_x and W_y are right; the gradient of b holds one step only, the last. It is a sum "
            "over the steps like the others.",
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
