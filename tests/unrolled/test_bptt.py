"""unrolled.bptt against plain Python, finite differences, Keras, and its own properties.

The checks of the first three levels are functions of an implementation, so that the same checks
that accept `rnn_backward` are shown to refuse it with each of a dozen slips planted (`SLIPS`).
"""

import math
import time
import warnings

import numpy as np
import pytest

from layer_sizes import every_size
from refusals import refused
from unrolled.bptt import (
    Adam,
    clip_by_global_norm,
    gradient_check,
    input_gradients,
    output_gradients,
    rnn_backward,
)
from unrolled.layers import IDENTITY, RELU, TANH, Activation, RNNParams, rnn_forward

SIGMOID = Activation(lambda a: 1 / (1 + np.exp(-a)), lambda y: y * (1 - y))
ACTIVATIONS = {"tanh": TANH, "relu": RELU, "linear": IDENTITY, "sigmoid": SIGMOID}
PLAIN_SLOPES = {
    "tanh": lambda a: 1 / math.cosh(a) ** 2,
    "relu": lambda a: 1.0 if a > 0 else 0.0,
    "linear": lambda a: 1.0,
    "sigmoid": lambda a: math.exp(-a) / (1 + math.exp(-a)) ** 2,
}

every_activation = pytest.mark.parametrize("name", ACTIVATIONS)
every_start = pytest.mark.parametrize("start", ["zeros", "given"])


def case(sizes, start="given", name="tanh", seed=0):
    """Return X, Y, dY, params and Y_init, random and without any symmetry."""
    batch, n_steps, inputs, units = sizes
    rng = np.random.default_rng([seed, *sizes])
    W_y = 0.9 * rng.normal(size=(units, units)) / np.sqrt(units)
    params = RNNParams(rng.normal(size=(inputs, units)), W_y, rng.normal(size=units))
    X = rng.normal(size=(batch, n_steps, inputs))
    Y_init = rng.normal(size=(batch, units)) if start == "given" else None
    dY = rng.normal(size=(batch, n_steps, units))
    Y = rnn_forward(X, params, Y_init, ACTIVATIONS[name])
    return X, Y, dY, params, Y_init


def flat(grads):
    return np.concatenate([np.ravel(grad) for grad in grads])


def relative_error(ours, theirs):
    return np.linalg.norm(flat(ours) - flat(theirs)) / np.linalg.norm(flat(theirs))


def plain_backward(X, dY, params, Y_init, name):
    """Return all gradients as nested lists, by the chain rule written out number by number.

    Nothing is shared with the helper: the values before the activation are computed anew, the
    slopes come from them, and the way back runs over every single wire.
    """
    W_x, W_y, b = (w.tolist() for w in params)
    batch, n_steps, inputs = X.shape
    units = range(len(b))
    dW_x, dW_y = [[0.0] * len(b) for _ in range(inputs)], [[0.0] * len(b) for _ in units]
    db, dX, dY_init = [0.0] * len(b), np.zeros(X.shape).tolist(), []
    phi, slope = ACTIVATIONS[name].phi, PLAIN_SLOPES[name]
    for i in range(batch):
        y = [[0.0] * len(b) if Y_init is None else Y_init[i].tolist()]  # y[t] before step t
        a = []
        for t in range(n_steps):
            a.append(list(b))
            for k in units:
                a[t][k] += sum(X[i, t, j] * W_x[j][k] for j in range(inputs))
                a[t][k] += sum(y[t][j] * W_y[j][k] for j in units)
            y.append([float(phi(value)) for value in a[t]])
        from_future = [0.0] * len(b)
        for t in range(n_steps - 1, -1, -1):
            delta = [(dY[i, t, k] + from_future[k]) * slope(a[t][k]) for k in units]
            for k in units:
                db[k] += delta[k]
                for j in range(inputs):
                    dW_x[j][k] += X[i, t, j] * delta[k]
                    dX[i][t][j] += W_x[j][k] * delta[k]
                for j in units:
                    dW_y[j][k] += y[t][j] * delta[k]
            from_future = [sum(W_y[j][k] * delta[k] for k in units) for j in units]
        dY_init.append(from_future)
    return RNNParams(dW_x, dW_y, db), dX, dY_init


# The three checks ----------------------------------------------------------------------------


def check_against_plain_python(backward, sizes, start, name):
    X, Y, dY, params, Y_init = case(sizes, start, name)
    grads = backward(X, Y, dY, params, Y_init, ACTIVATIONS[name])
    expected, _, _ = plain_backward(X, dY, params, Y_init, name)
    for ours, plain in zip(grads, expected, strict=True):
        np.testing.assert_allclose(ours, plain, rtol=1e-10, atol=1e-10)


def check_against_finite_differences(backward, sizes, start, name):
    """The loss is a mean, and looks at every output by itself."""
    X, Y, target, params, Y_init = case(sizes, start, name)
    phi = ACTIVATIONS[name]

    def loss(params):
        return ((rnn_forward(X, params, Y_init, phi) - target) ** 2).mean()

    grads = backward(X, Y, 2 * (Y - target) / Y.size, params, Y_init, phi)
    for seed in range(3):
        rng = np.random.default_rng(seed)
        assert gradient_check(loss, params, grads, rng) < 1e-6


def check_against_tape(backward, seed, start):
    """Random sizes and a random linear loss over all outputs; 1e-9 in float64."""
    import keras
    import tensorflow as tf

    rng = np.random.default_rng([10, seed])
    sizes = tuple(int(n) for n in rng.permutation(np.arange(1, 13))[:4])
    X, Y, dY, params, Y_init = case(sizes, start, seed=seed)
    name = ("tanh", "tanh", "sigmoid", "linear")[seed % 4]
    Y = rnn_forward(X, params, Y_init, ACTIVATIONS[name])
    layer = keras.layers.SimpleRNN(
        sizes[3], activation=name, return_sequences=True, dtype="float64"
    )
    layer.build(X.shape)
    layer.set_weights(list(params))
    with tf.GradientTape() as tape:
        value = tf.reduce_sum(layer(X, initial_state=Y_init) * dY)
    theirs = [grad.numpy() for grad in tape.gradient(value, layer.trainable_variables)]
    grads = backward(X, Y, dY, params, Y_init, ACTIVATIONS[name])
    for ours, expected in zip(grads, theirs, strict=True):
        # with one step from zeros, W_y has no gradient, and ours is exactly zero
        assert np.linalg.norm(ours - expected) <= 1e-9 * np.linalg.norm(expected)


class TestAgainstPlainPython:
    @every_size
    @every_activation
    @every_start
    def test_weights(self, sizes, name, start):
        check_against_plain_python(rnn_backward, sizes, start, name)

    @every_size
    @every_activation
    @every_start
    def test_inputs_and_initial_state(self, sizes, name, start):
        X, Y, dY, params, Y_init = case(sizes, start, name)
        dX, dY_init = input_gradients(Y, dY, params, ACTIVATIONS[name])
        _, plain_dX, plain_dY_init = plain_backward(X, dY, params, Y_init, name)
        np.testing.assert_allclose(dX, plain_dX, rtol=1e-10, atol=1e-10)
        np.testing.assert_allclose(dY_init, plain_dY_init, rtol=1e-10, atol=1e-10)

    def test_three_steps_by_hand(self):
        """The table of chapter 4."""
        params = RNNParams(np.array([[0.5]]), np.array([[0.8]]), np.zeros(1))
        X = np.array([2.0, 0, -1]).reshape(1, 3, 1)
        Y = rnn_forward(X, params)
        dY = np.zeros_like(Y)
        dY[0, 2] = 2 * (Y[0, 2] - 0.4)
        G = output_gradients(Y, dY, params).ravel()
        assert G.round(3).tolist() == [-0.418, -0.741, -0.93]
        assert (G * (1 - Y.ravel() ** 2)).round(3).tolist() == [-0.175, -0.522, -0.926]
        grads = rnn_backward(X, Y, dY, params)
        assert flat(grads).round(3).tolist() == [0.575, -0.901, -1.623]

    def test_every_path_counts(self):
        """Linear, so that each path is a product of weights: g_1 = 1 + w + w**2."""
        params = RNNParams(np.ones((1, 1)), np.array([[0.5]]), np.zeros(1))
        ones = np.ones((1, 3, 1))
        assert output_gradients(ones, ones, params, IDENTITY).ravel().tolist() == [1.75, 1.5, 1]


class TestAgainstFiniteDifferences:
    @every_size
    @every_activation
    @every_start
    def test_weights(self, sizes, name, start):
        check_against_finite_differences(rnn_backward, sizes, start, name)

    def test_every_single_input_and_first_state(self):
        X, Y, dY, params, Y_init = case((2, 3, 4, 5))

        def loss(X, Y_init):
            return (rnn_forward(X, params, Y_init) * dY).sum()

        dX, dY_init = input_gradients(Y, dY, params)
        for array, grad, position in ((X, dX, 0), (Y_init, dY_init, 1)):
            for index in np.ndindex(array.shape):
                nudge = np.zeros_like(array)
                nudge[index] = 1e-6
                args = [[X, Y_init], [X, Y_init]]
                args[0][position], args[1][position] = array + nudge, array - nudge
                numeric = (loss(*args[0]) - loss(*args[1])) / 2e-6
                assert grad[index] == pytest.approx(numeric, abs=1e-8)

    def test_two_layers_are_joined_by_the_gradient_of_the_inputs(self):
        X, Y, _, lower, _ = case((3, 5, 2, 4), "zeros")
        _, _, dY, upper, _ = case((3, 5, 4, 2), "zeros")

        def loss(lower):
            return (rnn_forward(rnn_forward(X, lower), upper) * dY).sum()

        dX, _ = input_gradients(rnn_forward(Y, upper), dY, upper)
        grads = rnn_backward(X, Y, dX, lower)
        assert gradient_check(loss, lower, grads, np.random.default_rng(0)) < 1e-7


# Slips ---------------------------------------------------------------------------------------


def plain_loop(X, Y, dY, params, Y_init=None, activation=TANH, slip=None):
    """The loop of chapter 4, with places at which one slip can be planted."""
    W_x, W_y, b = params
    slope = activation.slope(Y)
    Y_first = np.zeros_like(Y[:, 0]) if Y_init is None else Y_init
    if slip == "initial state dropped":
        Y_first = 0 * Y_first
    dW_x, dW_y, db = np.zeros_like(W_x), np.zeros_like(W_y), np.zeros_like(b)
    delta = np.zeros_like(Y_first)
    steps = range(Y.shape[1])
    if slip == "last step only":
        steps = steps[-1:]
    if slip == "first step forgotten":
        steps = steps[1:]
    for t in reversed(steps):
        back = W_y if slip == "W_y not transposed on the way back" else W_y.T
        direct = dY[:, t]
        if slip == "only the longest path" and t + 1 < Y.shape[1]:
            direct = 0 * direct
        sign = -1 if slip == "sign of the recursion" else 1
        g = direct + sign * delta @ back
        if slip == "nothing crosses a step":
            g = direct
        delta = g * slope[:, t]
        shares = delta
        if slip == "slope left out of the recursion":
            delta = g
        if slip == "slope left out of the sums":
            shares = g
        if slip == "slope left out everywhere":
            shares = delta = g
        if slip == "slope of the step before":
            delta = shares = g * (slope[:, t - 1] if t else activation.slope(Y_first))
        if slip == "slope squared":
            delta = shares = delta * slope[:, t]
        Y_prev = Y[:, t - 1] if t > 0 else Y_first
        if slip == "y_t in the place of y_{t-1}":
            Y_prev = Y[:, t]
        if slip == "last output in the place of y_0":
            Y_prev = Y[:, t - 1]
        dW_x += X[:, t].T @ shares
        dW_y += shares.T @ Y_prev if slip == "gradient of W_y transposed" else Y_prev.T @ shares
        db += shares[0] if slip == "bias of one sequence" else shares.sum(axis=0)
    if slip == "bias of the first step":
        db = shares.sum(axis=0)
    grads = RNNParams(dW_x, dW_y, db)
    if slip == "mean over the batch":
        grads = RNNParams(*(grad / len(X) for grad in grads))
    if slip == "mean over the steps":
        grads = RNNParams(*(grad / X.shape[1] for grad in grads))
    if slip == "sign of everything":
        grads = RNNParams(*(-grad for grad in grads))
    return grads


SLIPS = [
    "slope left out of the recursion",
    "slope left out of the sums",
    "slope left out everywhere",
    "slope of the step before",
    "slope squared",
    "W_y not transposed on the way back",
    "gradient of W_y transposed",
    "y_t in the place of y_{t-1}",
    "last output in the place of y_0",
    "initial state dropped",
    "last step only",
    "first step forgotten",
    "nothing crosses a step",
    "only the longest path",
    "mean over the batch",
    "mean over the steps",
    "bias of one sequence",
    "bias of the first step",
    "sign of the recursion",
    "sign of everything",
]


class TestTheChecksThemselves:
    """A check that has never failed has not been checked."""

    @every_size
    @every_start
    def test_the_loop_without_a_slip_is_accepted(self, sizes, start):
        for name in ACTIVATIONS:
            check_against_plain_python(plain_loop, sizes, start, name)
        check_against_finite_differences(plain_loop, sizes, start, "tanh")

    @pytest.mark.parametrize("slip", SLIPS)
    @pytest.mark.parametrize(
        "check", [check_against_plain_python, check_against_finite_differences]
    )
    def test_every_slip_is_refused(self, check, slip):
        def slipped(*args):
            return plain_loop(*args, slip=slip)

        # the last-output slip shows from zeros, the dropped state only when one is given
        start = "zeros" if slip == "last output in the place of y_0" else "given"
        with pytest.raises(AssertionError):
            check(slipped, (5, 4, 3, 2), start, "tanh")


FORWARD_SLIPS = {
    "W_y transposed": lambda X, p, s: rnn_forward(X, p._replace(W_y=p.W_y.T), s),
    "bias dropped": lambda X, p, s: rnn_forward(X, p._replace(b=0 * p.b), s),
    "initial state dropped": lambda X, p, s: rnn_forward(X, p),
    "output before the step": lambda X, p, s: np.concatenate(
        [s[:, None], rnn_forward(X, p, s)[:, :-1]], axis=1
    ),
    "steps in reverse": lambda X, p, s: rnn_forward(X[:, ::-1], p, s)[:, ::-1],
}


class TestForwardSlips:
    """A slip in the forward pass, met by the right backward pass of the right equation."""

    @pytest.mark.parametrize("slip", FORWARD_SLIPS)
    def test_is_refused(self, slip):
        X, _, dY, params, Y_init = case((5, 4, 3, 2))
        Y = FORWARD_SLIPS[slip](X, params, Y_init)
        grads = rnn_backward(X, Y, dY, params, Y_init)

        def loss(params):
            return (rnn_forward(X, params, Y_init) * dY).sum()

        assert gradient_check(loss, params, grads, np.random.default_rng(0)) > 1e-4


# Properties ----------------------------------------------------------------------------------


class TestTruncation:
    SIZES = (3, 12, 2, 4)

    @pytest.mark.parametrize("length", [12, 13, 100])
    def test_a_stretch_as_long_as_the_sequence_cuts_nothing(self, length):
        X, Y, dY, params, Y_init = case(self.SIZES)
        full = rnn_backward(X, Y, dY, params, Y_init)
        cut = rnn_backward(X, Y, dY, params, Y_init, length=length)
        assert all(np.array_equal(a, b) for a, b in zip(full, cut, strict=True))

    def test_length_one_lets_nothing_cross(self):
        X, Y, dY, params, Y_init = case(self.SIZES)
        assert np.array_equal(output_gradients(Y, dY, params, length=1), dY)
        cut = rnn_backward(X, Y, dY, params, Y_init, length=1)
        alone = plain_loop(X, Y, dY, params, Y_init, slip="nothing crosses a step")
        assert relative_error(cut, alone) < 1e-14

    @pytest.mark.parametrize("length", [1, 2, 3, 5, 7, 12, 20])
    def test_equals_going_stretch_by_stretch_with_the_state_carried(self, length):
        X, _, dY, params, Y_init = case(self.SIZES)
        state, total = Y_init, 0
        for start in range(0, X.shape[1], length):
            part = slice(start, start + length)
            Y = rnn_forward(X[:, part], params, state)
            total += flat(rnn_backward(X[:, part], Y, dY[:, part], params, state))
            state = Y[:, -1]
        Y = rnn_forward(X, params, Y_init)
        cut = flat(rnn_backward(X, Y, dY, params, Y_init, length=length))
        np.testing.assert_allclose(cut, total, rtol=1e-12, atol=1e-12)

    def test_what_is_cut_is_missed(self):
        X, Y, dY, params, Y_init = case(self.SIZES)
        full = rnn_backward(X, Y, dY, params, Y_init)
        for length in (1, 3, 6, 11):
            assert (
                relative_error(rnn_backward(X, Y, dY, params, Y_init, length=length), full) > 0.01
            )

    def test_nothing_crosses_a_cut(self):
        _, Y, dY, params, _ = case(self.SIZES)
        changed = dY.copy()
        changed[:, 5:] += 1  # the stretch of steps 5 to 9, and the one after it
        difference = np.abs(
            output_gradients(Y, changed, params, length=5)
            - output_gradients(Y, dY, params, length=5)
        )
        assert not difference[:, :5].any() and difference[:, 5:].all()


class TestProperties:
    @every_size
    @every_start
    def test_gradients_add_over_the_batch(self, sizes, start):
        X, Y, dY, params, Y_init = case(sizes, start)
        whole = flat(rnn_backward(X, Y, dY, params, Y_init))
        rows = [slice(i, i + 1) for i in range(sizes[0])]
        parts = (
            rnn_backward(X[r], Y[r], dY[r], params, None if Y_init is None else Y_init[r])
            for r in rows
        )
        np.testing.assert_allclose(sum(map(flat, parts)), whole, rtol=1e-12, atol=1e-12)

    def test_gradients_are_linear_in_what_the_loss_says(self):
        X, Y, dY, params, Y_init = case((2, 3, 4, 5))
        other = np.random.default_rng(3).normal(size=dY.shape)

        def grads(d):
            return flat(rnn_backward(X, Y, d, params, Y_init))

        np.testing.assert_allclose(
            grads(2 * dY - other), 2 * grads(dY) - grads(other), rtol=1e-12, atol=1e-12
        )

    def test_an_early_output_is_told_nothing_by_a_loss_on_earlier_ones(self):
        _, Y, dY, params, _ = case((2, 6, 3, 4))
        dY[:, 3:] = 0
        G = output_gradients(Y, dY, params)
        assert not G[:, 3:].any() and G[:, :3].all()

    def test_a_loss_on_the_last_output_reaches_the_first(self):
        _, Y, dY, params, _ = case((2, 6, 3, 4))
        dY[:, :-1] = 0
        assert output_gradients(Y, dY, params)[:, 0].all()

    def test_no_initial_output_means_zeros(self):
        X, Y, dY, params, _ = case((2, 3, 4, 5), "zeros")
        zeros = rnn_backward(X, Y, dY, params, np.zeros((2, 5)))
        assert relative_error(rnn_backward(X, Y, dY, params), zeros) < 1e-14

    def test_arguments_are_left_as_they_were(self):
        arrays = case((2, 3, 4, 5))
        X, Y, dY, params, Y_init = arrays
        before = [a.copy() for a in (X, Y, dY, Y_init, *params)]
        for array in (
            output_gradients(Y, dY, params),
            *rnn_backward(X, Y, dY, params, Y_init),
            *input_gradients(Y, dY, params),
        ):
            array[:] = 0
        pairs = zip((X, Y, dY, Y_init, *params), before, strict=True)
        assert all(np.array_equal(now, then) for now, then in pairs)

    @every_start
    def test_float32_stays_float32(self, start):
        exact = case((2, 30, 4, 5), start)
        X, Y, dY, params, Y_init = exact
        rounded = [a.astype(np.float32) for a in (X, Y, dY)]
        params32 = RNNParams(*(w.astype(np.float32) for w in params))
        Y_init32 = None if Y_init is None else Y_init.astype(np.float32)
        grads = rnn_backward(*rounded, params32, Y_init32)
        assert {grad.dtype for grad in grads} == {np.dtype(np.float32)}
        assert {a.dtype for a in input_gradients(*rounded[1:], params32)} == {np.dtype(np.float32)}
        assert output_gradients(*rounded[1:], params32).dtype == np.float32
        expected = rnn_backward(X, Y, dY, params, Y_init)
        assert {grad.dtype for grad in expected} == {np.dtype(float)}
        assert relative_error(grads, expected) < 1e-5

    def test_batch_first_memory_and_time_first_memory_give_the_same(self):
        X, Y, dY, params, Y_init = case((4, 6, 3, 2))
        ordered = [np.ascontiguousarray(a) for a in (X, Y, dY)]
        turned = [np.asfortranarray(a) for a in (X, Y, dY)]
        one, other = (rnn_backward(*a, params, Y_init) for a in (ordered, turned))
        assert relative_error(one, other) < 1e-14


class TestGradientCheck:
    def setup_method(self):
        self.X, self.Y, self.dY, self.params, self.Y_init = case((4, 6, 3, 2))
        self.grads = rnn_backward(self.X, self.Y, self.dY, self.params, self.Y_init)

    def loss(self, params):
        return (rnn_forward(self.X, params, self.Y_init) * self.dY).sum()

    def error(self, grads, seed=0):
        return gradient_check(self.loss, self.params, grads, np.random.default_rng(seed))

    def test_about_1e_8_for_a_right_gradient(self):
        errors = [self.error(self.grads, seed) for seed in range(20)]
        assert np.median(errors) < 1e-8 and max(errors) < 1e-6

    @pytest.mark.parametrize("field", RNNParams._fields)
    def test_above_1e_4_for_one_wrong_number(self, field):
        wrong = getattr(self.grads, field).copy()
        wrong.flat[-1] *= 1.1
        errors = [self.error(self.grads._replace(**{field: wrong}), seed) for seed in range(5)]
        assert min(errors) > 1e-4

    def test_the_loss_is_asked_one_step_to_either_side(self):
        asked = []

        def loss(params):
            asked.append(np.linalg.norm(flat(params) - flat(self.params)))
            return self.loss(params)

        for step in (1e-6, 1e-3):
            gradient_check(loss, self.params, self.grads, np.random.default_rng(0), step)
        np.testing.assert_allclose(asked, [1e-6, 1e-6, 1e-3, 1e-3], rtol=1e-8)

    def test_the_error_is_relative_whatever_the_size_and_whichever_is_zero(self):
        for size in (1e-6, 1.0, 1e6):
            doubled = [2 * size * g for g in self.grads]
            error = gradient_check(
                lambda p, size=size: size * self.loss(p), list(self.params), doubled,
                np.random.default_rng(0), 1e-4,
            )  # fmt: skip
            assert error == pytest.approx(0.5, abs=1e-4)
        flat_loss = gradient_check(
            lambda p: 3.0, self.params, self.grads, np.random.default_rng(0)
        )  # fmt: skip
        assert flat_loss == 1

    def test_above_1e_4_for_every_slip(self):
        for slip in set(SLIPS) - {"last output in the place of y_0"}:
            wrong = plain_loop(self.X, self.Y, self.dY, self.params, self.Y_init, slip=slip)
            assert self.error(wrong) > 1e-4, slip

    def test_any_named_tuple_and_no_gradient_at_all(self):
        assert self.error(RNNParams(*(0 * grad for grad in self.grads))) == 1
        assert gradient_check(
            lambda p: 3.0, self.params, RNNParams(*(0 * g for g in self.grads)),
            np.random.default_rng(0),
        ) == 0  # fmt: skip

    def test_parameters_are_left_as_they_were(self):
        before = [w.copy() for w in self.params]
        self.error(self.grads)
        assert all(np.array_equal(a, b) for a, b in zip(self.params, before, strict=True))


class TestClip:
    GRADS = RNNParams(np.array([[3.0, 0.0]]), np.array([[0.0, 4.0], [0, 0]]), np.array([0.0, 12]))

    def test_a_long_gradient_is_shortened_and_keeps_its_direction(self):
        clipped, norm = clip_by_global_norm(self.GRADS, 2.6)
        assert isinstance(clipped, RNNParams) and norm == 13
        np.testing.assert_allclose(flat(clipped), flat(self.GRADS) * 0.2, rtol=1e-15)

    @pytest.mark.parametrize("max_norm", [13, 13.5, np.inf])
    def test_a_short_one_is_left_alone(self, max_norm):
        clipped, norm = clip_by_global_norm(self.GRADS, max_norm)
        assert np.array_equal(flat(clipped), flat(self.GRADS)) and norm == 13

    @pytest.mark.parametrize("bad", [np.nan, np.inf])
    def test_nan_is_not_cured(self, bad):
        grads = self.GRADS._replace(b=np.array([bad, 12]))
        with np.errstate(invalid="ignore"):
            clipped, norm = clip_by_global_norm(grads, 1.0)
        assert not np.isfinite(norm) and np.isnan(clipped.b).any()

    def test_float32_stays_and_arguments_too(self):
        grads = RNNParams(*(g.astype(np.float32) for g in self.GRADS))
        clipped, _ = clip_by_global_norm(grads, 1.0)
        assert {g.dtype for g in clipped} == {np.dtype(np.float32)}
        assert np.array_equal(flat(grads), flat(self.GRADS))

    def test_zeros(self):
        zeros = RNNParams(*(0 * g for g in self.GRADS))
        clipped, norm = clip_by_global_norm(zeros, 1.0)
        assert norm == 0 and not flat(clipped).any()

    @pytest.mark.parametrize("size", [1e-320, 1e-200, 1e-3, 1.0, 1e30, 1e200, 1e308])
    def test_no_size_overflows_or_vanishes(self, size):
        grads = RNNParams(*(g / 12 * size for g in self.GRADS))
        clipped, norm = clip_by_global_norm(grads, size / 2)
        assert norm == pytest.approx(13 / 12 * size, rel=1e-12 if size > 1e-300 else 1e-2)
        expected = flat(self.GRADS) / 26
        tolerance = 1e-12 if size > 1e-300 else 1e-2  # denormal numbers have few digits
        np.testing.assert_allclose(flat(clipped) / size, expected, rtol=tolerance, atol=tolerance)

    @pytest.mark.parametrize("size", [1e-30, 1e-20, 1e20, 1e37])
    def test_float32_is_summed_in_float64(self, size):
        grads = [np.full((2, 3), size, np.float32), np.full(3, -size, np.float32)]
        clipped, norm = clip_by_global_norm(grads, size)
        assert norm == pytest.approx(3 * size, rel=1e-6)
        assert {g.dtype for g in clipped} == {np.dtype(np.float32)}
        np.testing.assert_allclose(flat(clipped) / size, np.repeat([1, -1], [6, 3]) / 3, rtol=1e-6)

    def test_float32_has_the_length_that_its_numbers_have_in_float64(self):
        grads = [np.random.default_rng(4).normal(size=1000).astype(np.float32)]
        exact = math.sqrt(math.fsum(float(g) ** 2 for g in grads[0]))
        assert clip_by_global_norm(grads, 1.0)[1] == pytest.approx(exact, rel=1e-14)

    def test_empty_arrays_and_infinities_raise_no_warning(self):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            clipped, norm = clip_by_global_norm([np.zeros((0, 3)), np.array([3.0, 4])], 1.0)
            assert norm == 5 and clipped[0].shape == (0, 3)
            clip_by_global_norm([np.array([np.inf, 1.0])], 1.0)
            clip_by_global_norm([np.full(3, 1.5e308)], 1.0)

    def test_a_length_that_no_float_holds_is_still_clipped(self):
        clipped, norm = clip_by_global_norm([np.full(9, 1.5e308)], 3.0)
        assert norm == np.inf
        np.testing.assert_allclose(clipped[0], np.ones(9), rtol=1e-12)

    def test_ordinary_gradients_keep_every_bit(self):
        rng = np.random.default_rng(3)
        for _ in range(50):
            grads = [rng.normal(size=(3, 4)) * 10.0 ** rng.integers(-6, 6), rng.normal(size=4)]
            clipped, norm = clip_by_global_norm(grads, 0.01)
            assert norm == np.sqrt(sum(float((g**2).sum()) for g in grads))
            plain = [g * (0.01 / norm) for g in grads]
            assert all(np.array_equal(a, b) for a, b in zip(clipped, plain, strict=True))

    def test_an_infinite_entry_leaves_nan_and_zeros(self):
        clipped, norm = clip_by_global_norm([np.array([np.inf, 2.0]), np.ones(1)], 1.0)
        assert norm == np.inf and np.isnan(clipped[0][0])
        assert clipped[0][1] == clipped[1][0] == 0

    def test_a_nan_leaves_all_as_it_was(self):
        clipped, norm = clip_by_global_norm([np.array([np.nan, 2.0]), np.array([np.inf])], 1.0)
        assert np.isnan(norm) and clipped[0][1] == 2 and clipped[1][0] == np.inf

    def test_the_kind_that_came_in_goes_out(self):
        a, b, c = self.GRADS
        for grads in ([a, b, c], (a, b, c), self.GRADS, [[a, b], [c]], ([a], (b, self.GRADS))):
            clipped, norm = clip_by_global_norm(grads, 2.6)
            assert type(clipped) is type(grads) and len(clipped) == len(grads)
            assert norm >= 13
        clipped, _ = clip_by_global_norm([[a, b], [c]], 2.6)
        assert [[g.shape for g in layer] for layer in clipped] == [[(1, 2), (2, 2)], [(2,)]]
        assert np.array_equal(flat(clipped[0] + clipped[1]), flat(self.GRADS) * 0.2)
        _, nested = clip_by_global_norm(([a], (b, RNNParams(a, b, c))), 1.0)
        assert nested == pytest.approx(np.sqrt(9 + 16 + 169))

    def test_a_layer_without_weights_stays_an_empty_list(self):
        clipped, norm = clip_by_global_norm([[np.array([3.0, 4])], [], ()], 10.0)
        assert norm == 5 and clipped[1:] == [[], ()]

    def test_arrays_written_as_lists_and_a_single_array(self):
        clipped, norm = clip_by_global_norm([[[3, 0]], [[0, 4], [0, 0]], [0, 12]], 2.6)
        assert norm == 13 and [g.shape for g in clipped] == [(1, 2), (2, 2), (2,)]
        clipped, norm = clip_by_global_norm(np.array([3, 4]), 1)
        assert norm == 5 and clipped.tolist() == [0.6000000000000001, 0.8]
        clipped, norm = clip_by_global_norm([3, 4], 10)  # a list of two numbers
        assert norm == 5 and clipped == [3, 4]

    def test_a_short_gradient_is_a_copy(self):
        grads = [np.ones(2)]
        clip_by_global_norm(grads, 9.0)[0][0][:] = 7
        assert grads[0].tolist() == [1, 1]


class TestLists:
    """Weights and gradients as Keras users hold them."""

    def setup_method(self):
        self.X, self.Y, self.dY, self.params, self.Y_init = case((4, 6, 3, 2))
        self.grads = rnn_backward(self.X, self.Y, self.dY, self.params, self.Y_init)

    @pytest.mark.parametrize("kind", [list, tuple])
    def test_backward_takes_them(self, kind):
        weights = kind(self.params)
        grads = rnn_backward(self.X, self.Y, self.dY, weights, self.Y_init)
        assert isinstance(grads, RNNParams)
        assert np.array_equal(flat(grads), flat(self.grads))
        assert np.array_equal(
            output_gradients(self.Y, self.dY, weights),
            output_gradients(self.Y, self.dY, self.params),
        )
        for ours, expected in zip(
            input_gradients(self.Y, self.dY, weights),
            input_gradients(self.Y, self.dY, self.params),
            strict=True,
        ):
            assert np.array_equal(ours, expected)

    def test_output_gradients_read_the_recurrent_matrix_only(self):
        alone = RNNParams(None, self.params.W_y, None)
        assert np.array_equal(
            output_gradients(self.Y, self.dY, alone),
            output_gradients(self.Y, self.dY, self.params),
        )

    @pytest.mark.parametrize("kind", [list, tuple])
    def test_the_check_hands_the_loss_the_same_kind(self, kind):
        def loss(weights):
            assert type(weights) is kind
            return (rnn_forward(self.X, weights, self.Y_init) * self.dY).sum()

        error = gradient_check(loss, kind(self.params), kind(self.grads), np.random.default_rng(0))
        assert error < 1e-6

    def test_the_check_takes_layers_in_a_list(self):
        stack = [[self.params.W_x], [self.params.W_y, self.params.b]]

        def loss(stack):
            (W_x,), (W_y, b) = stack
            return (rnn_forward(self.X, [W_x, W_y, b], self.Y_init) * self.dY).sum()

        grads = [[self.grads.W_x], [self.grads.W_y, self.grads.b]]
        assert gradient_check(loss, stack, grads, np.random.default_rng(0)) < 1e-6

    def test_adam_returns_the_same_kind(self):
        expected = Adam(0.1).update(self.params, self.grads)
        for kind in (list, tuple):
            updated = Adam(0.1).update(kind(self.params), list(self.grads))
            assert type(updated) is kind
            assert np.array_equal(flat(updated), flat(expected))
        (W_x,), rest = Adam(0.1).update(
            [[self.params.W_x], (self.params.W_y, self.params.b)], list(self.grads)
        )
        assert np.array_equal(flat([W_x, *rest]), flat(expected))

    @pytest.mark.parametrize("precise", ["Y", "dY", "W_y"])
    def test_what_has_most_digits_decides(self, precise):
        arrays = {"Y": self.Y, "dY": self.dY, "W_y": self.params.W_y}
        arrays |= {name: a.astype(np.float32) for name, a in arrays.items() if name != precise}
        weights = [None, arrays.pop("W_y"), None]
        assert output_gradients(**arrays, params=weights).dtype == np.float64

    def test_a_start_of_more_digits_is_not_rounded(self):
        single = [a.astype(np.float32) for a in (self.X, self.Y, self.dY)]
        weights = [w.astype(np.float32) for w in self.params]
        assert rnn_backward(*single, weights, self.Y_init).W_y.dtype == np.float64


class TestAdam:
    @pytest.mark.parametrize(
        "settings", [{}, {"learning_rate": 0.1, "beta_1": 0.5, "beta_2": 0.75, "epsilon": 0.5},
                     {"beta_1": 0, "beta_2": 0}], ids=str)  # fmt: skip
    def test_equals_the_formula_written_out(self, settings):
        rate, b1, b2, eps = (
            settings.get(name, default)
            for name, default in (
                ("learning_rate", 1e-3), ("beta_1", 0.9), ("beta_2", 0.999), ("epsilon", 1e-7)
            )
        )  # fmt: skip
        theta, m, v, adam, weights = 2.0, 0.0, 0.0, Adam(**settings), [np.array(2.0)]
        for n, g in enumerate([0.3, -0.2, 0.1, 4.0, 0.5], start=1):
            m, v = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g**2
            theta -= rate * math.sqrt(1 - b2**n) / (1 - b1**n) * m / (math.sqrt(v) + eps)
            weights = adam.update(weights, [np.array(g)])
            assert float(weights[0]) == pytest.approx(theta, rel=1e-12)
        assert adam.n_updates == 5

    def test_whole_numbers_are_moved(self):
        adam, weights = Adam(0.5), [np.array([[2, 4]]), np.array([3])]
        for _ in range(3):
            weights = adam.update(weights, [np.array([[1, 1]]), np.array([-1])])
        expected = [np.array([[0.5, 2.5]]), np.array([4.5])]
        np.testing.assert_allclose(flat(weights), flat(expected), rtol=1e-5)

    def test_a_refused_update_changes_nothing(self):
        _, _, _, params, _ = case((2, 3, 4, 5))
        adam, other = Adam(), Adam()
        params = adam.update(params, params)
        assert np.array_equal(flat(other.update(case((2, 3, 4, 5))[3], case((2, 3, 4, 5))[3])),
                              flat(params))  # fmt: skip
        for weights, grads in ((params, params[:2]), (params, [g[:1] for g in params])):
            with pytest.raises(ValueError):
                adam.update(weights, grads)
        with pytest.raises(ValueError):
            adam.update([w[:1] for w in params], params)
        assert np.array_equal(flat(adam.update(params, params)), flat(other.update(params, params)))

    def test_first_step_is_the_learning_rate_whatever_the_gradient(self):
        _, _, _, params, _ = case((2, 3, 4, 5))
        for scale in (1e-2, 1e3):
            grads = RNNParams(*(scale * np.sign(w) for w in params))
            updated = Adam(0.01).update(params, grads)
            moved = flat(params) - flat(updated)
            np.testing.assert_allclose(moved, 0.01 * np.sign(flat(params)), rtol=1e-3)

    def test_finds_the_bottom_of_a_bowl(self):
        params = RNNParams(np.array([[3.0]]), np.array([[-2.0]]), np.array([0.5]))
        adam = Adam(0.05)
        for _ in range(2000):
            params = adam.update(params, RNNParams(*(2 * (w - 1) for w in params)))
        np.testing.assert_allclose(flat(params), 1, atol=1e-3)

    def test_neither_argument_is_changed(self):
        _, _, _, params, _ = case((2, 3, 4, 5))
        grads = RNNParams(*(w + 1 for w in params))
        before = flat(params), flat(grads)
        adam = Adam()
        adam.update(adam.update(params, grads), grads)
        assert np.array_equal(flat(params), before[0])
        assert np.array_equal(flat(grads), before[1])

    def test_float32_stays_float32(self):
        _, _, _, params, _ = case((2, 3, 4, 5))
        params = RNNParams(*(w.astype(np.float32) for w in params))
        adam = Adam()
        for _ in range(3):
            params = adam.update(params, params)
        assert {w.dtype for w in params} == {np.dtype(np.float32)}


# Bad input -----------------------------------------------------------------------------------


def refusals():
    X, Y, dY, params, Y_init = case((2, 3, 4, 5))

    def backward(X=X, Y=Y, dY=dY, params=params, Y_init=Y_init, length=None):
        return lambda: rnn_backward(X, Y, dY, params, Y_init, length=length)

    def check(params=params, grads=params):
        return lambda: gradient_check(lambda p: 0.0, params, grads, np.random.default_rng(0))

    short = params._replace(b=params.b[:3])
    single = RNNParams(*(w.astype(np.float32) for w in params))
    adam = Adam()
    adam.update(params, params)
    # what is called, the argument it must name, what it must expect, what it must quote
    return {
        "X of rank 2": (backward(X=X[0]), "X", "(batch, time, inputs)", "(3, 4)"),
        "X too short": (backward(X=X[:, :2]), "X", "(2, 3, 4)", "(2, 2, 4)"),
        "X too narrow": (backward(X=X[..., :1]), "X", "(2, 3, 4)", "(2, 3, 1)"),
        "X another batch": (backward(X=X[:1]), "X", "(2, 3, 4)", "(1, 3, 4)"),
        "Y of rank 2": (backward(Y=Y[0]), "Y", "(batch, time, units)", "(3, 5)"),
        "no steps": (backward(Y=Y[:, :0], dY=dY[:, :0]), "Y", "one time step", "(2, 0, 5)"),
        "empty batch": (backward(Y=Y[:0], dY=dY[:0]), "Y", "one sequence", "(0, 3, 5)"),
        "dY of the last output": (backward(dY=dY[:, -1]), "dY", "(batch, time, units)", "(2, 5)"),
        "dY one step": (backward(dY=dY[:, -1:]), "dY", "(2, 3, 5)", "(2, 1, 5)"),
        "dY one unit": (backward(dY=dY[..., :1]), "dY", "(2, 3, 5)", "(2, 3, 1)"),
        "dY of text": (backward(dY=dY.astype(str)), "dY", "numbers", "dtype <U"),
        "W_y other units": (
            backward(params=params._replace(W_y=np.eye(4))), "W_y", "(5, 5)", "(4, 4)"),
        "W_y a row": (backward(params=params._replace(W_y=np.ones(5))), "W_y", "(5, 5)", "(5,)"),
        "Y_init one row": (backward(Y_init=Y_init[:1]), "Y_init", "(2, 5)", "(1, 5)"),
        "Y_init flat": (backward(Y_init=Y_init[0]), "Y_init", "(2, 5)", "(5,)"),
        "Y_init a number": (backward(Y_init=0.0), "Y_init", "(2, 5)", "()"),
        "length zero": (backward(length=0), "length", "at least 1", "0"),
        "length 2.5": (backward(length=2.5), "length", "whole number", "2.5"),
        "length True": (backward(length=True), "length", "whole number", "True"),
        "outputs, rank 2": (
            lambda: output_gradients(Y[0], dY, params), "Y", "(batch, time, units)", "(3, 5)"),
        "outputs, other units": (
            lambda: output_gradients(Y, dY, [None, np.eye(4), None]), "W_y", "(5, 5)", "(4, 4)"),
        "a gradient of text": (check(grads=[*params[:2], "b"]), "grads[2]", "numbers", "'b'"),
        "outputs only": (
            lambda: output_gradients(Y, dY[:1], params), "dY", "(2, 3, 5)", "(1, 3, 5)"),
        "inputs only": (lambda: input_gradients(Y[:1], dY, params), "dY", "(1, 3, 5)", "(2, 3, 5)"),
        "grads other shape": (check(grads=short), "grads", "(5,)", "(3,)"),
        "params float32": (check(params=single), "params", "float64", "float32"),
        "clip to zero": (lambda: clip_by_global_norm(params, 0), "max_norm", "positive", "0"),
        "clip below zero": (lambda: clip_by_global_norm(params, -1), "max_norm", "positive", "-1"),
        "clip to NaN": (lambda: clip_by_global_norm(params, np.nan), "max_norm", "positive", "nan"),
        "no learning": (lambda: Adam(0), "learning_rate", "positive", "0"),
        "Adam, other shapes": (lambda: adam.update(short, short), "grads", "(5,)", "(3,)"),
        "Adam, first call": (lambda: Adam().update(params, short), "grads", "(5,)", "(3,)"),
        "Adam, one array less": (
            lambda: Adam().update(params, params[:2]), "grads", "3 arrays", "2"),
        "Adam, one array more": (
            lambda: Adam().update(params[:2], params), "grads", "2 arrays", "3"),
        "Adam, one row": (
            lambda: adam.update([w[:1] for w in params], params), "params", "(5, 5)", "(1, 5)"),
        "Adam, a number": (lambda: adam.update([0.0] * 3, params), "params", "(5,)", "()"),
        "Adam, text": (lambda: Adam().update(["a"], ["b"]), "params[0]", "numbers", "'a'"),
        "Adam, nothing": (lambda: Adam().update(None, None), "params", "numbers", "None"),
        "rate NaN": (lambda: Adam(np.nan), "learning_rate", "positive", "nan"),
        "rate inf": (lambda: Adam(np.inf), "learning_rate", "finite", "inf"),
        "rate of text": (lambda: Adam("fast"), "learning_rate", "positive", "'fast'"),
        "beta 1": (lambda: Adam(beta_1=1), "beta_1", "below 1", "1"),
        "beta below 0": (lambda: Adam(beta_2=-0.1), "beta_2", "at least 0", "-0.1"),
        "no epsilon": (lambda: Adam(epsilon=0), "epsilon", "positive", "0"),
        "one gradient less": (check(grads=params[:2]), "grads", "3 arrays", "2"),
        "one gradient more": (check(params=params[:2]), "grads", "2 arrays", "3"),
        "params float16": (check(params=[w.astype("e") for w in params]), "params", "64", "16"),
        "a loss per sequence": (
            lambda: gradient_check(lambda p: np.ones(2), params, params, np.random.default_rng(0)),
            "loss", "one number", "(2,)"),
        "a loss of text": (
            lambda: gradient_check(lambda p: "low", params, params, np.random.default_rng(0)),
            "loss", "one number", "low"),
        "no loss": (
            lambda: gradient_check("mse", params, params, np.random.default_rng(0)),
            "loss", "function", "'mse'"),
        "seed for rng": (lambda: gradient_check(len, params, params, 0), "rng", "Generator", "0"),
        "no step": (
            lambda: gradient_check(len, params, params, np.random.default_rng(0), 0),
            "step", "positive", "0"),
        "clip nothing": (lambda: clip_by_global_norm(None, 1), "grads", "numbers", "None"),
        "clip a missing one": (
            lambda: clip_by_global_norm([np.ones(2), None], 1), "grads[1]", "numbers", "None"),
        "clip a missing field": (
            lambda: clip_by_global_norm(params._replace(b=None), 1), "grads.b", "numbers", "None"),
        "clip a missing inner one": (
            lambda: clip_by_global_norm([[np.ones(2)], [np.ones(1), "x"]], 1),
            "grads[1][1]", "numbers", "'x'"),
        "clip an empty list": (lambda: clip_by_global_norm([], 1), "grads", "one array", "[]"),
        "clip by text": (lambda: clip_by_global_norm(params, "1"), "max_norm", "positive", "'1'"),
        "clip by True": (lambda: clip_by_global_norm(params, True), "max_norm", "positive", "True"),
        "no params": (backward(params=None), "params", "W_x, W_y and b", "None"),
        "two of three": (backward(params=params[:2]), "params", "W_x, W_y and b", "2"),
        "outputs, two of three": (
            lambda: output_gradients(Y, dY, params[:2]), "params", "W_x, W_y and b", "array"),
        "activation by name": (
            lambda: rnn_backward(X, Y, dY, params, activation="tanh"),
            "activation", "TANH", "'tanh'"),
    }  # fmt: skip


@pytest.mark.parametrize("name", refusals())
def test_bad_input_is_refused_by_name(name):
    call, argument, expected, given = refusals()[name]
    with refused(argument, expected, given):
        call()


# Keras ---------------------------------------------------------------------------------------


class TestAgainstKeras:
    """Last, so that a mutant caught above never pays for importing TensorFlow."""

    @every_start
    @pytest.mark.parametrize("seed", range(20))
    def test_equals_gradient_tape(self, seed, start):
        check_against_tape(rnn_backward, seed, start)

    @pytest.mark.parametrize("slip", SLIPS)
    def test_every_slip_is_refused(self, slip):
        def slipped(*args):
            return plain_loop(*args, slip=slip)

        start = "zeros" if slip == "last output in the place of y_0" else "given"
        with pytest.raises(AssertionError):
            check_against_tape(slipped, 0, start)

    def test_inputs_and_initial_state_equal_gradient_tape(self):
        import keras
        import tensorflow as tf

        X, Y, dY, params, Y_init = case((3, 7, 2, 5))
        layer = keras.layers.SimpleRNN(5, return_sequences=True, dtype="float64")
        layer.build(X.shape)
        layer.set_weights(list(params))
        X_tensor, start = tf.constant(X), tf.constant(Y_init)
        with tf.GradientTape() as tape:
            tape.watch([X_tensor, start])
            value = tf.reduce_sum(layer(X_tensor, initial_state=start) * dY)
        theirs = [grad.numpy() for grad in tape.gradient(value, [X_tensor, start])]
        assert relative_error(input_gradients(Y, dY, params), theirs) < 1e-12

    def test_truncation_equals_stopping_the_gradient_of_the_state(self):
        import keras
        import tensorflow as tf

        X, Y, dY, params, Y_init = case((3, 8, 2, 5))
        layer = keras.layers.SimpleRNN(5, return_sequences=True, dtype="float64")
        layer.build(X.shape)
        layer.set_weights(list(params))
        with tf.GradientTape() as tape:
            value, state = 0.0, tf.constant(Y_init)
            for start in (0, 3, 6):
                part = slice(start, start + 3)
                outputs = layer(X[:, part], initial_state=tf.stop_gradient(state))
                value, state = value + tf.reduce_sum(outputs * dY[:, part]), outputs[:, -1]
        theirs = [grad.numpy() for grad in tape.gradient(value, layer.trainable_variables)]
        ours = rnn_backward(X, Y, dY, params, Y_init, length=3)
        assert relative_error(ours, theirs) < 1e-12

    @pytest.mark.parametrize("rate", [1e-3, 1e-2])
    def test_adam_equals_keras_adam(self, rate):
        """To a thousandth of the rate: Keras computes 1 - beta**n in float32."""
        import keras

        rng = np.random.default_rng(1)
        _, _, _, params, _ = case((2, 3, 4, 5))
        params = RNNParams(*(w.astype(np.float32) for w in params))
        variables = [keras.Variable(w) for w in params]
        adam, theirs = Adam(rate), keras.optimizers.Adam(rate)
        for n in range(50):
            grads = RNNParams(
                *((rng.normal(size=w.shape) * 10.0 ** (n % 3)).astype(np.float32) for w in params)
            )
            params = adam.update(params, grads)
            theirs.apply(list(grads), variables)
        for ours, variable in zip(params, variables, strict=True):
            np.testing.assert_allclose(ours, variable.numpy(), rtol=0, atol=1e-3 * rate)

    def test_adam_takes_its_other_settings(self):
        import keras

        params = RNNParams(*(np.ones(shape, np.float32) for shape in ((1, 2), (2, 2), (2,))))
        settings = {"beta_1": 0.5, "beta_2": 0.9, "epsilon": 0.1}
        variables = [keras.Variable(w) for w in params]
        adam, theirs = Adam(0.1, **settings), keras.optimizers.Adam(0.1, **settings)
        for n in range(1, 6):
            grads = RNNParams(*(np.float32(n) * w for w in params))
            params = adam.update(params, grads)
            theirs.apply(list(grads), variables)
        for ours, variable in zip(params, variables, strict=True):
            np.testing.assert_allclose(ours, variable.numpy(), rtol=0, atol=1e-6)

    def test_clipping_equals_tensorflow(self):
        import tensorflow as tf

        _, _, _, params, _ = case((2, 3, 4, 5))
        clipped, norm = clip_by_global_norm(params, 0.7)
        theirs, their_norm = tf.clip_by_global_norm([tf.constant(w) for w in params], 0.7)
        assert norm == pytest.approx(float(their_norm), rel=1e-12)
        assert relative_error(clipped, [t.numpy() for t in theirs]) < 1e-12

    @pytest.mark.slow
    def test_takes_at_most_a_third_of_the_time_of_keras(self):
        """Batch 32, 50 steps, 1 input, 20 units; medians of runs in turns, three attempts."""
        import keras
        import tensorflow as tf

        X, _, dY, params, _ = case((32, 50, 1, 20), "zeros")
        X, dY = X.astype(np.float32), dY.astype(np.float32)
        params = RNNParams(*(w.astype(np.float32) for w in params))
        layer = keras.layers.SimpleRNN(20, return_sequences=True)
        layer.build(X.shape)
        layer.set_weights(list(params))

        @tf.function
        def tape_gradients(X, dY):
            with tf.GradientTape() as tape:
                value = tf.reduce_sum(layer(X) * dY)
            return tape.gradient(value, layer.trainable_variables)

        tensors = tf.constant(X), tf.constant(dY)

        def by_keras():
            return [grad.numpy() for grad in tape_gradients(*tensors)]

        def by_numpy():
            Y = rnn_forward(X, params)
            return rnn_backward(X, Y, dY, params)

        assert relative_error(by_numpy(), by_keras()) < 1e-4  # the same work; compiles, too
        ratios = []
        for _ in range(3):
            times = {by_numpy: [], by_keras: []}
            for _ in range(60):
                for run, spent in times.items():
                    begin = time.perf_counter()
                    run()
                    spent.append(time.perf_counter() - begin)
            ratios.append(np.median(times[by_numpy]) / np.median(times[by_keras]))
            if ratios[-1] <= 1 / 3:
                return
        pytest.fail(f"NumPy took {min(ratios):.2f} of the time of Keras")
