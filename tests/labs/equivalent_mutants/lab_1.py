"""Changed solutions of lab 1 that compute the same: {exercise: {changed line: reason}}."""

SAME_AXIS = "counted from behind, it is the same axis"

EQUIVALENT = {
    "lab-1/layer": {"return np.stack(outputs, axis=-2)": SAME_AXIS},
    "lab-1/one-matrix": {
        "W = np.concatenate([W_x, W_y])": "axis 0 is what np.concatenate takes by default",
        "W = np.concatenate([W_x, W_y], axis=-2)": SAME_AXIS,
        "Z = np.concatenate([x_t, y_prev], axis=-1)": SAME_AXIS,
    },
    "lab-1/resume": {
        "for start in range(-0, X.shape[1], length):": "minus zero is zero",
        "return np.concatenate(pieces, axis=-2)": SAME_AXIS,
    },
}
