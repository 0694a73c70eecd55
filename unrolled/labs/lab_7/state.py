"""Exercise state of lab 7: reference, inputs, known mistakes and their diagnoses."""

from typing import NamedTuple

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw, draw_whole


class Served(NamedTuple):
    """What a chunk gave, and where its customers stand after it."""

    outputs: np.ndarray
    state: np.ndarray


class Cell:
    """One step of a cell whose output is not its state."""

    def __init__(self, rng, inputs, units, outputs):
        self.sizes = inputs, units, outputs
        self.W_x, self.W_s = draw(rng, inputs, units), draw(rng, units, units)
        self.W_o = draw(rng, units, outputs)

    def __call__(self, x_t, state):
        state = np.tanh(x_t @ self.W_x + state @ self.W_s)
        return state @ self.W_o, state

    def __repr__(self):
        return "a cell of {} inputs, {} units and {} outputs".format(*self.sizes)


def state(chunk, state, step):
    return by()(chunk, state, step)


def by(order=lambda steps: steps, begin=lambda state: state, kept=lambda states: states[-1],
       made=lambda outputs: outputs):  # fmt: skip
    """Return the task with steps in another order, another beginning, or another state kept."""

    def run(chunk, state, step):
        outputs, states = [], [begin(state)]
        for x_t in order(list(chunk.swapaxes(0, 1))):
            y_t, new = step(x_t, states[-1])
            outputs.append(y_t)
            states.append(new)
        return Served(made(np.stack(outputs, axis=1)), kept(states))

    return run


def no_carry(chunk, state, step):
    """Begin every step of the chunk with the state that was handed in."""
    pairs = [step(x_t, state) for x_t in chunk.swapaxes(0, 1)]
    return Served(np.stack([y for y, _ in pairs], axis=1), pairs[-1][1])


def output_kept(chunk, state, step):
    right = by()(chunk, state, step)
    return right._replace(state=right.outputs[:, -1])


def output_carried(chunk, state, step):
    """Take what the cell puts out for its state, at every step."""
    outputs = []
    for x_t in chunk.swapaxes(0, 1):
        state, _ = step(x_t, state)
        outputs.append(state)
    return Served(np.stack(outputs, axis=1), state)


def states_given(chunk, state, step):
    states = []
    for x_t in chunk.swapaxes(0, 1):
        _, state = step(x_t, state)
        states.append(state)
    return Served(np.stack(states, axis=1), state)


def taken_the_wrong_way(chunk, state, step):
    """Take the first of what a step returns for the state, and the second for the output."""
    outputs = []
    for x_t in chunk.swapaxes(0, 1):
        state, y_t = step(x_t, state)
        outputs.append(y_t)
    return np.stack(outputs, axis=1), state


def time_first(chunk, state, step):
    right = by()(chunk, state, step)
    return right._replace(outputs=right.outputs.swapaxes(0, 1))


def customers_as_time(chunk, state, step):
    """Go through the customers one after the other, each with the state the last one left."""
    outputs = []
    for x_t in chunk:
        y_t, state = step(x_t, state)
        outputs.append(y_t)
    return Served(np.stack(outputs, axis=0), state)


def customers_as_time_put_together(chunk, state, step):
    right = customers_as_time(chunk, state, step)
    return right._replace(outputs=right.outputs.swapaxes(0, 1))


def as_many_steps_as_customers(chunk, state, step):
    """Count the steps by axis 0."""
    outputs = []
    for t in range(len(chunk)):
        y_t, state = step(chunk[:, t], state)
        outputs.append(y_t)
    return Served(np.stack(outputs, axis=1), state)


def all_rows_at_once(own, together):
    """Give `step` all rows of a customer in one call, with that customer's state."""

    def run(chunk, state, step):
        pairs = [step(rows, own(state, i)) for i, rows in enumerate(chunk)]
        return Served(np.stack([y for y, _ in pairs]), together([new for _, new in pairs]))

    return run


def all_rows_written_back(chunk, state, step):
    outputs, state = [], state.copy()
    for i, rows in enumerate(chunk):
        y, state[i] = step(rows, state[i])
        outputs.append(y)
    return Served(np.stack(outputs), state)


def last_customer(rows):
    """Keep the state of the last customer alone, as one row or as none."""

    def run(chunk, state, step):
        right = by()(chunk, state, step)
        return right._replace(state=right.state[rows])

    return run


def rows_share_a_state(chunk, state, step):
    """Let all customers begin where the first one stands."""
    return by(begin=lambda s: np.broadcast_to(s[:1], s.shape))(chunk, state, step)


def one_after_the_other(chunk, state, step):
    """Let each customer begin where the one before stands after the chunk."""
    outputs, now = [], state[:1]
    for row in chunk:
        made = by()(row[None], now, step)
        outputs.append(made.outputs[0])
        now = made.state
    return Served(np.stack(outputs), np.repeat(now, len(chunk), axis=0))


AT_ONCE = (
    "The loop goes over the customers, and `step` was given all rows of one at once: they were "
    "read as though they were as many customers at the same moment. A row follows from the one "
    "before it. Loop over time, axis 1, and take all customers along: step(chunk[:, t], state)."
)
OVER_CUSTOMERS = (
    "The loop goes over the customers, axis 0. It goes over time, axis 1, and takes all customers "
    "along at each step."
)


def state_trials(rng):
    """Yield (chunk, state, step): states that differ by row and are not 0, unequal sizes."""
    for batch, time, inputs, units, outputs in [
        (1, 1, 1, 1, 1), (1, 2, 1, 2, 1), (2, 2, 1, 2, 1), (2, 3, 2, 1, 2), (3, 2, 2, 4, 1),
        (2, 4, 3, 2, 3), (4, 5, 2, 3, 3), (3, 6, 1, 2, 2),
    ]:  # fmt: skip
        step = Cell(rng, inputs, units, outputs)
        yield draw(rng, batch, time, inputs), 0.5 * draw(rng, batch, units), step


def state_further(rng):
    """Yield whole numbers, a state of zeros, and as many customers as steps."""
    yield draw_whole(rng, 2, 3, 2), 0.5 * draw(rng, 2, 3), Cell(rng, 2, 3, 1)
    yield draw(rng, 2, 3, 1), np.zeros((2, 2)), Cell(rng, 1, 2, 2)
    yield draw(rng, 3, 3, 2), draw_whole(rng, 3, 3), Cell(rng, 2, 3, 2)


STATE = Exercise(
    name="lab-7/state",
    reference=state,
    trials=state_trials,
    also=state_further,
    note="Whatever is to be remembered comes in and goes out; nothing stays behind.",
    mistakes=[
        Mistake(
            "from zeros",
            by(begin=np.zeros_like),
            "Every chunk begins with a state of zeros, as though nothing had come before it. Begin "
            "with the state that is handed in.",
        ),
        Mistake(
            "not carried on",
            no_carry,
            "Every step begins with the state that was handed in. It begins with the state that "
            "the step before it returned.",
        ),
        Mistake(
            "the old state",
            by(kept=lambda states: states[0]),
            "The state that is returned is the one that was handed in. Return the one after the "
            "last step, or the next chunk begins where this one began.",
        ),
        Mistake(
            "one step early",
            by(kept=lambda states: states[-2]),
            "The state that is returned is that before the last step. The next chunk would read "
            "its first row as though the last of this one had not been.",
        ),
        Mistake(
            "after the first step",
            by(kept=lambda states: states[1]),
            "The state that is returned is that after the first step. Return the one after the "
            "last.",
        ),
        Mistake(
            "all states",
            by(kept=lambda states: np.stack(states[1:], axis=1)),
            "The states of all steps are returned. The next chunk needs the last one alone.",
        ),
        Mistake(
            "mean state",
            by(kept=lambda states: np.mean(states[1:], axis=0)),
            "The mean of the states is returned. The next chunk needs the one after the last step.",
        ),
        Mistake(
            "zeros returned",
            by(kept=lambda states: np.zeros_like(states[-1])),
            "A state of zeros is returned, so the next chunk begins as though nothing had come "
            "before it.",
        ),
        Mistake(
            "output for state",
            output_kept,
            "The last output is returned in the place of the state. They are the same in a simple "
            "recurrent layer only; `step` returns both, the output first.",
        ),
        Mistake(
            "taken the wrong way",
            taken_the_wrong_way,
            "What `step` returns was taken the wrong way round: the output comes first, then the "
            "new state.",
        ),
        Mistake(
            "outputs carried",
            output_carried,
            "The output of a step was handed on as its state. `step` returns both, the output "
            "first and then the state.",
        ),
        Mistake(
            "states for outputs",
            states_given,
            "`outputs` holds the states. `step` returns both, the output first and then the state.",
        ),
        Mistake(
            "backwards",
            by(order=lambda steps: steps[::-1]),
            "The steps of the chunk were taken from its end. Time runs forward along axis 1.",
        ),
        Mistake(
            "last output",
            by(made=lambda outputs: outputs[:, -1]),
            "`outputs` holds that of the last step alone. All steps of the chunk belong to it.",
        ),
        Mistake(
            "time first",
            time_first,
            "The axes of `outputs` are in the order time, customers. It has the order of the "
            "chunk: (batch, time, outputs).",
        ),
        Mistake(
            "customers as time",
            customers_as_time,
            OVER_CUSTOMERS,
        ),
        Mistake("customers as time, together", customers_as_time_put_together, OVER_CUSTOMERS),
        Mistake(
            "as many steps as customers",
            as_many_steps_as_customers,
            "The loop takes as many steps as there are customers. `chunk` has shape (batch, time, "
            "inputs): the steps are counted by chunk.shape[1].",
        ),
        *(
            Mistake(f"all rows at once, {name}", all_rows_at_once(own, together), AT_ONCE)
            for name, own, together in [
                ("stacked", lambda state, i: state[i], np.stack),
                ("one row, stacked", lambda state, i: state[i : i + 1], np.stack),
                ("joined", lambda state, i: state[i], np.concatenate),
            ]
        ),
        Mistake("all rows at once, written back", all_rows_written_back, AT_ONCE),
        *(
            Mistake(
                f"state of the last customer, {name}",
                last_customer(rows),
                "The state that is returned is that of the last customer alone. Each customer "
                "stands somewhere else: one row for each.",
            )
            for name, rows in [("no axis", -1), ("one row", slice(-1, None))]
        ),
        Mistake(
            "one state for all",
            rows_share_a_state,
            "All customers begin where the first one stood. Each row of `state` belongs to the "
            "same row of the chunk.",
        ),
        Mistake(
            "from one to the next",
            one_after_the_other,
            "Each customer begins where the one before has ended. Each row of `state` belongs to "
            "the same row of the chunk.",
        ),
        Mistake(
            "exchanged",
            lambda *args: tuple(by()(*args))[::-1],
            "The two results are in the wrong order: `outputs` first, then the new state.",
        ),
    ],
)
