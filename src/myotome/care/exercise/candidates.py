"""Every exercise this person might do: its load, what it trains, its tags, and whether it can be done at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from myotome.arrays import Floats
from myotome.care.exercise.library import FORMS, LimbMovement, SpineExercise, limb_movements, spine_exercises
from myotome.care.exercise.targets import TrainingTarget
from myotome.care.exercise.task_loads import LUMBAR, TaskLoads, task_loads
from myotome.language import listed
from myotome.load import Impairment, Person, muscle_parts
from myotome.patient import exercise_rule

__all__ = ["Candidate", "Candidates", "candidates"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One exercise that might be chosen.

    Attributes
    ----------
    name, wording, plain : str
    stage : int
        Earliest stage.
    programme, equipment, home : str
    tags : frozenset of str
    problem : str
        Why this person cannot do it; empty where there is nothing.
    form : str
        Why it is not the form for this person's strength; empty where it is.
    computed : bool
        Whether it is one of the spine's, with all its muscles computed.
    whole : bool
        Whether what the trunk does in it counts: not for a limb moved while sitting or lying at rest.
    note : str
        The only side on which it can be held.
    known : bool
        Whether its load was computed: one that cannot be chosen is not posed.
    base : str
        Task whose posture it is.
    family : str
        Exercises of one kind share it; forms of one movement do.
    """

    name: str
    wording: str
    plain: str
    stage: int
    programme: str
    equipment: str
    home: str
    tags: frozenset[str]
    problem: str
    form: str
    computed: bool
    whole: bool
    note: str
    known: bool
    base: str
    family: str
    sources: tuple[str, ...]

    @property
    def movement(self) -> str:
        """Movement of a limb that it is a form of; its own name otherwise."""
        return self.name.partition(":")[0]

    def gives_way_to(self, later: Candidate) -> bool:
        """Is a later one a harder form of it, or the same posture with a limb's training on top?"""
        return not later.computed and (later.movement == self.movement or (self.computed and later.base == self.name))


@dataclass(frozen=True, eq=False)
class Candidates:
    """All of them; arrays in the same order.

    Attributes
    ----------
    items : tuple of Candidate
    worst_n, shear_n : ndarray, shape (candidates,)
        Greatest of the lumbar discs; compression with the share for co-contraction.
    at_disc_n, pressure_mpa, times_standing : ndarray, shape (candidates,)
        At the injured disc, as computed.
    train : ndarray, shape (candidates, targets)
        Share of what is enough, 0 to 1.
    activation : ndarray, shape (candidates, targets)
        Not a number where it is not computed.
    """

    items: tuple[Candidate, ...]
    worst_n: Floats
    shear_n: Floats
    at_disc_n: Floats
    pressure_mpa: Floats
    times_standing: Floats
    train: Floats
    activation: Floats

    @cached_property
    def harder(self) -> NDArray[np.bool_]:
        """Which later ones each gives way to: shape (candidates, candidates)."""
        found = [[item.gives_way_to(later) for later in self.items] for item in self.items]
        return np.triu(np.array(found, dtype=np.bool_).reshape(len(self.items), -1), 1)


def candidates(  # noqa: PLR0913
    person: Person,
    impairment: Impairment,
    wanted: Sequence[TrainingTarget],
    joints: slice,
    standing: Floats,
    *,
    gentle: bool,
    barred: Callable[[frozenset[str]], bool],
) -> Candidates:
    """Which exercises might this person do, and what does each bear and train?

    Parameters
    ----------
    person : Person
    impairment : Impairment
    wanted : sequence of TrainingTarget
    joints : slice
        Of the injured disc.
    standing : ndarray, shape (joints,)
        Compression in quiet standing.
    gentle : bool
        Whether muscles that are not weak are trained without resistance as well.
    barred : callable
        Whether exercises with these tags are barred throughout: what can never be chosen is not posed.
    """
    spinal = spine_exercises()
    limbs = [one for one in limb_movements().values() if any(want.muscle in one.muscles for want in wanted)]
    computed = [want.muscle for want in wanted if want.muscle in muscle_parts()]
    posed = {one.exercise for one in spinal if computed and not barred(one.tags)} | {one.base for one in limbs}
    tasks = list(dict.fromkeys([*(one.exercise for one in spinal), *(one.base for one in limbs)]))
    factors = {one.exercise: one.load_factor for one in spinal}
    loads = task_loads(
        person,
        impairment,
        tasks,
        list(dict.fromkeys(computed)),
        [factors.get(name, 1.0) for name in tasks],
        only=posed,
    )
    tags = _computed_tags(loads, standing)
    items = [_of_spine(one, number, loads, tags, wanted) for number, one in enumerate(spinal)]
    row = list(range(len(spinal)))
    for one in limbs:
        at = tasks.index(one.base)
        items += [_of_limb(one, form, loads, tags[at], _too_hard(one, form, wanted, gentle)) for form in FORMS]
        row += [at] * len(FORMS)
    return _gathered(tuple(items), np.array(row), loads, wanted, joints, standing)


def _gathered(
    items: tuple[Candidate, ...],
    row: Floats,
    loads: TaskLoads,
    wanted: Sequence[TrainingTarget],
    joints: slice,
    standing: Floats,
) -> Candidates:
    at_disc = loads.compression_n[:, joints]
    worst = at_disc.argmax(axis=1)
    each = np.arange(len(at_disc))
    activation = _activation(items, row, loads, wanted)
    enough = np.array([want.enough for want in wanted])
    train = np.clip(np.nan_to_num(activation) / enough, 0.0, 1.0) if wanted else np.zeros((len(items), 0))
    train[train < exercise_rule("price", "counts_from")] = 0.0
    for number, item in enumerate(items):
        if not item.computed:
            own = limb_movements()[item.movement]
            limb = np.array([want.muscle in own.muscles for want in wanted], dtype=np.float64)
            train[number] = np.maximum(train[number], limb)
    return Candidates(
        items=items,
        worst_n=exercise_rule("load", "co_contraction") * loads.compression_n[:, LUMBAR].max(axis=1)[row],
        shear_n=loads.shear_n[:, LUMBAR].max(axis=1)[row],
        at_disc_n=at_disc[each, worst][row],
        pressure_mpa=loads.pressure_mpa[:, joints][each, worst][row],
        times_standing=(at_disc / standing[joints]).max(axis=1)[row],
        train=train,
        activation=activation,
    )


def _activation(
    items: tuple[Candidate, ...], row: Floats, loads: TaskLoads, wanted: Sequence[TrainingTarget]
) -> Floats:
    found = np.full((len(items), len(wanted)), np.nan)
    for column, want in enumerate(wanted):
        if want.muscle not in loads.muscles:
            continue
        both = loads.activation[:, loads.muscles.index(want.muscle)]
        own = {"right": both[:, 0], "left": both[:, 1], "both": both.mean(axis=1)}[want.side]
        whole = np.array([item.whole for item in items])
        found[:, column] = np.where(whole, own[row], np.nan)
    return found


def _computed_tags(loads: TaskLoads, standing: Floats) -> list[frozenset[str]]:
    """Movement and load as computed, by the limits that are judged."""
    heavy = loads.compression_n[:, LUMBAR].max(axis=1) / standing[LUMBAR].max()
    measured = {
        "flexed": loads.flexion_deg,
        "flexed_end": loads.flexion_deg,
        "extended": -loads.flexion_deg,
        "extended_end": -loads.flexion_deg,
        "twisted": loads.twist_deg,
        "flexed_thorax": loads.thorax_deg,
        "loaded": heavy,
    }
    found = []
    for number in range(len(loads.tasks)):
        tags = {name for name, values in measured.items() if values[number] >= exercise_rule("tag", name)}
        if not loads.known[number]:
            tags.clear()
        if "flexed" in tags and heavy[number] > 1.0:
            tags.add("flexed_loaded")
        found.append(frozenset(tags))
    return found


def _of_spine(
    exercise: SpineExercise, number: int, loads: TaskLoads, tags: list[frozenset[str]], wanted: Sequence[TrainingTarget]
) -> Candidate:
    side = loads.one_side[number]
    return Candidate(
        name=exercise.exercise,
        wording=exercise.label,
        plain=exercise.plain,
        stage=exercise.stage,
        programme=exercise.programme,
        equipment=exercise.equipment,
        home=exercise.home,
        tags=exercise.tags | tags[number],
        problem=loads.problem[number],
        form=_too_weak(number, loads, wanted),
        computed=True,
        whole=True,
        note=f"only with the {side} side as its side: the other cannot be held" if side else "",
        known=loads.known[number],
        base=exercise.exercise,
        family=exercise.family,
        sources=exercise.sources,
    )


def _too_weak(number: int, loads: TaskLoads, wanted: Sequence[TrainingTarget]) -> str:
    """A trunk muscle below the grade that bears gravity gets no resistance."""
    for want in wanted:
        if want.grade is None or want.grade >= exercise_rule("grade", "active") or want.muscle not in loads.muscles:
            continue
        both = loads.activation[number, loads.muscles.index(want.muscle)]
        asked = float(both[("right", "left").index(want.side)])
        if asked > exercise_rule("grade", "hardest"):
            return f"{want.label} is below grade {exercise_rule('grade', 'active'):g} and would work at {asked:.0%}"
    return ""


def _of_limb(movement: LimbMovement, form: str, loads: TaskLoads, tags: frozenset[str], too_hard: str) -> Candidate:
    at = loads.tasks.index(movement.base)
    posture = {exercise.exercise: exercise.tags - {"spine"} for exercise in spine_exercises()}
    own = posture.get(movement.base, frozenset(_POSTURES.get(movement.base, ())))
    return Candidate(
        name=f"{movement.movement}:{form}",
        wording=f"{movement.label}, {_FORM_WORDS[form]}",
        plain=_plain(movement.forms, form),
        stage=1,
        programme=movement.programme,
        equipment=movement.equipment if form == "resisted" else "none",
        home="as described",
        tags=own | {"limb", form} | (tags & {"loaded"}) | _more_tags(movement, form),
        problem=loads.problem[at],
        form=too_hard,
        computed=False,
        whole=movement.base in posture,
        note="",
        known=loads.known[at],
        base=movement.base,
        family=movement.movement,
        sources=movement.sources,
    )


def _plain(forms: Mapping[str, str], form: str) -> str:
    """The movement, and how it is made easier or harder."""
    return forms[form] if form == "active" else listed((forms["active"], forms[form]), "; ")


def _more_tags(movement: LimbMovement, form: str) -> frozenset[str]:
    """What resistance asks beside the posture: it loads the limb, whatever the discs bear."""
    return movement.resisted_tags | {"loaded"} if form == "resisted" else frozenset()


_FORM_WORDS = {"helped": "helped", "active": "against gravity", "resisted": "against resistance"}
_POSTURES = {
    "lying_supine": {"supine"},
    "lying_prone": {"prone"},
    "lying_side": {"side_lying"},
    "standing": {"standing"},
}


def _too_hard(movement: LimbMovement, form: str, wanted: Sequence[TrainingTarget], gentle: bool) -> str:
    """Too hard below grade 3 is gravity, below grade 4 resistance; an easier form may always be done."""
    grades = [want.grade for want in wanted if want.muscle in movement.muscles and want.grade is not None]
    active, resisted = exercise_rule("grade", "active"), exercise_rule("grade", "resisted")
    if not grades:
        right, why = "active" if gentle else "resisted", "nothing it trains is weak, and the pain is irritable"
    else:
        least = min(grades)
        right = "helped" if least < active else "active" if least < resisted else "resisted"
        why = f"the weakest muscle it trains is of about grade {least:g}"
    return "" if FORMS.index(form) <= FORMS.index(right) else f"{why}: {_FORM_WORDS[right]} at most"
