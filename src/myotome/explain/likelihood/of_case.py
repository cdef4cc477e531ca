"""From a case to its observations: every finding goes to the module of its kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from myotome.exam import Case, Finding, History, Imaging, Measurement, Reflex, Sensation, Strength
from myotome.explain.likelihood.by_kind.disc_images import missed_by
from myotome.explain.likelihood.by_kind.electrodiagnosis import emg_observations, ncs_observations
from myotome.explain.likelihood.by_kind.history import history_observations
from myotome.explain.likelihood.by_kind.imaging import imaging_observations
from myotome.explain.likelihood.by_kind.laboratory import lab_observations
from myotome.explain.likelihood.by_kind.pain import pain_observations
from myotome.explain.likelihood.by_kind.reflex import reflex_observations
from myotome.explain.likelihood.by_kind.sensation import sensation_observations
from myotome.explain.likelihood.by_kind.signs import sign_observations
from myotome.explain.likelihood.by_kind.strength import strength_observations, weak_alike
from myotome.explain.likelihood.laterality import laterality_observations
from myotome.explain.likelihood.location import where_of
from myotome.explain.likelihood.model_world import World, finding_sides
from myotome.explain.likelihood.observations import Observation
from myotome.explain.likelihood.reporting.silence import silence_observations

__all__ = ["observations_of_case", "observations_of_finding"]
_RECENT = 2000  # findings whose observations are kept, once as they are and once as one witness of two


class _Kind(NamedTuple):
    """How findings of a kind are observed, and what else of the case that depends on."""

    observe: Callable[..., list[Observation]]
    given: Callable[[Any, Case], tuple[Hashable, ...]] = lambda *_: ()


def _of_image(finding: Imaging, world: World, *given: Any) -> list[Observation]:
    return _as_images(imaging_observations(finding, world, *given))


def _beside_image(finding: Imaging, case: Case) -> tuple[Hashable, ...]:
    """Age, where another image shows what this one denies, and whether it is the one that states the level."""
    return case.demographics.age, missed_by(finding, _images(case)), finding is _first_located(case)


def _beside_strength(finding: Strength, case: Case) -> tuple[Hashable, ...]:
    tested = [other for other in case.findings if isinstance(other, Strength)]
    return (weak_alike(finding, tested),)


_KINDS: Mapping[str, _Kind] = {
    "strength": _Kind(strength_observations, _beside_strength),
    "sensation": _Kind(sensation_observations),
    "reflex": _Kind(reflex_observations, lambda _, case: (case.demographics.age,)),
    "sign": _Kind(sign_observations),
    "pain": _Kind(pain_observations),
    "imaging": _Kind(_of_image, _beside_image),
    "emg": _Kind(emg_observations, lambda _, case: (case.weeks_since_onset,)),
    "ncs": _Kind(ncs_observations),
    "history": _Kind(history_observations, lambda finding, case: (case.weeks_since_onset, _examined(finding, case))),
    "lab": _Kind(lab_observations),
}


def _as_images(observations: list[Observation]) -> list[Observation]:
    """Mark observations as those of an image."""
    return [replace(observation, image=True) for observation in observations]


def _images(case: Case) -> tuple[Imaging, ...]:
    return tuple(finding for finding in case.findings if isinstance(finding, Imaging))


def _first_located(case: Case) -> Imaging | None:
    """Of the images with a level the first by its words, whatever the order of the file: it states the level."""
    located = (image for image in _images(case) if image.present and where_of(image).spans)
    return min(located, key=lambda finding: finding.label, default=None)


_EXAMINED_BY = {"numbness_reported": Sensation, "weakness_reported": Strength}


def _examined(finding: History, case: Case) -> bool:
    """Whether what a patient complains of was examined too, on either side."""
    kind = _EXAMINED_BY.get(finding.item)
    return kind is not None and any(isinstance(other, kind) for other in case.findings)


_ABSOLUTE = frozenset({"N", "Nm", "kg"})


def _against_other_side(finding: Strength, case: Case) -> Strength:
    """Turn a force into percent of the other side where both sides were measured alike; the stronger side is 100."""
    measured = finding.measured
    if measured is None or measured.unit not in _ABSOLUTE:
        return finding
    for other in case.findings:
        if not isinstance(other, Strength) or other.measured is None or other.side == finding.side:
            continue
        if other.name == finding.name and other.measured.unit == measured.unit and other.measured.value > 0:
            percent = min(100.0, 100.0 * measured.value / other.measured.value)
            return replace(finding, measured=Measurement(percent, "percent_of_other_side"))
    return finding


#: What one patient tells in one go: its items are no witnesses of their own.
_ONE_TELLING = frozenset({"history", "pain"})


def observations_of_finding(finding: Finding, world: World, case: Case) -> list[Observation]:
    """Observations of one finding; empty where the model has no use for it.

    Parameters
    ----------
    finding : Finding
        Any kind.
    world : World
        States and wiring.
    case : Case
        For age and time since onset, and for what other findings say of the same: the same of the other side, other
        images of its place, what else is weak there, the date of another injury of the joint.

    Notes
    -----
    The observations of findings seen last are kept with the world, whoever the patient was.
    """
    if finding.recorded_only:
        return []
    kind, of_both = _KINDS[finding.kind], _is_stated_of_both(finding, case)
    given = kind.given(finding, case)
    if isinstance(finding, Strength):
        finding = _against_other_side(finding, case)
    if isinstance(finding, History):
        finding = replace(finding, ago_weeks=case.weeks_since(finding))
    observations = _kept(world, (finding, given, of_both), lambda: _weighed(finding, world, given, of_both))
    return [replace(observation, finding=finding.index) for observation in observations]


def _kept(world: World, key: Hashable, make: Callable[[], list[Observation]]) -> list[Observation]:
    """Observations that are kept with the world for those asked for last."""
    observations = world.recent.pop(key, None)
    if observations is None:
        observations = make()
    world.recent[key] = observations
    while len(world.recent) > _RECENT:
        world.recent.popitem(last=False)
    return observations


def _weighed(finding: Finding, world: World, given: tuple[Hashable, ...], of_both: bool) -> list[Observation]:
    """Observations of a finding, each with the weight of a witness."""
    kind = _KINDS[finding.kind]
    observed = _kept(world, (finding, given), lambda: kind.observe(finding, world, *given))
    weight = world.p[f"{finding.kind}_weight"] if finding.kind in _ONE_TELLING else 1.0
    observations = _one_witness(observed, world, of_both)
    return [replace(observation, weight=observation.weight * weight) for observation in observations]


def observations_of_case(case: Case, world: World) -> list[Observation]:
    """Observations of all findings of a case, in an order that does not depend on that of the file."""
    observations = [
        observation for finding in case.findings for observation in observations_of_finding(finding, world, case)
    ]
    observations = _alike_everywhere(_once(observations), case, world)
    observations += laterality_observations(case, world) + silence_observations(case, world)
    return sorted(observations, key=lambda observation: observation.label)


def _alike_everywhere(observations: list[Observation], case: Case, world: World) -> list[Observation]:
    """Weigh down reflexes lost alike on both sides at several arcs: some people have none, or lost them long ago.

    What one arc says of a lesion, the others then say less: they are no witnesses of their own.
    """
    lost: dict[tuple[str, str], set[str]] = {}
    for finding in case.findings:
        if isinstance(finding, Reflex) and finding.value in ("absent", "reduced"):
            lost.setdefault((finding.reflex, finding.value), set()).update(finding_sides(finding.side))
    alike = {reflex for (reflex, _), sides in lost.items() if len(sides) > 1}
    if len(alike) < 2:
        return observations
    numbers = {finding.index for finding in case.findings if isinstance(finding, Reflex) and finding.reflex in alike}
    weight = world.p["mirrored_weight"]
    return [replace(one, weight=one.weight * weight) if one.finding in numbers else one for one in observations]


#: A second pain that stays where it is takes nothing from one that travels.
_AGAINST = {"pain: not radiating present": "pain: radiating present"}


def _once(observations: list[Observation]) -> list[Observation]:
    """Qualities of pain are of the patient: what several pains have alike is one observation, the weightiest."""
    labels = {observation.label for observation in observations}
    pains: dict[str, Observation] = {}
    others = []
    for observation in sorted(observations, key=lambda one: (-one.weight, one.finding)):
        if not observation.label.startswith("pain: "):
            others.append(observation)
        elif _AGAINST.get(observation.label) not in labels:
            pains.setdefault(observation.label, observation)
    return [*others, *pains.values()]


def _is_stated_of_both(finding: Finding, case: Case) -> bool:
    """Whether the same is stated of the other side in a finding of its own."""
    other = {"left": "right", "right": "left"}.get(getattr(finding, "side", None) or "")
    beside = [one for one in case.findings if one.kind == finding.kind and getattr(one, "side", None) == other]
    return other is not None and finding.mirrored() in beside


def _one_witness(observations: list[Observation], world: World, stated_of_both: bool) -> list[Observation]:
    """Weigh down what is stated of both sides alike: the two sides are not two witnesses, in one sentence or in two."""
    unsided = [
        observation.label.replace("(left)", "(side)").replace("(right)", "(side)") for observation in observations
    ]
    needed = 0 if stated_of_both else 1
    twice = {label for label, count in Counter(unsided).items() if count > needed and "(side)" in label}
    weight = world.p["mirrored_weight"]
    return [
        replace(observation, weight=observation.weight * weight) if label in twice else observation
        for observation, label in zip(observations, unsided, strict=True)
    ]
