"""LSTM and GRU of unrolled.layers against plain Python, Keras, and their own properties."""

import math

import numpy as np
import pytest

from gated_cases import GATES, every_kind, every_start, forward, layer_for, random_params
from layer_sizes import every_size
from refusals import refused
from unrolled.layers import (
    GRUParams,
    LSTMParams,
    gru_forward,
    init_gru_params,
    init_lstm_params,
    lstm_forward,
    n_params,
)


def case(kind, sizes, start="given", seed=0):
    """Return X, params and the state before the first step: (Y_init, C_init), or None."""
    rng = np.random.default_rng([seed, *sizes, GATES[kind]])
    batch, time, inputs, units = sizes
    X, params = rng.normal(size=(batch, time, inputs)), random_params(rng, kind, inputs, units)
    state = rng.normal(size=(batch, units)), rng.normal(size=(batch, units))
    return X, params, state if start == "given" else None


def sigmoid(a):
    return 1 / (1 + math.exp(-a)) if a > -700 else 0.0


def plain_forward(kind, X, params, state):
    """Return what `forward` does as nested lists, the equations written out number by number."""
    W_x, W_y, b = (w.tolist() for w in params)
    b_x, b_y = b if kind == "GRU" else (b, [0.0] * len(W_x[0]))
    units = range(len(W_y))
    Y, C = [], []
    for i in range(len(X)):
        y, c = ([0.0] * len(W_y),) * 2 if state is None else (s[i].tolist() for s in state)
        Y.append([])
        C.append([])
        for x in X[i].tolist():

            def of_input(block, k, x=x):
                j = block * len(W_y) + k
                return b_x[j] + sum(W_x[m][j] * x[m] for m in range(len(x)))

            def of_past(block, k, past):
                j = block * len(W_y) + k
                return b_y[j] + sum(W_y[m][j] * past[m] for m in units)

            def whole(block, k, y=y):
                return of_input(block, k) + of_past(block, k, y)

            if kind == "LSTM":
                c = [sigmoid(whole(1, k)) * c[k] + sigmoid(whole(0, k)) * math.tanh(whole(2, k))
                     for k in units]  # fmt: skip
                y = [sigmoid(whole(3, k)) * math.tanh(c[k]) for k in units]
            else:
                z, r = ([sigmoid(whole(block, k)) for k in units] for block in (0, 1))
                if kind == "GRU":
                    past = [r[k] * of_past(2, k, y) for k in units]
                else:
                    past = [of_past(2, k, [r[m] * y[m] for m in units]) for k in units]
                y = [z[k] * y[k] + (1 - z[k]) * math.tanh(of_input(2, k) + past[k]) for k in units]
            Y[i].append(y)
            C[i].append(c)
    return [Y, C] if kind == "LSTM" else [Y]


class TestAgainstPlainPython:
    @every_size
    @every_kind
    @every_start
    def test_forward_is_the_equation(self, sizes, kind, start):
        X, params, state = case(kind, sizes, start)
        expected = plain_forward(kind, X, params, state)
        for ours, plain in zip(forward(kind, X, params, state), expected, strict=True):
            assert ours.shape == (*X.shape[:2], sizes[3])
            np.testing.assert_allclose(ours, plain, rtol=0, atol=1e-13)

    def test_one_lstm_step_by_hand(self):
        """Logarithms make the gates fractions: 3/4, 1/2, candidate 3/5, 4/5."""
        b = [math.log(3), 0.0, math.atanh(0.6), math.log(4)]
        params = LSTMParams(np.zeros((1, 4)), np.zeros((1, 4)), np.array(b))
        Y, C = lstm_forward(np.ones((1, 1, 1)), params, (np.zeros((1, 1)), np.full((1, 1), 2.0)))
        assert C.item() == pytest.approx(0.5 * 2 + 0.75 * 0.6, abs=1e-15)
        assert Y.item() == pytest.approx(0.8 * math.tanh(1.45), abs=1e-15)

    @pytest.mark.parametrize("reset_after, candidate", [(True, 2 + 0.8 * 3), (False, 2 + 4 * 0.4)])
    def test_one_gru_step_by_hand(self, reset_after, candidate):
        """The update gate is 3/4, the reset gate 4/5; the previous output is 1/2."""
        b_x = np.array([math.log(3), math.log(4), 2.0])
        W_y = np.array([[0.0, 0.0, 4.0]])
        b = np.stack([b_x, [0.0, 0.0, 1.0]]) if reset_after else b_x
        params = GRUParams(np.zeros((1, 3)), W_y, b)
        Y = gru_forward(np.ones((1, 1, 1)), params, np.array([[0.5]]), reset_after)
        assert Y.item() == pytest.approx(0.75 * 0.5 + 0.25 * math.tanh(candidate), abs=1e-15)

    @pytest.mark.parametrize("size", [50.0, 1e3, 1e30])
    def test_large_values_saturate_without_a_warning(self, size):
        with np.errstate(all="raise", under="ignore"):
            for sign in (-1, 1):
                params = LSTMParams(np.zeros((1, 4)), np.zeros((1, 4)), np.full(4, sign * size))
                Y, C = lstm_forward(np.ones((1, 2, 1)), params)
                assert C.ravel() == pytest.approx([1, 2] if sign > 0 else [0, 0])
                params = GRUParams(np.zeros((1, 3)), np.zeros((1, 3)), np.full(3, sign * size))
                Y = gru_forward(np.ones((1, 2, 1)), params, np.full((1, 1), 0.25), False)
                assert Y.ravel() == pytest.approx([0.25] * 2 if sign > 0 else [-1, -1])


DRAWN = {"LSTM": init_lstm_params, "GRU": init_gru_params}


class TestStartingWeights:
    @pytest.mark.parametrize("kind", DRAWN)
    @pytest.mark.parametrize("units", [1, 2, 5, 64])
    def test_rows_of_the_recurrent_matrix_are_orthonormal(self, kind, units):
        W_y = DRAWN[kind](3, units, rng=np.random.default_rng(2)).W_y
        assert W_y.shape == (units, GATES[kind] * units)
        np.testing.assert_allclose(W_y @ W_y.T, np.eye(units), rtol=0, atol=1e-12)

    @pytest.mark.parametrize("kind", DRAWN)
    def test_recurrent_entries_lean_to_no_side(self, kind):
        rng = np.random.default_rng(3)
        drawn = np.stack([DRAWN[kind](1, 2, rng=rng).W_y for _ in range(2000)])
        assert np.abs(drawn.mean(axis=0)).max() < 0.05  # standard error 0.009

    @pytest.mark.parametrize("kind", DRAWN)
    @pytest.mark.parametrize(("inputs", "units"), [(300, 40), (40, 100)])
    def test_input_matrix_fills_the_glorot_interval(self, kind, inputs, units):
        W_x = DRAWN[kind](inputs, units, rng=np.random.default_rng(4)).W_x
        limit = math.sqrt(6 / (inputs + GATES[kind] * units))
        assert W_x.shape == (inputs, GATES[kind] * units)
        assert -limit < W_x.min() < -0.999 * limit and 0.999 * limit < W_x.max() < limit
        assert W_x.std() == pytest.approx(limit / math.sqrt(3), rel=0.02)

    def test_biases_are_zero_but_for_the_gate_that_keeps(self):
        rng = np.random.default_rng(5)
        assert init_lstm_params(4, 2, rng=rng).b.tolist() == [0, 0, 1, 1, 0, 0, 0, 0]
        per_unit = init_lstm_params(4, 2, rng=rng, forget_bias=np.array([3, 5])).b
        assert per_unit.tolist() == [0, 0, 3, 5, 0, 0, 0, 0]
        assert init_gru_params(4, 2, rng=rng).b.tolist() == [[0] * 6] * 2
        held = init_gru_params(4, 2, rng=rng, update_bias=4.5).b
        assert held.tolist() == [[4.5, 4.5, 0, 0, 0, 0], [0] * 6]
        before = init_gru_params(4, 2, rng=rng, update_bias=4.5, reset_after=False).b
        assert before.tolist() == [4.5, 4.5, 0, 0, 0, 0]

    @pytest.mark.parametrize("kind", DRAWN)
    def test_the_generator_decides_and_everything_is_float64(self, kind):
        draw = DRAWN[kind]
        first, again, other = (draw(3, 4, rng=np.random.default_rng(s)) for s in (6, 6, 7))
        assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))
        assert not np.array_equal(first.W_x, other.W_x)
        assert not np.array_equal(first.W_y, other.W_y)
        assert {w.dtype for w in first} == {np.dtype(float)}

    def test_a_bias_keeps_what_its_sigmoid_says(self):
        """With nothing else at work, the cell state is multiplied by sigmoid(bias) a step."""
        params = init_lstm_params(1, 3, rng=np.random.default_rng(8), forget_bias=4.0)
        params = params._replace(W_x=0 * params.W_x, W_y=0 * params.W_y)
        _, C = lstm_forward(np.zeros((1, 20, 1)), params, (np.zeros((1, 3)), np.ones((1, 3))))
        np.testing.assert_allclose(C[0, :, 0], sigmoid(4.0) ** np.arange(1, 21), rtol=1e-12)
        params = init_gru_params(1, 3, rng=np.random.default_rng(8), update_bias=4.0)
        params = params._replace(W_x=0 * params.W_x, W_y=0 * params.W_y)
        Y = gru_forward(np.zeros((1, 20, 1)), params, np.ones((1, 3)))
        np.testing.assert_allclose(Y[0, :, 0], sigmoid(4.0) ** np.arange(1, 21), rtol=1e-12)


class TestProperties:
    @every_kind
    @every_start
    @pytest.mark.parametrize("cut", [1, 4, 8])
    def test_resuming_from_a_state_equals_running_through(self, kind, start, cut):
        X, params, state = case(kind, (3, 9, 2, 4), start)
        whole = forward(kind, X, params, state)
        first = forward(kind, X[:, :cut], params, state)
        carried = tuple(a[:, -1] for a in first)
        resumed = forward(kind, X[:, cut:], params, carried)
        for a, b, c in zip(whole, first, resumed, strict=True):
            np.testing.assert_allclose(np.concatenate([b, c], axis=1), a, rtol=0, atol=1e-14)

    @every_kind
    def test_both_states_matter(self, kind):
        X, params, (Y_init, C_init) = case(kind, (3, 5, 2, 4))
        right = forward(kind, X, params, (Y_init, C_init))[0]
        assert np.abs(right - forward(kind, X, params, (0 * Y_init, C_init))[0]).max() > 0.01
        if kind == "LSTM":
            for wrong in ((Y_init, 0 * C_init), (C_init, Y_init)):
                assert np.abs(right - forward(kind, X, params, wrong)[0]).max() > 0.01

    @every_kind
    def test_rows_do_not_meet(self, kind):
        X, params, state = case(kind, (5, 4, 3, 2))
        order = np.random.default_rng(9).permutation(5)
        whole = forward(kind, X, params, state)
        mixed = forward(kind, X[order], params, tuple(s[order] for s in state))
        alone = forward(kind, X[2:3], params, tuple(s[2:3] for s in state))
        for a, b, c in zip(whole, mixed, alone, strict=True):
            np.testing.assert_allclose(b, a[order], rtol=0, atol=1e-14)
            np.testing.assert_allclose(c, a[2:3], rtol=0, atol=1e-14)

    @every_kind
    def test_later_inputs_change_no_earlier_output(self, kind):
        X, params, state = case(kind, (2, 6, 3, 4))
        changed = X.copy()
        changed[:, 3] += 1
        for a, b in zip(forward(kind, X, params, state), forward(kind, changed, params, state),
                        strict=True):  # fmt: skip
            assert np.array_equal(a[:, :3], b[:, :3])
            assert (a[:, 3] != b[:, 3]).all()

    @every_kind
    def test_no_state_means_zeros(self, kind):
        X, params, state = case(kind, (2, 3, 4, 5))
        zeros = forward(kind, X, params, tuple(0 * s for s in state))
        for ours, expected in zip(forward(kind, X, params), zeros, strict=True):
            assert np.array_equal(ours, expected)

    @every_kind
    def test_arguments_are_left_as_they_were(self, kind):
        X, params, state = case(kind, (2, 3, 4, 5))
        before = [a.copy() for a in (X, *params, *state)]
        for array in forward(kind, X, params, state):
            array[:] = 0
        pairs = zip((X, *params, *state), before, strict=True)
        assert all(np.array_equal(now, then) for now, then in pairs)

    @every_kind
    @every_start
    def test_float32_stays_float32_and_what_has_most_digits_decides(self, kind, start):
        X, params, state = case(kind, (2, 3, 4, 5), start)
        X32, params32 = X.astype(np.float32), [w.astype(np.float32) for w in params]
        state32 = None if state is None else tuple(s.astype(np.float32) for s in state)
        assert {a.dtype for a in forward(kind, X32, params32, state32)} == {np.dtype(np.float32)}
        assert {a.dtype for a in forward(kind, X, params32, state32)} == {np.dtype(float)}
        for i, w in enumerate(params):
            mixed = [*params32[:i], w, *params32[i + 1 :]]
            assert {a.dtype for a in forward(kind, X32, mixed, state32)} == {np.dtype(float)}
        if state is not None:
            assert {a.dtype for a in forward(kind, X32, params32, state)} == {np.dtype(float)}

    @every_kind
    def test_whole_numbers_and_lists_are_read(self, kind):
        X, params, state = case(kind, (2, 3, 4, 5))
        whole = np.round(3 * X).astype(int)
        expected = forward(kind, whole.astype(float), params, state)
        as_lists = [w.tolist() for w in params], tuple(s.tolist() for s in state)
        for ours in (forward(kind, whole, params, state), forward(kind, whole.tolist(), *as_lists)):
            assert all(np.array_equal(a, b) for a, b in zip(ours, expected, strict=True))

    def test_fields_stand_in_keras_order(self):
        assert LSTMParams._fields == GRUParams._fields == ("W_x", "W_y", "b")

    def test_parameters_are_counted_by_the_formula(self):
        rng = np.random.default_rng(10)
        for inputs, units in ((1, 20), (3, 7), (5, 1)):
            lstm = 4 * units * (inputs + units + 1)
            assert n_params(init_lstm_params(inputs, units, rng=rng)) == lstm
            after, before = 3 * units * (inputs + units + 2), 3 * units * (inputs + units + 1)
            assert n_params(init_gru_params(inputs, units, rng=rng)) == after
            assert n_params(init_gru_params(inputs, units, rng=rng, reset_after=False)) == before


def refusals():
    X, lstm, (Y_init, C_init) = case("LSTM", (2, 3, 4, 5))
    _, gru, _ = case("GRU", (2, 3, 4, 5))
    _, before, _ = case("GRU before", (2, 3, 4, 5))
    rng = np.random.default_rng(0)

    def run(X=X, params=lstm, state=None, **changed):
        return lambda: lstm_forward(X, params._replace(**changed), state)

    def gated(X=X, params=gru, Y_init=None, reset_after=True, **changed):
        return lambda: gru_forward(X, params._replace(**changed), Y_init, reset_after)

    draw = {"inputs": 4, "units": 5, "rng": rng}
    # what is called, the argument it must name, what it must expect, what it must quote
    return {
        "X of rank 2": (run(X[0]), "X", "(batch, time, inputs)", "(3, 4)"),
        "X too wide": (run(np.ones((2, 3, 6))), "X", "(batch, time, 4)", "(2, 3, 6)"),
        "X of width 1": (run(X[..., :1]), "X", "(batch, time, 4)", "(2, 3, 1)"),
        "GRU, X too wide": (gated(np.ones((2, 3, 6))), "X", "(batch, time, 4)", "(2, 3, 6)"),
        "empty batch": (run(X[:0]), "X", "one sequence", "(0, 3, 4)"),
        "no steps": (run(X[:, :0]), "X", "one time step", "(2, 0, 4)"),
        "no inputs": (gated(X[..., :0]), "X", "one input", "(2, 3, 0)"),
        "X of text": (run(X.astype(str)), "X", "numbers", "dtype <U"),
        "weights of a GRU": (run(W_x=gru.W_x, W_y=gru.W_y, b=gru.b), "W_x", "4 * units", "(4, 15)"),
        "weights of an LSTM": (
            gated(W_x=lstm.W_x, W_y=lstm.W_y, b=lstm.b), "W_x", "3 * units", "(4, 20)"),
        "W_x flat": (run(W_x=lstm.W_x[0]), "W_x", "(inputs, 4 * units)", "(20,)"),
        "no units": (run(W_x=lstm.W_x[:, :0]), "W_x", "one unit", "(4, 0)"),
        "W_y transposed": (run(W_y=lstm.W_y.T), "W_y", "(5, 20)", "(20, 5)"),
        "W_y of other units": (gated(W_y=gru.W_y[:4]), "W_y", "(5, 15)", "(4, 15)"),
        "b a number": (run(b=np.array(0.0)), "b", "(20,)", "()"),
        "b of one gate": (run(b=lstm.b[:5]), "b", "(20,)", "(5,)"),
        "b with two rows": (run(b=np.zeros((2, 20))), "b", "(20,)", "(2, 20)"),
        "b with three rows": (gated(b=np.zeros((3, 15))), "b", "(2, 15) or (15,)", "(3, 15)"),
        "one row too few": (gated(b=before.b), "b", "(2, 15) with reset_after=True", "(15,)"),
        "one row too many": (
            gated(reset_after=False), "b", "(15,) with reset_after=False", "(2, 15)"),
        "reset_after a word": (gated(reset_after="yes"), "reset_after", "True or False", "'yes'"),
        "one state": (run(state=Y_init), "state", "(Y_init, C_init)", "shape (2, 5)"),
        "three states": (run(state=[Y_init] * 3), "state", "(Y_init, C_init)", ""),
        "Y_init one row": (run(state=(Y_init[:1], C_init)), "state[0]", "(2, 5)", "(1, 5)"),
        "C_init flat": (run(state=(Y_init, C_init[0])), "state[1]", "(2, 5)", "(5,)"),
        "C_init missing": (run(state=(Y_init, None)), "state[1]", "numbers", "None"),
        "GRU, Y_init one row": (gated(Y_init=Y_init[:1]), "Y_init", "(2, 5)", "(1, 5)"),
        "GRU, two states": (gated(Y_init=(Y_init, C_init)), "Y_init", "(2, 5)", "(2, 2, 5)"),
        "two weights": (lambda: lstm_forward(X, lstm[:2]), "params", "W_x, W_y and b", "2 arrays"),
        "no weights": (lambda: lstm_forward(X, None), "params", "LSTMParams", "None"),
        "GRU, no weights": (lambda: gru_forward(X, 3), "params", "GRUParams", "3"),
        "seed for rng": (lambda: init_lstm_params(4, 5, rng=0), "rng", "Generator", "0"),
        "no inputs drawn": (lambda: init_gru_params(0, 5, rng=rng), "inputs", "at least 1", "0"),
        "half a unit": (lambda: init_lstm_params(4, 2.5, rng=rng), "units", "whole", "2.5"),
        "biases of other units": (
            lambda: init_lstm_params(**draw, forget_bias=np.ones(4)), "forget_bias", "(5,)",
            "(4,)"),
        "a bias that is nan": (
            lambda: init_gru_params(**draw, update_bias=np.nan), "update_bias", "finite", "1 NaN"),
        "a bias by name": (
            lambda: init_lstm_params(**draw, forget_bias="unit"), "forget_bias", "numbers",
            "'unit'"),
        "reset_after a number": (
            lambda: init_gru_params(**draw, reset_after=1), "reset_after", "True or False", "1"),
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
    def test_forward_equals_keras_on_random_shapes(self, kind, seed):
        rng = np.random.default_rng([10, seed])
        sizes = tuple(int(n) for n in rng.permutation(np.arange(1, 13))[:4])
        X, params, state = case(kind, sizes, seed=seed)
        X = X.astype(np.float32)
        params = [w.astype(np.float32) for w in params]
        layer = layer_for(kind, sizes[3], return_state=True)
        layer.build(X.shape)
        layer.set_weights(params)
        for start in (None, tuple(s.astype(np.float32) for s in state)):
            given = start and (list(start) if kind == "LSTM" else start[0])
            expected, *last = map(np.asarray, layer(X, initial_state=given))
            Y, *C = forward(kind, X, params, start)
            assert Y.dtype == np.float32
            np.testing.assert_allclose(Y, expected, rtol=0, atol=2e-5)
            for ours, theirs in zip([Y, *C], last, strict=True):
                np.testing.assert_allclose(ours[:, -1], theirs, rtol=2e-5, atol=2e-5)

    @every_kind
    @pytest.mark.parametrize(("inputs", "units"), [(1, 1), (3, 7), (7, 3)])
    def test_weights_go_both_ways(self, kind, inputs, units):
        layer = layer_for(kind, units)
        layer.build((None, None, inputs))
        rng = np.random.default_rng(11)
        if kind == "LSTM":
            ours = init_lstm_params(inputs, units, rng=rng)
        else:
            ours = init_gru_params(inputs, units, rng=rng, reset_after=kind == "GRU")
        params = type(ours)(*layer.get_weights())
        assert [w.shape for w in params] == [w.shape for w in ours]
        assert n_params(params) == n_params(ours) == layer.count_params()
        np.testing.assert_array_equal(params.b, ours.b)  # Keras' own forget bias among them
        X = np.random.default_rng(12).normal(size=(2, 5, inputs)).astype(np.float32)
        np.testing.assert_allclose(forward(kind, X, params)[0], layer(X), rtol=0, atol=2e-6)
        layer.set_weights(list(ours))
        assert all(np.allclose(a, b) for a, b in zip(layer.get_weights(), ours, strict=True))

    @every_kind
    def test_starting_weights_are_spread_as_keras_spreads_them(self, kind):
        layer = layer_for(kind, 60)
        layer.build((None, None, 200))
        W_x, W_y, _ = layer.get_weights()
        init = init_lstm_params if kind == "LSTM" else init_gru_params
        ours = init(200, 60, rng=np.random.default_rng(13))
        assert np.abs(W_x).max() == pytest.approx(np.abs(ours.W_x).max(), rel=2e-3)
        assert W_x.std() == pytest.approx(ours.W_x.std(), rel=0.03)
        np.testing.assert_allclose(W_y @ W_y.T, ours.W_y @ ours.W_y.T, rtol=0, atol=1e-5)
        assert W_y.std() == pytest.approx(ours.W_y.std(), rel=1e-3)
