"""The head of an explanation: what the findings come to, without what is said for and against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from myotome.exam import Case
from myotome.explain.conclusions.explanations import group_states
from myotome.explain.conclusions.images_alone import images_alone
from myotome.explain.conclusions.joint_causes import likely_causes
from myotome.explain.conclusions.verdict import disc_to_blame
from myotome.explain.explanation import DiscToBlame, LikelyCause, RedFlag
from myotome.explain.inference.posterior import Posterior
from myotome.explain.likelihood.model_world import World
from myotome.explain.model_constants import constants
from myotome.explain.red_flags.triage import Again, red_flags
from myotome.outcomes import Outcome
from myotome.pathology import CLASSES, States, conditions

__all__ = ["Brief", "brief_of", "class_probabilities"]


_DIGITS: Final = 10  # of a probability


@dataclass(frozen=True, slots=True)
class Brief:
    """What the findings of a case come to; each as in `Explanation`."""

    outcome: Outcome
    classes: Mapping[str, float]
    causes: tuple[LikelyCause, ...]
    disc_to_blame: DiscToBlame
    red_flag: RedFlag

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON, under the keys of `Explanation.to_dict`."""
        return {
            "outcome": str(self.outcome),
            "classes": {name: round(share, _DIGITS) for name, share in self.classes.items()},
            "causes": [cause.to_dict() for cause in self.causes],
            "disc_to_blame": self.disc_to_blame.to_dict(),
            "red_flag": self.red_flag.to_dict(),
        }


def class_probabilities(posterior: Posterior, states: States) -> dict[str, float]:
    """Probability of each of the 14 classes; sums to 1."""
    names, condition = states.conditions
    number = np.array([CLASSES.index(conditions()[name].truth_class) for name in names])
    sums = np.bincount(number[condition], weights=posterior.responsibility, minlength=len(CLASSES))
    return {name: float(share) for name, share in zip(CLASSES, sums / sums.sum(), strict=True)}


def _contradiction(posterior: Posterior) -> float:
    """How much less likely the findings are together than each under its own best state: nats."""
    apart = float(posterior.compiled.log_likelihood.max(axis=1, initial=-np.inf).sum())
    together = float(posterior.compiled.singles.max())
    return apart - together


def _outcome(case: Case, posterior: Posterior, classes: dict[str, float]) -> Outcome:
    limits = constants("outcome")
    if not case.findings:
        return Outcome.NOT_EXAMINED
    if images_alone(case):
        return Outcome.NO_COMPLAINT
    if not posterior.compiled.patterns:
        return Outcome.OUT_OF_MODEL
    alone = limits["contradiction"]
    if (
        _contradiction(posterior) > alone * max(1.0, len(posterior.compiled.patterns) / 20.0)
        and posterior.by_number[1] < 0.5
    ):
        return Outcome.CONTRADICTORY_FINDINGS
    determined = max(classes.values()) >= limits["determined"]
    return Outcome.DETERMINED if determined else Outcome.CANNOT_TELL


def brief_of(case: Case, posterior: Posterior, world: World, again: Again) -> Brief:
    """What do the findings come to?

    Parameters
    ----------
    case : Case
        The patient.
    posterior : Posterior
        Of this case, within this world.
    world : World
        States and wiring.
    again : Again
        Judges the abnormal findings alone, where they may raise a red flag by themselves.
    """
    classes = class_probabilities(posterior, world.states)
    outcome = _outcome(case, posterior, classes)
    return Brief(
        outcome=outcome,
        classes=classes,
        causes=likely_causes(posterior, group_states(world.states)),
        disc_to_blame=disc_to_blame(case, posterior, world, outcome),
        red_flag=red_flags(case, posterior, world.states, again),
    )
