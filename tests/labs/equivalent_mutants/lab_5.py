"""Changed solutions of lab 5 that compute the same: {exercise: {changed line: reason}}."""

LAST_OF_TWO = "there are two axes, so this is axis 1"
AS_MANY = "dC, F and G have as many steps"
NOTHING_LATER = "after the last step there is nothing to be changed"
FAR_OFF = "what moves does so by far more than the limit, and a rounding error by far less"
ONE_NUMBER = "one random number for all that comes later is as unlike it as many"

EQUIVALENT = {
    "lab-5/lstm-step": {"i, f, c, o = np.split(a, 4, axis=-1)": LAST_OF_TWO},
    "lab-5/gru-step": {
        "z, r, new = np.split(x_t @ W_x + b_x, 3, axis=-1)": LAST_OF_TWO,
        "z_y, r_y, past = np.split(y_prev @ W_y + b_y, 3, axis=-1)": LAST_OF_TWO,
    },
    "lab-5/forget-path": {
        "G = np.array(dC)": "on whole numbers NumPy stops it, so nothing is lost unseen",
        "for t in reversed(range(F.shape[1] - 1)):": AS_MANY,
        "for t in reversed(range(dC.shape[1] - 1)):": AS_MANY,
    },
    "lab-5/forget-bias": {
        "new[units:-(2 * units)] = -np.log(2 ** (1 / half_lives) - 1)": "of four blocks the second "
        "ends two from the end",
    },
    "lab-5/conv": {
        "padded = np.pad(X, ((0, 0), (zeros, 1), (0, 0)))": "a zero behind is read by no output",
        "steps = np.arange(-0, X.shape[1], stride)": "minus 0 is 0",
    },
    "lab-5/alignment": {
        "target = np.stack([series[:, t + 1:t + 1 + horizon, -1] for t in last_read], axis=1)": "a "
        "series has one number at each step, the first and the last",
        "target = np.stack([series[:, t + 1:t + 1 + horizon, 0] for t in last_read], axis=-2)": ""
        "of the three axes that result this is axis 1",
    },
    "lab-5/receptive-field": {"apart, field = (1, 1)": "both begin with 1"},
    "lab-5/first-peek": {
        "for t in range(X.shape[1] - 0):": NOTHING_LATER,
        "for t in range(X.shape[1] - 1 + 1):": NOTHING_LATER,
        "for t in range(X.shape[1]):": NOTHING_LATER,
        "for t in range(Y.shape[1] - 1):": "X and Y have as many steps",
        "if np.abs(moved).max() >= 1e-06:": FAR_OFF,
        "if np.abs(moved).max(keepdims=True) > 1e-06:": "an array of one number is as true as it",
        "if np.abs(moved).mean() > 1e-06:": FAR_OFF,
        "if np.abs(moved).sum() > 1e-06:": FAR_OFF,
        "later[:] = rng.normal()": ONE_NUMBER,
        "later[:] = rng.normal(size=None)": ONE_NUMBER,
        "moved = Y[:, t] - network(changed)[:, t]": "under abs the order plays no part",
        "rng, Y = (np.random, network(X))": "any random numbers will do",
        "rng, Y = (np.random.default_rng(1), network(X))": "any random numbers will do",
    },
}
