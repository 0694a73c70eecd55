"""Changed solutions of lab 2 that compute the same: {exercise: {changed line: reason}}."""

EQUIVALENT = {}
