"""Signs: through the wiring by their mechanism, and directly by the conditions that show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from myotome.exam import Sign, vocabulary
from myotome.explain.likelihood.by_kind.rash import rash_observation, roots_of_skin
from myotome.explain.likelihood.by_kind.sensation import leaf_targets
from myotome.explain.likelihood.condition_findings import base_rate, total_probability
from myotome.explain.likelihood.location import NOWHERE, Where, at_place, nearness, where_of
from myotome.explain.likelihood.mechanisms import group_loss, mechanism_rows, wired_probability
from myotome.explain.likelihood.model_world import World
from myotome.explain.likelihood.observations import Floats, Observation, Observed, event
from myotome.pathology import REGIONS_OF_BODY, conditions
from myotome.tables import Table, fraction, one_of

__all__ = ["Sought", "combined_event", "sign_observations"]

_MUSCLE_SIGNS = {"atrophy", "fasciculation"}


@dataclass(frozen=True, eq=False)
class Sought:
    """A finding that was looked for.

    Attributes
    ----------
    observed : Observed
        Which finding it belongs to.
    key : (str, str, str)
        Finding type, finding and value, as in the tables.
    side : str or None
        `left` or `right` where the finding has a side.
    positive : bool
        Seen, or looked for and not seen.
    where : Where
        Place of the finding, where it has one.
    fading : ndarray, shape (states,), or None
        What is left of the excess over the base rate.
    extent : (ndarray, shape (states,), float) or None
        How well the extent of what is seen fits each state, and anyone: factors of at most 1.
    power : float
        What is left of the odds of the finding where it is no witness of its own: chances of all results still add up.
    """

    observed: Observed
    key: tuple[str, str, str]
    side: str | None
    positive: bool
    where: Where = NOWHERE
    fading: Floats | None = None
    extent: tuple[Floats, float] | None = None
    power: float = 1.0


def _tempered(probability: Floats, power: float) -> Floats:
    """Raise the odds of an event to a power: what happens and what does not still add up to 1."""
    there, away = probability**power, (1.0 - probability) ** power
    return np.asarray(there / (there + away))


def combined_event(world: World, sought: Sought, wired: Floats) -> Observation:
    """Observation of an event made by the wiring, by the condition itself, or by neither.

    Parameters
    ----------
    world : World
        States and wiring.
    sought : Sought
        What was looked for, where, and whether it was seen.
    wired : ndarray, shape (states,)
        Chance through the wiring, the leak apart.
    """
    leak = min(max(base_rate(*sought.key), 1e-4), 0.95)
    direct = total_probability(world, sought.key, leak, sought.side, located=bool(sought.where))
    through_wiring = 1.0 - (1.0 - leak) * (1.0 - np.clip(wired, 0.0, 0.99))
    # A condition's own row was measured with the wiring in place: it stands alone, so that nothing counts twice.
    probability = np.where(np.isnan(direct), through_wiring, np.clip(direct, 0.0, 0.995))
    if sought.fading is not None:
        probability = leak + (probability - leak) * sought.fading
    if sought.power != 1.0:
        probability, leak = _tempered(probability, sought.power), float(_tempered(np.array(leak), sought.power))
    if sought.extent is not None:
        fits, anyone = sought.extent[0] ** sought.power, sought.extent[1] ** sought.power
        more = np.maximum(probability - leak, 0.0)
        probability, leak = np.minimum(probability, leak) * anyone + more * fits, leak * anyone
    if sought.positive:
        probability, leak = at_place(world, sought.where, probability, leak)
    return event(sought.observed, probability, leak, sought.positive)


def _named_muscle_chance(world: World, finding: Sign, side: str) -> Floats:
    """Wasting or twitching of the named muscles, or of any limb where none is named."""
    row = mechanism_rows()["sign", finding.sign][0]
    names = finding.muscles or ("upper_limb_muscles", "lower_limb_muscles")
    losses = [group_loss(world, side, name, central=False) for name in names]
    loss = np.mean(losses, axis=0) if finding.muscles else np.max(losses, axis=0)
    return np.asarray(row["sensitivity"] * np.minimum(1.0, world.p["atrophy_gain"] * loss) * _time_to_waste(world))


def _time_to_waste(world: World) -> Floats:
    """Wasting takes weeks: little of it is seen in conditions that come within days."""
    fast = [conditions()[cause.condition].tempo in {"sudden", "acute"} for cause in world.states.causes]
    return np.where(np.array(fast)[world.states.cause], world.p["wasting_when_acute"], 1.0)


def _area_chance(world: World, finding: Sign, side: str) -> Floats:
    """A sign of the skin counts only where it lies in the skin of the lesion."""
    chance = wired_probability(world, "sign", finding.sign, side)
    names = finding.areas + tuple(f"dermatome:{name}" for name in finding.dermatomes)
    targets = [target for name in names for target in leaf_targets(world, name)]
    if not targets or finding.sign != "allodynia":
        return chance
    loss = np.zeros(len(world.states.losses.touch))
    for target in targets:
        fibres = world.fibres("sensory", target)
        loss = np.maximum(loss, world.loss("touch", side, fibres) @ world.weight(fibres))
    return np.asarray(chance * np.minimum(1.0, 2 * world.over_states(loss)))


_PROVOCATION = Table(
    "explain/provocation.csv",
    {
        "sign": one_of(lambda: vocabulary().signs),
        "region": one_of(REGIONS_OF_BODY),
        "nerve": fraction(),
        "disorder": fraction(),
    },
    key=("sign", "region"),
)


@cache
def _provoked_at() -> Mapping[str, Mapping[str, tuple[float, float]]]:
    """Sign to the regions that it tests, and how often it is found of a nerve and of any other disorder there."""
    tested: dict[str, dict[str, tuple[float, float]]] = {}
    for row in _PROVOCATION.rows():
        tested.setdefault(row["sign"], {})[row["region"]] = (row["nerve"], row["disorder"])
    return tested


def _provoked(world: World, finding: Sign, side: str | None) -> Floats:
    """Chance that a test hurts because a nerve, or a joint, tendon or bone, is hurt where it loads: shape (states,)."""
    chance = np.zeros(len(world.states.causes))
    nerve = np.array([bool(cause.site) for cause in world.states.causes])
    disorder = np.array([cause.region is not None for cause in world.states.causes])
    for region, (of_nerve, of_disorder) in _provoked_at().get(finding.sign, {}).items():
        there = nearness(world, frozenset({region})) == 0
        of_kind = np.where(nerve, of_nerve, np.where(disorder, of_disorder, 0.0))
        chance = np.maximum(chance, world.p["provoked"] * there * of_kind)
    sides = np.isin(world.cause_side, [side, "bilateral"]) if side in {"left", "right"} else True
    return np.asarray((chance * sides)[world.states.cause])


def _wired(world: World, finding: Sign, side: str | None) -> Floats:
    """Chance through the wiring, or because the sign is provoked where the lesion lies."""
    return np.maximum(_through_wiring(world, finding, side), _provoked(world, finding, side))


def _through_wiring(world: World, finding: Sign, side: str | None) -> Floats:
    mechanisms = {row["mechanism"] for row in mechanism_rows().get(("sign", finding.sign), ())}
    if mechanisms & _MUSCLE_SIGNS and side is not None:
        return _named_muscle_chance(world, finding, side)
    if side is not None and (finding.areas or finding.dermatomes):
        return _area_chance(world, finding, side)
    return wired_probability(world, "sign", finding.sign, side)


def _sides(finding: Sign) -> tuple[str | None, ...]:
    """Sides to observe: each side of a sided sign; one observation without a side otherwise."""
    if finding.side in {"left", "right"}:
        return (finding.side,)
    sided = vocabulary().signs[finding.sign].sidedness == "sided"
    rules = {row["side_rule"] for row in mechanism_rows().get(("sign", finding.sign), ())}
    if finding.side == "bilateral" and sided and rules != {"unsided"}:
        return ("left", "right")
    return (None,)


def sign_observations(finding: Sign, world: World) -> list[Observation]:
    """Observations of one sign, one for each side it speaks of."""
    observations = []
    key = ("sign", finding.sign, "positive")
    for side in _sides(finding):
        if finding.sign == "vesicular_rash" and (skin := roots_of_skin(world, finding)):
            observations.append(rash_observation(world, finding, side, skin))
            continue
        wired = _wired(world, finding, side)
        observed = Observed(finding.index, f"{finding.label}" + (f" ({side})" if side else ""))
        observations.append(
            combined_event(world, Sought(observed, key, side, finding.positive, where_of(finding)), wired)
        )
    return observations
