"""Recall one bit in noise at ten times the learning rate of `recall`: chapters 2 and 5.

What `recall` finds out about starts and lags it finds out at one rate. This varies the rate.
"""

from experiments import recall

ABOUT = "The noisy recall task of `recall`, learned at ten times its rate."
CONSTANTS = recall.CONSTANTS | {"learning_rate": 5e-2}
SETTINGS = [
    {"cell": "SimpleRNN", "start": start, "distractor": "noisy", "lag": lag}
    for start in ("orthogonal", "small")
    for lag in (20, 40, 100)
]
SEEDS = range(5)
# At this rate the small start remembers what it forgets at the rate of `recall`.
CLAIMS = [{"start": "small", "distractor": "noisy", "lag": 40}]
METRIC, SLACK = "accuracy", 0.01


def run(settings, seed):
    """Train one network from one seed; see the package for the interface."""
    return recall.train(settings, seed, CONSTANTS)
