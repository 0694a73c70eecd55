"""What lab 2 says Keras does with a mask, held against Keras."""

import numpy as np
import pytest

from unrolled.labs.lab_2 import masked_layer, masked_loss
from unrolled.layers import RNNParams

rng = np.random.default_rng(0)
X = rng.normal(size=(3, 6, 2)).astype(np.float32)
mask = np.array([[0, 1, 1, 0, 1, 1], [1, 1, 0, 0, 0, 1], [1, 1, 1, 1, 0, 0]], bool)


@pytest.mark.parametrize(
    ("zeros", "output"), [(False, masked_layer.keep), (True, masked_layer.zero)]
)
def test_masked_step(zeros, output):
    keras = pytest.importorskip("keras")
    options = {"return_sequences": True, "zero_output_for_mask": zeros}
    layer = keras.layers.SimpleRNN(4, bias_initializer="uniform", **options)
    theirs = np.asarray(layer(X, mask=mask))
    ours = masked_layer.masked_layer(X, mask, RNNParams(*layer.get_weights()), output=output)
    np.testing.assert_allclose(ours, theirs, atol=1e-6)


def test_masked_loss_counts_every_real_step_alike():
    keras = pytest.importorskip("keras")
    layers = [keras.layers.Masking(9.0), keras.layers.SimpleRNN(4, return_sequences=True)]
    model = keras.Sequential([keras.Input((6, 2)), *layers])
    model.compile(loss="mse")
    filled = np.where(mask[..., None], X, np.float32(9))
    target = rng.normal(size=(3, 6, 4)).astype(np.float32)
    ours = masked_loss.masked_loss(np.asarray(model(filled)), target, mask)
    assert model.evaluate(filled, target, verbose=0) == pytest.approx(ours, rel=1e-5)
