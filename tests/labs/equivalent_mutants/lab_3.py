"""Changed solutions of lab 3 that compute the same: {exercise: {changed line: reason}}."""

OVERWRITTEN = "every step of G is written before it is read"
ONE_SHAPE = "Y, dY and G have one shape"
ZEROS = "zeros for one step, in a shape that broadcasts to it"
STEPS = "X, Y, dY and G have as many steps"

RECURSION = {
    "G = np.empty(dY.shape)": OVERWRITTEN,
    "G = np.ones(dY.shape)": OVERWRITTEN,
    "G = np.zeros(Y.shape)": ONE_SHAPE,
    "delta = np.zeros(G[:, 0].shape)": ONE_SHAPE,
    "delta = np.zeros(Y[:, 0].shape)": ONE_SHAPE,
    "delta = np.zeros(dY[:, -1].shape)": "every step has one shape",
    "delta = np.zeros(W_y[:, 0].shape)": ZEROS,
    "for t in reversed(range(G.shape[1])):": STEPS,
    "for t in reversed(range(dY.shape[1])):": STEPS,
}

EQUIVALENT = {
    "lab-3/output-gradients": RECURSION,
    "lab-3/backward": {
        "Y_prev = Y[:, t - 1] if t ** 2 > 0 else Y_init": "t is 0 or above",
        "db += delta.sum(axis=-2)": "delta has two axes",
        "delta = np.zeros(db.shape)": ZEROS,
        "for t in reversed(range(X.shape[1])):": STEPS,
        "for t in reversed(range(dY.shape[1])):": STEPS,
    },
    "lab-3/check": {
        "analytic = sum(((g * d).sum() for g, d in zip(direction, grads)))": "a product commutes",
        "return abs(analytic - numeric) / max(abs(numeric), abs(analytic))": "under abs the order "
        "of a difference plays no part",
    },
    "lab-3/clip": {
        "scale = max_norm / norm if norm >= max_norm else 1.0": "where they are equal it is 1",
    },
    "lab-3/truncate": RECURSION
    | {
        "if (t % length) ** 2 == 0:": "a square is 0 where its root is",
        "if t % length <= 0:": "a remainder is 0 or above",
    },
}
