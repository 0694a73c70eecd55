"""Changed solutions of lab 7 that compute the same: {exercise: {changed line: reason}}."""

LIST = "a list of equal arrays is read as one array"
EITHER_ORDER = "two axes at once, in either order"
LAST_OF_TWO = "of two axes the last is axis 1"
FIRST_OF_TWO = "there are two axes, so this is axis 0"
EMPTY_LISTS = "all three begin as empty lists"

EQUIVALENT = {
    "lab-7/scale": {
        "mean = known.mean(axis=(1, 0))": EITHER_ORDER,
        "changes = known.max(axis=(1, 0)) > known.min(axis=(0, 1))": EITHER_ORDER,
        "changes = known.max(axis=(0, 1)) > known.min(axis=(1, 0))": EITHER_ORDER,
        "sd = np.where(changes, known.std(axis=(1, 0)), 1.0)": EITHER_ORDER,
    },
    "lab-7/difference": {
        "path = np.concatenate([window, target], axis=-1)": LAST_OF_TWO,
    },
    "lab-7/integrate": {
        "return np.stack(path[window.shape[1]:], axis=-1)": LAST_OF_TWO,
    },
    "lab-7/global-windows": {
        "X, which, target = ([], [], [])": EMPTY_LISTS,
        "target, X, which = ([], [], [])": EMPTY_LISTS,
        "return (X, np.stack(target), np.array(which))": LIST,
        "return (np.stack(X), target, np.array(which))": LIST,
        "return (np.stack(X), np.stack(target), which)": LIST,
    },
    "lab-7/pinball": {
        "loss = 2 * np.maximum((levels - 1) * error, levels * error)": "the larger of two, in "
        "either order",
        "return loss.mean(axis=(1, 0))": EITHER_ORDER,
    },
    "lab-7/conformal": {
        "return reach": LIST,
    },
    "lab-7/coverage": {
        "covered = inside.sum(axis=-2) / n": FIRST_OF_TWO,
        "n = known.sum(axis=-2)": FIRST_OF_TWO,
        "width = np.where(known, high - low, 0).sum(axis=-2) / n": FIRST_OF_TWO,
    },
    "lab-7/past-the-end": {
        "stamps = time.max(keepdims=True) + k * step": "one stamp counts like itself",
    },
    "lab-7/state": {
        "for x_t in chunk.swapaxes(1, 0):": "the same two axes",
        "return (np.stack(outputs, axis=-2), state)": "of three axes the last but one is axis 1",
    },
}
