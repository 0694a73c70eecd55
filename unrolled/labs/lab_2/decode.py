"""Exercise decode of lab 2: reference, inputs, known mistakes and their diagnoses."""

from typing import NamedTuple

import numpy as np

from unrolled._expect import expect
from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw, draw_whole, single


class Decoder(NamedTuple):
    """A recurrent neuron layer with outputs of its own: (x_t, state) -> (output, state)."""

    W_x: np.ndarray  # (outputs, units)
    W_y: np.ndarray  # (units, units)
    W_out: np.ndarray  # (units, outputs)

    def __call__(self, x_t, state):
        x_t, state = expect_rows(x_t, "x_t", self.W_x), expect_rows(state, "state", self.W_y)
        state = np.tanh(x_t @ self.W_x + state @ self.W_y)
        return state @ self.W_out, state


def expect_rows(a, name, weights):
    """Return `a` as an array that these weights can multiply, one sequence per row."""
    wanted = f"be an array of shape (batch, {len(weights)})"
    expect(not isinstance(a, tuple | list), name, wanted, f"a {type(a).__name__}")
    a = np.asarray(a)
    expect(a.ndim == 2 and a.shape[1] == len(weights), name, wanted, f"shape {a.shape}")
    return a


def decode(decoder, vector, start, n_steps):
    return decoding()(decoder, vector, start, n_steps)


def decoding(
    feed=lambda x, output, state: output,
    carry=lambda vector, state: state,
    join=lambda outputs, states, start: np.stack(outputs, axis=1),
    extra=0,
):
    """Return a decoding loop with its input, its state or its result chosen otherwise."""

    def run(decoder, vector, start, n_steps):
        x_t, state, outputs, states = start, vector, [], []
        for _ in range(n_steps + extra):
            output, state = decoder(x_t, state)
            outputs.append(output)
            states.append(state)
            x_t, state = feed(x_t, output, state), carry(vector, state)
        return join(outputs, states, start)

    return run


def unpacked_wrongly(kept):
    """Return the loop with output and state exchanged, and one of the two kept."""

    def run(decoder, vector, start, n_steps):
        x_t, state, outputs = start, vector, []
        for _ in range(n_steps):
            state, x_t = decoder(x_t, state)
            outputs.append((x_t, state)[kept])
        return np.stack(outputs, axis=1)

    return run


UNPACKED = (
    "Output and state changed places when the decoder's result was unpacked. It returns (output, "
    "state), in this order."
)


def kept_whole(decoder, vector, start, n_steps):
    """Store the outputs in an array made like `start`, which may hold whole numbers."""
    return decode(decoder, vector, start, n_steps).astype(start.dtype)


def two_steps_old(decoder, vector, start, n_steps):
    """Feed back the output before the last."""
    x_t, state, outputs = start, vector, [start]
    for _ in range(n_steps):
        output, state = decoder(x_t, state)
        x_t = outputs[-1]
        outputs.append(output)
    return np.stack(outputs[1:], axis=1)


def decode_trials(rng):
    """Yield (batch, outputs, units, n_steps); outputs equal units where a mistake needs it.

    Every row has a start of its own.
    """
    cases = [(1, 1, 1, 2), (2, 1, 1, 3), (2, 2, 2, 3), (1, 3, 3, 2), (3, 2, 4, 5), (2, 4, 3, 2)]
    for batch, outputs, units, n_steps in [*cases, (4, 1, 5, 6), (3, 2, 3, 1)]:
        sizes = [(outputs, units), (units, units), (units, outputs)]
        decoder = Decoder(*(draw(rng, *size) for size in sizes))
        yield decoder, draw(rng, batch, units), draw(rng, batch, outputs), n_steps
    decoder = Decoder(draw(rng, 2, 3), draw(rng, 3, 3), draw(rng, 3, 2))
    yield *single((decoder, draw(rng, 2, 3), draw(rng, 2, 2))), 4


def decode_whole(rng):
    """Yield starts that are whole numbers, as many as there are units."""
    for batch, units, n_steps in [(1, 1, 2), (2, 3, 3)]:
        decoder = Decoder(*(draw(rng, units, units) for _ in Decoder._fields))
        yield decoder, draw(rng, batch, units), draw_whole(rng, batch, units), n_steps


DECODE = Exercise(
    name="lab-2/decode",
    reference=decode,
    trials=decode_trials,
    also=decode_whole,
    note="One vector in, as many steps out as you ask for.",
    mistakes=[
        Mistake(
            "start at every step",
            decoding(feed=lambda x, output, state: x),
            "The decoder reads `start` at every step. From the second step on it reads its own "
            "output of the step before.",
        ),
        Mistake(
            "nothing fed back",
            decoding(feed=lambda x, output, state: 0 * output),
            "After the first step the decoder reads zeros. It reads its own output of the step "
            "before.",
        ),
        Mistake(
            "start never read",
            lambda decoder, vector, start, n: decoding(feed=lambda x, output, state: 0 * output)(
                decoder, vector, 0 * start, n
            ),
            "The decoder reads zeros at every step. It reads `start` first, and then its own "
            "output of the step before.",
        ),
        Mistake(
            "first step left at zero",
            decoding(join=lambda outputs, *_: np.stack([0 * outputs[0], *outputs[:-1]], axis=1)),
            "The first step holds zeros and everything comes one step late. The decoder's answer "
            "to `start` is step 0 of the result: the loop begins there.",
        ),
        Mistake(
            "state never updated",
            decoding(carry=lambda vector, state: vector),
            "Every step starts from `vector` again. The state that the decoder returns goes into "
            "its next call.",
        ),
        Mistake(
            "state forgotten",
            decoding(carry=lambda vector, state: 0 * state),
            "The state is zero from the second step on. The state that the decoder returns goes "
            "into its next call.",
        ),
        Mistake(
            "nothing carried on",
            decoding(feed=lambda x, output, state: x, carry=lambda vector, state: vector),
            "Every step gives the same output, because every call gets `start` and `vector` "
            "again. The output goes back in as the next input and the state as the next state.",
        ),
        Mistake(
            "one start for all",
            lambda decoder, vector, start, n: decode(decoder, vector, 0 * start + start[:1], n),
            "Every row begins with the first row of `start`. Each has its own.",
        ),
        Mistake(
            "one vector for all",
            lambda decoder, vector, start, n: decode(decoder, 0 * vector + vector[:1], start, n),
            "Every row begins from the first row of `vector`. Each has its own.",
        ),
        Mistake(
            "two steps old",
            two_steps_old,
            "The input is one output too old: step t reads the output of step t - 2, and the first "
            "two steps read `start`. Each step reads the output of the step right before it.",
        ),
        Mistake(
            "start added",
            decoding(feed=lambda x, output, state: x + output),
            "Each input is the sum of all outputs before it and `start`. A step reads the output "
            "of the step before it, alone.",
        ),
        Mistake(
            "vector ignored",
            lambda decoder, vector, start, n: decode(decoder, 0 * vector, start, n),
            "The decoder starts from zeros, so the result is the same for every vector. The "
            "vector is the state before the first step.",
        ),
        Mistake(
            "state fed back",
            decoding(feed=lambda x, output, state: state),
            "The state was fed back as the next input. What goes back in is the output.",
        ),
        Mistake("unpacked in the wrong order", unpacked_wrongly(0), UNPACKED),
        Mistake("unpacked in the wrong order, state kept", unpacked_wrongly(1), UNPACKED),
        Mistake(
            "called in the wrong order",
            lambda d, vector, start, n: decoding()(lambda x, s: d(s, x), vector, start, n),
            "The decoder's arguments are in the wrong order: decoder(x_t, state), the input first.",
        ),
        Mistake(
            "vector as input",
            lambda decoder, vector, start, n: decode(decoder, start, vector, n),
            "The vector went in as the first input and `start` as the state. It is the other way "
            "round.",
        ),
        Mistake(
            "start included",
            decoding(join=lambda outputs, states, start: np.stack([start, *outputs], axis=1)),
            "The result begins with `start` and has one step too many. `start` was given to the "
            "decoder; it is not among what it puts out.",
        ),
        Mistake(
            "start included, last left out",
            decoding(join=lambda outputs, states, start: np.stack([start, *outputs[:-1]], axis=1)),
            "The result begins with `start`, and the last output is missing: each input was kept "
            "in place of the output. Keep what the decoder returns.",
        ),
        Mistake(
            "one step short",
            decoding(
                join=lambda outputs, *_: np.reshape(outputs[:-1], (-1, *outputs[0].shape)).swapaxes(
                    0, 1
                )
            ),
            "There is one step too few. The first call, which reads `start`, already gives a step "
            "of the result.",
        ),
        Mistake(
            "first output dropped",
            decoding(extra=1, join=lambda outputs, *_: np.stack(outputs[1:], axis=1)),
            "The first output is left out and the result begins with the second. What the decoder "
            "answers to `start` is the first step of the result.",
        ),
        Mistake(
            "one step too many",
            decoding(extra=1),
            "There is one step too many: the decoder is called n_steps times in all, the call "
            "that reads `start` included.",
        ),
        Mistake(
            "states",
            decoding(join=lambda outputs, states, start: np.stack(states, axis=1)),
            "These are the states. Keep the outputs, the first of the two things that the decoder "
            "returns.",
        ),
        Mistake(
            "last output only",
            decoding(join=lambda outputs, *_: outputs[-1]),
            "This is the last output only. Keep the output of every step.",
        ),
        Mistake(
            "returns early",
            decoding(join=lambda outputs, *_: outputs[0][:, None]),
            "Only the first step is there. A return inside the loop does that: it belongs below.",
        ),
        Mistake(
            "time-major",
            decoding(join=lambda outputs, *_: np.stack(outputs)),
            "The numbers are right and their axes are not: this is (time, batch, outputs). "
            "np.stack(outputs, axis=1) puts time second.",
        ),
        Mistake(
            "reshaped",
            decoding(
                join=lambda outputs, *_: np.reshape(
                    outputs, (*outputs[0].shape[:1], len(outputs), -1)
                )
            ),
            "The shape is right, but the numbers have changed places. A list with one array per "
            "step is (time, batch, outputs), and reshape relabels the axes, it does not move "
            "them: use np.stack(outputs, axis=1), or swapaxes(0, 1).",
        ),
        Mistake(
            "kept whole",
            kept_whole,
            "Where `start` holds whole numbers, so does the result, and its decimals are lost. An "
            "array made like `start`, as np.zeros_like does, takes over its type: make it with "
            "np.zeros(shape), or give it dtype=float.",
        ),
        Mistake(
            "side by side",
            decoding(join=lambda outputs, *_: np.concatenate(outputs, axis=1)),
            "The outputs stand side by side in one row, and the time axis is gone. Concatenating "
            "lengthens an axis; stacking makes a new one, for time.",
        ),
    ],
)
