"""What the recorded answers of several exercises of lab 5 share."""

import numpy as np

SHOWN = "The smallest input that shows it"


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def logistic_by_tanh(a):
    return (1 + np.tanh(a / 2)) / 2
