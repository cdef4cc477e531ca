"""History items: events that conditions make likely, each with its base rate."""

from __future__ import annotations

from functools import cache

import numpy as np

from myotome.exam import History, vocabulary
from myotome.explain.likelihood.by_kind.complaints import is_located_complaint, located_complaint
from myotome.explain.likelihood.by_kind.pain import pain_chance
from myotome.explain.likelihood.by_kind.signs import Sought, combined_event
from myotome.explain.likelihood.condition_findings import condition_probability
from myotome.explain.likelihood.location import is_located, where_of
from myotome.explain.likelihood.mechanisms import mechanism_rows, wired_probability
from myotome.explain.likelihood.model_world import World
from myotome.explain.likelihood.observations import Floats, Observation, Observed, absence
from myotome.pathology import conditions

__all__ = ["history_observations", "painless"]

_PAINLESS = frozenset(
    {
        "length_dependent",
        "motor_neuron_disease",
        "proximal_myopathy",
        "myopathy_any",
        "junction_disease",
        "brain_lesion",
    }
    | {"imbalance", "cord_lesion"}
)


def _wired(world: World, finding_type: str, name: str, side: str | None) -> Floats:
    if (finding_type, name) not in mechanism_rows():
        return np.zeros(len(world.states))
    return wired_probability(world, finding_type, name, side)


def _still_counts(world: World, finding: History, onset_weeks: float | None) -> Floats | None:
    """What is left of the excess of an event that came long before the complaint: shape (states,); None where all is.

    An injury or an operation of years ago is background for what comes within days of its cause. Where the onset is not
    stated, the event fades from a year on.
    """
    ago = finding.ago_weeks
    if ago is None or not is_located("history", finding.item):
        return None
    gap = ago - (world.p["event_unknown_onset"] if onset_weeks is None else onset_weeks) - world.p["event_fresh"]
    if gap <= 0.0:
        return None
    slow = np.array([conditions()[cause.condition].tempo == "chronic" for cause in world.states.causes])
    return np.where(slow[world.states.cause], 1.0, 0.5 ** (gap / world.p["event_half_life"]))


def _event(
    world: World,
    finding: History,
    key: tuple[str, str, str],
    side: str | None,
    positive: bool,
    onset_weeks: float | None = None,
) -> Observation:
    observed = Observed(finding.index, finding.label)
    fading = _still_counts(world, finding, onset_weeks) if positive else None
    sought = Sought(observed, key, side, positive, where_of(finding), fading)
    return combined_event(world, sought, _wired(world, key[0], key[1], side))


def painless(world: World) -> Floats:
    """Chance that each state is painless."""
    stated = condition_probability("pain", "none", "present")[world.condition_index]
    p, default = world.p, []
    for cause in world.states.causes:
        families = _families(cause.condition)
        if "root_lesion" in families or "cauda_equina_lesion" in families:
            default.append(p["no_pain_wired"])
        else:
            default.append(p["no_pain_painless"] if families & _PAINLESS else p["no_pain_default"])
    return np.where(np.isnan(stated), np.array(default)[world.states.cause], stated)


@cache
def _families(condition: str) -> frozenset[str]:
    from myotome.pathology import lineage

    return frozenset(lineage(condition))


def _pain_observations(finding: History, world: World) -> list[Observation]:
    """No pain at all, or none in these areas; that there is pain says next to nothing in these clinics."""
    if finding.value is not False:
        return []
    if not finding.areas:
        return [absence(Observed(finding.index, "no pain"), painless(world))]
    side = finding.side if finding.side in {"left", "right", "bilateral", "midline"} else "bilateral"
    weight = len(finding.areas) ** (world.p["temper_power"] - 1.0)
    chances = {area: pain_chance(world, area, side) for area in finding.areas}
    return [
        absence(Observed(finding.index, f"no pain: {area.replace('_', ' ')}", weight), 1.0 - chance)
        for area, chance in chances.items()
    ]


def _enum_observations(finding: History, world: World, onset_weeks: float | None) -> list[Observation]:
    """An item with several values: none of them, or one; a value in no table counts as any of them."""
    side = finding.side if finding.side in {"left", "right"} else None
    value = str(finding.value)
    if value == "none":
        return [_event(world, finding, ("history", finding.item, "any"), side, False)]
    known = ~np.isnan(condition_probability("history", finding.item, value))
    key = value if value != "unspecified" and known.any() else "any"
    return [_event(world, finding, ("history", finding.item, key), side, True, onset_weeks)]


def history_observations(
    finding: History, world: World, onset_weeks: float | None = None, examined: bool = False
) -> list[Observation]:
    """Observations of one history item; none for numbers and free text, which the model does not use yet.

    Parameters
    ----------
    finding : History
        One item.
    world : World
        States and wiring.
    onset_weeks : float or None
        Time since the complaint began, beside which an older event fades.
    examined : bool
        Whether the feeling or strength that is complained of was examined too.
    """
    if finding.item == "pain":
        return _pain_observations(finding, world)
    if is_located_complaint(finding):
        return located_complaint(finding, world, examined)
    kind = vocabulary().history[finding.item].value
    side = finding.side if finding.side in {"left", "right"} else None
    if kind == "bool":
        return [_event(world, finding, ("history", finding.item, "true"), side, finding.value is True, onset_weeks)]
    return _enum_observations(finding, world, onset_weeks) if kind == "enum" else []
