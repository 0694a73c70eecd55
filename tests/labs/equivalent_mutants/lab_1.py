"""Changed solutions of lab 1 that compute the same: {exercise: {changed line: reason}}."""

EQUIVALENT = {}
