"""The network of refit, trained from scratch every week: 39 trainings for a run, so two seeds only.

It stands beside the policies of refit, on its road "as counted" and with its recipe and constants;
it is kept apart because those have five seeds. No claim is checked by it: a run takes minutes.
"""

from experiments import refit

ABOUT = "The traffic a day ahead, the network trained from scratch every week: two seeds."
CONSTANTS = refit.CONSTANTS
SETTINGS = [{"road": "as counted", "model": "GRU", "policy": "week, scratch"}]
SEEDS = range(2)
CLAIMS = []
METRIC, SLACK = refit.METRIC, refit.SLACK


def run(settings, seed):
    """Judge the policy; see the package for the interface."""
    return refit.run(settings, seed)
