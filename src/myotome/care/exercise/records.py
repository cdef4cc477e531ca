"""The exercise plan as plain frozen records: what was chosen, what was left out, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from myotome.care.exercise.rules.dose_words import dose_sentence
from myotome.care.statement import Statement
from myotome.plain_json import plain_fields

__all__ = ["ChosenExercise", "Dose", "ExercisePlan", "HomeExercise", "LeftOut", "Limit", "Stage"]


class _Sourced(Protocol):
    @property
    def sources(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit on the load, with what it rests on; `binds` where it is the one that an exercise meets first."""

    name: str
    value: float
    unit: str
    why: str
    sources: tuple[str, ...]
    binds: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return plain_fields(self, digits={"value": 3})


@dataclass(frozen=True, slots=True)
class Dose:
    """One part of a dose: how many, how long, how often; `judged` where no source gave it."""

    quantity: str
    value: str
    judged: bool
    sources: tuple[str, ...]

    @property
    def wording(self) -> str:
        """In words."""
        return f"{self.quantity} {self.value}" + (" (judged)" if self.judged else "")

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return plain_fields(self)


@dataclass(frozen=True, slots=True)
class ChosenExercise:
    """An exercise that was chosen.

    Attributes
    ----------
    exercise, wording, plain : str
        Name in the tables; what a clinician and what a patient reads.
    trains : tuple of (str, float or None)
        Muscle and its activation, 0 to 1, as computed; None where it is not computed (muscles of a limb).
    disc : str
        The disc that the loads are about; empty where no part of the spine is in question.
    compression_n, pressure_mpa, times_standing : float
        At that disc, with the share for co-contraction in none of them; the last against quiet standing.
    compared_n, compression_limit_n : float
        Greatest compression of a lumbar disc as it is compared, and what it may not pass.
    progression, stop_when : str
        When and how to make it harder; when to stop.
    home_version : str
        How it is done at home, and with what.
    reasons, cautions : tuple of str
        Why it was chosen; what to watch.
    """

    exercise: str
    wording: str
    plain: str
    trains: tuple[tuple[str, float | None], ...]
    disc: str
    compression_n: float
    pressure_mpa: float
    times_standing: float
    compared_n: float
    compression_limit_n: float
    dose: tuple[Dose, ...]
    progression: str
    stop_when: str
    home_version: str
    reasons: tuple[str, ...]
    cautions: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def dose_in_words(self) -> str:
        """The whole dose in one line; judged where no part of it has a source."""
        judged = bool(self.dose) and all(part.judged for part in self.dose)
        return dose_sentence(self.dose) + (" (judged)" if judged else "")

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        trains = [{"muscle": name, "activation": None if at is None else round(at, 3)} for name, at in self.trains]
        digits = {"compression_n": 0, "pressure_mpa": 3, "times_standing": 2, "compared_n": 0, "compression_limit_n": 0}
        return plain_fields(self, digits=digits) | {"trains": trains}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An exercise that was left out, and every reason; `kind` names the first of them."""

    exercise: str
    wording: str
    kind: str
    reasons: tuple[str, ...]
    sources: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return plain_fields(self)


@dataclass(frozen=True, slots=True)
class Stage:
    """Some weeks of the plan, counted from its start; `to_week` None for the last.

    Attributes
    ----------
    what : str
        What is trained, and how.
    exercises : tuple of str
        Chosen anew for these weeks, under the limits and rules that hold then.
    progress_when : str
        What must be true before the next stage; not the calendar alone.
    """

    from_week: float
    to_week: float | None
    what: str
    exercises: tuple[str, ...]
    progress_when: str
    sources: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return plain_fields(self)


@dataclass(frozen=True, slots=True)
class HomeExercise:
    """One exercise as it is done at home; `side` where it is for the weak side alone."""

    exercise: str
    wording: str
    how: str
    equipment: str
    dose: str
    side: str
    sources: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return plain_fields(self)


@dataclass(frozen=True, slots=True)
class ExercisePlan:
    """Exercises for one person, chosen by computed disc load.

    Attributes
    ----------
    objective : str
        What the choice maximises, in words.
    none_because : tuple of Statement
        Why there is none now; empty where some were chosen.
    assumed : tuple of str
        What was not known of the person and was assumed.
    rules : tuple of Statement
        Contraindications, precautions and preferences that hold for this person now.
    untrained : tuple of str
        Weak muscles for which there is no exercise in the tables.
    """

    objective: str
    none_because: tuple[Statement, ...]
    assumed: tuple[str, ...]
    limits: tuple[Limit, ...]
    rules: tuple[Statement, ...]
    chosen: tuple[ChosenExercise, ...]
    left_out: tuple[LeftOut, ...]
    stages: tuple[Stage, ...]
    stop_when: tuple[Statement, ...]
    home: tuple[HomeExercise, ...]
    untrained: tuple[str, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """Keys of the sources behind the plan."""
        parts: tuple[tuple[_Sourced, ...], ...] = (
            *(self.none_because, self.limits, self.rules, self.chosen),
            *(self.left_out, self.stages, self.stop_when, self.home),
        )
        keys = [key for lines in parts for line in lines for key in line.sources]
        doses = [key for one in self.chosen for part in one.dose for key in part.sources]
        return tuple(dict.fromkeys((*keys, *doses)))

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return plain_fields(self) | {"sources": list(self.sources)}
