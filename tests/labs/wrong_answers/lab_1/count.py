"""Recorded answers to lab-1/count, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from unrolled.layers import init_rnn_params, n_params

SHOWN = "The smallest input that shows it"


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


def count_one_wide(n_steps, inputs, units):
    return sum(units) * (inputs + sum(units) + 1)


def count_list(n_steps, inputs, units):
    below = [inputs, *units]
    return [u * (i + u + 1) for i, u in zip(below, units, strict=False)]


def count_with_dense_output(n_steps, inputs, units):
    return right_count_recursive(n_steps, inputs, units) + (units[-1] + 1) * 1


def count_reads_lowest(n_steps, inputs, units):
    total = units[0] * (inputs + units[0] + 1)
    for u in units[1:]:
        total += u * (units[0] + u + 1)
    return total


def count_two_layers_at_most(n_steps, inputs, units):
    return right_count_recursive(n_steps, inputs, units[:2])


def count_skips_middle(n_steps, inputs, units):
    if len(units) == 1:
        return right_count_recursive(n_steps, inputs, units)
    return right_count_recursive(n_steps, inputs, [units[0], units[-1]])


def count_equal_layers(n_steps, inputs, units):
    u = units[0]
    return u * (inputs + u + 1) + (len(units) - 1) * u * (2 * u + 1)


def count_reads_its_own_width(n_steps, inputs, units):
    first, *rest = units
    return first * (inputs + first + 1) + sum(u * (u + u + 1) for u in rest)


def count_one_bias(n_steps, inputs, units):
    return count_no_bias(n_steps, inputs, units) + 1


def count_bias_per_layer(n_steps, inputs, units):
    return count_no_bias(n_steps, inputs, units) + len(units)


def count_forgets_to_move_up(n_steps, inputs, units):
    total = 0
    for u in units:
        total += u * (inputs + u + 1)
        inputs = units[0]
    return total


def count_bias_of_first_only(n_steps, inputs, units):
    return count_no_bias(n_steps, inputs, units) + units[0]


def count_recurrent_in_first_only(n_steps, inputs, units):
    return right_count_recursive(n_steps, inputs, units) - sum(u * u for u in units[1:])


def count_plus_states(n_steps, inputs, units):
    return right_count_recursive(n_steps, inputs, units) + sum(units)


def count_keeps_last(n_steps, inputs, units):
    for u in units:
        total = u * (inputs + u + 1)
        inputs = u
    return total


def count_as_text(n_steps, inputs, units):
    return str(right_count_recursive(n_steps, inputs, units))


def count_from_the_top(n_steps, inputs, units):
    return right_count_recursive(n_steps, inputs, units[::-1])


def count_gru(n_steps, inputs, units):
    return 3 * right_count_recursive(n_steps, inputs, units)


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
    (count_one_wide, "counted as one wide layer"),
    (count_list, "the counts of the single layers"),
    (count_with_dense_output, "a dense output with one unit"),
    (count_reads_lowest, "as if it read the lowest one"),
    (count_forgets_to_move_up, "as if it read the lowest one"),
    (count_one_bias, "one bias for the whole stack"),
    (count_bias_per_layer, "one bias for each layer"),
    (count_keeps_last, "Only the last layer is counted"),
    (count_from_the_top, "counted from the top down"),
    (count_gru, "three times too many"),
    (count_plus_states, "two biases here"),
    (count_as_text, "type str"),
    *((slip, SHOWN) for slip in (count_two_layers_at_most, count_skips_middle)),
    *((slip, SHOWN) for slip in (count_equal_layers, count_reads_its_own_width)),
    *((slip, SHOWN) for slip in (count_bias_of_first_only, count_recurrent_in_first_only)),
]


def right_count_matrices(n_steps, inputs, units):
    widths = [inputs, *units]
    weights = [np.zeros((i + u, u)) for i, u in zip(widths, units, strict=False)]
    return sum(W.size for W in weights) + sum(units)


def right_count_layers(n_steps, inputs, units):
    rng, total = np.random.default_rng(0), 0
    for u in units:
        total += n_params(init_rnn_params(inputs, u, rng=rng))
        inputs = u
    return float(total)


def right_count_in_two_sums(n_steps, inputs, units):
    units = np.array(units)
    own = np.sum(units**2 + units)
    return own + np.dot(np.append(inputs, units[:-1]), units)


RIGHT = [
    right_count_recursive,
    right_count_arrays,
    right_count_matrices,
    right_count_layers,
    right_count_in_two_sums,
]
