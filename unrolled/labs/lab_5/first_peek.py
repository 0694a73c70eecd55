"""Exercise first-peek of lab 5: reference, inputs, known mistakes and their diagnoses."""

from dataclasses import dataclass

import numpy as np

from unrolled._expect import expect
from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw, draw_whole


@dataclass(frozen=True)
class Peek:
    """A unit of outputs `since` to `until` - 1 adds `weight` times one input `lead` steps later."""

    since: int
    lead: int
    until: int = 99
    weight: float = 0.5
    input: int = 0
    unit: int = 0

    def __str__(self):
        when = f" from t = {self.since} on" if self.since else ""
        if self.until == self.since + 1:
            when = f" at t = {self.since}"
        read = f"{self.weight} * x_(t+{self.lead})[{self.input}]"
        return f"{read} by unit {self.unit}{when}"


@dataclass(frozen=True, repr=False)
class Network:
    """A network that reads its own step and its past and, by `peeks`, what comes later.

    It takes windows (batch, time, inputs) of any length and gives (batch, time, units).
    """

    W: np.ndarray  # (inputs, units): what an output has from its own step
    past: np.ndarray  # (inputs, units): and from all steps before it
    peeks: tuple = ()
    centred: bool = False  # takes the mean of the window from every step
    rounded: bool = False  # computes its past as all less what is later

    def __call__(self, X):
        wanted = f"have shape (batch, time, {len(self.W)})"
        fits = getattr(X, "ndim", 0) == 3 and X.shape[2] == len(self.W) and X.size
        expect(fits, "window", wanted, f"shape {np.shape(X)}")
        X = np.array(X, dtype=float)
        if self.centred:
            X = X - X.mean(axis=1, keepdims=True)
        A = X @ self.W
        share = X @ self.past
        if self.rounded:
            later = np.cumsum(share[:, ::-1], axis=1)[:, ::-1]
            A = A + (share.sum(axis=1, keepdims=True) - later)
        else:
            A[:, 1:] += np.cumsum(share, axis=1)[:, :-1]
        for peek in self.peeks:
            until = min(peek.until, X.shape[1] - peek.lead)
            if until > peek.since:
                ahead = X[:, peek.since + peek.lead : until + peek.lead, peek.input]
                A[:, peek.since : until, peek.unit] += peek.weight * ahead
        return A if self.rounded else np.tanh(A)

    def __repr__(self):
        names = ["x_t and what came before", *map(str, self.peeks)]
        names += ["the mean of the window"] * self.centred
        names += ["rounding errors from all of the window"] * self.rounded
        return f"<a network; output t has read {', '.join(names)}>"


def first_peek(network, X):
    return by()(network, X)


def later_steps(X, t, rng):
    return slice(t + 1, None)


def drawn(X, where, rng):
    return X[:, where] + rng.normal(size=X[:, where].shape)


def of_input(i):
    """Return a change of one input only."""

    def change(X, where, rng):
        only = np.zeros(X.shape[2])
        only[i] = 1
        return X[:, where] + only * rng.normal(size=X[:, where].shape)

    return change


def far_apart(Y, other):
    return np.abs(Y - other).max(axis=(0, 2)) > 1e-6


def by(steps=later_steps, change=drawn, differs=far_apart, asked=lambda T: range(T - 1), none=-1):
    """Return the task: change some steps for each t that is asked, and see if output t moves."""

    def run(network, X):
        rng, Y = np.random.default_rng(0), network(X)
        for t in asked(X.shape[1]):
            where, other = steps(X, t, rng), np.array(X, float)
            if not other[:, where].size:
                continue
            other[:, where] = change(other, where, rng)
            if differs(Y, network(other))[t]:
                return t
        return none

    return run


def result(change):
    return lambda network, X: change(first_peek(network, X), X)


def moved(network, X):
    """Return which outputs move when one input is changed: [s, t]."""
    rng, Y, rows = np.random.default_rng(0), network(X), []
    for s in range(X.shape[1]):
        other = np.array(X, float)
        other[:, s] += rng.normal(size=X[:, s].shape)
        rows.append(far_apart(Y, network(other)))
    return np.array(rows)


def of_pairs(rule):
    """Return the task by a rule on the pairs (s, t), s > t: output t moves with input s."""

    def run(network, X):
        pairs = np.argwhere(np.triu(moved(network, X).T, k=1))[:, ::-1]
        return int(rule(pairs)) if len(pairs) else -1

    return run


def draw_network(rng, inputs, units, *peeks, **options):
    W, past = draw(rng, inputs, units), 0.3 * draw(rng, inputs, units)
    return Network(W, past, peeks, **options)


def networks(rng):
    """Yield (batch, time, network): causal; peeking early, late, near, far, by one unit only."""
    yield 1, 3, draw_network(rng, 1, 1)
    yield 1, 3, draw_network(rng, 1, 1, Peek(0, 1))
    yield 1, 4, draw_network(rng, 1, 1, Peek(2, 1))
    yield 1, 5, draw_network(rng, 1, 1, Peek(1, 2))
    yield 1, 6, draw_network(rng, 1, 1, Peek(0, 4))
    yield 2, 6, draw_network(rng, 2, 1)
    yield 2, 5, draw_network(rng, 3, 2, Peek(1, 1, input=2))
    yield 2, 6, draw_network(rng, 2, 3, Peek(3, 2, unit=2))
    yield 3, 7, draw_network(rng, 2, 2, Peek(2, 3, until=3, input=1, unit=1))
    yield 2, 7, draw_network(rng, 1, 2, Peek(2, 1, weight=-0.0005))
    yield 2, 6, draw_network(rng, 2, 2, Peek(1, 1, weight=0.6), Peek(1, 2, weight=-0.6))
    yield 3, 5, draw_network(rng, 2, 3, centred=True)
    yield 2, 8, draw_network(rng, 1, 1, Peek(4, 1), Peek(1, 5))
    yield 1, 6, draw_network(rng, 2, 2, Peek(4, 1, unit=1))
    yield 3, 9, draw_network(rng, 2, 2, rounded=True)
    yield 2, 7, draw_network(rng, 2, 2, Peek(3, 1, input=1), rounded=True)


def peek_trials(rng):
    for batch, time, network in networks(rng):
        yield network, draw(rng, batch, time, len(network.W))


def peek_further(rng):
    """Yield a single step, whole numbers, and single precision."""
    yield draw_network(rng, 2, 2, centred=True), draw(rng, 2, 1, 2)
    yield draw_network(rng, 2, 2, Peek(1, 2)), draw_whole(rng, 4, 5, 2)
    yield draw_network(rng, 2, 2, Peek(2, 1)), draw(rng, 2, 5, 2).astype(np.float32)


ALWAYS = (
    "Output {} is named whatever the network is. An output may read its own step and those before "
    "it: change the steps from t + 1 on, and no other. And what comes out at step t is compared "
    "with what came out at step t before."
)

FIRST_PEEK = Exercise(
    name="lab-5/first-peek",
    reference=first_peek,
    trials=peek_trials,
    also=peek_further,
    note="It asked the network and not its author, so it works on any network.",
    mistakes=[
        Mistake(
            "own step too",
            by(steps=lambda X, t, rng: slice(t, None), asked=range),
            ALWAYS.format(0),
        ),
        Mistake(
            "own step too, last not asked",
            by(steps=lambda X, t, rng: slice(t, None)),
            ALWAYS.format(0),
        ),
        Mistake(
            "earlier steps",
            by(steps=lambda X, t, rng: slice(0, t), asked=range),
            ALWAYS.format(1),
        ),
        Mistake(
            "next step only",
            by(steps=lambda X, t, rng: slice(t + 1, t + 2)),
            "Only the next step was changed. A network that reads several steps ahead passes: "
            "change all the steps from t + 1 on.",
        ),
        Mistake(
            "last step only",
            by(steps=lambda X, t, rng: slice(-1, None)),
            "Only the last step was changed. A network that reads a little way ahead shows it only "
            "near the end: change all the steps from t + 1 on.",
        ),
        Mistake(
            "from two steps on",
            by(steps=lambda X, t, rng: slice(t + 2, None)),
            "The steps from t + 2 on were changed, and a network that reads one step ahead passes. "
            "Step t + 1 is later than t.",
        ),
        Mistake(
            "the same for all",
            by(change=lambda X, where, rng: X[:, where] + 1.0),
            "All later inputs were moved by the same amount. A network that reads the difference "
            "of two of them does not notice: change each by an amount of its own, at random.",
        ),
        Mistake(
            "reversed",
            by(change=lambda X, where, rng: X[:, where][:, ::-1]),
            "The later steps were put into reverse order. A network that reads their mean does not "
            "notice, and a single one stays where it is: put other values in their place.",
        ),
        Mistake(
            "first input only",
            by(change=of_input(0)),
            "Only the first of the inputs was changed. A network may peek at any of them: change "
            "X[:, t + 1:] as a whole.",
        ),
        Mistake(
            "last input only",
            by(change=of_input(-1)),
            "Only the last of the inputs was changed. A network may peek at any of them: change "
            "X[:, t + 1:] as a whole.",
        ),
        Mistake(
            "first unit only",
            by(differs=lambda Y, other: (np.abs(Y - other)[..., 0] > 1e-6).any(axis=0)),
            "Only the first unit of the outputs was looked at. Any of them may have moved.",
        ),
        Mistake(
            "last unit only",
            by(differs=lambda Y, other: (np.abs(Y - other)[..., -1] > 1e-6).any(axis=0)),
            "Only the last unit of the outputs was looked at. Any of them may have moved.",
        ),
        Mistake(
            "all units",
            by(differs=lambda Y, other: (np.abs(Y - other) > 1e-6).all(axis=(0, 2))),
            "An output is said to peek only where all of its numbers moved. One that moves is "
            "enough.",
        ),
        Mistake(
            "every last digit",
            by(differs=lambda Y, other: (Y != other).any(axis=(0, 2))),
            "Right but for a network whose outputs carry rounding errors of later steps. Outputs "
            "were compared to the last digit, or NaN was put in, which sums hand on: change the "
            "inputs by ordinary numbers, and count differences above 1e-6.",
        ),
        Mistake(
            "coarse",
            by(differs=lambda Y, other: np.abs(Y - other).max(axis=(0, 2)) > 0.1),
            "Small differences are not counted as peeking. A network may give little weight to "
            "what it should not see: count differences above 1e-6.",
        ),
        Mistake(
            "last output only",
            by(asked=lambda T: [T - 2] if T > 1 else []),
            "Only the output before the last was asked. Ask them one after the other, from the "
            "first on.",
        ),
        Mistake(
            "first output only",
            by(asked=lambda T: range(min(T - 1, 1))),
            "Only the first output was asked. One further on may peek where the first does not.",
        ),
        Mistake(
            "from the second on",
            by(asked=lambda T: range(1, T - 1)),
            "The first output was not asked. It has most to peek at.",
        ),
        Mistake(
            "stops one early",
            by(asked=lambda T: range(T - 2)),
            "The output before the last was not asked, and it still has one step to peek at.",
        ),
        Mistake(
            "last of all",
            of_pairs(lambda pairs: pairs[:, 1].max()),
            "This is the last output that peeks. Asked is the first.",
        ),
        Mistake(
            "what is read",
            of_pairs(lambda pairs: pairs[:, 0].min()),
            "This is the first *input* that is read too early. Asked is the output that reads it.",
        ),
        Mistake(
            "what the first reads",
            of_pairs(lambda pairs: pairs[pairs[:, 1] == pairs[:, 1].min(), 0].min()),
            "This is the input that the first peeking output reads. Asked is the output.",
        ),
        Mistake(
            "by the first input that is noticed",
            of_pairs(lambda pairs: pairs[pairs[:, 0] == pairs[:, 0].min(), 1].min()),
            "The inputs were changed one after the other, and the search ended at the first that "
            "some earlier output noticed. A later input may be noticed by an earlier output: go "
            "through all of them and take the first output of all.",
        ),
        Mistake(
            "how many",
            lambda network, X: of_pairs(lambda pairs: len(np.unique(pairs[:, 1])))(network, X),
            "This is how many outputs peek. Asked is which of them is the first.",
        ),
        Mistake(
            "counted from 1",
            result(lambda t, X: t + 1 if t >= 0 else -1),
            "The output is counted from 1. In code steps count from 0.",
        ),
        Mistake(
            "counted from 1, 0 for none",
            result(lambda t, X: t + 1),
            "The answer is one too large everywhere. Steps count from 0, and where no output peeks "
            "the answer is -1.",
        ),
        Mistake(
            "0 for none",
            by(none=0),
            "Where no output peeks the answer is 0, which is the name of the first output. It is "
            "-1.",
        ),
        Mistake(
            "length for none",
            result(lambda t, X: t if t >= 0 else X.shape[1]),
            "Where no output peeks the answer is the number of steps. It is -1.",
        ),
        Mistake(
            "last step for none",
            result(lambda t, X: t if t >= 0 else X.shape[1] - 1),
            "Where no output peeks the answer is the last step, which has nothing to peek at. It "
            "is -1.",
        ),
        Mistake(
            "whether causal",
            result(lambda t, X: t < 0),
            "This says whether the network is causal. Asked is which output peeks first, and -1 "
            "where none does.",
        ),
        Mistake(
            "whether it peeks",
            result(lambda t, X: t >= 0),
            "This says whether the network peeks. Asked is which output peeks first, and -1 where "
            "none does.",
        ),
    ],
)
