"""What the recorded answers of several exercises of lab 4 share."""

import numpy as np


def steps(index):
    def my_seasonal_naive(series, origin, season_length, horizon):
        columns = [series[:, index(origin, season_length, k)] for k in range(horizon)]
        return np.stack(columns, axis=1)

    return my_seasonal_naive
