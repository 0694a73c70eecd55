"""Changed solutions of lab 3 that compute the same: {exercise: {changed line: reason}}."""

EQUIVALENT = {}
