"""Exercise free-run of lab 2: reference, inputs, known mistakes and their diagnoses."""

from typing import NamedTuple

import numpy as np

from unrolled._expect import expect
from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw
from unrolled.labs.lab_2._shared import time_major
from unrolled.labs.lab_2.decode import expect_rows


class TokenDecoder(NamedTuple):
    """A decoder over tokens: (tokens, state) -> (scores, state)."""

    W_x: np.ndarray  # (vocabulary, units): one row for each token
    W_y: np.ndarray  # (units, units)
    W_out: np.ndarray  # (units, vocabulary)

    def __call__(self, tokens, state):
        tokens, state = np.asarray(tokens), expect_rows(state, "state", self.W_y)
        given = f"{tokens.dtype} of shape {tokens.shape}"
        wanted = f"be whole numbers of shape ({len(state)},)"
        whole = tokens.dtype.kind in "iu" and tokens.shape == state.shape[:1]
        expect(whole, "tokens", wanted, given)
        state = np.tanh(self.W_x[tokens] + state @ self.W_y)
        return state @ self.W_out, state


PAD_TOKEN = 0


def free_run(decoder, state, start, stop, n_steps):
    said = unstopped(decoder, state, start, n_steps)
    return np.where(ended(said, stop), PAD_TOKEN, said)


def unstopped(decoder, state, start, n_steps, feed=True, carry=True):
    """Decode greedily to the last step; `feed` and `carry` say what goes back in."""
    tokens, said = np.full(len(state), start), []
    for _ in range(n_steps):
        scores, new = decoder(tokens, state)
        said.append(scores.argmax(axis=1))
        tokens, state = (said[-1] if feed else tokens), (new if carry else state)
    return np.stack(said, axis=1)


def ended(said, stop):
    """Mark the steps after the first stop of each row."""
    is_stop = said == stop
    return np.cumsum(is_stop, axis=1) - is_stop > 0


def written(rule, **wires):
    """Return decoding to the last step, and `rule(said, ended, stop)` to make the result of it."""

    def run(decoder, state, start, stop, n_steps):
        said = unstopped(decoder, state, start, n_steps, **wires)
        return rule(said, ended(said, stop), stop)

    return run


def padded(said, over, stop=None):
    return np.where(over, PAD_TOKEN, said)


def delayed(over):
    """Return the mask one step later."""
    return np.pad(over, ((0, 0), (1, 0)))[:, :-1]


def done(said, stop):
    """Mark the steps at whose end every row has said stop."""
    return (ended(said, stop) | (said == stop)).all(axis=0)


def after_stop_at_once(said, stop):
    """Mark the steps after the first in which all rows say stop together."""
    return ended((said == stop).all(axis=0, keepdims=True), True)[0]


def when_all_say_stop_at_once(said, over, stop):
    return padded(said, after_stop_at_once(said, stop))


def start_in_front(decoder, state, start, stop, n_steps):
    said = free_run(decoder, state, start, stop, n_steps)
    return np.concatenate([np.full_like(said[:, :1], start), said], axis=1)


def wrongly_chosen(choose):
    """Return decoding that feeds back what `choose` makes of the scores."""

    def run(decoder, state, start, stop, n_steps):
        tokens, said = np.full(len(state), start), []
        for _ in range(n_steps):
            scores, state = decoder(tokens, state)
            tokens = choose(scores)
            said.append(tokens)
        return np.stack(said, axis=1)

    return run


def stopped_by_an_if(decoder, state, start, stop, n_steps):
    tokens, said = np.full(len(state), start), []
    for _ in range(n_steps):
        scores, state = decoder(tokens, state)
        tokens = scores.argmax(axis=1)
        said.append(tokens)
        if tokens == stop:
            break
    return np.stack(said, axis=1)


def free_run_trials(rng):
    """Yield decoders whose rows end at the steps listed; the last step is n_steps - 1."""
    cases = [([1], 2, 4, 1), ([0, 2], 3, 4, 1), ([2, 1], 4, 4, 2), ([1, 3, 0], 5, 4, 3)]
    for ends, n_steps, vocabulary, units in [*cases, ([1, 5, 2, 3], 5, 4, 4), ([2, 0, 1], 6, 3, 3)]:
        start, stop = (1, 2) if units < 3 else (2, 1)
        state = []
        while len(state) < len(ends):
            sizes = [(vocabulary, units), (units, units), (units, vocabulary)]
            decoder = TokenDecoder(*(draw(rng, *size) for size in sizes))
            state = ending(decoder, draw(rng, 200, units), start, stop, n_steps, ends)
        yield decoder, np.array(state), start, stop, n_steps


def ending(decoder, states, start, stop, n_steps, ends):
    """Return a state for each of `ends` at which its row says stop, and goes on to say more."""
    said = unstopped(decoder, states, start, n_steps)
    found = n_steps - ended(said, stop).sum(axis=1) - 1
    found += ~(said == stop).any(axis=1)  # never, which counts as step n_steps
    good = (said != PAD_TOKEN).all(axis=1) & ((said[:, -1] != stop) | (found == n_steps - 1))
    return [states[good & (found == end)][0] for end in ends if (good & (found == end)).any()]


FREE_RUN = Exercise(
    name="lab-2/free-run",
    reference=free_run,
    trials=free_run_trials,
    note="Each row ended when it said so, and none waited for another.",
    mistakes=[
        Mistake(
            "never stops",
            written(lambda said, over, stop: said),
            "Rows go on after they have said `stop`. From the step after `stop` on, a row holds "
            "only 0.",
        ),
        Mistake(
            "stops when all stop at once",
            written(when_all_say_stop_at_once),
            "The end was taken to be a step in which all rows say `stop` together, which may never "
            "come. Remember for each row whether it has said `stop`: one array of shape (batch,), "
            "updated at every step.",
        ),
        Mistake(
            "forgotten again",
            written(lambda said, over, stop: padded(said, delayed(said == stop))),
            "A row falls silent only in the step right after `stop`, and then speaks again. That "
            "it has finished must be remembered: finished = finished | (tokens == stop).",
        ),
        Mistake(
            "one row stops all",
            written(lambda said, over, stop: padded(said, over.any(axis=0))),
            "All rows end as soon as one of them has said `stop`. Keep a note for each row: one "
            "array of True and False, shape (batch,).",
        ),
        Mistake(
            "one row stops all, shorter",
            written(lambda said, over, stop: said[:, ~over.any(axis=0)]),
            "The loop ends as soon as one row has said `stop`. The others have more to say.",
        ),
        Mistake(
            "waits for the slowest",
            written(lambda said, over, stop: padded(said, over.all(axis=0))),
            "A row that has said `stop` goes on until the last row has said it too. Each row "
            "holds 0 from the step after its own `stop`.",
        ),
        Mistake(
            "waits for the slowest, shorter",
            written(lambda said, over, stop: said[:, ~over.all(axis=0)]),
            "The loop ends when all rows have said `stop`; until then, each goes on after its "
            "own. A row holds 0 from the step after its own `stop`, and the result always has "
            "n_steps steps.",
        ),
        Mistake(
            "first row decides",
            written(lambda said, over, stop: padded(said, over[:1])),
            "All rows end when the first row has said `stop`. Each row has its own end.",
        ),
        Mistake(
            "not filled up",
            written(lambda said, over, stop: padded(said, over)[:, ~over.all(axis=0)]),
            "The rows are right as far as they go, but the result is shorter than n_steps: the "
            "loop ended when all rows had said `stop`. Fill the rest with 0.",
        ),
        *(
            Mistake(
                f"left before the last stop was kept, {name}",
                written(lambda said, over, stop, make=make: make(said, over)[:, ~done(said, stop)]),
                "All rows had finished, and the loop was left before their last `stop` was kept. "
                "Keep that step, then fill the remaining steps with 0: a row that has finished "
                "holds 0 up to n_steps.",
            )
            for name, make in [("padded", padded), ("as said", lambda said, over: said)]
        ),
        Mistake(
            "left when all stop at once, shorter",
            written(lambda said, over, stop: said[:, ~after_stop_at_once(said, stop)]),
            "The loop is left in a step in which all rows say `stop` together, which may never "
            "come. Remember for each row whether it has said `stop`. Once all rows have finished, "
            "fill the remaining steps with 0.",
        ),
        Mistake(
            "stop left out",
            written(lambda said, over, stop: padded(said, over | (said == stop))),
            "`stop` itself was replaced by 0. It is the last thing a row says and stays in the "
            "result; the padding begins one step later.",
        ),
        Mistake(
            "padding one late",
            written(lambda said, over, stop: padded(said, delayed(over))),
            "The padding begins one step late: a row says one more token after `stop`. Note which "
            "rows have stopped at the end of the step, before the next one.",
        ),
        Mistake(
            "filled with stop",
            written(lambda said, over, stop: np.where(over, stop, said)),
            "After `stop` a row says `stop` again and again. It holds 0 there.",
        ),
        Mistake(
            "start at every step",
            written(padded, feed=False),
            "The decoder reads `start` at every step. It reads what it said one step before.",
        ),
        Mistake(
            "state never updated",
            written(padded, carry=False),
            "Every step starts from the encoder's state again. The state that the decoder returns "
            "goes into its next call.",
        ),
        Mistake(
            "if",
            stopped_by_an_if,
            "An if decides for the whole batch at once, and tokens == stop holds one answer for "
            "each row. Keep one note for each row, finished = finished | (tokens == stop), and "
            "choose with np.where.",
        ),
        Mistake(
            "argmax along the batch",
            wrongly_chosen(lambda scores: scores.argmax(axis=0)),
            "The argmax runs along the batch and compares rows with one another. Each row chooses "
            "among its own scores: axis=1.",
        ),
        Mistake(
            "one token for all",
            wrongly_chosen(np.argmax),
            "The decoder was given one token for the whole batch, but reads one for each row, an "
            "array of shape (batch,). np.full(len(state), start) makes the first ones, "
            "scores.argmax(axis=1) the later ones.",
        ),
        Mistake(
            "scores fed back",
            wrongly_chosen(lambda scores: scores),
            "The scores went back in as they are. The decoder reads a token, so take the argmax "
            "of each row first.",
        ),
        Mistake(
            "start in front",
            start_in_front,
            "The result begins with `start` and has one step too many. `start` is what the "
            "decoder first reads; it does not say it.",
        ),
        Mistake(
            "start in front, last left out",
            lambda *args: start_in_front(*args)[:, :-1],
            "The result begins with `start`: each token was kept when it was read, one step late. "
            "Keep what the decoder says.",
        ),
        Mistake(
            "time-major",
            time_major(free_run),
            "The tokens are right and their axes are not: this is (time, batch). One row for each "
            "sequence: np.stack(tokens, axis=1).",
        ),
    ],
)
