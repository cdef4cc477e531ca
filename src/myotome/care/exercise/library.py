"""The exercises as tables: those of the spine, whose loads and muscles are computed, and those of limbs and neck."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from myotome.load import task_table
from myotome.tables import Table, identifier, ids, integer, list_of, number, one_of, text

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


#: What exercises are tagged with; those computed of an exercise are in no table of exercises.
_TAGS = Table("care/exercise/tags.csv", {"tag": identifier(), "given_by": one_of(("table", "computed"))}, key=("tag",))


def _tags() -> Iterator[str]:
    """Tags that a table gives an exercise."""
    return (row["tag"] for row in _TAGS.rows() if row["given_by"] == "table")


_PROGRAMMES = ids("care/exercise/doses", "programme")
_TASKS = ids("load/stances/tasks", "task")
_EXERCISES = ids("load/stances/tasks", "task", kind=("exercise",))
#: Every exercise of `load` has a row, and only those: what is chosen here is computed there.
_LIBRARY = Table(
    "care/exercise/library.csv",
    {
        "exercise": one_of(_EXERCISES),
        "family": identifier(),
        "stage": integer(1, 4),
        "programme": one_of(_PROGRAMMES),
        "tags": list_of(one_of(_tags)),
        "load_factor": number(1, 5),
        "plain": text(),
        "equipment": text(),
        "home": text(),
    },
    key=("exercise",),
    covers={"exercise": _EXERCISES},
)
_LIMBS = Table(
    "care/exercise/limbs.csv",
    {
        "movement": identifier(),
        "label": text(),
        "muscles": list_of(one_of(ids("anatomy/muscles", "muscle"))),
        "programme": one_of(_PROGRAMMES),
        "base": one_of(_TASKS),
        **dict.fromkeys(FORMS, text()),
        "equipment": text(),
        "resisted_tags": list_of(one_of(_tags), optional=True),
    },
    key=("movement",),
)


@cache
def spine_exercises() -> tuple[SpineExercise, ...]:
    """Every exercise of the spine, in the order of the tasks of `load`."""
    rows = {row["exercise"]: row for row in _LIBRARY.rows()}
    known = [task for task in task_table().values() if task.kind == "exercise"]
    return tuple(
        SpineExercise(
            exercise=task.name,
            label=task.label,
            plain=row["plain"],
            family=row["family"],
            stage=row["stage"],
            programme=row["programme"],
            tags=frozenset({*row["tags"], "spine"}),
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
                muscles=frozenset(row["muscles"]),
                programme=row["programme"],
                base=row["base"],
                forms=MappingProxyType({form: row[form] for form in FORMS}),
                equipment=row["equipment"],
                resisted_tags=frozenset(row["resisted_tags"]),
                sources=(row["source"],),
            )
            for row in _LIMBS.rows()
        }
    )
