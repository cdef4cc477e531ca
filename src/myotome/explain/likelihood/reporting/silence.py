"""Silence is data: what a record does not mention is less likely to have been there.

Each topic that a record is silent about leaves a state 1 - m x loss standing: `loss` is what the state would have shown
there, `m` the share of such findings that a record of this kind mentions. That is weaker than a normal finding, always:
"not examined" is never "normal". All of it multiplies, so that two causes leave the product and pairs stay exact.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

import numpy as np

from myotome.exam import Case, members
from myotome.explain.likelihood.by_kind.history import painless
from myotome.explain.likelihood.by_kind.sensation import leaf_targets
from myotome.explain.likelihood.condition_findings import (
    Key,
    base_rate,
    characteristic_findings,
    condition_probability,
)
from myotome.explain.likelihood.mechanisms import group_loss, sacral_loss, worst_muscle, worst_skin
from myotome.explain.likelihood.model_world import World
from myotome.explain.likelihood.observations import NO_FINDING, Floats, Observation, Observed, absence
from myotome.explain.likelihood.reporting.stated import Stated, stated
from myotome.explain.likelihood.reporting.unseen import unseen_herniations
from myotome.explain.likelihood.reporting.usual_examination import (
    LIMBS,
    Limb,
    essential_findings,
    items_of,
    mentioned,
    topic_of,
    usual_movements,
    usual_names,
)
from myotome.language import message
from myotome.pathology import conditions

__all__ = ["silence_observations", "stated_on_a_side"]

_SIDES = ("left", "right")
_IN_WORDS = {
    "strength_of_arm": message("strength of the arms"),
    "strength_of_leg": message("strength of the legs"),
    "movement": message("weakness of other movements of the limb"),
    "reflex": message("loss of other reflexes"),
    "skin_of_limb": message("sensation of the other limbs"),
    "skin_area": message("loss of sensation elsewhere in the limb"),
    "feeling": message("sensation of the limbs"),
    "nerve": message("weakness, loss of sensation or of a reflex anywhere"),
    "sphincters": message("bladder, bowel and saddle"),
    "tract": message("signs of the long tracts"),
    "pain": message("pain"),
    "sign": message("signs that it usually shows"),
    "history": message("complaints that it usually makes"),
    "event": message("an injury or an operation that it usually follows"),
    "essential": message("a finding that the diagnosis requires"),
    "image": message("a herniation on the image at the disc and side required"),
}
#: Topics whose items a record leaves out several at once, and the power that says how far they are one witness.
_LEFT_OUT_TOGETHER = {"skin_area": "skin_silence_power", "movement": "movement_silence_power"}
#: What breaks the silence on injuries and operations, and is left out as readily as a complaint.
_EFFORTS = frozenset({("history", "onset_trigger"), ("history", "change_in_training")})
_GOOD_PART = 0.3
#: A topic of `silence.csv`, what in particular on either side, and what each state would have shown there.
Loss = tuple[str, Hashable, Floats]


def _kept(world: World, loss: Callable[..., Floats], *of: Hashable) -> Floats:
    """Loss of each state, at most 1; worked out once for each world."""
    key = ("silence", loss.__name__, *of)
    if key not in world.memory:
        world.memory[key] = np.clip(loss(world, *of), 0.0, 1.0)
    return world.memory[key]


def _skin_loss(world: World, side: str, targets: Iterable[str]) -> Floats:
    """Mean loss of touch or pin over patches of skin, for each state."""
    losses = []
    for target in targets:
        fibres = world.fibres("sensory", target)
        if len(fibres):
            worse = np.maximum(world.loss("touch", side, fibres), world.loss("pin", side, fibres))
            losses.append(worse @ world.weight(fibres))
    if not losses:
        return np.zeros(len(world.states))
    return np.asarray(world.over_states(np.mean(losses, axis=0)) * world.states.severity)


def _reflex_loss(world: World, side: str, reflex: str) -> Floats:
    """Loss of the worse limb of a reflex arc, for each state."""
    limbs = [world.fibres(kind, reflex) for kind in ("afferent", "efferent")]
    losses = [world.loss("reflex", side, fibres) @ world.weight(fibres) for fibres in limbs if len(fibres)]
    if not losses:
        return np.zeros(len(world.states))
    return np.asarray(world.over_states(np.max(losses, axis=0)) * world.states.severity)


def _limb_loss(world: World, side: str, limb: Limb) -> Floats:
    """Loss of the worst muscle of a limb, seen as weakness of the limb."""
    return 1.3 * worst_muscle(world, side, members(limb, "muscle_region"))


def _whole_limb_loss(world: World, side: str, limb: Limb) -> Floats:
    """Mean loss over the movements of a limb: one weak muscle may be passed over, a paralysed limb is not."""
    return np.asarray(np.mean([_movement_loss(world, side, some) for some in usual_movements(limb).values()], axis=0))


def _limb_strength(world: World, told: Stated) -> Iterator[Loss]:
    for limb in LIMBS:
        for side in _SIDES:
            if (side, limb) not in told.strength:
                yield f"strength_of_{limb}", limb, _kept(world, _limb_loss, side, limb)
                yield f"strength_of_{limb}", (limb, "all of it"), _kept(world, _whole_limb_loss, side, limb)


def _movements(world: World, told: Stated) -> Iterator[Loss]:
    """Movements of a limb in which others were graded; the fewer were, the less silence on the others says."""
    for limb in LIMBS:
        movements = usual_movements(limb)
        for side in _SIDES:
            graded = [name for name, muscles in movements.items() if told.graded[side] & set(muscles)]
            thorough = len(graded) / (len(graded) + world.p["thorough_movements"])
            for name, muscles in movements.items() if graded else ():
                if name not in graded:
                    yield "movement", name, thorough * _kept(world, _movement_loss, side, muscles)


def _movement_loss(world: World, side: str, muscles: tuple[str, ...]) -> Floats:
    return np.asarray(np.mean([group_loss(world, side, name) for name in muscles], axis=0))


def _reflexes(world: World, told: Stated) -> Iterator[Loss]:
    """Usual reflexes of the limbs where one was elicited on that side."""
    for side in _SIDES:
        elicited = {reflex for where, reflex in told.reflexes if where == side}
        for limb in LIMBS if elicited else ():
            for reflex in usual_names(limb, "reflex"):
                if reflex not in elicited:
                    yield "reflex", reflex, _kept(world, _reflex_loss, side, reflex)


def _skin_of_limbs(world: World, told: Stated) -> Iterator[Loss]:
    """Skin of a limb where that of another limb of the side was stated."""
    for side in _SIDES:
        if not told.areas[side] and not told.dermatomes[side]:
            continue
        for limb in LIMBS:
            if (side, limb) not in told.skin:
                yield "skin_of_limb", limb, _kept(world, _worst_dermatome, side, limb)


def _worst_dermatome(world: World, side: str, limb: Limb) -> Floats:
    names = usual_names(limb, "dermatome")
    return np.asarray(1.2 * np.max([_skin_loss(world, side, (f"dermatome:{name}",)) for name in names], axis=0))


def _feeling(world: World, told: Stated) -> Iterator[Loss]:
    """Sensation of the limbs where none is stated at all, although strength or a reflex was examined."""
    examined = told.reflexes or any(told.graded.values())
    if examined and not told.skin and "feeling" not in told.topics:
        for limb in LIMBS:
            for side in _SIDES:
                yield "feeling", limb, _kept(world, _worst_dermatome, side, limb)


def _nerve(world: World, told: Stated) -> Iterator[Loss]:
    """Nothing at all of strength, sensation or reflexes, neither examined nor complained of."""
    if not (told.strength or told.skin or told.reflexes or told.topics & {"feeling", "tract", "nerve"}):
        yield "nerve", None, _kept(world, _worst_of_all)


def _worst_of_all(world: World) -> Floats:
    worst = [loss(world, side, None) for side in _SIDES for loss in (worst_muscle, worst_skin)]
    return np.asarray(1.3 * np.max(worst, axis=0))


def _skin_areas(world: World, told: Stated) -> Iterator[Loss]:
    """Areas of a limb in which a loss was stated elsewhere."""
    for side, limb in sorted(told.lost):
        for area in usual_names(limb, "area"):
            if area not in told.areas[side] and not _roots_of(world, area) & told.dermatomes[side]:
                yield "skin_area", area, _kept(world, _area_loss, side, area)


def _area_loss(world: World, side: str, area: str) -> Floats:
    return _skin_loss(world, side, leaf_targets(world, area))


def _roots_of(world: World, area: str) -> set[str]:
    """Roots that supply a good part of an area."""
    table = world.states.groups.table
    fibres = (row for target in leaf_targets(world, area) for row in world.fibres("sensory", target))
    return {table.root[row] for row in fibres if table.weight[row] >= _GOOD_PART}


def _whole_body(world: World, told: Stated) -> Iterator[Loss]:
    """Sphincters, long tracts, pain."""
    if "sphincters" not in told.topics:
        yield "sphincters", None, _kept(world, _sacral)
    if "tract" not in told.topics:
        yield "tract", None, _kept(world, _released)
    if "pain" not in told.topics:
        yield "pain", None, _kept(world, _painful)


def _sacral(world: World) -> Floats:
    return 1.5 * sacral_loss(world)


def _painful(world: World) -> Floats:
    return 1.0 - np.clip(painless(world), 0.0, 1.0)


def _released(world: World) -> Floats:
    sides = [world.segment_loss("umn", side, "S1") for side in _SIDES]
    return np.asarray(world.over_states(np.max(sides, axis=0)) * world.states.severity)


def _characteristic(world: World, told: Stated) -> Iterator[Loss]:
    """Signs and history items that a condition shows as a rule; those of other topics are heard there."""
    for key in characteristic_findings(world.p["characteristic_share"]):
        kind, name, _ = key
        heard_here = (kind, name) in _EFFORTS or not topic_of(kind, name)
        if (kind, name) not in told.items and heard_here and name != "pain":
            yield kind, key, _kept(world, _excess, key)


def _excess(_: World, key: Key) -> Floats:
    """What each condition has of a finding above its base rate."""
    return np.nan_to_num(condition_probability(*key) - base_rate(*key))


def _essential(world: World, told: Stated) -> Iterator[Loss]:
    """Conditions that are never named without one of some findings, where the record states none of them."""
    for condition, needed in essential_findings().items():
        if told.items.isdisjoint(needed):
            yield "essential", condition, _kept(world, _is, condition)


def _events(world: World, told: Stated) -> Iterator[Loss]:
    """Conditions that follow an injury or an operation as a rule, where the record states none, and no effort."""
    if "event" not in told.topics:
        yield "event", None, _kept(world, _begun_by_event)


def _begun_by_event(_: World) -> Floats:
    """Excess of the likeliest event of each condition; what is never named without one is heard as essential."""
    keys = [(kind, name, value) for kind, name in items_of("event") - _EFFORTS for value in ("any", "true")]
    excess = np.max([_excess(_, key) for key in keys], axis=0)
    essential = np.array([name in essential_findings() for name in conditions()])
    return np.where(essential, 0.0, excess)


def _is(_: World, condition: str) -> Floats:
    return np.array([name == condition for name in conditions()], dtype=np.float64)


def _images(world: World, told: Stated) -> Iterator[Loss]:
    """Herniations that an image of that part of the spine would have shown."""
    if told.images:
        yield "image", None, unseen_herniations(world, told.images)


_PARTS: tuple[Callable[[World, Stated], Iterator[Loss]], ...] = (
    _limb_strength,
    _movements,
    _reflexes,
    _skin_of_limbs,
    _feeling,
    _nerve,
    _skin_areas,
    _whole_body,
    _images,
)
#: The loss is that of each condition, wherever it lies.
_PARTS_OF_CONDITIONS = (_characteristic, _events, _essential)


def _left(
    parts: Iterable[Callable[[World, Stated], Iterator[Loss]]], count: int, case: Case, world: World, told: Stated
) -> dict[str, Floats]:
    """What each of some states, or conditions, leaves of the silence about each topic."""
    sides: dict[tuple[str, Hashable], list[Floats]] = {}
    for part in parts:
        for topic, what, loss in part(world, told):
            share = world.p["silence"] * mentioned(topic, case.record, world.p)
            sides.setdefault((topic, what), []).append(1.0 - share * loss)
    left: dict[str, Floats] = {}
    for (topic, _), of_sides in sides.items():
        of_topic = left.setdefault(topic, np.ones(count))
        of_topic *= _of_both(of_sides, world.p["other_side_silence"])
    return left


def _of_both(sides: Sequence[Floats], other: float) -> Floats:
    """Silence about the same thing on both sides is one sentence left out: the less telling side counts by a power."""
    if len(sides) == 1:
        return sides[0]
    one, two = sides
    return np.asarray(np.minimum(one, two) * np.maximum(one, two) ** other)


def silence_observations(case: Case, world: World) -> list[Observation]:
    """Observe what the record of a case is silent about: one observation a topic.

    Parameters
    ----------
    case : Case
        A case without findings has no record, and says nothing.
    world : World
        States and wiring.
    """
    if not case.findings:
        return []
    told = stated(case)
    of_conditions = _left(_PARTS_OF_CONDITIONS, len(conditions()), case, world, told)
    silent = {topic: left[world.condition_index] for topic, left in of_conditions.items()}
    silent |= _left(_PARTS, len(world.states), case, world, told)
    for topic, power in _LEFT_OUT_TOGETHER.items():
        if topic in silent:
            silent[topic] **= world.p[power]
    return [absence(Observed(NO_FINDING, _label(topic)), left) for topic, left in sorted(silent.items())]


def _label(topic: str) -> str:
    return f"not mentioned: {_IN_WORDS[topic]}"


def stated_on_a_side(case: Case) -> frozenset[str]:
    """Labels of silence about the strength of limbs of which one is stated: a reader finds them contradicted.

    Parameters
    ----------
    case : Case
    """
    return frozenset(_label(f"strength_of_{limb}") for _, limb in stated(case).strength)
