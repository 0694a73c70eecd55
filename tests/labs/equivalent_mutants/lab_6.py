"""Changed solutions of lab 6 that compute the same: {exercise: {changed line: reason}}."""

LIST = "a list of equal arrays is read as one array"

EQUIVALENT = {
    "lab-6/fill": {
        "return (filled, np.stack(since))": LIST,
        "return (np.stack(filled), since)": LIST,
        "since, filled = ([], [])": "both begin as empty lists",
    },
}
