"""experiments.recall_gated: what is trained in NumPy is what Keras would train."""

import math

import numpy as np
import pytest

from experiments import recall, recall_gated
from unrolled.bptt import Adam, clip_by_global_norm, gradient_check
from unrolled.series import recall_task

every_cell = pytest.mark.parametrize("cell", ["SimpleRNN", "LSTM", "GRU"])


def drawn(cell, lag=7, start="bias ln k"):
    return recall_gated.draw(recall_gated.setting(cell, start, lag), np.random.default_rng(3))


@every_cell
def test_the_gradient_is_that_of_the_loss(cell):
    X, bit = recall_task(6, 7, np.random.default_rng(1), noisy=True)
    network = drawn(cell)
    exact = type(network)(
        type(network.layer)(*(w.astype(float) for w in network.layer)),
        *(w.astype(float) for w in network[1:]),
    )
    _, grads = recall_gated.loss_and_grads(cell, exact, X.astype(float), bit.astype(float))

    def loss(network):
        return recall_gated.loss_and_grads(cell, network, X.astype(float), bit.astype(float))[0]

    errors = [gradient_check(loss, exact, grads, np.random.default_rng(i)) for i in range(3)]
    assert np.median(errors) < 1e-6


@pytest.mark.parametrize(
    "cell, block, blocks", [("LSTM", 1, 4), ("GRU", 0, 3)], ids=["forget gate", "update gate"]
)
@pytest.mark.parametrize("start, bias", [("bias ln k", math.log(7)), ("bias 3", 3.0)])
def test_one_gate_starts_where_it_is_asked_to(cell, block, blocks, start, bias):
    layer = drawn(cell, start=start).layer
    b = np.atleast_2d(layer.b)[0].reshape(blocks, -1)
    assert b[block] == pytest.approx(bias) and not np.delete(b, block, axis=0).any()
    assert recall_gated.mean_bias(cell, layer) == pytest.approx(bias)


def test_every_condition_is_declared_once_and_claims_are_among_them():
    declared = [str(s) for s in recall_gated.SETTINGS]
    assert len(set(declared)) == len(declared)
    assert all(str(claim) in declared for claim in recall_gated.CLAIMS)
    shared = set(recall.CONSTANTS) - {"learning_rate"}
    assert {name: recall.CONSTANTS[name] for name in shared} == recall_gated.CONSTANTS


@pytest.mark.slow
@every_cell
def test_updates_are_those_of_keras(cell):
    """From the same weights and batches: cross-entropy, clipping by global norm and Adam."""
    import keras

    settings, batches = recall_gated.setting(cell, "bias ln k", 7), 5
    network, adam = drawn(cell), Adam(settings["learning_rate"])
    X, bit = recall_task(64 * batches, 7, np.random.default_rng(2), noisy=True)
    layer, dense = getattr(keras.layers, cell)(16), keras.layers.Dense(1)
    model = keras.Sequential([keras.Input((8, 2)), layer, dense])
    layer.set_weights(list(network.layer))
    dense.set_weights([network.W_out[:, None], network.b_out])
    model.compile(
        keras.optimizers.Adam(
            settings["learning_rate"], global_clipnorm=recall_gated.CONSTANTS["clip_norm"]
        ),
        keras.losses.BinaryCrossentropy(from_logits=True),
    )
    for i in range(batches):
        rows = slice(64 * i, 64 * i + 64)
        loss, grads = recall_gated.loss_and_grads(cell, network, X[rows], bit[rows])
        grads, _ = clip_by_global_norm(grads, recall_gated.CONSTANTS["clip_norm"])
        network = adam.update(network, grads)
        theirs = model.train_on_batch(X[rows], bit[rows])
        if i == 0:
            assert loss == pytest.approx(float(theirs), rel=1e-5)
    for ours, expected in zip(network.layer, layer.get_weights(), strict=True):
        np.testing.assert_allclose(ours, expected, rtol=0, atol=2e-5)
    np.testing.assert_allclose(network.W_out, dense.get_weights()[0][:, 0], rtol=0, atol=2e-5)
