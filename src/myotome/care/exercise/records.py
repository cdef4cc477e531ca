"""The exercise plan as plain frozen records: what was chosen, what was left out, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from myotome.care.statement import Statement

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
        return {
            "name": self.name,
            "value": round(self.value, 3),
            "unit": self.unit,
            "why": self.why,
            "binds": self.binds,
            "sources": list(self.sources),
        }


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
        return {
            "quantity": self.quantity,
            "value": self.value,
            "judged": self.judged,
            "sources": list(self.sources),
        }


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
        The disc that the loads are about.
    compression_n, pressure_mpa : float
        At that disc, with the share for co-contraction in neither.
    compared_n, compression_limit_n : float
        Greatest compression of a lumbar disc as it is compared, and what it may not pass.
    progression : str
        When and how to make it harder.
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
    compared_n: float
    compression_limit_n: float
    dose: tuple[Dose, ...]
    progression: str
    stop_when: str
    home_version: str
    reasons: tuple[str, ...]
    cautions: tuple[str, ...]
    sources: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            "exercise": self.exercise,
            "wording": self.wording,
            "plain": self.plain,
            "trains": [
                {"muscle": name, "activation": None if share is None else round(share, 3)}
                for name, share in self.trains
            ],
            "disc": self.disc,
            "compression_n": round(self.compression_n),
            "pressure_mpa": round(self.pressure_mpa, 3),
            "compared_n": round(self.compared_n),
            "compression_limit_n": round(self.compression_limit_n),
            "dose": [part.to_dict() for part in self.dose],
            "progression": self.progression,
            "stop_when": self.stop_when,
            "home_version": self.home_version,
            "reasons": list(self.reasons),
            "cautions": list(self.cautions),
            "sources": list(self.sources),
        }


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
        return {
            "exercise": self.exercise,
            "wording": self.wording,
            "kind": self.kind,
            "reasons": list(self.reasons),
            "sources": list(self.sources),
        }


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
        return {
            "from_week": self.from_week,
            "to_week": self.to_week,
            "what": self.what,
            "exercises": list(self.exercises),
            "progress_when": self.progress_when,
            "sources": list(self.sources),
        }


@dataclass(frozen=True, slots=True)
class HomeExercise:
    """One exercise as it is done at home."""

    exercise: str
    wording: str
    how: str
    equipment: str
    dose: str
    sources: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            "exercise": self.exercise,
            "wording": self.wording,
            "how": self.how,
            "equipment": self.equipment,
            "dose": self.dose,
            "sources": list(self.sources),
        }


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
        return {
            "objective": self.objective,
            "none_because": [one.to_dict() for one in self.none_because],
            "assumed": list(self.assumed),
            "limits": [one.to_dict() for one in self.limits],
            "rules": [one.to_dict() for one in self.rules],
            "chosen": [one.to_dict() for one in self.chosen],
            "left_out": [one.to_dict() for one in self.left_out],
            "stages": [one.to_dict() for one in self.stages],
            "stop_when": [one.to_dict() for one in self.stop_when],
            "home": [one.to_dict() for one in self.home],
            "untrained": list(self.untrained),
            "sources": list(self.sources),
        }
