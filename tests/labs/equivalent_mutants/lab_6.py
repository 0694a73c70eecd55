"""Changed solutions of lab 6 that compute the same: {exercise: {changed line: reason}}."""

LIST = "a list of equal arrays is read as one array"
FIRST_OF_TWO = "there are two axes, so this is axis 0"
AS_MANY = "measured and calendar have as many rows"
UNDER_ABS = "under abs the order of a difference plays no part"
ONE_NUMBER = "an array of one number counts like the number"
APART = "coming, past and target do not need each other"

EQUIVALENT = {
    "lab-6/fill": {
        "return (filled, np.stack(since))": LIST,
        "return (np.stack(filled), since)": LIST,
        "since, filled = ([], [])": "both begin as empty lists",
    },
    "lab-6/known-ahead": {
        "earlier: coming = [calendar[end:end + horizon] for end in ends]": APART,
        "earlier: target = [measured[end:end + horizon, 0] for end in ends]": APART,
        "n_windows = len(calendar) - n_steps - horizon + 1": AS_MANY,
        "n_windows = len(measured) - n_steps - horizon + 1": AS_MANY,
        "return (np.stack(past), coming, np.stack(target))": LIST,
        "return (np.stack(past), np.stack(coming), target)": LIST,
        "return (past, np.stack(coming), np.stack(target))": LIST,
        "rows = np.concatenate([measured, calendar], axis=-1)": "of two axes the last is axis 1",
        "target = [rows[end:end + horizon, 0] for end in ends]": "the first column of rows is the "
        "first of measured",
    },
    "lab-6/scale": {
        "mean = np.nanmean(values[train], axis=-2)": FIRST_OF_TWO,
        "sd = np.nanstd(values[train], axis=-2)": FIRST_OF_TWO,
    },
    "lab-6/skill": {
        "error = np.abs(forecast - target).mean()": UNDER_ABS,
        "errors = np.abs(np.array(naive) - target).mean(axis=(1, 2))": UNDER_ABS,
        "errors = np.abs(target - naive).mean(axis=(1, 2))": LIST,
        "errors = np.abs(target - np.array(naive)).mean(axis=(2, 1))": "a mean over two axes, in "
        "either order",
    },
    "lab-6/report": {
        "earlier: ": "the number of windows does not need the function above it",
        "chosen = np.argmin(errors)": "a whole number of NumPy is one, too",
        "mean, sd = (train.mean(keepdims=True), train.std())": ONE_NUMBER,
        "mean, sd = (train.mean(), train.std(keepdims=True))": ONE_NUMBER,
        "target = series[validation_start:-1][:n * horizon].reshape(n, horizon)": "the test rows "
        "stand behind, so the last row of all is not among the first n",
        "errors.append(np.abs(made - target).mean())": UNDER_ABS,
    },
}
