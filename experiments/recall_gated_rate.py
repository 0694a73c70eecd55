"""Recall in noise with gated cells at ten times the learning rate of `recall_gated`: chapter 9."""

from experiments import recall, recall_gated, recall_rate

ABOUT = "The noisy recall task at lag 100 for gated cells, learned at ten times its rate."
CONSTANTS = recall_rate.CONSTANTS
SETTINGS = [
    {"cell": cell, "start": start, "distractor": "noisy", "lag": 100}
    for cell, start in recall_gated.STARTS
    if cell != "SimpleRNN"  # recorded by recall_rate
]
SEEDS = range(5)
CLAIMS = [{"cell": "LSTM", "start": "bias 1"}, {"cell": "GRU", "start": "bias 0"}]
METRIC, SLACK = "accuracy", 0.01


def run(settings, seed):
    """Train one network from one seed; see the package for the interface."""
    look = "bias", recall_gated.mean_bias
    return recall.train(settings, seed, CONSTANTS, recall_gated.gated_layer, look)
