"""What the exercise plan must know of the person: size, pain, bone, weeks, impairment; what is not known is assumed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from myotome.errors import InputError
from myotome.exam import Pain, Sign, Strength
from myotome.explain import root_conduction, world
from myotome.load import JOINTS, ROOTS, Impairment, Person, Spasm, Weakness, muscle_parts, paraspinals
from myotome.patient.answer_kinds import patient_condition
from myotome.patient.body import body_of
from myotome.patient.circumstances import Circumstances
from myotome.patient.forecast_start import sides_of
from myotome.patient.judged import exercise_rule, limit, lost_percent

__all__ = ["ExercisePerson", "exercise_person", "grade_of", "impairment_of", "injured_joints", "irritability_of"]

_REGIONS = {"lumbar": slice(0, 6), "thoracic": slice(6, 17), "cervical": slice(17, 18)}


@dataclass(frozen=True, slots=True)
class ExercisePerson:
    """The person as mechanics sees one, and what was assumed.

    Attributes
    ----------
    body : Person or None
        None where the model does not hold for such a person; `problem` says why.
    sex, age : str and float, or None
        As stated.
    irritability : str
        `low`, `moderate` or `high`.
    assumed : tuple of str
        What was not stated.
    """

    body: Person | None
    sex: str | None
    age: float | None
    irritability: str
    assumed: tuple[str, ...]
    problem: str = ""


def exercise_person(patient: Circumstances, body: Person | None = None) -> ExercisePerson:
    """Read size and pain off a case; what is missing is that of the usual adult of the sex, and is listed."""
    who, assumed = patient.case.demographics, []
    severity = _severity(patient)
    if severity is None:
        assumed.append("how bad the pain is: taken as of moderate irritability")
    irritability = irritability_of(severity, patient.holds(patient_condition("history:constant_pain_at_rest=true")))
    if body is not None:
        return ExercisePerson(body, body.sex, body.age, irritability, tuple(assumed))
    if who.sex is None:
        assumed.append("sex: loads are those of a man, limits the lower of both sexes")
    for name, value in (("age", who.age), ("height", who.height_cm), ("mass", who.weight_kg)):
        if value is None:
            assumed.append(f"{name}: that of the usual adult of the sex")
    try:
        made = body_of(patient.case)
    except InputError as error:
        return ExercisePerson(None, who.sex, who.age, irritability, tuple(assumed), _outside(error))
    return ExercisePerson(made, who.sex, who.age, irritability, tuple(assumed))


def _outside(error: InputError) -> str:
    outside = "; ".join(f"{one.where}: {one.given}, where it holds for {one.allowed}" for one in error.problems)
    return f"the model does not hold for this person ({outside})"


def _severity(patient: Circumstances) -> float | None:
    pains = [finding for finding in patient.case.findings if isinstance(finding, Pain)]
    if not pains and patient.holds(patient_condition("history:pain=false")):
        return 0.0
    stated = [pain.severity for pain in pains if pain.severity is not None]
    return max(stated, default=None)


def irritability_of(severity: float | None, at_rest: bool) -> str:
    """How irritable is a pain of this severity of 10?

    Examples
    --------
    >>> irritability_of(8.0, False), irritability_of(2.0, True), irritability_of(2.0, False)
    ('high', 'high', 'low')
    """
    if at_rest or (severity is not None and severity >= exercise_rule("pain", "high_from")):
        return "high"
    moderate = severity is None or severity >= exercise_rule("pain", "moderate_from")
    return "moderate" if moderate else "low"


def grade_of(strength: Strength) -> float:
    """MRC grade of a weak muscle, as far as it is known; a share of the other side counts as grade 4."""
    return strength.mrc if strength.mrc is not None else exercise_rule("grade", "unstated")


def impairment_of(patient: Circumstances) -> Impairment:
    """Lost roots by the posterior, weak trunk muscles and palpable spasm as found."""
    lost: dict[tuple[str, str], float] = {}
    for one in patient.weak:
        for key in product(filter(muscle_parts().__contains__, one.muscles), sides_of(str(one.side))):
            lost[key] = max(lost.get(key, 0.0), lost_percent(grade_of(one)))  # of two findings the worse one counts
    level = exercise_rule("spasm", "level")
    spasms = tuple(
        Spasm(muscle, _side(one.side), level)
        for one in patient.case.findings
        if isinstance(one, Sign) and one.sign == "paraspinal_spasm" and one.positive
        for muscle in paraspinals()
    )
    roots = {key: left for key, left in root_conduction(patient.posterior, world()).items() if key[0] in ROOTS}
    return Impairment(tuple(Weakness(*key, percent) for key, percent in sorted(lost.items())), spasms, roots)


def _side(side: str) -> str:
    return side if side in ("left", "right") else "bilateral"


def injured_joints(discs: tuple[tuple[str, float], ...], region: str) -> tuple[slice, str]:
    """Which joints the price of an exercise is about, and their name: the likely disc, else the worst of the region.

    Parameters
    ----------
    discs : tuple of (str, float)
        Likely herniations with their probability, best first.
    region : str
        `lumbar`, `thoracic` or `cervical`.
    """
    for disc, probability in discs[:1]:
        if probability >= limit("limit", "in_play"):
            if disc in JOINTS and disc != JOINTS[-1]:
                at = JOINTS.index(disc)
                return slice(at, at + 1), f"{disc} disc"
            return _REGIONS["cervical"], f"{JOINTS[-1]} joint (represents the neck, {disc} included)"
    name = f"{JOINTS[-1]} joint (represents the neck)" if region == "cervical" else f"worst {region} disc"
    return _REGIONS[region], name
