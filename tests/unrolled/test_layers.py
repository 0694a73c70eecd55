"""unrolled.layers against plain Python, finite differences, Keras, and its own properties."""

import math

import numpy as np
import pytest

from layer_sizes import every_size
from refusals import refused
from unrolled.layers import (
    IDENTITY,
    RELU,
    TANH,
    RNNParams,
    init_rnn_params,
    n_params,
    rnn_forward,
)

PLAIN = {
    "tanh": (TANH, math.tanh),
    "relu": (RELU, lambda a: max(a, 0.0)),
    "linear": (IDENTITY, lambda a: a),
}


def random_params(rng, inputs, units):
    """Return weights without any symmetry, in float64."""
    W_y = rng.normal(size=(units, units)) / np.sqrt(units)
    return RNNParams(rng.normal(size=(inputs, units)), W_y, rng.normal(size=units))


def case(sizes, seed=0):
    """Return X, params and Y_init of these sizes."""
    rng = np.random.default_rng([seed, *sizes])
    batch, time, inputs, units = sizes
    X = rng.normal(size=(batch, time, inputs))
    return X, random_params(rng, inputs, units), rng.normal(size=(batch, units))


def plain_forward(X, params, Y_init, phi):
    """Return the outputs as nested lists, the equation written out number by number."""
    (W_x, W_y, b), X = (w.tolist() for w in params), X.tolist()
    units = range(len(b))
    Y = []
    for i in range(len(X)):
        y_prev = [0.0 for _ in units] if Y_init is None else Y_init[i].tolist()
        Y.append([])
        for x_t in X[i]:
            y_t = []
            for k in units:
                a = b[k]
                for j in range(len(x_t)):
                    a += W_x[j][k] * x_t[j]
                for j in units:
                    a += W_y[j][k] * y_prev[j]
                y_t.append(phi(a))
            Y[i].append(y_t)
            y_prev = y_t
    return Y


every_activation = pytest.mark.parametrize("activation", PLAIN)


class TestAgainstPlainPython:
    @every_size
    @every_activation
    @pytest.mark.parametrize("start", ["zeros", "given"])
    def test_forward_is_the_equation(self, sizes, activation, start):
        X, params, Y_init = case(sizes)
        Y_init = Y_init if start == "given" else None
        helper, phi = PLAIN[activation]
        Y = rnn_forward(X, params, Y_init, helper)
        np.testing.assert_allclose(Y, plain_forward(X, params, Y_init, phi), rtol=0, atol=1e-11)

    def test_one_neuron_two_steps_by_hand(self):
        params = RNNParams(np.array([[0.5]]), np.array([[-0.25]]), np.array([0.1]))
        Y = rnn_forward(np.array([[[1.0], [2.0]]]), params)
        first = math.tanh(0.5 * 1 + 0.1)
        assert Y.ravel() == pytest.approx([first, math.tanh(0.5 * 2 - 0.25 * first + 0.1)])

    def test_default_activation_is_tanh(self):
        X, params, Y_init = case((2, 3, 4, 5))
        assert np.array_equal(rnn_forward(X, params, Y_init), rnn_forward(X, params, Y_init, TANH))


class TestActivations:
    @every_activation
    def test_slope_of_the_output_is_the_derivative(self, activation):
        helper, _ = PLAIN[activation]
        a = np.random.default_rng(1).normal(size=(5, 7))  # none within 1e-4 of ReLU's corner
        assert np.abs(a).min() > 1e-4
        numeric = (helper.phi(a + 1e-6) - helper.phi(a - 1e-6)) / 2e-6
        np.testing.assert_allclose(helper.slope(helper.phi(a)), numeric, rtol=0, atol=1e-9)

    @every_activation
    @pytest.mark.parametrize("dtype", [np.float32, np.float64])
    def test_shape_and_dtype_are_kept(self, activation, dtype):
        helper, _ = PLAIN[activation]
        y = helper.phi(np.linspace(-2, 2, 6, dtype=dtype).reshape(2, 3))
        assert (y.shape, y.dtype) == ((2, 3), dtype)
        assert (helper.slope(y).shape, helper.slope(y).dtype) == ((2, 3), dtype)

    @every_activation
    @pytest.mark.parametrize("dtype", [np.int8, np.uint8, np.int64, bool])
    def test_whole_numbers_give_what_floats_give(self, activation, dtype):
        a = np.array([0, 1, 2, 3]).astype(dtype)
        for function in PLAIN[activation][0]:
            assert function(a).dtype == float
            assert np.array_equal(function(a), function(a.astype(float)))

    def test_relu_is_flat_at_zero(self):
        assert RELU.phi(np.array([-3.0, 0.0, 2.0])).tolist() == [0, 0, 2]
        assert RELU.slope(np.array([0.0, 2.0])).tolist() == [0, 1]


class TestStartingWeights:
    @pytest.mark.parametrize("units", [1, 2, 5, 64])
    def test_recurrent_matrix_is_orthogonal(self, units):
        W_y = init_rnn_params(3, units, rng=np.random.default_rng(2)).W_y
        np.testing.assert_allclose(W_y.T @ W_y, np.eye(units), rtol=0, atol=1e-12)

    def test_orthogonal_matrices_are_drawn_from_all_alike(self):
        rng = np.random.default_rng(3)
        drawn = np.stack([init_rnn_params(1, 3, rng=rng).W_y for _ in range(2000)])
        # no entry leans to one side (standard error 0.013), and both orientations occur
        assert np.abs(drawn.mean(axis=0)).max() < 0.06
        assert np.mean(np.linalg.det(drawn) > 0) == pytest.approx(0.5, abs=0.05)

    @pytest.mark.parametrize(("inputs", "units"), [(300, 40), (40, 300)])
    def test_input_matrix_fills_the_glorot_interval(self, inputs, units):
        W_x = init_rnn_params(inputs, units, rng=np.random.default_rng(4)).W_x
        limit = math.sqrt(6 / (inputs + units))
        assert W_x.shape == (inputs, units)
        assert -limit < W_x.min() < -0.999 * limit and 0.999 * limit < W_x.max() < limit
        assert W_x.mean() == pytest.approx(0, abs=0.02 * limit)
        assert W_x.std() == pytest.approx(limit / math.sqrt(3), rel=0.02)

    def test_bias_is_zero_and_everything_float64(self):
        params = init_rnn_params(2, 5, rng=np.random.default_rng(5))
        assert [w.shape for w in params] == [(2, 5), (5, 5), (5,)]
        assert {w.dtype for w in params} == {np.dtype(float)}
        assert not params.b.any()

    def test_seed_decides(self):
        def draw(seed):
            return init_rnn_params(2, 5, rng=np.random.default_rng(seed))

        assert all(np.array_equal(a, b) for a, b in zip(draw(6), draw(6), strict=True))
        assert not np.array_equal(draw(6).W_x, draw(7).W_x)
        assert not np.array_equal(draw(6).W_y, draw(7).W_y)

    @pytest.mark.parametrize(("inputs", "units"), [(1, 1), (1, 20), (7, 3)])
    def test_number_of_parameters(self, inputs, units):
        params = init_rnn_params(inputs, units, rng=np.random.default_rng(8))
        assert n_params(params) == units * (inputs + units + 1)


class TestProperties:
    @every_size
    @every_activation
    def test_resuming_equals_running_through(self, sizes, activation):
        X, params, Y_init = case(sizes)
        phi = PLAIN[activation][0]
        through = rnn_forward(X, params, Y_init, phi)
        for t in range(1, sizes[1]):
            first = rnn_forward(X[:, :t], params, Y_init, phi)
            second = rnn_forward(X[:, t:], params, first[:, -1], phi)
            resumed = np.concatenate([first, second], axis=1)
            np.testing.assert_allclose(resumed, through, rtol=0, atol=1e-12)

    @every_size
    def test_permuting_the_batch_permutes_the_outputs(self, sizes):
        X, params, Y_init = case(sizes)
        order = np.random.default_rng(9).permutation(sizes[0])
        Y = rnn_forward(X, params, Y_init)
        permuted = rnn_forward(X[order], params, Y_init[order])
        np.testing.assert_allclose(permuted, Y[order], rtol=0, atol=1e-12)

    def test_a_step_never_sees_what_comes_after_it(self):
        X, params, Y_init = case((2, 6, 3, 4))
        Y = rnn_forward(X, params, Y_init)
        for t in range(6):
            changed = X.copy()
            changed[:, t] += 1
            Y_changed = rnn_forward(changed, params, Y_init)
            assert np.array_equal(Y_changed[:, :t], Y[:, :t])
            assert not np.isclose(Y_changed[:, t:], Y[:, t:], atol=1e-12).all(axis=(0, 2)).any()

    def test_renaming_the_units_renames_the_outputs(self):
        X, (W_x, W_y, b), Y_init = case((2, 5, 3, 4))
        order = [2, 0, 3, 1]
        renamed = RNNParams(W_x[:, order], W_y[np.ix_(order, order)], b[order])
        Y = rnn_forward(X, RNNParams(W_x, W_y, b), Y_init)[..., order]
        np.testing.assert_allclose(rnn_forward(X, renamed, Y_init[:, order]), Y, rtol=0, atol=1e-12)

    def test_no_initial_output_means_zeros(self):
        X, params, Y_init = case((2, 3, 4, 5))
        zeros = rnn_forward(X, params, np.zeros_like(Y_init))
        assert np.array_equal(rnn_forward(X, params), zeros)

    def test_arguments_are_left_as_they_were(self):
        X, params, Y_init = case((2, 3, 4, 5))
        before = [a.copy() for a in (X, Y_init, *params)]
        Y = rnn_forward(X, params, Y_init)
        Y[:] = 0
        pairs = zip((X, Y_init, *params), before, strict=True)
        assert all(np.array_equal(now, then) for now, then in pairs)

    def test_weights_may_be_a_list_as_keras_keeps_them(self):
        X, params, Y_init = case((2, 3, 4, 5))
        expected = rnn_forward(X, params, Y_init)
        for kind in (list, tuple):
            assert np.array_equal(rnn_forward(X, kind(params), Y_init), expected)
        assert n_params(list(params)) == n_params(params) == 5 * (4 + 5 + 1)
        assert n_params([params, [params.b]]) == n_params(params) + 5

    def test_weights_of_whole_numbers_give_no_whole_outputs(self):
        params = RNNParams(np.array([[1], [2]]), np.array([[-1]]), np.array([0]))
        Y = rnn_forward(np.array([[[1, 0], [0, 1]]]), params)
        first = math.tanh(1)
        np.testing.assert_allclose(Y.ravel(), [first, math.tanh(2 - first)], rtol=1e-15)

    @pytest.mark.parametrize("start", ["zeros", "given"])
    def test_float32_stays_float32(self, start):
        X, params, Y_init = case((2, 3, 4, 5))
        X, Y_init = X.astype(np.float32), Y_init.astype(np.float32)
        params32 = RNNParams(*(w.astype(np.float32) for w in params))
        Y_init = Y_init if start == "given" else None
        assert rnn_forward(X, params32, Y_init).dtype == np.float32
        assert rnn_forward(X, params, Y_init).dtype == np.float64
        assert rnn_forward(X.astype(float), params32, Y_init).dtype == np.float64
        assert rnn_forward(X, params32, np.zeros((2, 5))).dtype == np.float64
        assert rnn_forward(X.astype(np.int8), params32).dtype == np.float64

    def test_precise_weights_are_not_rounded_to_an_imprecise_input(self):
        X, (W_x, W_y, b), _ = case((2, 3, 4, 5))
        X, W_x, b = (a.astype(np.float32) for a in (X, W_x, b))
        assert rnn_forward(X, RNNParams(W_x, W_y, b)).dtype == np.float64

    def test_whole_numbers_and_lists_are_read(self):
        params = RNNParams([[1, -2]], [[0, 1], [2, 0]], [0, 1])
        Y = rnn_forward([[[1], [2]]], params, [[1, 0]], IDENTITY)
        assert Y.tolist() == [[[1, 0], [2, -2]]]
        _, real, _ = case((1, 2, 3, 4))
        whole = np.arange(6).reshape(1, 2, 3)
        assert np.array_equal(rnn_forward(whole, real), rnn_forward(whole.astype(float), real))
        assert np.array_equal(rnn_forward(whole > 2, real), rnn_forward(1.0 * (whole > 2), real))


def refusals():
    X, params, Y_init = case((2, 3, 4, 5))
    W_x, W_y, b = params
    rng = np.random.default_rng(0)

    def forward(X=X, W_x=W_x, W_y=W_y, b=b, Y_init=Y_init):
        return lambda: rnn_forward(X, RNNParams(W_x, W_y, b), Y_init)

    # what is called, the argument it must name, what it must expect, what it must quote
    return {
        "X of rank 2": (forward(X[0]), "X", "(batch, time, inputs)", "(3, 4)"),
        "X of rank 4": (forward(X[None]), "X", "(batch, time, inputs)", "(1, 2, 3, 4)"),
        "X too wide": (forward(np.ones((2, 3, 6))), "X", "(batch, time, 4)", "(2, 3, 6)"),
        "X of width 1": (forward(X[..., :1]), "X", "(batch, time, 4)", "(2, 3, 1)"),
        "empty batch": (forward(X[:0]), "X", "one sequence", "(0, 3, 4)"),
        "no steps": (forward(X[:, :0]), "X", "one time step", "(2, 0, 4)"),
        "no inputs": (forward(X[..., :0], W_x[:0]), "X", "one input", "(2, 3, 0)"),
        "X of text": (forward(X.astype(str)), "X", "numbers", "dtype <U"),
        "X of objects": (forward(X.astype(object)), "X", "numbers", "dtype object"),
        "W_x flat": (forward(W_x=W_x[0]), "W_x", "(inputs, units)", "(5,)"),
        "W_y not square": (forward(W_y=W_y[:4]), "W_y", "(5, 5)", "(4, 5)"),
        "W_y other units": (forward(W_y=W_y[:4, :4]), "W_y", "(5, 5)", "(4, 4)"),
        "W_x transposed": (forward(W_x=W_x.T), "W_y", "(4, 4)", "(5, 5)"),
        "b as a row": (forward(b=b[None]), "b", "(5,)", "(1, 5)"),
        "b too short": (forward(b=b[:1]), "b", "(5,)", "(1,)"),
        "b a number": (forward(b=0.0), "b", "(5,)", "()"),
        "Y_init one row": (forward(Y_init=Y_init[:1]), "Y_init", "(2, 5)", "(1, 5)"),
        "Y_init flat": (forward(Y_init=Y_init[0]), "Y_init", "(2, 5)", "(5,)"),
        "Y_init a number": (forward(Y_init=0.0), "Y_init", "(2, 5)", "()"),
        "Y_init every step": (forward(Y_init=np.ones((2, 3, 5))), "Y_init", "(2, 5)", "(2, 3, 5)"),
        "two weights": (lambda: rnn_forward(X, [W_x, W_y]), "params", "W_x, W_y and b", "2 arrays"),
        "no weights": (lambda: rnn_forward(X, None), "params", "W_x, W_y and b", "None"),
        "weights as a dict": (lambda: rnn_forward(X, {"W_x": W_x}), "params", "a list", "W_x"),
        "W_x of text": (forward(W_x=W_x.astype(str)), "W_x", "numbers", "dtype <U"),
        "W_y missing": (forward(W_y=None), "W_y", "numbers", "None"),
        "no units": (forward(W_x=W_x[:, :0]), "W_x", "one unit", "(4, 0)"),
        "activation by name": (
            lambda: rnn_forward(X, params, activation="tanh"), "activation", "TANH", "'tanh'"),
        "a plain function": (
            lambda: rnn_forward(X, params, activation=np.tanh), "activation", "TANH", "tanh"),
        "counting text": (lambda: n_params("abc"), "params", "hold numbers", "'abc'"),
        "counting nothing": (lambda: n_params([]), "params", "at least one array", "[]"),
        "seed for rng": (lambda: init_rnn_params(4, 5, rng=0), "rng", "Generator", "0"),
        "no inputs drawn": (lambda: init_rnn_params(0, 5, rng=rng), "inputs", "at least 1", "0"),
        "half a unit": (lambda: init_rnn_params(4, 2.5, rng=rng), "units", "whole number", "2.5"),
        "units True": (lambda: init_rnn_params(4, True, rng=rng), "units", "whole number", "True"),
    }  # fmt: skip


@pytest.mark.parametrize("name", refusals())
def test_bad_input_is_refused_by_name(name):
    call, argument, expected, given = refusals()[name]
    with refused(argument, expected, given):
        call()


class TestAgainstKeras:
    """Last, so that a mutant caught above never pays for importing TensorFlow."""

    @pytest.mark.parametrize("seed", range(20))
    def test_forward_equals_simple_rnn_on_random_shapes(self, keras, seed):
        rng = np.random.default_rng([10, seed])
        batch, time, inputs, units = (int(n) for n in rng.permutation(np.arange(1, 13))[:4])
        drawn = init_rnn_params(inputs, units, rng=rng)
        drawn = drawn._replace(b=rng.normal(size=units), W_y=0.9 * drawn.W_y)
        params = RNNParams(*(w.astype(np.float32) for w in drawn))
        X = rng.normal(size=(batch, time, inputs)).astype(np.float32)
        Y_init = rng.normal(size=(batch, units)).astype(np.float32)
        for activation, (phi, _) in PLAIN.items():
            layer = keras.layers.SimpleRNN(units, activation=activation, return_sequences=True)
            layer.build(X.shape)
            layer.set_weights(list(params))
            for start in (None, Y_init):
                Y = rnn_forward(X, params, start, phi)
                assert Y.dtype == np.float32
                expected = np.asarray(layer(X, initial_state=start))
                np.testing.assert_allclose(Y, expected, rtol=2e-5, atol=2e-5)

    @pytest.mark.parametrize(("inputs", "units"), [(1, 1), (3, 7), (7, 3)])
    def test_weights_go_both_ways(self, keras, inputs, units):
        layer = keras.layers.SimpleRNN(units, return_sequences=True)
        layer.build((None, None, inputs))
        params = RNNParams(*layer.get_weights())
        ours = init_rnn_params(inputs, units, rng=np.random.default_rng(11))
        assert [w.shape for w in params] == [w.shape for w in ours]
        assert n_params(params) == n_params(ours) == layer.count_params()
        X = np.random.default_rng(12).normal(size=(2, 5, inputs)).astype(np.float32)
        np.testing.assert_allclose(rnn_forward(X, params), layer(X), rtol=0, atol=2e-6)
        layer.set_weights(list(ours))
        assert all(np.allclose(a, b) for a, b in zip(layer.get_weights(), ours, strict=True))

    def test_starting_weights_are_spread_as_keras_spreads_them(self, keras):
        layer = keras.layers.SimpleRNN(60)
        layer.build((None, None, 200))
        W_x, W_y, b = layer.get_weights()
        ours = init_rnn_params(200, 60, rng=np.random.default_rng(13))
        assert np.abs(W_x).max() == pytest.approx(np.abs(ours.W_x).max(), rel=2e-3)
        assert W_x.std() == pytest.approx(ours.W_x.std(), rel=0.03)
        np.testing.assert_allclose(W_y.T @ W_y, ours.W_y.T @ ours.W_y, rtol=0, atol=1e-5)
        assert np.array_equal(b, ours.b)
