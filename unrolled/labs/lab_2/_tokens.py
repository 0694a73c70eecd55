"""Decoders over tokens, for the exercise free-run of lab 2."""

from typing import NamedTuple

import numpy as np

from unrolled._expect import expect
from unrolled.labs._trials import draw
from unrolled.labs.lab_2.decode import expect_rows

PAD_TOKEN = 0


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


def unstopped(decoder, state, start, n_steps, feed=True, carry=True, choose=np.argmax):
    """Decode greedily to the last step; `feed` and `carry` say what goes back in."""
    tokens, said = np.full(len(state), start), []
    for _ in range(n_steps):
        scores, new = decoder(tokens, state)
        said.append(choose(scores, axis=1))
        tokens, state = (said[-1] if feed else tokens), (new if carry else state)
    return np.stack(said, axis=1)


def ended(said, stop):
    """Mark the steps after the first stop of each row."""
    is_stop = said == stop
    return np.cumsum(is_stop, axis=1) - is_stop > 0


def drawn(rng, ends, n_steps, vocabulary, units):
    """Draw a decoder and states from which its rows end at these steps."""
    start, stop = (1, 2) if units < 3 else (2, 1)
    state = []
    while len(state) < len(ends):
        sizes = [(vocabulary, units), (units, units), (units, vocabulary)]
        decoder = TokenDecoder(*(draw(rng, *size) for size in sizes))
        state = ending(decoder, draw(rng, 200, units), start, stop, n_steps, ends)
    return decoder, np.array(state), start, stop, n_steps


def ending(decoder, states, start, stop, n_steps, ends):
    """Return a state for each of `ends` at which its row says stop, and goes on to say more."""
    said = unstopped(decoder, states, start, n_steps)
    found = n_steps - ended(said, stop).sum(axis=1) - 1
    found += ~(said == stop).any(axis=1)  # never, which counts as step n_steps
    good = (said != PAD_TOKEN).all(axis=1) & ((said[:, -1] != stop) | (found == n_steps - 1))
    left = {end: iter(states[good & (found == end)]) for end in ends}
    chosen = (next(left[end], None) for end in ends)
    return [state for state in chosen if state is not None]
