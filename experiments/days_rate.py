"""The learning rate of each decoder of `days`, chosen on January and February 2018: chapter 3."""

from experiments import days

ABOUT = "The decoders of `days`, trained at five rates on 2017 and judged on the next two months."
CONSTANTS = days.CONSTANTS | {"judged_from": "2018-01-01", "judged_until": "2018-03-01"}
RATES = (1e-2, 2e-2, 4e-2, 8e-2, 0.16)
SETTINGS = [{"wiring": wiring, "learning_rate": rate} for rate in RATES for wiring in days.RATES]
SEEDS = range(5)
# Here the first state falls behind the repeated vector, at the best rate of both not (chapter 3).
CLAIMS = []  # they choose a rate, and chapter 3 says no more of them
METRIC, SLACK = "mae", days.SLACK


def run(settings, seed):
    """Train one decoder from one seed; see the package for the interface."""
    return days.train(settings, seed, CONSTANTS)
