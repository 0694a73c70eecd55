"""Changed solutions of lab 4 that compute the same: {exercise: {changed line: reason}}."""

LIST = "a list of equal arrays is read as one array"
LAST_OF_TWO = "there are two axes, so this is axis 1"
FIRST_OF_TWO = "there are two axes, so this is axis 0"
AS_MANY = "X, target and ones have as many rows"
UNDER_ABS = "under abs the order of a difference plays no part"
SQUARED = "squared, the order of a difference plays no part"
SAME_NAME = "m and season_length are one number"

EQUIVALENT = {
    "lab-4/windows": {
        "X = [series[end - n_steps:end] for end in ends]": LIST,
        "target = [series[end:end + horizon] for end in ends]": LIST,
        "earlier: target = np.stack([series[end:end + horizon] for end in ends])": "X and target "
        "do not need each other",
    },
    "lab-4/split": {
        "train = np.arange(-0, validation_start - gap)": "minus 0 is 0",
    },
    "lab-4/least-squares": {
        "W = np.linalg.lstsq(rows[train], target[train])[0]": "rcond=None is the default",
        "ones = np.ones((len(X), 2))": "the intercept is shared by two equal columns",
        "ones = np.ones((len(target), 1))": AS_MANY,
        "rows = np.concatenate([X.reshape(len(X), -1), ones], axis=-1)": LAST_OF_TWO,
        "rows = np.concatenate([X.reshape(len(X), -2), ones], axis=1)": "NumPy reads any negative "
        "length as the one to be worked out",
        "rows = np.concatenate([X.reshape(len(ones), -1), ones], axis=1)": AS_MANY,
        "rows = np.concatenate([X.reshape(len(target), -1), ones], axis=1)": AS_MANY,
        "rows = np.concatenate([ones, X.reshape(len(X), -1)], axis=1)": "the order of the columns "
        "plays no part",
    },
    "lab-4/mase": {
        "error = np.abs(forecast - target).mean(axis=1)": UNDER_ABS,
        "error = np.abs(target - forecast).mean(axis=-1)": LAST_OF_TWO,
        "scale = np.abs(history[:, :-m] - history[:, m:]).mean(axis=1)": UNDER_ABS,
        "scale = np.abs(history[:, m:] - history[:, :-m]).mean(axis=-1)": LAST_OF_TWO,
        "scale = np.abs(history[:, m:] - history[:, :-season_length]).mean(axis=1)": SAME_NAME,
        "scale = np.abs(history[:, season_length:] - history[:, :-m]).mean(axis=1)": SAME_NAME,
    },
    "lab-4/iterate": {
        "new = step[:, None, :]": "both new axes have length 1",
        "return np.concatenate(steps, axis=-1)": LAST_OF_TWO,
        "window = np.concatenate([window[:, 1:], new], axis=-2)": "of three axes this is axis 1",
    },
    "lab-4/sequence-targets": {
        "later = [series[:, k:k + n_steps, -1] for k in range(1, horizon + 1)]": "there is one "
        "feature, the first and the last",
        "return np.stack(later, axis=2)": "the new axis is the third and last",
    },
    "lab-4/reach": {
        "baseline_error = ((baseline - target) ** 2).mean(axis=0)": SQUARED,
        "baseline_error = ((target - baseline) ** 2).mean(axis=-2)": FIRST_OF_TWO,
        "error = ((forecast - target) ** 2).mean(axis=0)": SQUARED,
        "error = ((target - forecast) ** 2).mean(axis=-2)": FIRST_OF_TWO,
    },
    "lab-4/verdict": {
        "chosen = validation.mean(axis=-1).argmin()": LAST_OF_TWO,
        "chosen = validation.mean(axis=1, keepdims=True).argmin()": "with one column, argmin "
        "through the whole table counts rows",
        "chosen = validation.sum(axis=1).argmin()": "every candidate has as many seeds",
    },
}
