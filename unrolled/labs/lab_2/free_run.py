"""Exercise free-run of lab 2: reference, inputs, known mistakes and their diagnoses."""

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs.lab_2._shared import time_major
from unrolled.labs.lab_2._tokens import PAD_TOKEN, drawn, ended, unstopped


def free_run(decoder, state, start, stop, n_steps):
    said = unstopped(decoder, state, start, n_steps)
    return np.where(ended(said, stop), PAD_TOKEN, said)


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


def stopped_by_an_if(fill):
    """Return decoding that is left by an if; `fill` makes the rest zeros."""

    def run(decoder, state, start, stop, n_steps):
        tokens, said = np.full(len(state), start), []
        for _ in range(n_steps):
            scores, state = decoder(tokens, state)
            tokens = scores.argmax(axis=1)
            said.append(tokens)
            if tokens == stop:
                break
        filling = [0 * tokens] * (n_steps - len(said)) if fill else []
        return np.stack(said + filling, axis=1)

    return run


def free_run_trials(rng):
    """Yield decoders whose rows end at the steps listed; the last step is n_steps - 1."""
    cases = [([1], 2, 4, 1), ([0, 2], 3, 4, 1), ([2, 1], 4, 4, 2), ([1, 3, 0], 5, 4, 3)]
    cases += [([1, 5, 2, 3], 5, 4, 4), ([2, 0, 1], 6, 3, 3)]
    return (drawn(rng, *case) for case in cases)


def free_run_also(rng):
    """Yield a single step, rows that never end, and rows that all end in the same step."""
    cases = [([0], 1, 4, 1), ([1], 1, 4, 1), ([3, 3], 3, 4, 2), ([1, 1, 1], 4, 5, 3)]
    return (drawn(rng, *case) for case in cases)


FREE_RUN = Exercise(
    name="lab-2/free-run",
    reference=free_run,
    trials=free_run_trials,
    also=free_run_also,
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
        *(
            Mistake(
                name,
                stopped_by_an_if(fill),
                "An if, and also `and`, `or` and `not`, wants one True or False, and tokens == "
                "stop holds one for each row. Keep a note for each row, finished = finished | "
                "(tokens == stop), and choose with np.where.",
            )
            for name, fill in [("if", False), ("if, then filled up", True)]
        ),
        Mistake(
            "argmax along the batch",
            wrongly_chosen(lambda scores: scores.argmax(axis=0)),
            "The choice runs along the batch and compares rows with one another. Each row chooses "
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
            "The decoder was handed a number for every token of the vocabulary, as the scores are. "
            "It reads one token for each row: take the argmax of each row first.",
        ),
        Mistake(
            "tokens as floats",
            wrongly_chosen(lambda scores: 1.0 * scores.argmax(axis=1)),
            "The tokens that went back in are floats, and a token is a whole number. np.zeros and "
            "np.empty make arrays of floats; with dtype=int they hold whole numbers.",
        ),
        Mistake(
            "lowest score",
            written(padded, choose=np.argmin),
            "The token with the lowest score was chosen. The greedy choice is the highest: argmax.",
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
