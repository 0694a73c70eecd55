"""Choose recorded runs worth training again, and say how far a metric may then lie off."""

import itertools
from math import isfinite
from typing import NamedTuple

from experiments._trainings import Job
from unrolled.evidence import Band, band, flatten

LONGEST = 60  # seconds: a run that took longer is not retrained unless that is asked for
TOTAL = 150  # recorded seconds that a check of no particular size may take in all
# How far a retrained run may lie beyond the recorded seeds, in their standard deviations. If seeds
# were normally distributed, a sixth would still leave the band of five in 4 of 100 cases. A
# retrained run has a recorded seed; on the kind of machine that recorded it, it ends where it did.
WIDENED = 2


class Condition(NamedTuple):
    """The recorded runs of one setting."""

    settings: dict
    runs: list
    band: Band
    slack: float

    def could_fail(self):
        """Say whether a wrong training would show.

        Not where all seeds agree to the last digit, as at the metric's bound, which other
        trainings reach as well; nor where the band, slack included, is as wide as its own mean.
        """
        width = self.band.high - self.band.low
        return 0 < width and width + 2 * self.slack <= abs(self.band.mean)

    def fastest(self):
        return min(self.runs, key=seconds)


class Check(NamedTuple):
    """A job with what its metric has to be."""

    job: Job
    recorded: float
    band: Band
    slack: float
    seconds: float  # that it took when it was recorded


def seconds(run):
    return run["metrics"]["seconds"]


def conditions(record, longest=LONGEST):
    """Return the recorded conditions with a run of at most `longest` seconds.

    Without those of which a seed diverged: what became of it tells nothing about others.
    """
    metric, found = record.experiment.METRIC, {}
    for run in record.runs:
        found.setdefault(str(sorted(run["settings"].items())), []).append(run)
    sound = [runs for runs in found.values() if all(isfinite(r["metrics"][metric]) for r in runs)]
    sound = [condition(record, runs) for runs in sound]
    return [c for c in sound if seconds(c.fastest()) <= longest]


def condition(record, runs):
    """Return the condition of these runs; its slack follows from how far its seeds differ."""
    recorded = band([flatten(run) for run in runs], record.experiment.METRIC)
    spread = recorded.sd if recorded.n > 1 else 0.0
    slack = max(record.experiment.SLACK, WIDENED * spread)
    return Condition(runs[0]["settings"], runs, recorded, slack)


def unclaimed(record):
    """Say whether an experiment declares that nothing of it can be retrained in a check."""
    return getattr(record.experiment, "CLAIMS", None) == []


def claimed(record, longest=LONGEST):
    """Return what a chapter's claim rests on and could fail, in the order of CLAIMS."""
    able = [c for c in conditions(record, longest) if c.could_fail()]
    claims = getattr(record.experiment, "CLAIMS", ())
    return [c for claim in claims for c in able if claim.items() <= c.settings.items()]


def sample(record, n, longest=LONGEST):
    """Return `n` recorded conditions to be trained again, fewer if most take too long.

    First those that a claim rests on. The others are ranked by their mean and cut into groups, and
    each group sends the one with the fastest run: cheapness alone would only ever test what is
    easy. What could not fail is taken only where there is nothing else.
    """
    there = conditions(record, longest)
    there = [c for c in there if c.could_fail()] or there
    first = claimed(record, longest)[:n]
    others = sorted((c for c in there if c not in first), key=lambda c: c.band.mean)
    n = min(n - len(first), len(others))
    cuts = [round(i * len(others) / n) for i in range(n + 1)] if n else []
    groups = [others[a:b] for a, b in itertools.pairwise(cuts)]
    return first + [min(group, key=lambda c: seconds(c.fastest())) for group in groups]


def checks(records, n=None, longest=LONGEST):
    """Return what is to be trained again: `n` runs of every experiment, or a sample.

    Without `n`, experiments take turns, the first round whole and then what fits into `TOTAL`
    recorded seconds: one run of each, more of those whose claim rests on several. Weights that the
    package carries are judged in any case. An experiment without claims is left out, and says why.
    """
    packaged = list(itertools.chain(*map(of_package, records)))
    records = [r for r in records if not unclaimed(r)]
    if n is not None:
        return packaged + [check(r, c) for r in records for c in sample(r, n, longest)]
    turns = [[check(r, c) for c in claimed(r, longest) or sample(r, 1, longest)] for r in records]
    chosen = []
    for turn in itertools.zip_longest(*turns):
        first = not chosen
        for one in filter(None, turn):
            if first or sum(c.seconds for c in chosen) + one.seconds <= TOTAL:
                chosen.append(one)
    return packaged + chosen


def check(record, condition):
    """Return the check that trains a condition's fastest run again."""
    run = condition.fastest()
    job = Job(record.name, record.experiment, run["settings"], run["seed"])
    recorded = run["metrics"][record.experiment.METRIC]
    return Check(job, recorded, condition.band, condition.slack, seconds(run))


def of_package(record):
    """Return the check that judges weights which the package carries, if it does, in a list.

    They were trained in a recorded run and have to do as well as it did.
    """
    carried = getattr(record.experiment, "PACKAGED", None)
    if carried is None or not record.has(*carried):
        return []
    (run,) = (r for r in record.runs if (r["settings"], r["seed"]) == carried)
    recorded = run["metrics"][record.experiment.METRIC]
    band_of_one = Band(recorded, 0.0, recorded, recorded, 1)
    job = Job(record.name, record.experiment, *carried, function="judge_packaged")
    return [Check(job, recorded, band_of_one, record.experiment.SLACK, 0.0)]
