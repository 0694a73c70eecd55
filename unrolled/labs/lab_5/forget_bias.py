"""Exercise forget-bias of lab 5: reference, inputs, known mistakes and their diagnoses."""

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw, draw_whole, single


def forget_bias(b, half_lives):
    return by()(b, half_lives)


def bias(k):
    return -np.log(2 ** (1 / k) - 1)


def second_block(units):
    return slice(units, 2 * units)


def by(bias=bias, place=second_block):
    """Return the task with another bias, or another place for it."""

    def run(b, half_lives):
        made = np.array(b, float)
        with np.errstate(divide="ignore", invalid="ignore"):  # of biases that are no numbers
            made[place(len(half_lives))] = bias(np.array(half_lives, float))
        return made

    return run


def result(change):
    """Return the task with its result changed by `change(made, b, half_lives)`."""
    return lambda b, half_lives: change(forget_bias(b, half_lives), b, half_lives)


def gate_to_bias(f):
    return np.log(f / (1 - f))


def added(b, half_lives):
    return result(lambda made, b, k: made + np.repeat([0, 1, 0, 0], len(k)) * b)(b, half_lives)


def everywhere(b, half_lives):
    return np.tile(bias(np.asarray(half_lives, float)), 4)


def bias_trials(rng):
    """Yield one unit, and several with half-lives from under a step to hundreds."""
    for units in (1, 1, 2, 3, 4, 2, 5):
        yield draw(rng, 4 * units), half_lives(rng, units)
    yield draw(rng, 12), np.array([0.5, 400.0, 7.3])
    yield single((draw(rng, 8), half_lives(rng, 2)))


def half_lives(rng, units):
    """Draw half-lives, all different, short and long in no order."""
    return np.round(2.0 ** rng.permutation(np.linspace(0.6, 7, 9))[:units], 1)


def bias_whole(rng):
    """Yield whole half-lives, a whole bias, and half-lives of one step, which need a bias of 0."""
    yield draw(rng, 8), np.array([1, 100])
    yield draw_whole(rng, 12), np.array([3, 1, 50])


BLOCK = "The biases belong in the second block, b[units : 2 * units]: input gate, forget gate, "
BLOCK += "candidate, output gate."

FORGET_BIAS = Exercise(
    name="lab-5/forget-bias",
    reference=forget_bias,
    trials=bias_trials,
    also=bias_whole,
    note="Where nothing else moves the gate, each unit now keeps half of its content that long.",
    mistakes=[
        *(
            Mistake(
                f"placed in block {n + 1}",
                by(place=lambda units, n=n: slice(n * units, (n + 1) * units)),
                f"The biases are right and stand in the block of the {name}. {BLOCK}",
            )
            for n, name in [(0, "input gate"), (2, "candidate"), (3, "output gate")]
        ),
        Mistake(
            "every fourth",
            by(place=lambda units: slice(1, None, 4)),
            "The biases are right and stand at every fourth place, as if the four numbers of a "
            f"unit stood together. {BLOCK}",
        ),
        Mistake(
            "everywhere",
            everywhere,
            f"All four blocks have the bias of the forget gate. {BLOCK}",
        ),
        Mistake(
            "the other blocks at zero",
            lambda b, k: by()(0 * b, k),
            "The forget gate's block is right. The other three have lost their biases: they stay "
            "as they were in b.",
        ),
        Mistake(
            "block only",
            lambda b, k: bias(np.asarray(k, float)),
            "These are the biases of the forget gate. Return all of b, with these in its second "
            "block.",
        ),
        Mistake(
            "added",
            added,
            "The biases were added to those that stood there. They take their place.",
        ),
        Mistake(
            "sign",
            by(bias=lambda k: -bias(k)),
            "The biases have the wrong sign: a long memory needs a gate near 1, and that a large "
            "positive bias.",
        ),
        Mistake(
            "ln k",
            by(bias=np.log),
            "This is ln k, the rule of thumb by which about a third is left after k steps. Asked "
            "is the bias that leaves a half.",
        ),
        Mistake(
            "ln(k - 1)",
            by(bias=lambda k: np.log(k - 1)),
            "This comes from f = 1 - 1/k, by which about a third is left after k steps. Asked is "
            "f ** k = 1/2.",
        ),
        Mistake(
            "linear",
            by(bias=lambda k: np.log(2 * k - 1)),
            "This comes from f = 1 - 1/(2k), as though the same amount were lost at every step. "
            "The same *share* is lost: f ** k = 1/2.",
        ),
        Mistake(
            "approximated",
            by(bias=lambda k: np.log(k / np.log(2) - 1)),
            "This comes from f = 1 - 0.69/k, which holds for long half-lives only. Solve "
            "f ** k = 1/2 as it is.",
        ),
        Mistake(
            "approximated twice",
            by(bias=lambda k: np.log(k / np.log(2))),
            "This is ln(k / 0.69), which holds for long half-lives only. Solve f ** k = 1/2 as it "
            "is, and put the bias in the place of f.",
        ),
        Mistake(
            "gate in place of bias",
            by(bias=lambda k: 2 ** (-1 / k)),
            "These are the gates themselves, f. The bias is what the sigmoid turns into f.",
        ),
        Mistake(
            "sigmoid of the gate",
            by(bias=lambda k: 1 / (1 + np.exp(-(2 ** (-1 / k))))),
            "The sigmoid was applied to the gate f. The way leads back: which b does the sigmoid "
            "turn into f?",
        ),
        Mistake(
            "log of the gate",
            by(bias=lambda k: -np.log(2) / k),
            "This is the logarithm of the gate f. f is the sigmoid of the bias: "
            "f = 1 / (1 + exp(-b)), to be solved for b.",
        ),
        Mistake(
            "minus 1 outside",
            by(bias=lambda k: -(np.log(2 ** (1 / k)) - 1)),
            "The 1 was taken from the logarithm. It is taken from 2 ** (1/k), and the logarithm "
            "comes after.",
        ),
        Mistake(
            "plus 1",
            by(bias=lambda k: -np.log(2 ** (1 / k) + 1)),
            "This has 2 ** (1/k) + 1. From 1 / (1 + exp(-b)) = f follows exp(-b) = 1/f - 1.",
        ),
        Mistake(
            "a half to the power k",
            by(bias=lambda k: gate_to_bias(0.5**k)),
            "The gate is 0.5 ** k. Half is left after k steps, not k times a half after one: "
            "f ** k = 1/2, and f is the k-th root.",
        ),
        Mistake(
            "1 - f",
            by(bias=lambda k: gate_to_bias(1 - 0.5**k)),
            "The gate is 1 - 0.5 ** k. Half is left after k steps: f ** k = 1/2.",
        ),
        Mistake(
            "1/e left",
            by(bias=lambda k: -np.log(np.exp(1 / k) - 1)),
            "After k steps 1/e is left, about a third. Asked is a half: f ** k = 1/2.",
        ),
        Mistake(
            "arctanh",
            by(bias=lambda k: np.arctanh(2 ** (-1 / k))),
            "The inverse of tanh was used. The gate is a sigmoid of its bias.",
        ),
        Mistake(
            "log2",
            by(bias=lambda k: -np.log2(2 ** (1 / k) - 1)),
            "The logarithm is to base 2. The sigmoid has exp in it: np.log is its inverse.",
        ),
        Mistake(
            "log10",
            by(bias=lambda k: -np.log10(2 ** (1 / k) - 1)),
            "The logarithm is to base 10. The sigmoid has exp in it: np.log is its inverse.",
        ),
        Mistake(
            "a step later",
            by(bias=lambda k: gate_to_bias(2.0 ** (-1 / (k + 1)))),
            "After k + 1 steps half is left. Asked is a half after k: f ** k = 1/2.",
        ),
        Mistake(
            "mean half-life",
            by(bias=lambda k: bias(np.full(k.shape, k.mean()))),
            "All units have one bias, that of the mean half-life. Each unit has a half-life of its "
            "own.",
        ),
        Mistake(
            "first unit's half-life",
            by(bias=lambda k: bias(np.full(k.shape, k[0]))),
            "All units have the bias of the first. Each unit has a half-life of its own.",
        ),
        Mistake(
            "units in reverse",
            by(bias=lambda k: bias(k[::-1])),
            "The biases stand in reverse order: the first half-life belongs to the first unit.",
        ),
        Mistake(
            "kept whole",
            result(lambda made, b, k: made.astype(b.dtype)),
            "Where b holds whole numbers, so does the result, and its decimals are lost: "
            "np.array(b, dtype=float) makes a copy that can hold them.",
        ),
    ],
)
