"""Recorded answers to lab-5/forget-path, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from wrong_answers.lab_5._shared import SHOWN


def right_path_loop(dC, F):
    G, after = np.zeros(dC.shape), 0.0
    for t in range(dC.shape[1] - 1, -1, -1):
        G[:, t] = after = dC[:, t] + after
        after = after * F[:, t]
    return G


def right_path_products(dC, F):
    """Send every direct gradient back by itself, through a product of gates."""
    time = dC.shape[1]
    G = np.array(dC, dtype=float)
    for t in range(time):
        for later in range(t + 1, time):
            G[:, t] += dC[:, later] * np.prod(F[:, t + 1 : later + 1], axis=1)
    return G


def right_path_matrix(dC, F):
    """Put the products of gates into a matrix for each sequence and unit."""
    batch, time, units = dC.shape
    M = np.zeros((batch, units, time, time))
    for t in range(time):
        M[:, :, t, t] = 1
        for later in range(t + 1, time):
            M[:, :, t, later] = M[:, :, t, later - 1] * F[:, later]
    return np.einsum("buts,bsu->btu", M, dC)


def right_path_lists(dC, F):
    found = []
    for direct, gates in zip(dC.tolist(), F.tolist(), strict=True):
        rows = [direct[-1]]
        for t in range(len(direct) - 2, -1, -1):
            rows.insert(
                0, [d + f * g for d, f, g in zip(direct[t], gates[t + 1], rows[0], strict=True)]
            )
        found.append(rows)
    return found  # fmt: skip


def right_path_reversed(dC, F):
    G, earlier_gate = [], None
    for direct, gate in zip(dC.swapaxes(0, 1)[::-1], F.swapaxes(0, 1)[::-1], strict=True):
        G.append(direct + (G[-1] * earlier_gate if G else 0))
        earlier_gate = gate
    return np.stack(G[::-1], axis=1)


def right_path_single(dC, F):
    return right_path_loop(dC.astype(np.float32), F.astype(np.float32)).astype(np.float32)


def path(gate=lambda F, t: F[:, t + 1], step=lambda d, f, g: d + f * g, last=lambda d, f: d):
    """Return a recursion with another gate, step or start."""

    def my_forget_path(dC, F):
        G = np.zeros(dC.shape)
        G[:, -1] = last(dC[:, -1], F[:, -1])
        for t in reversed(range(dC.shape[1] - 1)):
            G[:, t] = step(dC[:, t], gate(F, t), G[:, t + 1])
        return G

    return my_forget_path


def gated(change):
    return lambda dC, F: right_path_loop(dC, change(F))


def after(change):
    return lambda dC, F: change(right_path_loop(dC, F))


def path_forward(dC, F):
    G = np.zeros(dC.shape)
    g = np.zeros(dC[:, 0].shape)
    for t in range(dC.shape[1]):
        g = dC[:, t] + F[:, t] * g
        G[:, t] = g
    return G


def path_of_the_state_before(dC, F):
    G = np.zeros(dC.shape)
    g = np.zeros(dC[:, 0].shape)
    for t in reversed(range(dC.shape[1])):
        g = (g + dC[:, t]) * F[:, t]
        G[:, t] = g
    return G


def path_no_end(dC, F):
    G = np.zeros(dC.shape)
    for t in reversed(range(dC.shape[1])):
        G[:, t] = dC[:, t] + F[:, t + 1] * G[:, t + 1]
    return G


def path_around(dC, F):
    G = np.array(dC, float)
    time = dC.shape[1]
    for t in reversed(range(time - 1)):
        G[:, t] += F[:, t + 1] * G[:, t + 1]
    G[:, -1] += F[:, 0] * G[:, 0]
    return G


def path_ratios(dC, F):
    P = np.cumprod(F, axis=1)
    sent = dC * P
    return np.cumsum(sent[:, ::-1], axis=1)[:, ::-1] / P


def path_products(dC, F):
    P = np.ones(F.shape)
    for t in reversed(range(F.shape[1] - 1)):
        P[:, t] = P[:, t + 1] * F[:, t + 1]
    return P


def path_direct_times_products(dC, F):
    return dC * path_products(dC, F)


def path_from_the_last_only(dC, F):
    return dC[:, -1:] * path_products(dC, F)


def path_one_gate(dC, F):
    G = np.array(dC, float)
    for t in range(dC.shape[1] - 1):
        G[:, t] += F[:, t + 1] * dC[:, t + 1 :].sum(axis=1)
    return G


def path_one_step(dC, F):
    G = np.array(dC, float)
    G[:, :-1] += F[:, 1:] * dC[:, 1:]
    return G


def path_in_place(dC, F):
    for t in reversed(range(dC.shape[1] - 1)):
        dC[:, t] = dC[:, t] + F[:, t + 1] * dC[:, t + 1]
    return dC


def path_copy(dC, F):
    G = dC.copy()
    for t in reversed(range(dC.shape[1] - 1)):
        G[:, t] = dC[:, t] + F[:, t + 1] * G[:, t + 1]
    return G


def path_like(dC, F):
    G = np.zeros_like(dC)
    G[:, -1] = dC[:, -1]
    for t in reversed(range(dC.shape[1] - 1)):
        G[:, t] = dC[:, t] + F[:, t + 1] * G[:, t + 1]
    return G


def path_last_unfilled(dC, F):
    G = np.empty(dC.shape)
    for t in reversed(range(dC.shape[1] - 1)):
        g = dC[:, -1] if t == dC.shape[1] - 2 else G[:, t + 1]
        G[:, t] = dC[:, t] + F[:, t + 1] * g
    return G


def path_first_unfilled(dC, F):
    G = np.empty(dC.shape)
    G[:, 1:] = right_path_loop(dC, F)[:, 1:]
    return G


def path_mixed_units(dC, F):
    G = np.array(dC, float)
    for t in reversed(range(dC.shape[1] - 1)):
        G[:, t] += (F[:, t + 1] * G[:, t + 1]).sum(axis=1, keepdims=True)
    return G


def path_unit_matrix(dC, F):
    G = np.array(dC, float)
    for t in reversed(range(dC.shape[1] - 1)):
        G[:, t] += G[:, t + 1] @ F[:, t + 1].T
    return G


WRONG = [
    (path(gate=lambda F, t: F[:, t]), "the gate of the step that it arrives at"),
    (path(gate=lambda F, t: F[:, t], last=lambda d, f: f * d), SHOWN),
    (path(gate=lambda F, t: F[:, min(t + 2, F.shape[1] - 1)]), "from one step too late"),
    (path(gate=lambda F, t: 1 - F[:, t + 1]), "multiplied by 1 - f"),
    (path(gate=lambda F, t: F[:, t + 1] * (1 - F[:, t + 1])), "the slope of the sigmoid"),
    (path(gate=lambda F, t: 1 - F[:, t + 1] ** 2), "behind a tanh"),
    (path(gate=lambda F, t: F[:, t + 1] ** 2), "The gates are squared"),
    (path(gate=lambda F, t: F[:, t + 1] * F[:, t]), SHOWN),
    (path(gate=lambda F, t: F[:, 1:].mean(axis=1)), SHOWN),
    (path(gate=lambda F, t: F[:, -1]), SHOWN),
    (path(gate=lambda F, t: F[:, t + 1 :].prod(axis=1)), SHOWN),
    (path(gate=lambda F, t: F[:, t + 1].mean(axis=1, keepdims=True)), "One gate serves all units"),
    (path(gate=lambda F, t: F[:1, t + 1]), "The first row's gates"),
    (path(gate=lambda F, t: F[:, t + 1].round()), SHOWN),
    (path(gate=lambda F, t: 1), "every gate were open"),
    (path(gate=lambda F, t: 0), "nothing comes from later steps"),
    (path(gate=lambda F, t: -F[:, t + 1]), SHOWN),
    (path(step=lambda d, f, g: f * g), "Only the last step's direct gradient"),
    (path(step=lambda d, f, g: f * (d + g)), "multiplies the direct gradient as well"),
    (path(step=lambda d, f, g: d + f + g), "The gate is added"),
    (path(step=lambda d, f, g: d * f * g), SHOWN),
    (path(step=lambda d, f, g: f * d + (1 - f) * g), SHOWN),
    (path(step=lambda d, f, g: f * d + g), SHOWN),
    (path(step=lambda d, f, g: d + np.tanh(f * g)), SHOWN),
    (path(step=lambda d, f, g: d - f * g), SHOWN),
    (gated(lambda F: F[:, ::-1]), "The gates stand in reverse order"),
    (gated(lambda F: F[:, :, ::-1]), SHOWN),
    (gated(lambda F: F[::-1]), SHOWN),
    (after(lambda G: G[:, ::-1]), "The numbers are right and stand in reverse order"),
    (after(lambda G: -G), "the wrong sign"),
    (after(lambda G: G[:, 0]), "Only the gradient at the first step"),
    (after(lambda G: G[:, -1]), "The result has shape"),
    (after(lambda G: G / G.shape[1]), SHOWN),
    (after(lambda G: G.swapaxes(0, 1)), "The result has shape"),
    (after(lambda G: G.sum(axis=0, keepdims=True) + 0 * G), "all rows are added up"),
    (path_forward, "as the cell state does"),
    (path_of_the_state_before, "those of the state one step earlier"),
    (path_no_end, "An error stopped"),
    (path_around, "hears of the first"),
    (path_ratios, "dividing by a running product"),
    (path_products, "These are the products of the gates"),
    (path_direct_times_products, "own direct gradient is multiplied by the gates after it"),
    (path_from_the_last_only, "Only the last step's direct gradient"),
    (path_one_gate, "the next step's gate alone"),
    (path_one_step, "nothing after that"),
    (path_in_place, "changes dC while it runs"),
    (path_copy, "its decimals are lost"),
    (path_like, "its decimals are lost"),
    (path_last_unfilled, "never written"),
    (path_first_unfilled, "never written"),
    (path_mixed_units, "added up over the units"),
    (path_unit_matrix, SHOWN),
    (lambda dC, F: dC, "nothing comes from later steps"),
    (lambda dC, F: dC + np.roll(F * right_path_loop(dC, F), -1, axis=1), "around the corner"),
    (lambda dC, F: F, SHOWN),
]

RIGHT = [
    right_path_loop,
    right_path_products,
    right_path_matrix,
    right_path_lists,
    right_path_reversed,
    right_path_single,
]
