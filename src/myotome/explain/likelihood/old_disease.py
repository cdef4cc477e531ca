"""Disease that a patient has had for long: it accounts for what is found on examination, never for the complaint.

One in twenty people of seventy has lost ankle jerks and the feeling of the toes to a neuropathy, and half of them do
not know it. When such a patient comes with sciatica or a dropped hand, the old signs are neither the new lesion's nor
against it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from myotome.exam import Case, Finding, History, vocabulary
from myotome.explain.likelihood.model_world import World
from myotome.explain.likelihood.observations import Floats
from myotome.explain.model_constants import constants
from myotome.pathology import background_prevalence, conditions, lineage
from myotome.tables import Table, identifier, ids, one_of

__all__ = ["OldDisease", "old_disease"]

_FAMILIES = ids("pathology/conditions", "families")
_TABLE = Table(
    "explain/accounted_for.csv",
    {
        "family": one_of(_FAMILIES),
        "finding_type": one_of(("strength", "sensation", "reflex", "sign", "emg", "ncs", "lab", "history")),
        "group": identifier(optional=True),
    },
    key=("family", "finding_type", "group"),
)
#: The one disease that a count of the population finds on examination and that is seldom what brings a patient.
_FAMILY, _LABEL = "length_dependent", "length-dependent polyneuropathy"


@dataclass(frozen=True, eq=False)
class OldDisease:
    """A disease that may have been there before, beside whatever is new.

    Attributes
    ----------
    label : str
        In words.
    states : ndarray of int
        Its states.
    probability : ndarray, shape (states of the disease,)
        How likely each is in somebody of this age and sex, whatever brings the patient.
    findings : frozenset of int
        Numbers of the findings that it accounts for.
    family : ndarray of int
        States of the same family of diseases: as the new cause none has the old one beside it.
    """

    label: str
    states: NDArray[np.intp]
    probability: Floats
    findings: frozenset[int]
    family: NDArray[np.intp]


@cache
def _accounted_for() -> frozenset[tuple[str, str]]:
    """Kinds of finding, and groups of the history, that the old disease accounts for."""
    return frozenset((row["finding_type"], row["group"]) for row in _TABLE.rows() if row["family"] == _FAMILY)


def _kind(finding: Finding) -> tuple[str, str]:
    group = vocabulary().history[finding.item].group if isinstance(finding, History) else ""
    return finding.kind, group or ""


def _of_family(world: World) -> dict[str, NDArray[Any]]:
    """States of the family; of those that count as old, chronic ones of the mildest degree; and the share of each."""
    entries = list(conditions().values())
    kin = [number for number, one in enumerate(entries) if _FAMILY in lineage(one.id)]
    own = {
        number: entries[number].share_in_class
        for number in kin
        if lineage(entries[number].id)[0] == _FAMILY and entries[number].tempo == "chronic"
    }
    states = np.flatnonzero(np.isin(world.condition_index, list(own)) & (world.states.level <= 1))
    of_condition = np.array([own[number] for number in world.condition_index[states].tolist()])
    share = of_condition * world.states.share[states]
    return {
        "states": states,
        "share": share / max(float(share.sum()), 1e-300),
        "family": np.flatnonzero(np.isin(world.condition_index, kin)),
    }


def old_disease(case: Case, world: World) -> OldDisease | None:
    """Which old disease may somebody of this age and sex have, and which of the findings would it account for?

    Parameters
    ----------
    case : Case
        The patient.
    world : World
        States and wiring.

    Returns
    -------
    OldDisease or None
        None where the age is not known, nobody of this age has it, or no finding is of a kind that it accounts for.

    Sources
    -------
    hanewinckel_2016_rotterdam, italian_elderly_neuropathies
    """
    who = case.demographics
    findings = frozenset(one.index for one in case.findings if _kind(one) in _accounted_for())
    prevalence = 0.0 if who.age is None else background_prevalence(_FAMILY, who.age, who.sex, "examination")
    if "old disease" not in world.columns:
        world.columns["old disease"] = _of_family(world)
    of = world.columns["old disease"]
    if not findings or not prevalence or not len(of["states"]):
        return None
    probability = constants("old_disease")["beside_another"] * prevalence * of["share"]
    return OldDisease(_LABEL, of["states"], probability, findings, of["family"])
