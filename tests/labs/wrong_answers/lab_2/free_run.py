"""Recorded answers to lab-2/free-run, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

SHOWN = "The smallest input that shows it"


def greedy(decoder, state, start, n_steps):
    tokens, said = np.full(len(state), start), []
    for _ in range(n_steps):
        scores, state = decoder(tokens, state)
        tokens = scores.argmax(axis=1)
        said.append(tokens)
    return np.stack(said, axis=1)


def right_free_run_cut_afterwards(decoder, state, start, stop, n_steps):
    said = greedy(decoder, state, start, n_steps)
    stopped = np.cumsum(said == stop, axis=1) - (said == stop)
    return np.where(stopped > 0, 0, said)


def right_free_run_per_row(decoder, state, start, stop, n_steps):
    said = np.zeros((len(state), n_steps), int)
    for i in range(len(state)):
        token, h = np.array([start]), state[i : i + 1]
        for t in range(n_steps):
            scores, h = decoder(token, h)
            token = scores.argmax(axis=-1)
            said[i, t] = token[0]
            if token[0] == stop:
                break
    return said


def right_free_run_breaks(decoder, state, start, stop, n_steps):
    said = np.zeros((len(state), n_steps))
    tokens, going = np.full(len(state), start), np.ones(len(state), bool)
    for t in range(n_steps):
        scores, state = decoder(tokens, state)
        tokens = np.argmax(scores, axis=1) * going
        said[:, t] = tokens
        going &= tokens != stop
        if not going.any():
            break
    return said


def left(when, masked=False, kept=True, filled=False):
    """Return a loop that is left when `when(tokens == stop, finished)` holds.

    `masked` keeps zeros for finished rows, `kept` the tokens of the step in which it is left, and
    `filled` adds zeros up to n_steps.
    """

    def my_free_run(decoder, state, start, stop, n_steps):
        tokens, said = np.full(len(state), start), []
        finished = np.zeros(len(state), bool)
        for _ in range(n_steps):
            scores, state = decoder(tokens, state)
            tokens = scores.argmax(axis=1)
            shown = np.where(finished, 0, tokens) if masked else tokens
            finished = finished | (tokens == stop)
            leaves = when(tokens == stop, finished)
            if kept or not leaves:
                said.append(shown)
            if leaves:
                break
        rest = [0 * tokens] * (n_steps - len(said)) if filled else []
        return np.stack(said + rest, axis=1)

    return my_free_run


def one(is_stop, finished):
    return is_stop.any()


def together(is_stop, finished):
    return is_stop.all()


def every(is_stop, finished):
    return finished.all()


def never(is_stop, finished):
    return False


def free_run_if_on_array(decoder, state, start, stop, n_steps):
    tokens, said = np.full(len(state), start), []
    for _ in range(n_steps):
        scores, state = decoder(tokens, state)
        tokens = scores.argmax(axis=1)
        said.append(tokens)
        if tokens == stop:
            break
    return np.stack(said, axis=1)


def free_run_start_again(decoder, state, start, stop, n_steps):
    said = []
    for _ in range(n_steps):
        scores, state = decoder(np.full(len(state), start), state)
        said.append(scores.argmax(axis=1))
    said = np.stack(said, axis=1)
    return np.where(np.cumsum(said == stop, axis=1) - (said == stop) > 0, 0, said)


def free_run_scores(decoder, state, start, stop, n_steps):
    tokens, said = np.full(len(state), start), []
    for _ in range(n_steps):
        tokens, state = decoder(tokens, state)
        said.append(tokens.argmax(axis=1))
    return np.stack(said, axis=1)


def free_run_argmax_rows(decoder, state, start, stop, n_steps):
    tokens, said = np.full(len(state), start), []
    for _ in range(n_steps):
        scores, state = decoder(tokens, state)
        tokens = scores.argmax(axis=0)
        said.append(tokens)
    return np.stack(said, axis=1)


def free_run_argmax_flat(decoder, state, start, stop, n_steps):
    tokens, said = np.full(len(state), start), []
    for _ in range(n_steps):
        scores, state = decoder(tokens, state)
        tokens = scores.argmax()
        said.append(tokens)
    return np.stack(said)


def free_run_one_start(decoder, state, start, stop, n_steps):
    tokens, said = start, []
    for _ in range(n_steps):
        scores, state = decoder(tokens, state)
        tokens = scores.argmax(axis=1)
        said.append(tokens)
    return np.stack(said, axis=1)


def free_run_list(decoder, state, start, stop, n_steps):
    return list(np.transpose(right_free_run_breaks(decoder, state, start, stop, n_steps)))


def free_run_probabilities_fed_back(decoder, state, start, stop, n_steps):
    tokens, said = np.full(len(state), start), []
    for _ in range(n_steps):
        scores, state = decoder(tokens, state)
        tokens = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        said.append(tokens.argmax(axis=1))
    return np.stack(said, axis=1)


def free_run_if_filled(decoder, state, start, stop, n_steps):
    said, tokens = np.zeros((len(state), n_steps), int), np.full(len(state), start)
    for t in range(n_steps):
        scores, state = decoder(tokens, state)
        said[:, t] = tokens = scores.argmax(axis=1)
        if tokens == stop:
            break
    return said


def free_run_floats_fed_back(decoder, state, start, stop, n_steps):
    said, first = np.zeros((len(state), n_steps)), np.full(len(state), start)
    for t in range(n_steps):
        scores, state = decoder(said[:, t - 1] if t else first, state)
        said[:, t] = scores.argmax(axis=1)
    return said


def free_run_lowest(decoder, state, start, stop, n_steps):
    return right_free_run_breaks(
        lambda tokens, h: (lambda scores, h: (-scores, h))(*decoder(tokens, h)),
        *(state, start, stop, n_steps),
    )


def free_run_unfilled(decoder, state, start, stop, n_steps):
    return np.empty((len(state), n_steps), dtype=int)


def free_run_unfilled_after_stop(decoder, state, start, stop, n_steps):
    said = np.empty((len(state), n_steps), dtype=int)
    for i, row in enumerate(greedy(decoder, state, start, n_steps)):
        length = [*row, stop].index(stop) + 1
        said[i, :length] = row[:length]
    return said


def free_run_last_step_unfilled(decoder, state, start, stop, n_steps):
    said = np.empty((len(state), n_steps), dtype=int)
    said[:, :-1] = right_free_run_breaks(decoder, state, start, stop, n_steps)[:, :-1]
    return said


def free_run_drawn(decoder, state, start, stop, n_steps):
    tokens, said, rng = np.full(len(state), start), [], np.random.default_rng(0)
    for _ in range(n_steps):
        scores, state = decoder(tokens, state)
        tokens = (scores + rng.gumbel(size=scores.shape)).argmax(axis=1)
        said.append(tokens)
    said = np.stack(said, axis=1)
    return np.where(np.cumsum(said == stop, axis=1) - (said == stop) > 0, 0, said)


def free_run_ragged(decoder, state, start, stop, n_steps):
    rows = greedy(decoder, state, start, n_steps).tolist()
    return [row[: [*row, stop].index(stop) + 1] for row in rows]


def cut(end, fill=0):
    """Return decoding to the last step, cut where `end(is_stop)` holds."""

    def my_free_run(decoder, state, start, stop, n_steps):
        said = greedy(decoder, state, start, n_steps)
        return np.where(end(said == stop), fill, said)

    return my_free_run


def over(is_stop):
    return np.cumsum(is_stop, axis=1) - is_stop > 0


def run(change):
    """Return right decoding with other arguments."""
    return lambda *args: right_free_run_breaks(*change(*args))


def fed(change):
    """Return right decoding from a decoder whose tokens or states are changed on their way in."""
    return run(lambda d, h, s, e, n: ((lambda tokens, h: d(*change(tokens, h))), h, s, e, n))


def late(marks):
    return np.pad(marks, ((0, 0), (1, 0)))[:, :-1]


SLIPS = [
    (cut(lambda stop: late(over(stop))), "one step late"),
    (cut(late), "only in the step right after"),
    (cut(lambda stop: np.cumsum(stop[:, ::-1], axis=1)[:, ::-1] == 0), SHOWN),  # the last stop ends
    (cut(lambda stop: np.cumsum(stop, axis=1) - stop > 1), SHOWN),  # the second stop ends
    (cut(lambda stop: over(stop) & ~stop), SHOWN),  # later stops are kept
    (cut(lambda stop: over(stop).all(axis=1, keepdims=True)), "go on after they have said `stop`"),
    (cut(lambda stop: over(stop[:1])), "when the first row has said `stop`"),
    (cut(lambda stop: over(stop[-1:])), SHOWN),
    (cut(lambda stop: over(stop.any(axis=1, keepdims=True))), "go on after they have said `stop`"),
    (cut(lambda stop: np.cumsum(stop, axis=1) > 0), "replaced by 0"),
    (cut(lambda stop: np.cumsum(stop, axis=0) - stop > 0), SHOWN),
    (cut(lambda stop: stop), SHOWN),
    (cut(over, fill=-1), SHOWN),
    (cut(over, fill=1), SHOWN),
    (cut(over, fill=np.nan), "holds NaN"),
    (run(lambda d, h, s, e, n: (d, h, e, s, n)), SHOWN),
    (run(lambda d, h, s, e, n: (d, h, e, e, n)), SHOWN),
    (run(lambda d, h, s, e, n: (d, h, 1, e, n)), SHOWN),
    (run(lambda d, h, s, e, n: (d, h, 0, e, n)), SHOWN),
    (run(lambda d, h, s, e, n: (d, h, s, 2, n)), SHOWN),
    (run(lambda d, h, s, e, n: (d, 0 * h, s, e, n)), SHOWN),
    (run(lambda d, h, s, e, n: (d, h[:1] + 0 * h, s, e, n)), SHOWN),
    (run(lambda d, h, s, e, n: (d, h, s, e, n + 1)), "The result has shape"),
    (run(lambda d, h, s, e, n: (d, h, s, e, n - 1)), "The result has shape"),
    (fed(lambda tokens, h: (0 * tokens, h)), SHOWN),
    (fed(lambda tokens, h: (tokens[::-1], h)), SHOWN),
    (fed(lambda tokens, h: (tokens, np.tanh(h))), SHOWN),
    (fed(lambda tokens, h: (tokens, 0 * h)), SHOWN),
    (lambda *args: right_free_run_breaks(*args)[:, ::-1], SHOWN),
    (lambda *args: (right_free_run_breaks(*args) > 0).sum(axis=1), "The result has shape"),
    (lambda *args: right_free_run_breaks(*args)[..., None], "The result has shape"),
]


def right_free_run_zeros_go_in(decoder, state, start, stop, n_steps):
    tokens, said = np.full(len(state), start), np.zeros((n_steps, len(state)), dtype=np.int32)
    running = np.array([True] * len(state))
    for t in range(n_steps):
        scores, state = decoder(tokens, state)
        tokens = np.where(running, np.argmax(scores, axis=-1), 0)
        said[t] = tokens
        running = np.logical_and(running, tokens != stop)
    return said.T


def right_free_run_lists(decoder, state, start, stop, n_steps):
    rows, tokens = [[] for _ in state], np.array([start] * len(state))
    for _ in range(n_steps):
        scores, state = decoder(tokens, state)
        tokens = np.array([max(range(len(row)), key=row.__getitem__) for row in scores.tolist()])
        for row, token in zip(rows, tokens, strict=True):
            row.append(0 if stop in row else int(token))
    return rows


def right_free_run_accumulate(decoder, state, start, stop, n_steps):
    said = greedy(decoder, state, start, n_steps)
    is_stop = said == stop
    said[np.logical_or.accumulate(is_stop, axis=1) & ~(is_stop & ~over(is_stop))] = 0
    return said


def right_free_run_softmax(decoder, state, start, stop, n_steps):
    said = np.zeros((len(state), n_steps))
    tokens = np.full(len(state), start)
    for t in range(n_steps):
        scores, state = decoder(tokens, state)
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        tokens = (odds / odds.sum(axis=1, keepdims=True)).argmax(axis=1)
        said[:, t] = tokens * ~(said[:, :t] == stop).any(axis=1)
    return said


def right_free_run_states_kept(decoder, state, start, stop, n_steps):
    """Go on with the rows that still run, and with these alone."""
    said, going = np.zeros((len(state), n_steps), int), np.arange(len(state))
    tokens = np.full(len(state), start)
    for t in range(n_steps):
        if not len(going):
            break
        scores, state = decoder(tokens, state)
        tokens = said[going, t] = scores.argmax(axis=1)
        left = tokens != stop
        going, tokens, state = going[left], tokens[left], state[left]
    return said


WRONG = [
    (left(never), "go on after they have said `stop`"),
    (left(one), "The others have more to say"),
    (left(one, filled=True), "as soon as one of them has said `stop`"),
    (left(every), "each goes on after its own"),
    (left(together, filled=True), "all rows say `stop` together"),
    (free_run_if_on_array, "wants one True or False"),
    (left(every, masked=True), "Fill the rest with 0"),
    (left(every, masked=True, kept=False), "All rows had finished"),
    (left(every, kept=False), "fill the remaining steps with 0"),
    (left(together), "which may never come"),
    (free_run_start_again, "The decoder reads `start` at every step"),
    (free_run_scores, "a number for every token of the vocabulary"),
    (free_run_argmax_rows, "Each row chooses among its own scores"),
    (free_run_argmax_flat, "one token for the whole batch"),
    (free_run_one_start, "makes the first ones"),
    (free_run_list, "this is (time, batch)"),
    (free_run_probabilities_fed_back, "a number for every token of the vocabulary"),
    (free_run_if_filled, "wants one True or False"),
    (free_run_floats_fed_back, "are floats, and a token is a whole number"),
    (free_run_lowest, "The token with the lowest score"),
    (free_run_unfilled, "never written"),
    (free_run_unfilled_after_stop, "never written"),
    (free_run_last_step_unfilled, "never written"),
    (free_run_drawn, SHOWN),
    (free_run_ragged, "cannot be read as an array"),
    *SLIPS,
]

RIGHT = [
    right_free_run_cut_afterwards,
    right_free_run_per_row,
    right_free_run_breaks,
    right_free_run_zeros_go_in,
    right_free_run_lists,
    right_free_run_accumulate,
    right_free_run_softmax,
    right_free_run_states_kept,
]
