"""LSTM and GRU of unrolled.bptt against finite differences, Keras, and their own properties.

As in test_bptt, the checks are functions of an implementation: those that accept `lstm_backward`
and `gru_backward` are shown to refuse a plain loop with each of two dozen slips planted.
"""

import time

import numpy as np
import pytest

from gated_cases import GATES, every_kind, every_start, forward, layer_for, random_params
from layer_sizes import every_size
from refusals import refused
from unrolled.bptt import (
    gradient_check,
    gru_backward,
    gru_state_gradients,
    lstm_backward,
    lstm_state_gradients,
)
from unrolled.layers import GRUParams, LSTMParams, lstm_forward


def case(kind, sizes, start="given", seed=0):
    """Return X, dY, params and the state before the first step, random and without symmetry."""
    batch, n_steps, inputs, units = sizes
    rng = np.random.default_rng([seed, *sizes, GATES[kind]])
    params = random_params(rng, kind, inputs, units)
    X, dY = rng.normal(size=(batch, n_steps, inputs)), rng.normal(size=(batch, n_steps, units))
    state = rng.normal(size=(batch, units)), rng.normal(size=(batch, units))
    return X, dY, params, state if start == "given" else None


def helper(kind, X, outputs, dY, params, state):
    if kind == "LSTM":
        return lstm_backward(X, *outputs, dY, params, state)
    return gru_backward(X, *outputs, dY, params, None if state is None else state[0])


def flat(grads):
    return np.concatenate([np.ravel(grad) for grad in grads])


# The two checks ------------------------------------------------------------------------------


def check_against_finite_differences(backward, kind, sizes, start):
    """Every single weight; the loss is a mean, and looks at every output by itself."""
    X, target, params, state = case(kind, sizes, start)
    outputs = forward(kind, X, params, state)

    def loss(params):
        return ((forward(kind, X, params, state)[0] - target) ** 2).mean()

    grads = backward(kind, X, outputs, 2 * (outputs[0] - target) / target.size, params, state)
    assert type(grads) is type(params)
    for i, weights in enumerate(params):
        assert grads[i].shape == weights.shape
        for index in np.ndindex(weights.shape):
            sides = [weights.copy(), weights.copy()]
            sides[0][index] += 1e-6
            sides[1][index] -= 1e-6
            up, down = (loss(params._replace(**{params._fields[i]: side})) for side in sides)
            assert grads[i][index] == pytest.approx((up - down) / 2e-6, rel=0, abs=2e-9)


def check_along_directions(backward, kind, sizes, start):
    X, dY, params, state = case(kind, sizes, start)
    grads = backward(kind, X, forward(kind, X, params, state), dY, params, state)

    def loss(params):
        return (forward(kind, X, params, state)[0] * dY).sum()

    errors = [gradient_check(loss, params, grads, np.random.default_rng(i)) for i in range(3)]
    assert np.median(errors) < 1e-7


class TestAgainstFiniteDifferences:
    @every_size
    @every_kind
    @every_start
    def test_every_weight(self, sizes, kind, start):
        check_against_finite_differences(helper, kind, sizes, start)

    @every_size
    @every_kind
    @every_start
    def test_along_random_directions(self, sizes, kind, start):
        check_along_directions(helper, kind, sizes, start)

    @every_kind
    @every_start
    @pytest.mark.parametrize("t", [0, 1, 4])
    def test_states_at_every_step(self, kind, start, t):
        """Nudge one number of a state and run the rest of the sequence from it."""
        X, dY, params, state = case(kind, (2, 5, 3, 4), start)
        outputs = forward(kind, X, params, state)
        Y, C = outputs[0], outputs[-1]
        if kind == "LSTM":
            G, G_C = lstm_state_gradients(X, *outputs, dY, params, state)
            shown = Y[:, t] / np.tanh(C[:, t])  # the output gate
        else:
            Y_init = None if state is None else state[0]
            G = G_C = gru_state_gradients(X, Y, dY, params, Y_init)

        def later(y, c):
            value = (dY[:, t] * y).sum()
            if t < 4:
                rest = forward(kind, X[:, t + 1 :], params, (y, c))[0]
                value += (dY[:, t + 1 :] * rest).sum()
            return value

        for index in np.ndindex(Y[:, t].shape):
            nudge = np.zeros_like(Y[:, t])
            nudge[index] = 1e-6
            up, down = (later(Y[:, t] + way * nudge, C[:, t]) for way in (1, -1))
            assert G[:, t][index] == pytest.approx((up - down) / 2e-6, abs=1e-8)
            if kind == "LSTM":  # the output of this step moves with its cell state
                cells = [C[:, t] + way * nudge for way in (1, -1)]
                up, down = (later(shown * np.tanh(c), c) for c in cells)
                assert G_C[:, t][index] == pytest.approx((up - down) / 2e-6, abs=1e-8)


# Slips ---------------------------------------------------------------------------------------


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def lstm_loop(X, Y, C, dY, params, state=None, slip=None):
    """Go back one step at a time, with places at which one slip can be planted."""
    W_x, W_y, b = params
    Y_first, C_first = (0 * Y[:, 0], 0 * Y[:, 0]) if state is None else state
    if slip == "initial output dropped":
        Y_first = 0 * Y_first
    if slip == "initial cell state dropped":
        C_first = 0 * C_first
    dW_x, dW_y, db = np.zeros_like(W_x), np.zeros_like(W_y), np.zeros_like(b)
    from_y, from_c = np.zeros_like(Y_first), np.zeros_like(Y_first)
    for t in reversed(range(Y.shape[1])):
        Y_prev, C_prev = (Y[:, t - 1], C[:, t - 1]) if t else (Y_first, C_first)
        i, f, g, o = np.split(X[:, t] @ W_x + Y_prev @ W_y + b, 4, axis=1)
        i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
        if slip == "input and forget gate swapped":
            i, f = f, i
        if slip == "input and output gate swapped":
            i, o = o, i
        if slip == "candidate through a sigmoid":
            g = sigmoid(np.arctanh(g))
        d_y = dY[:, t] + from_y
        if slip == "nothing comes back through the gates":
            d_y = dY[:, t]
        if slip == "nothing comes back through the cell state":
            from_c = 0 * from_c
        seen = np.tanh(C[:, t])
        squash = 1 if slip == "tanh of the cell state without its slope" else 1 - seen**2
        d_c = d_y * o * squash + from_c
        if slip == "loss does not reach the cell state":
            d_c = from_c
        d_o = d_y * (C[:, t] if slip == "output gate without tanh" else seen)
        d_f = d_c * (C[:, t] if slip == "c_t for c_{t-1} at the forget gate" else C_prev)
        slope_i, slope_f, slope_o = i * (1 - i), f * (1 - f), o * (1 - o)
        if slip == "sigmoid slopes left out":
            slope_i = slope_f = slope_o = 1
        d_g = d_c * i * (1 if slip == "candidate without its slope" else 1 - g**2)
        delta = [d_c * g * slope_i, d_f * slope_f, d_g, d_o * slope_o]
        if slip == "deltas in the order of another library":
            delta[2:] = delta[:1:-1]
        delta = np.concatenate(delta, axis=1)
        from_c = d_c * (i if slip == "carry by the input gate" else f)
        if slip == "carry without the forget gate":
            from_c = d_c
        if slip == "carry by another row's gate":
            from_c = d_c * np.roll(f, 1, axis=0)
        from_y = delta @ W_y.T
        dW_x += X[:, t].T @ delta
        dW_y += (Y[:, t] if slip == "y_t in the place of y_{t-1}" else Y_prev).T @ delta
        db += delta.sum(axis=0)
    return LSTMParams(dW_x, dW_y, db)


LSTM_SLIPS = [
    "input and forget gate swapped",
    "input and output gate swapped",
    "candidate through a sigmoid",
    "nothing comes back through the gates",
    "nothing comes back through the cell state",
    "tanh of the cell state without its slope",
    "loss does not reach the cell state",
    "output gate without tanh",
    "c_t for c_{t-1} at the forget gate",
    "sigmoid slopes left out",
    "candidate without its slope",
    "deltas in the order of another library",
    "carry by the input gate",
    "carry without the forget gate",
    "carry by another row's gate",
    "y_t in the place of y_{t-1}",
    "initial output dropped",
    "initial cell state dropped",
]


def gru_loop(X, Y, dY, params, Y_init=None, slip=None):
    """Go back one step of a GRU at a time; two rows of b mean that the reset comes after."""
    W_x, W_y, b = params
    after, units = b.ndim == 2, len(W_y)
    b_x, b_y = b if after else (b, 0 * b)
    Y_first = 0 * Y[:, 0] if Y_init is None else Y_init
    dW_x, dW_y, db_x, db_y = (np.zeros_like(w) for w in (W_x, W_y, b_x, b_y))
    from_y, W_c = np.zeros_like(Y_first), W_y[:, 2 * units :]
    for t in reversed(range(Y.shape[1])):
        Y_prev = Y[:, t - 1] if t else Y_first
        z, r, a = np.split(X[:, t] @ W_x + b_x, 3, axis=1)
        of_z, of_r, inner = np.split(Y_prev @ W_y + b_y, 3, axis=1)
        z, r = sigmoid(z + of_z), sigmoid(r + of_r)
        if slip == "update and reset gate swapped":
            z, r = r, z
        candidate = np.tanh(a + (r * inner if after else (r * Y_prev) @ W_c))
        if slip == "reset dropped":
            candidate, r = np.tanh(a + (inner if after else Y_prev @ W_c)), np.ones_like(r)
        g = dY[:, t] + from_y
        keep = 1 - z if slip == "z and 1 - z swapped" else z
        d_a = g * (1 - keep) * (1 - candidate**2)
        if slip == "candidate without its slope":
            d_a = g * (1 - keep)
        if after:
            d_inner = d_a if slip == "reset left out on the way back" else d_a * r
            d_r, through = d_a * inner, d_inner @ W_c.T
        else:
            d_inner = d_a
            d_past = d_a @ W_c.T
            d_r = d_past * Y_prev
            through = d_past if slip == "reset left out on the way back" else d_past * r
        d_r = d_r * r * (1 - r)
        if slip == "reset gate learns nothing":
            d_r = 0 * d_r
        owed = candidate - Y_prev if slip == "sign of the update gate" else Y_prev - candidate
        d_z = g * owed * z * (1 - z)
        gates = np.concatenate([d_z, d_r], axis=1)
        from_y = gates @ W_y[:, : 2 * units].T + through
        if slip != "nothing is carried":
            from_y = from_y + g * (1 - keep if slip == "carry by 1 - z" else keep)
        dW_x += X[:, t].T @ np.concatenate([gates, d_a], axis=1)
        db_x += np.concatenate([gates, d_a], axis=1).sum(axis=0)
        past = Y_prev if after or slip == "candidate's matrix without the reset" else r * Y_prev
        if after and slip == "candidate's matrix without the reset":
            d_inner = d_a
        dW_y += np.concatenate([Y_prev.T @ gates, past.T @ d_inner], axis=1)
        db_y += np.concatenate([gates, d_inner], axis=1).sum(axis=0)
    if slip == "one bias for both":
        db_y = db_x
    return GRUParams(dW_x, dW_y, np.stack([db_x, db_y]) if after else db_x)


GRU_SLIPS = [
    "update and reset gate swapped",
    "reset dropped",
    "z and 1 - z swapped",
    "candidate without its slope",
    "reset left out on the way back",
    "reset gate learns nothing",
    "sign of the update gate",
    "nothing is carried",
    "carry by 1 - z",
    "candidate's matrix without the reset",
]
SLIPS = [("LSTM", slip) for slip in LSTM_SLIPS]
SLIPS += [(kind, slip) for kind in ("GRU", "GRU before") for slip in GRU_SLIPS]
SLIPS += [("GRU", "one bias for both")]


def loop(kind, X, outputs, dY, params, state, slip=None):
    if kind == "LSTM":
        return lstm_loop(X, *outputs, dY, params, state, slip)
    return gru_loop(X, *outputs, dY, params, None if state is None else state[0], slip)


class TestTheChecksThemselves:
    """A check that has never failed has not been checked."""

    @every_size
    @every_kind
    @every_start
    def test_the_loop_without_a_slip_is_accepted(self, sizes, kind, start):
        check_along_directions(loop, kind, sizes, start)
        X, dY, params, state = case(kind, sizes, start)
        outputs = forward(kind, X, params, state)
        ours = helper(kind, X, outputs, dY, params, state)
        plain = loop(kind, X, outputs, dY, params, state)
        np.testing.assert_allclose(flat(ours), flat(plain), rtol=0, atol=1e-12)

    @pytest.mark.parametrize("kind, slip", SLIPS, ids=str)
    @pytest.mark.parametrize("check", [check_against_finite_differences, check_along_directions])
    def test_every_slip_is_refused(self, check, kind, slip):
        def slipped(*arguments):
            return loop(*arguments, slip=slip)

        with pytest.raises(AssertionError):
            check(slipped, kind, (5, 4, 3, 2), "given")


# Properties ----------------------------------------------------------------------------------


class TestProperties:
    @every_kind
    @every_start
    def test_gradients_add_over_the_batch(self, kind, start):
        X, dY, params, state = case(kind, (5, 4, 3, 2), start)
        outputs = forward(kind, X, params, state)
        whole = flat(helper(kind, X, outputs, dY, params, state))
        parts = []
        for i in range(5):
            r = slice(i, i + 1)
            row_state = None if state is None else tuple(s[r] for s in state)
            parts.append(flat(
                helper(kind, X[r], [a[r] for a in outputs], dY[r], params, row_state)
            ))  # fmt: skip
        np.testing.assert_allclose(sum(parts), whole, rtol=0, atol=1e-12)

    @every_kind
    def test_no_state_means_zeros(self, kind):
        X, dY, params, state = case(kind, (2, 3, 4, 5))
        zeros = tuple(0 * s for s in state)
        outputs = forward(kind, X, params, None)
        ours, given = (helper(kind, X, outputs, dY, params, s) for s in (None, zeros))
        assert np.array_equal(flat(ours), flat(given))

    @every_kind
    def test_a_loss_on_the_last_output_reaches_the_first_and_none_reaches_later_ones(self, kind):
        X, dY, params, state = case(kind, (2, 6, 3, 4))
        outputs = forward(kind, X, params, state)
        for part, silent in ((slice(0, 5), slice(0, 0)), (slice(3, 6), slice(3, 6))):
            d = dY.copy()
            d[:, part] = 0
            if kind == "LSTM":
                found = lstm_state_gradients(X, *outputs, d, params, state)
            else:
                found = [gru_state_gradients(X, *outputs, d, params, state[0])]
            for G in found:
                assert G[:, 0].all() and not G[:, silent].any()

    @every_kind
    def test_a_shut_cell_hands_everything_back(self, kind):
        """Weights of zero and a gate held at 1: the gradient is the same at every step."""
        X, dY, params, state = case(kind, (2, 9, 3, 4))
        held = np.zeros_like(params.b)
        held[..., 4:8] = 50.0 if kind == "LSTM" else 0.0
        held[..., :4] = -50.0 if kind == "LSTM" else 50.0
        params = params._replace(W_x=0 * params.W_x, W_y=0 * params.W_y, b=held)
        dY[:, :-1] = 0
        outputs = forward(kind, X, params, state)
        if kind == "LSTM":
            _, G = lstm_state_gradients(X, *outputs, dY, params, state)
        else:
            G = gru_state_gradients(X, *outputs, dY, params, state[0])
        np.testing.assert_allclose(G, np.repeat(G[:, -1:], 9, axis=1), rtol=1e-12)
        assert np.abs(G).min() > 1e-3

    @every_kind
    @pytest.mark.parametrize("sizes", [(2, 3, 4, 5), (1, 1, 1, 1), (1, 3, 2, 1)], ids=str)
    def test_arguments_are_left_as_they_were(self, kind, sizes):
        X, dY, params, state = case(kind, sizes)
        outputs = forward(kind, X, params, state)
        given = (X, dY, *params, *state, *outputs)
        before = [a.copy() for a in given]
        results = list(helper(kind, X, outputs, dY, params, state))
        if kind == "LSTM":
            results += lstm_state_gradients(X, *outputs, dY, params, state)
        else:
            results.append(gru_state_gradients(X, *outputs, dY, params, state[0]))
        for array in results:
            array[:] = 0
        assert all(np.array_equal(now, then) for now, then in zip(given, before, strict=True))

    @every_kind
    @every_start
    def test_float32_stays_float32_and_agrees(self, kind, start):
        X, dY, params, state = case(kind, (2, 30, 4, 5), start)
        outputs = forward(kind, X, params, state)
        exact = helper(kind, X, outputs, dY, params, state)
        X, dY, *outputs = (a.astype(np.float32) for a in (X, dY, *outputs))
        rounded = [w.astype(np.float32) for w in params]
        start32 = None if state is None else tuple(s.astype(np.float32) for s in state)
        grads = helper(kind, X, outputs, dY, rounded, start32)
        assert {g.dtype for g in grads} == {np.dtype(np.float32)}
        error = np.linalg.norm(flat(grads) - flat(exact)) / np.linalg.norm(flat(exact))
        assert error < 1e-5
        assert {g.dtype for g in helper(kind, X, outputs, dY, params, start32)} == {np.dtype(float)}

    @every_kind
    def test_lists_and_whole_numbers_are_read(self, kind):
        X, dY, params, state = case(kind, (2, 3, 4, 5))
        X, dY = np.round(3 * X).astype(int), np.round(3 * dY).astype(int)
        outputs = forward(kind, X, params, state)
        expected = helper(kind, X.astype(float), outputs, dY.astype(float), params, state)
        as_list = [w.tolist() for w in params]
        for ours in (
            helper(kind, X, outputs, dY, params, state),
            helper(kind, X.tolist(), outputs, dY, as_list, state),
        ):
            assert type(ours) is type(params)
            assert np.array_equal(flat(ours), flat(expected))


def refusals():
    X, dY, lstm, state = case("LSTM", (2, 3, 4, 5))
    _, _, gru, _ = case("GRU", (2, 3, 4, 5))
    Y, C = lstm_forward(X, lstm, state)

    def back(X=X, Y=Y, C=C, dY=dY, params=lstm, state=state):
        return lambda: lstm_backward(X, Y, C, dY, params, state)

    def gated(X=X, Y=Y, dY=dY, params=gru, Y_init=state[0]):
        return lambda: gru_backward(X, Y, dY, params, Y_init)

    # what is called, the argument it must name, what it must expect, what it must quote
    return {
        "X too long": (back(X=np.ones((2, 4, 4))), "Y", "(2, 4, 5)", "(2, 3, 5)"),
        "X too wide": (back(X=np.ones((2, 3, 6))), "X", "(batch, time, 4)", "(2, 3, 6)"),
        "Y of one step": (back(Y=Y[:, :1]), "Y", "(2, 3, 5)", "(2, 1, 5)"),
        "C of rank 2": (back(C=C[:, -1]), "C", "(2, 3, 5)", "(2, 5)"),
        "C missing": (back(C=None), "C", "numbers", "None"),
        "dY of one row": (back(dY=dY[:1]), "dY", "(2, 3, 5)", "(1, 3, 5)"),
        "dY a number": (back(dY=1.0), "dY", "(2, 3, 5)", "()"),
        "one state": (back(state=state[0]), "state", "(Y_init, C_init)", "(2, 5)"),
        "C_init flat": (back(state=(state[0], state[1][0])), "state[1]", "(2, 5)", "(5,)"),
        "weights of a GRU": (back(params=gru), "W_x", "4 * units", "(4, 15)"),
        "weights of an LSTM": (gated(params=lstm), "W_x", "3 * units", "(4, 20)"),
        "GRU, Y of one step": (gated(Y=Y[:, :1]), "Y", "(2, 3, 5)", "(2, 1, 5)"),
        "GRU, dY of rank 2": (gated(dY=dY[:, 0]), "dY", "(2, 3, 5)", "(2, 5)"),
        "GRU, two states": (gated(Y_init=state), "Y_init", "(2, 5)", "(2, 2, 5)"),
        "b of three rows": (
            gated(params=gru._replace(b=np.ones((3, 15)))), "b", "(2, 15) or (15,)", "(3, 15)"),
        "states of an LSTM": (
            lambda: lstm_state_gradients(X, Y, C[:1], dY, lstm), "C", "(2, 3, 5)", "(1, 3, 5)"),
        "states of a GRU": (
            lambda: gru_state_gradients(X, Y[:1], dY, gru), "Y", "(2, 3, 5)", "(1, 3, 5)"),
    }  # fmt: skip


@pytest.mark.parametrize("name", refusals())
def test_bad_input_is_refused_by_name(name):
    call, argument, expected, given = refusals()[name]
    with refused(argument, expected, given):
        call()


class TestAgainstKeras:
    """Last, so that a mutant caught above never pays for importing TensorFlow."""

    @pytest.mark.parametrize("seed", range(20))
    @every_kind
    @every_start
    def test_equals_gradient_tape(self, kind, seed, start):
        """Random unequal sizes, a random linear loss over all outputs; 1e-9 absolute."""
        import tensorflow as tf

        rng = np.random.default_rng([10, seed])
        sizes = tuple(int(n) for n in rng.permutation(np.arange(1, 13))[:4])
        X, dY, params, state = case(kind, sizes, start, seed)
        layer = layer_for(kind, sizes[3], "float64")
        layer.build(X.shape)
        layer.set_weights(list(params))
        given = state and (list(state) if kind == "LSTM" else state[0])
        with tf.GradientTape() as tape:
            value = tf.reduce_sum(layer(X, initial_state=given) * dY)
        theirs = tape.gradient(value, layer.trainable_variables)
        outputs = forward(kind, X, params, state)
        grads = helper(kind, X, outputs, dY, params, state)
        for ours, expected in zip(grads, theirs, strict=True):
            np.testing.assert_allclose(ours, expected.numpy(), rtol=0, atol=1e-9)

    @pytest.mark.slow
    @pytest.mark.parametrize("kind", ["LSTM", "GRU"])
    def test_takes_at_most_two_thirds_of_the_time_of_keras(self, kind):
        """Batch 32, 50 steps, 1 input, 20 units; medians of runs in turns, three attempts."""
        import tensorflow as tf

        X, dY, params, _ = case(kind, (32, 50, 1, 20), "zeros")
        X, dY, *params = (a.astype(np.float32) for a in (X, dY, *params))
        layer = layer_for(kind, 20, "float32")
        layer.build(X.shape)
        layer.set_weights(params)

        @tf.function
        def tape_gradients(X, dY):
            with tf.GradientTape() as tape:
                value = tf.reduce_sum(layer(X) * dY)
            return tape.gradient(value, layer.trainable_variables)

        tensors = tf.constant(X), tf.constant(dY)

        def by_keras():
            return [grad.numpy() for grad in tape_gradients(*tensors)]

        def by_numpy():
            return helper(kind, X, forward(kind, X, params, None), dY, params, None)

        for ours, theirs in zip(by_numpy(), by_keras(), strict=True):  # compiles, too
            assert np.linalg.norm(ours - theirs) < 1e-4 * np.linalg.norm(theirs)
        ratios = []
        for _ in range(3):
            times = {by_numpy: [], by_keras: []}
            for _ in range(60):
                for run, spent in times.items():
                    begin = time.perf_counter()
                    run()
                    spent.append(time.perf_counter() - begin)
            ratios.append(np.median(times[by_numpy]) / np.median(times[by_keras]))
            if ratios[-1] <= 2 / 3:
                return
        pytest.fail(f"NumPy took {min(ratios):.2f} of the time of Keras")
