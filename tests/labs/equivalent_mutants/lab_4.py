"""Changed solutions of lab 4 that compute the same: {exercise: {changed line: reason}}."""

EQUIVALENT = {}
