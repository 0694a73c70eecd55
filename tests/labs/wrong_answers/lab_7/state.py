"""Recorded answers to lab-7/state, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from wrong_answers.lab_7._shared import SHAPE, result


def right_state_index(chunk, state, step):
    outputs = None
    for t in range(chunk.shape[1]):
        y_t, state = step(chunk[:, t], state)
        if outputs is None:
            outputs = np.zeros((*chunk.shape[:2], y_t.shape[1]))
        outputs[:, t] = y_t
    return outputs, state


def right_state_customers(chunk, state, step):
    """Serve the customers one by one, each with the state that is theirs."""
    outputs, states = [], []
    for rows, own in zip(chunk, state, strict=True):
        made = []
        for x_t in rows:
            y_t, own = step(x_t, own)
            made.append(y_t)
        outputs.append(made)
        states.append(own)
    return np.array(outputs), np.array(states)


def right_state_pieces(chunk, state, step):
    """Take the first row and leave the others to another call."""
    y_t, state = step(chunk[:, 0], state)
    outputs = y_t[:, None]
    if chunk.shape[1] > 1:
        rest, state = right_state_pieces(chunk[:, 1:], state, step)
        outputs = np.concatenate([outputs, rest], axis=1)
    return [outputs, state]


def right_state_transposed(chunk, state, step):
    outputs = []
    for x_t in np.transpose(chunk, (1, 0, 2)):
        pair = step(x_t, state)
        outputs += [pair[0]]
        state = pair[1]
    return np.array(outputs).transpose(1, 0, 2), state


def state_of(begin=lambda s: s, steps=lambda chunk: range(chunk.shape[1]),
             kept=lambda states: states[-1], carry=lambda y, new, old: new):  # fmt: skip
    """Return an answer with one thing done otherwise."""

    def my_state(chunk, state, step):
        states, outputs = [begin(state)], []
        for t in steps(chunk):
            y_t, new = step(chunk[:, t], states[-1])
            outputs.append(y_t)
            states.append(carry(y_t, new, states[0]))
        return np.stack(outputs, axis=1), kept(states)

    return my_state


def state_in_place(chunk, state, step):
    outputs = []
    for t in range(chunk.shape[1]):
        y_t, new = step(chunk[:, t], state)
        state[:] = new
        outputs.append(y_t)
    return np.stack(outputs, axis=1), state


class Kept:
    """An answer that remembers its last state, whoever's it was."""

    __name__ = "my_state"
    before = None

    def __call__(self, chunk, state, step):
        if self.before is not None and self.before.shape == state.shape:
            state = self.before
        outputs, self.before = right_state_index(chunk, state, step)
        return outputs, self.before


def state_by_customer(chunk, state, step):
    outputs = []
    for row in chunk:
        y_t, state = step(row, state)
        outputs.append(y_t)
    return np.stack(outputs), state


def state_by_customer_at_axis_1(chunk, state, step):
    outputs = []
    for x_t in chunk:
        y_t, state = step(x_t, state)
        outputs.append(y_t)
    return np.stack(outputs, axis=1), state


def state_of_own(chunk, state, step):
    """Give each customer their own state, and all their rows at once."""
    outputs, states = [], []
    for i in range(len(chunk)):
        made, own = step(chunk[i], state[i])
        outputs.append(made)
        states.append(own)
    return np.array(outputs), np.array(states)


def state_of_own_row(chunk, state, step):
    outputs, states = [], []
    for rows, own in zip(chunk, state[:, None], strict=True):
        made, own = step(rows, own)
        outputs.append(made)
        states.append(own)
    return np.stack(outputs), np.concatenate(states)


def state_of_own_written(chunk, state, step):
    outputs, state = [], np.array(state)
    for i in range(chunk.shape[0]):
        y, state[i] = step(chunk[i], state[i])
        outputs.append(y)
    return np.array(outputs), state


def state_batch_steps(chunk, state, step):
    outputs = []
    for t in range(chunk.shape[0]):
        y_t, state = step(chunk[:, t], state)
        outputs.append(y_t)
    return np.stack(outputs, axis=1), state


def state_last_customer(chunk, state, step):
    outputs = []
    for rows, own in zip(chunk, state, strict=True):
        made = []
        for x_t in rows:
            y_t, own = step(x_t, own)
            made.append(y_t)
        outputs.append(made)
    return np.array(outputs), own


def state_first_for_all(chunk, state, step):
    return right_state_index(chunk, np.repeat(state[:1], len(chunk), axis=0), step)


def state_through(chunk, state, step):
    """Serve one customer after the other with one state for all."""
    outputs, own = [], state[:1]
    for i in range(len(chunk)):
        made, own = right_state_index(chunk[i : i + 1], own, step)
        outputs.append(made[0])
    return np.stack(outputs), np.repeat(own, len(chunk), axis=0)


def state_names_exchanged(chunk, state, step):
    outputs = []
    for t in range(chunk.shape[1]):
        state, y_t = step(chunk[:, t], state)
        outputs.append(y_t)
    return np.stack(outputs, axis=1), state


def state_output_carried(chunk, state, step):
    outputs = []
    for t in range(chunk.shape[1]):
        state = step(chunk[:, t], state)[0]
        outputs.append(state)
    return np.stack(outputs, axis=1), state


def state_states(chunk, state, step):
    outputs = []
    for t in range(chunk.shape[1]):
        state = step(chunk[:, t], state)[1]
        outputs.append(state)
    return np.stack(outputs, axis=1), state


def state_loses_last(chunk, state, step):
    made, state = right_state_index(chunk, state, step)
    return made[:, :-1], state


def state_stale(chunk, state, step):
    pairs = [step(chunk[:, t], state) for t in range(chunk.shape[1])]
    return np.stack([p[0] for p in pairs], axis=1), pairs[-1][1]


WRONG = [
    (state_of(begin=lambda s: 0 * s), "as though nothing had come before it. Begin"),
    (state_of(kept=lambda states: states[0]), "the one that was handed in"),
    (state_of(kept=lambda states: states[-2]), "that before the last step"),
    (state_of(kept=lambda states: states[1]), "that after the first step"),
    (state_of(kept=lambda states: np.stack(states[1:], axis=1)), "The states of all steps"),
    (state_of(kept=lambda states: np.mean(states[1:], axis=0)), "The mean of the states"),
    (state_of(kept=lambda states: 0 * states[-1]), "A state of zeros is returned"),
    (state_of(kept=lambda states: states[-1].mean(axis=0)), SHAPE),
    (state_of(kept=lambda states: states[-1][:1]), SHAPE),
    (state_of(steps=lambda chunk: range(chunk.shape[1] - 1, -1, -1)), "from its end"),
    (state_of(steps=lambda chunk: range(1, chunk.shape[1])), "An error stopped"),
    (state_stale, "Every step begins with the state that was handed in"),
    (state_names_exchanged, "the wrong way round"),
    (state_output_carried, "handed on as its state"),
    (state_states, "`outputs` holds the states"),
    (state_in_place, "changes state while it runs"),
    (Kept(), "answers differently when it is called again"),
    (state_by_customer, "The loop goes over the customers"),
    (state_by_customer_at_axis_1, "The loop goes over the customers"),
    (state_of_own, "were read as though they were as many customers"),
    (state_of_own_row, "were read as though they were as many customers"),
    (state_of_own_written, "were read as though they were as many customers"),
    (state_batch_steps, "as many steps as there are customers"),
    (state_last_customer, "of the last customer alone"),
    (state_first_for_all, "begin where the first one stood"),
    (state_through, "where the one before has ended"),
    (state_loses_last, SHAPE),
    (result(right_state_index, lambda r: (r[0], r[0][:, -1])), "The last output is returned"),
    (result(right_state_index, lambda r: (r[0][:, -1], r[1])), "of the last step alone"),
    (result(right_state_index, lambda r: (r[0].swapaxes(0, 1), r[1])), "time, customers"),
    (result(right_state_index, lambda r: r[::-1]), "`outputs` first, then the new state"),
    (result(right_state_index, lambda r: r[0]), "must hold 2 things"),
]

RIGHT = [
    right_state_index,
    right_state_customers,
    right_state_pieces,
    right_state_transposed,
    state_of(),
]
