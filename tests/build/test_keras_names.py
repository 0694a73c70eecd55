"""What the pages say of names that older code uses, asked of the Keras that is installed."""

import pytest


@pytest.mark.parametrize("old", [{"time_major": True}, {"batch_input_shape": (4, 9, 2)}])
def test_keras_3_does_not_know_these_arguments(keras, old):
    with pytest.raises(ValueError, match="Unrecognized keyword"):
        keras.layers.SimpleRNN(3, **old)


def test_an_input_shape_in_the_layer_warns(keras):
    with pytest.warns(UserWarning, match="Input"):
        keras.layers.SimpleRNN(3, input_shape=(9, 2))


def test_states_are_reset_layer_by_layer(keras):
    layer = keras.layers.SimpleRNN(3, stateful=True)
    model = keras.Sequential([keras.Input(batch_shape=(4, 9, 2)), layer])
    assert hasattr(layer, "reset_state")
    assert not hasattr(model, "reset_state") and not hasattr(model, "reset_states")
