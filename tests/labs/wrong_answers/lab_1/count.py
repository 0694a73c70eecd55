"""Recorded answers to lab-1/count, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np


def count_times_steps(n_steps, inputs, units):
    return n_steps * right_count_recursive(n_steps, inputs, units)


def count_flattened(n_steps, inputs, units):
    return right_count_recursive(n_steps, n_steps * inputs, units)


def count_no_bias(n_steps, inputs, units):
    total = 0
    for u in units:
        total += inputs * u + u * u
        inputs = u
    return total


def count_dense(n_steps, inputs, units):
    total = 0
    for u in units:
        total += inputs * u + u
        inputs = u
    return total


def count_inputs_twice(n_steps, inputs, units):
    total = 0
    for u in units:
        total += 2 * inputs * u + u
        inputs = u
    return total


def count_lstm(n_steps, inputs, units):
    return 4 * right_count_recursive(n_steps, inputs, units)


def count_all_read_X(n_steps, inputs, units):
    return sum(u * (inputs + u + 1) for u in units)


def count_first(n_steps, inputs, units):
    return units[0] * (inputs + units[0] + 1)


def count_self_only(n_steps, inputs, units):
    total = 0
    for u in units:
        total += inputs * u + u + u
        inputs = u
    return total


def count_inputs_biased(n_steps, inputs, units):
    return right_count_recursive(n_steps, inputs, units) + inputs


def count_eats_list(n_steps, inputs, units):
    total = 0
    while units:
        u = units.pop(0)
        total += u * (inputs + u + 1)
        inputs = u
    return total


def right_count_recursive(n_steps, inputs, units):
    if not units:
        return 0
    first, *rest = units
    return first * (inputs + first + 1) + right_count_recursive(n_steps, first, rest)


def right_count_arrays(n_steps, inputs, units):
    below = np.array([inputs, *units])[:-1]
    return np.sum(np.array(units) * (below + units + 1))


WRONG = [
    (count_times_steps, "The count grows with n_steps"),
    (count_flattened, "one wide input"),
    (count_no_bias, "The biases are missing"),
    (count_dense, "the count of a dense layer"),
    (count_inputs_twice, "counted twice"),
    (count_lstm, "four times too many"),
    (count_all_read_X, "as if it read the original input"),
    (count_first, "Only the first layer is counted"),
    (count_self_only, "one recurrent weight here, from itself"),
    (count_inputs_biased, "The smallest input that shows it"),
    (count_eats_list, "changes units while it runs"),
]

RIGHT = [right_count_recursive, right_count_arrays]
