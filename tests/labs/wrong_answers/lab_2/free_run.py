"""Recorded answers to lab-2/free-run, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np


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


def free_run_never_stops(decoder, state, start, stop, n_steps):
    return greedy(decoder, state, start, n_steps)


def free_run_any(decoder, state, start, stop, n_steps):
    tokens, said = np.full(len(state), start), []
    for _ in range(n_steps):
        scores, state = decoder(tokens, state)
        tokens = scores.argmax(axis=1)
        said.append(tokens)
        if (tokens == stop).any():
            break
    return np.stack(said, axis=1)


def free_run_any_filled(decoder, state, start, stop, n_steps):
    said = np.zeros((len(state), n_steps), int)
    short = free_run_any(decoder, state, start, stop, n_steps)
    said[:, : short.shape[1]] = short
    return said


def free_run_all(decoder, state, start, stop, n_steps):
    tokens, said = np.full(len(state), start), []
    finished = np.zeros(len(state), bool)
    for _ in range(n_steps):
        scores, state = decoder(tokens, state)
        tokens = scores.argmax(axis=1)
        said.append(tokens)
        finished |= tokens == stop
        if finished.all():
            break
    return np.stack(said, axis=1)


def free_run_all_in_one_step(decoder, state, start, stop, n_steps):
    tokens, said = np.full(len(state), start), np.zeros((len(state), n_steps), int)
    for t in range(n_steps):
        scores, state = decoder(tokens, state)
        said[:, t] = tokens = scores.argmax(axis=1)
        if (tokens == stop).all():
            break
    return said


def free_run_if_on_array(decoder, state, start, stop, n_steps):
    tokens, said = np.full(len(state), start), []
    for _ in range(n_steps):
        scores, state = decoder(tokens, state)
        tokens = scores.argmax(axis=1)
        said.append(tokens)
        if tokens == stop:
            break
    return np.stack(said, axis=1)


def free_run_not_filled(decoder, state, start, stop, n_steps):
    said = right_free_run_breaks(decoder, state, start, stop, n_steps)
    return said[:, : (said > 0).any(axis=0).sum()]


def free_run_left_at_once(decoder, state, start, stop, n_steps):
    tokens, said = np.full(len(state), start), []
    finished = np.zeros(len(state), bool)
    for _ in range(n_steps):
        scores, state = decoder(tokens, state)
        tokens = np.where(finished, 0, scores.argmax(axis=1))
        finished |= tokens == stop
        if finished.all():
            break
        said.append(tokens)
    return np.array(said).T


def free_run_left_at_once_unfilled(decoder, state, start, stop, n_steps):
    tokens, said = np.full(len(state), start), []
    finished = np.zeros(len(state), bool)
    while len(said) < n_steps:
        scores, state = decoder(tokens, state)
        tokens = scores.argmax(axis=1)
        finished |= tokens == stop
        if finished.all():
            break
        said.append(tokens)
    return np.stack(said, axis=1)


def free_run_left_together(decoder, state, start, stop, n_steps):
    tokens, said = np.full(len(state), start), []
    for _ in range(n_steps):
        scores, state = decoder(tokens, state)
        tokens = scores.argmax(axis=1)
        said.append(tokens)
        if (tokens == stop).all():
            break
    return np.stack(said, axis=1)


def free_run_no_stop(decoder, state, start, stop, n_steps):
    tokens, said = np.full(len(state), start), []
    finished = np.zeros(len(state), bool)
    for _ in range(n_steps):
        scores, state = decoder(tokens, state)
        tokens = scores.argmax(axis=1)
        finished |= tokens == stop
        said.append(np.where(finished, 0, tokens))
    return np.stack(said, axis=1)


def free_run_late(decoder, state, start, stop, n_steps):
    tokens, said = np.full(len(state), start), []
    finished = np.zeros(len(state), bool)
    for _ in range(n_steps):
        scores, state = decoder(tokens, state)
        new = scores.argmax(axis=1)
        said.append(np.where(finished, 0, new))
        finished |= tokens == stop
        tokens = new
    return np.stack(said, axis=1)


def free_run_forgets_finished(decoder, state, start, stop, n_steps):
    tokens, said = np.full(len(state), start), []
    for _ in range(n_steps):
        scores, state = decoder(tokens, state)
        best = scores.argmax(axis=1)
        said.append(np.where(tokens == stop, 0, best))
        tokens = best
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


WRONG = [
    (free_run_never_stops, "go on after they have said `stop`"),
    (free_run_any, "The others have more to say"),
    (free_run_any_filled, "as soon as one of them has said `stop`"),
    (free_run_all, "each goes on after its own"),
    (free_run_all_in_one_step, "all rows say `stop` together"),
    (free_run_if_on_array, "An if decides for the whole batch"),
    (free_run_not_filled, "Fill the rest with 0"),
    (free_run_left_at_once, "All rows had finished"),
    (free_run_left_at_once_unfilled, "fill the remaining steps with 0"),
    (free_run_left_together, "which may never come"),
    (free_run_no_stop, "replaced by 0"),
    (free_run_late, "one step late"),
    (free_run_forgets_finished, "only in the step right after"),
    (free_run_start_again, "The decoder reads `start` at every step"),
    (free_run_scores, "The scores went back in"),
    (free_run_argmax_rows, "Each row chooses among its own scores"),
    (free_run_argmax_flat, "one token for the whole batch"),
    (free_run_one_start, "makes the first ones"),
    (free_run_list, "this is (time, batch)"),
]

RIGHT = [
    right_free_run_cut_afterwards,
    right_free_run_per_row,
    right_free_run_breaks,
]
