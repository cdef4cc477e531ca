"""The exercises as tables: those of the spine, whose loads and muscles are computed, and those of limbs and neck."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from myotome.errors import DataError
from myotome.load import task_table
from myotome.tables import listed, read_csv

__all__ = ["FORMS", "LimbMovement", "SpineExercise", "limb_movements", "spine_exercises"]

#: Forms of a limb's exercise, from the weakest muscle to the strongest.
FORMS = ("helped", "active", "resisted")


@dataclass(frozen=True, slots=True)
class SpineExercise:
    """One exercise of the library of `load`.

    Attributes
    ----------
    exercise, label, plain : str
        Name of the task; what a clinician and what a patient reads.
    family : str
        Exercises of one kind share it.
    stage : int
        Earliest stage of the plan, 1 to 3.
    programme : str
        Of its dose.
    tags : frozenset of str
        Posture and kind; movement and load are computed and added to them.
    load_factor : float
        What the computed load is multiplied by where the model leaves a muscle out.
    equipment, home : str
        What is needed, and the form done at home.
    sources : tuple of str
        Keys of the ledger.
    """

    exercise: str
    label: str
    plain: str
    family: str
    stage: int
    programme: str
    tags: frozenset[str]
    load_factor: float
    equipment: str
    home: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LimbMovement:
    """One movement of a limb or of the neck, in three forms.

    Attributes
    ----------
    movement, label : str
        Name, and in words.
    muscles : frozenset of str
        What it trains.
    programme : str
        Of its dose.
    base : str
        Task whose posture is taken up: its load on the discs is computed.
    forms : mapping
        Each of `FORMS` to what is done.
    equipment : str
        For the resisted form.
    resisted_tags : frozenset of str
        What the resisted form asks beside the posture.
    """

    movement: str
    label: str
    muscles: frozenset[str]
    programme: str
    base: str
    forms: Mapping[str, str]
    equipment: str
    resisted_tags: frozenset[str]
    sources: tuple[str, ...]


@cache
def spine_exercises() -> tuple[SpineExercise, ...]:
    """Every exercise of the spine, in the order of the tasks of `load`.

    Raises
    ------
    DataError
        The table and the exercises of `load` are not the same.
    """
    rows = {row["exercise"]: row for row in read_csv("care/exercise/library.csv", {"stage": int, "load_factor": float})}
    known = [task for task in task_table().values() if task.kind == "exercise"]
    if set(rows) != {task.name for task in known}:
        raise DataError("care/exercise/library.csv: not the exercises of load/stances/tasks.csv")
    return tuple(
        SpineExercise(
            exercise=task.name,
            label=task.label,
            plain=row["plain"],
            family=row["family"],
            stage=row["stage"],
            programme=row["programme"],
            tags=frozenset({*listed(row["tags"]), "spine"}),
            load_factor=row["load_factor"],
            equipment=row["equipment"],
            home=row["home"],
            sources=tuple(dict.fromkeys((row["source"], *task.sources))),
        )
        for task in known
        for row in (rows[task.name],)
    )


@cache
def limb_movements() -> Mapping[str, LimbMovement]:
    """Every movement of limbs and neck by its name."""
    return MappingProxyType(
        {
            row["movement"]: LimbMovement(
                movement=row["movement"],
                label=row["label"],
                muscles=frozenset(listed(row["muscles"])),
                programme=row["programme"],
                base=row["base"],
                forms=MappingProxyType({form: row[form] for form in FORMS}),
                equipment=row["equipment"],
                resisted_tags=frozenset(listed(row["resisted_tags"])),
                sources=(row["source"],),
            )
            for row in read_csv("care/exercise/limbs.csv", {})
        }
    )
