"""What the recorded answers of several exercises of lab 3 share."""

import numpy as np


def right_og_list(Y, dY, W_y):
    g, found = dY[:, -1], [dY[:, -1]]
    for t in range(Y.shape[1] - 2, -1, -1):
        g = dY[:, t] + np.einsum("bj,ij->bi", g * (1 - Y[:, t + 1] ** 2), W_y)
        found.append(g)
    return np.stack(found[::-1], axis=1)


def total(grads):
    return sum((g**2).sum() for g in grads)
