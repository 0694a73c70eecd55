"""unrolled.layers.conv1d_forward against plain Python, its own properties, and Keras."""

import numpy as np
import pytest

from refusals import refused
from unrolled.layers import conv1d_forward

# (batch, time, inputs, width, filters), stride, dilation: unequal, with a 1 at every place
CASES = [
    ((2, 9, 4, 3, 5), 1, 1),
    ((5, 7, 3, 2, 4), 1, 3),
    ((1, 12, 2, 4, 3), 1, 2),
    ((3, 1, 2, 1, 4), 1, 1),
    ((4, 8, 1, 3, 2), 2, 1),
    ((2, 11, 3, 4, 1), 3, 1),
    ((3, 6, 2, 1, 5), 1, 4),
    ((2, 10, 3, 3, 4), 2, 4),
    ((2, 13, 2, 5, 3), 4, 2),
    ((3, 10, 1, 2, 2), 3, 1),  # a stride longer than the window
    ((1, 1, 1, 1, 1), 1, 1),
]
PADDINGS = ["causal", "valid", "same"]
every_case = pytest.mark.parametrize(("sizes", "stride", "dilation"), CASES, ids=str)
every_padding = pytest.mark.parametrize("padding", PADDINGS)


def case(sizes, seed=0):
    """Return X, kernel and b of these sizes, without any symmetry."""
    rng = np.random.default_rng([seed, *sizes])
    batch, time, inputs, width, filters = sizes
    X = rng.normal(size=(batch, time, inputs))
    return X, rng.normal(size=(width, inputs, filters)), rng.normal(size=filters)


def first_input(time, width, stride, dilation, padding):
    """Return where the window of the first output begins; negative among the zeros in front."""
    reach = (width - 1) * dilation + 1
    if padding == "same":
        outputs = len(range(0, time, stride))
        return -(max((outputs - 1) * stride + reach - time, 0) // 2)
    return 1 - reach if padding == "causal" else 0


def number_of_outputs(time, width, stride, dilation, padding):
    """Count the windows one by one."""
    reach = (width - 1) * dilation + 1
    last = time - reach if padding == "valid" else time - 1
    return len(range(0, last + 1, stride))


def plain_forward(X, kernel, b, stride, dilation, padding):
    """Return the outputs as nested lists, the equation written out number by number."""
    (batch, time, inputs), (width, _, filters) = X.shape, kernel.shape
    X, kernel, b = X.tolist(), kernel.tolist(), b.tolist()
    start = first_input(time, width, stride, dilation, padding)
    Y = []
    for sequence in range(batch):
        Y.append([])
        for o in range(number_of_outputs(time, width, stride, dilation, padding)):
            Y[-1].append([])
            for f in range(filters):
                y = b[f]
                for i in range(width):
                    at = start + o * stride + i * dilation
                    for j in range(inputs) if 0 <= at < time else ():
                        y += kernel[i][j][f] * X[sequence][at][j]
                Y[-1][-1].append(y)
    return Y


class TestAgainstPlainPython:
    @every_case
    @every_padding
    def test_forward_is_the_equation(self, sizes, stride, dilation, padding):
        X, kernel, b = case(sizes)
        Y = conv1d_forward(X, kernel, b, stride, dilation, padding)
        expected = np.array(plain_forward(X, kernel, b, stride, dilation, padding))
        assert Y.shape == expected.shape
        np.testing.assert_allclose(Y, expected, rtol=0, atol=1e-12)

    def test_by_hand(self):
        X = np.array([1.0, 2, 4, 8])[None, :, None]
        kernel, b = np.array([3.0, 10])[:, None, None], np.array([0.5])
        outputs = {
            ("causal", 1, 1): [10.5, 23.5, 46.5, 92.5],
            ("causal", 1, 2): [10.5, 20.5, 43.5, 86.5],
            ("causal", 2, 1): [10.5, 46.5],
            ("valid", 1, 1): [23.5, 46.5, 92.5],
            ("valid", 2, 1): [23.5, 92.5],
            ("valid", 1, 3): [83.5],
            ("same", 1, 1): [23.5, 46.5, 92.5, 24.5],  # the odd zero stands behind
            ("same", 1, 2): [20.5, 43.5, 86.5, 12.5],
            ("same", 3, 1): [23.5, 24.5],
        }
        for (padding, stride, dilation), expected in outputs.items():
            Y = conv1d_forward(X, kernel, b, stride, dilation, padding)
            assert Y.ravel().tolist() == expected, (padding, stride, dilation)

    def test_defaults_are_causal_with_neighbours_at_every_step(self):
        X, kernel, b = case((2, 9, 4, 3, 5))
        assert np.array_equal(
            conv1d_forward(X, kernel, b), conv1d_forward(X, kernel, b, 1, 1, "causal")
        )


class TestProperties:
    @every_case
    def test_causal_outputs_never_see_what_comes_after_them(self, sizes, stride, dilation):
        X, kernel, b = case(sizes)
        Y = conv1d_forward(X, kernel, b, stride, dilation)
        for t in range(sizes[1]):
            changed = X.copy()
            changed[:, t] += 1
            change = np.abs(conv1d_forward(changed, kernel, b, stride, dilation) - Y)
            moved = (change > 1e-9).any(axis=(0, 2))
            reads = range(t, t + sizes[3] * dilation, dilation)
            assert [o * stride for o in np.flatnonzero(moved)] == [
                s for s in reads if s < sizes[1] and s % stride == 0
            ]

    def test_same_does_see_what_comes_after(self):
        X, kernel, b = case((2, 9, 4, 3, 5))
        changed = X.copy()
        changed[:, 5] += 1
        before, after = (conv1d_forward(a, kernel, b, padding="same") for a in (X, changed))
        moved = (np.abs(after - before) > 1e-9).any(axis=(0, 2))
        assert np.flatnonzero(moved).tolist() == [4, 5, 6]

    @every_case
    def test_causal_is_valid_behind_zeros(self, sizes, stride, dilation):
        X, kernel, b = case(sizes)
        zeros = np.zeros((sizes[0], (sizes[3] - 1) * dilation, sizes[2]))
        behind = np.concatenate([zeros, X], axis=1)
        Y = conv1d_forward(behind, kernel, b, stride, dilation, "valid")
        causal = conv1d_forward(X, kernel, b, stride, dilation)
        np.testing.assert_allclose(causal, Y, rtol=0, atol=1e-12)

    @every_padding
    def test_a_dilation_is_a_kernel_with_holes(self, padding):
        X, kernel, b = case((2, 9, 4, 3, 5))
        wide = np.zeros((7, 4, 5))
        wide[::3] = kernel
        np.testing.assert_allclose(
            conv1d_forward(X, kernel, b, dilation=3, padding=padding),
            conv1d_forward(X, wide, b, padding=padding),
            rtol=0, atol=1e-12,
        )  # fmt: skip

    @pytest.mark.parametrize("padding", ["causal", "valid"])
    def test_a_stride_leaves_outputs_out(self, padding):
        X, kernel, b = case((2, 11, 3, 4, 5))
        every = conv1d_forward(X, kernel, b, padding=padding)
        for stride in (2, 3, 20):
            Y = conv1d_forward(X, kernel, b, stride, padding=padding)
            np.testing.assert_allclose(Y, every[:, ::stride], rtol=0, atol=1e-12)

    @every_padding
    def test_width_one_is_a_dense_layer_at_every_step(self, padding):
        X, kernel, b = case((3, 6, 2, 1, 5))
        Y = conv1d_forward(X, kernel, b, padding=padding)
        np.testing.assert_allclose(Y, X @ kernel[0] + b, rtol=0, atol=1e-12)

    @every_padding
    def test_permuting_the_batch_permutes_the_outputs(self, padding):
        X, kernel, b = case((5, 7, 3, 2, 4))
        order = np.random.default_rng(1).permutation(5)
        Y = conv1d_forward(X, kernel, b, dilation=2, padding=padding)
        permuted = conv1d_forward(X[order], kernel, b, dilation=2, padding=padding)
        np.testing.assert_allclose(permuted, Y[order], rtol=0, atol=1e-12)

    def test_shifting_the_sequence_shifts_the_outputs(self):
        X, kernel, b = case((2, 12, 3, 3, 4))
        Y = conv1d_forward(X, kernel, b, dilation=2, padding="valid")
        later = conv1d_forward(X[:, 2:], kernel, b, dilation=2, padding="valid")
        np.testing.assert_allclose(later, Y[:, 2:], rtol=0, atol=1e-12)

    @every_padding
    def test_arguments_are_left_as_they_were(self, padding):
        arguments = case((2, 9, 4, 3, 5))
        before = [a.copy() for a in arguments]
        Y = conv1d_forward(*arguments, padding=padding)
        Y[:] = 0
        assert all(np.array_equal(*pair) for pair in zip(arguments, before, strict=True))

    def test_the_dtype_is_the_common_one(self):
        X, kernel, b = case((2, 9, 4, 3, 5))
        small = [a.astype(np.float32) for a in (X, kernel, b)]
        assert conv1d_forward(*small).dtype == np.float32
        assert conv1d_forward(X, *small[1:]).dtype == np.float64
        assert conv1d_forward(small[0], kernel, small[2]).dtype == np.float64
        assert conv1d_forward(*small[:2], b).dtype == np.float64
        assert conv1d_forward(X.astype(np.int8), *small[1:]).dtype == np.float64

    def test_whole_numbers_and_lists_are_read(self):
        Y = conv1d_forward([[[1], [2], [3]]], [[[1, -1]], [[2, 0]]], [0, 5])
        assert Y.dtype == float
        assert Y.tolist() == [[[2, 5], [5, 4], [8, 3]]]


def refusals():
    X, kernel, b = case((2, 5, 4, 3, 6))

    def forward(X=X, kernel=kernel, b=b, **more):
        return lambda: conv1d_forward(X, kernel, b, **more)

    # what is called, the argument it must name, what it must expect, what it must quote
    return {
        "X of rank 2": (forward(X[0]), "X", "(batch, time, inputs)", "(5, 4)"),
        "X too narrow": (forward(X[..., :1]), "X", "(batch, time, 4)", "(2, 5, 1)"),
        "X too wide": (forward(np.ones((2, 5, 7))), "X", "(batch, time, 4)", "(2, 5, 7)"),
        "empty batch": (forward(X[:0]), "X", "one sequence", "(0, 5, 4)"),
        "no steps": (forward(X[:, :0]), "X", "one time step", "(2, 0, 4)"),
        "X of text": (forward(X.astype(str)), "X", "numbers", "dtype <U"),
        "kernel of rank 2": (forward(kernel=kernel[0]), "kernel", "(width, inputs", "(4, 6)"),
        "no width": (forward(kernel=kernel[:0]), "kernel", "one step", "(0, 4, 6)"),
        "no filters": (forward(kernel=kernel[..., :0]), "kernel", "filter", "(3, 4, 0)"),
        "kernel transposed": (forward(kernel=kernel.transpose(0, 2, 1), b=b[:4]), "X",
                              "(batch, time, 6)", "(2, 5, 4)"),
        "kernel missing": (forward(kernel=None), "kernel", "numbers", "None"),
        "b too short": (forward(b=b[:1]), "b", "(6,)", "(1,)"),
        "b a number": (forward(b=0.0), "b", "(6,)", "()"),
        "b per step": (forward(b=np.ones((3, 6))), "b", "(6,)", "(3, 6)"),
        "no stride": (forward(stride=0), "stride", "at least 1", "0"),
        "stride as in Keras": (forward(stride=(2,)), "stride", "whole number", "(2,)"),
        "half a dilation": (forward(dilation=0.5), "dilation", "whole number", "0.5"),
        "dilation True": (forward(dilation=True), "dilation", "whole number", "True"),
        "padding unknown": (forward(padding="full"), "padding", "causal, valid, same", "'full'"),
        "padding a number": (forward(padding=2), "padding", "causal, valid, same", "2"),
        "too short": (forward(padding="valid", dilation=3), "X", "at least 7 steps", "5 steps"),
    }  # fmt: skip


@pytest.mark.parametrize("name", refusals())
def test_bad_input_is_refused_by_name(name):
    call, argument, expected, given = refusals()[name]
    with refused(argument, expected, given):
        call()


def test_a_sequence_as_long_as_the_reach_has_one_output():
    X, kernel, b = case((2, 7, 4, 3, 6))
    assert conv1d_forward(X, kernel, b, dilation=3, padding="valid").shape == (2, 1, 6)


class TestAgainstKeras:
    """Last, so that a mutant caught above never pays for importing TensorFlow."""

    @pytest.mark.parametrize("seed", range(20))
    def test_forward_equals_conv1d_on_random_shapes(self, keras, seed):
        rng = np.random.default_rng([20, seed])
        sizes = [int(n) for n in rng.permutation(np.arange(1, 8))[:4]]
        batch, inputs, width, filters = sizes
        step = int(rng.integers(1, 5))
        stride, dilation = (step, 1) if seed % 2 else (1, step)  # Keras takes one at a time
        time = (width - 1) * dilation + int(rng.integers(1, 12))
        X, kernel, b = (a.astype(np.float32) for a in case((batch, time, inputs, width, filters)))
        for padding in PADDINGS:
            layer = keras.layers.Conv1D(
                filters, width, strides=stride, dilation_rate=dilation, padding=padding
            )
            layer.build(X.shape)
            layer.set_weights([kernel, b])
            Y, expected = (
                conv1d_forward(X, kernel, b, stride, dilation, padding),
                np.asarray(layer(X)),
            )
            assert Y.dtype == np.float32 and Y.shape == expected.shape
            np.testing.assert_allclose(Y, expected, rtol=2e-5, atol=2e-5)
            assert layer.count_params() == kernel.size + b.size
