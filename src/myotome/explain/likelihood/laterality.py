"""Laterality: deficits reported on one side only speak against causes that affect both sides alike.

What was not examined says nothing about itself. That a deficit was written down as left, and not as both sides, is part
of what was written: whoever finds both legs weak writes so. This is the one observation made of a case as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from myotome.exam import Case, Finding, Reflex, Sensation, Sign, Strength
from myotome.explain.likelihood.model_world import World, finding_sides
from myotome.explain.likelihood.observations import Observation, Observed, absence
from myotome.pathology import conditions

__all__ = ["is_deficit", "laterality_observations", "told_side", "weak_muscles", "weak_side"]

_SYMMETRIC = ("polyneuropathy", "myopathy")
_WASTING = frozenset({"muscle_atrophy", "fasciculations", "flaccid_paralysis"})


def is_deficit(finding: Finding) -> bool:
    """Whether this is a loss of strength, sensation or a reflex, or wasting."""
    if isinstance(finding, Strength):
        return finding.value == "weak" or (finding.mrc is not None and finding.mrc < 5.0)
    if isinstance(finding, Sensation):
        return finding.value != "normal"
    if isinstance(finding, Reflex):
        return finding.value in {"absent", "reduced"}
    return isinstance(finding, Sign) and finding.positive and finding.sign in _WASTING


def told_side(case: Case) -> str | None:
    """Side on which all deficits of a case are reported; None where both are, or none is.

    Parameters
    ----------
    case : Case
        Strength, sensation, reflexes and wasting are looked at.
    """
    return _one_side([finding for finding in case.findings if is_deficit(finding)])


def weak_side(case: Case) -> str | None:
    """Side on which all weakness of a case is reported; None where both are, or none is."""
    return _one_side(_weak(case))


def _weak(case: Case) -> list[Strength]:
    return [finding for finding in case.findings if is_deficit(finding) and isinstance(finding, Strength)]


def laterality_observations(case: Case, world: World) -> list[Observation]:
    """Observe that deficits, or all weakness, were reported on one side only, or of no muscle on both sides.

    It holds whether the other side is not mentioned or written down as normal: a disease of both sides that leaves one
    untouched is rare, and the strength of one side says much about that of the other.
    """
    deficits = [finding for finding in case.findings if is_deficit(finding)]
    weak = _weak(case)
    if (side := _one_side(deficits)) is not None:
        both = np.asarray(world.cause_side == "bilateral")
        return [_one_sided(deficits, f"deficits reported on the {side} side only", both, world)]
    if (side := _one_side(weak)) is not None:
        return [_one_sided(weak, f"weakness reported on the {side} side only", _symmetric(world), world)]
    left, right = weak_muscles(case)
    if weak and left.isdisjoint(right):
        return [_one_sided(weak, "no muscle reported weak on both sides", _symmetric(world), world)]
    return []


def weak_muscles(case: Case) -> tuple[frozenset[str], frozenset[str]]:
    """Muscles that a case reports as weak on the left, and on the right."""
    left, right = (
        frozenset(muscle for one in _weak(case) if side in finding_sides(one.side) for muscle in one.muscles)
        for side in ("left", "right")
    )
    return left, right


def _one_side(findings: Sequence[Finding]) -> str | None:
    """Side on which all of these are; None where both are, or none is."""
    sides = {getattr(finding, "side", None) for finding in findings}
    return next(iter(sides)) if len(sides) == 1 and sides <= {"left", "right"} else None


def _symmetric(world: World) -> NDArray[np.bool_]:
    """Causes that weaken both sides alike, whatever else is lost: diseases of all nerves or all muscles."""
    classes = np.array([conditions()[cause.condition].truth_class for cause in world.states.causes])
    return np.asarray((world.cause_side == "bilateral") & np.isin(classes, _SYMMETRIC))


def _one_sided(findings: Sequence[Finding], label: str, both: NDArray[np.bool_], world: World) -> Observation:
    """It counts with one of the findings: the first by its words, whatever the order of the file."""
    first = min(findings, key=lambda finding: finding.label)
    silent = np.where(both[world.states.cause], world.p["one_sided_told"], 1.0)
    return absence(Observed(first.index, label), silent)
