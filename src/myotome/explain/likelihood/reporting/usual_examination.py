"""What an examination usually covers, and how likely a record is to mention each abnormal part of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal

from myotome.exam import vocabulary
from myotome.explain.likelihood.finding_names import names_of_type
from myotome.explain.likelihood.parameters import parameters
from myotome.tables import Row, Table, fraction, ids, list_of, one_by, one_of

__all__ = [
    "LIMBS",
    "TOPICS",
    "Limb",
    "essential_findings",
    "items_of",
    "mentioned",
    "topic_of",
    "usual_movements",
    "usual_names",
]

Limb = Literal["arm", "leg"]
LIMBS: tuple[Limb, ...] = ("arm", "leg")
TOPICS = (
    "strength_of_arm",
    "strength_of_leg",
    "movement",
    "reflex",
    "skin_of_limb",
    "skin_area",
    "feeling",
    "nerve",
    "sphincters",
    "tract",
    "pain",
    "sign",
    "history",
    "event",
    "essential",
    "image",
)
#: What records other than dictated ones mention; for these it is fitted: the likelihood parameters `mentioned_...`.
_OTHER_RECORDS = ("structured", "complete")

_SILENCE = Table(
    "explain/reporting/silence.csv",
    {
        "topic": one_of(TOPICS),
        **{record: fraction() for record in _OTHER_RECORDS},
    },
    key=("topic",),
    covers={"topic": TOPICS},
)


def _parts(row: Row) -> tuple[str, ...]:
    sections = {"movement": "movements", "reflex": "reflexes", "area": "areas", "dermatome": "dermatomes"}
    return vocabulary().ids(sections[row["kind"]])


_EXAMINATION = Table(
    "explain/reporting/usual_examination.csv",
    {
        "limb": one_of(LIMBS),
        "kind": one_of(("movement", "reflex", "area", "dermatome")),
        "name": one_by(_parts),
        "muscles": list_of(one_of(lambda: vocabulary().ids(("muscles", "muscle_groups"))), optional=True),
    },
    key=("limb", "kind", "name"),
)
_STATEMENTS = Table(
    "explain/reporting/statements.csv",
    {
        "finding_type": one_of(("sign", "history")),
        "finding": one_by(lambda row: names_of_type(row["finding_type"])),
        "topic": one_of(TOPICS),
    },
    key=("finding_type", "finding", "topic"),
)


_ESSENTIAL = Table(
    "explain/reporting/essential.csv",
    {
        "condition": one_of(ids("pathology/conditions", "condition")),
        "findings": list_of(
            one_of(lambda: tuple(f"{t}:{n}" for t in ("sign", "history", "imaging") for n in names_of_type(t)))
        ),
    },
    key=("condition",),
)


@cache
def essential_findings() -> Mapping[str, frozenset[tuple[str, str]]]:
    """For conditions that are never named without one of some findings: the type and name of each."""
    split = {row["condition"]: [name.split(":") for name in row["findings"]] for row in _ESSENTIAL.rows()}
    return {condition: frozenset((kind, name) for kind, name in names) for condition, names in split.items()}


@cache
def _mentioned() -> Mapping[tuple[str, str], float]:
    return {(row["topic"], record): row[record] for row in _SILENCE.rows() for record in _OTHER_RECORDS}


def mentioned(topic: str, record: str, given: Mapping[str, float] | None = None) -> float:
    """Share of complete abnormalities of a topic that a record of this kind would mention.

    Parameters
    ----------
    topic : str
        One of `TOPICS`.
    record : str
        `dictated`: what struck the author; `structured`: a form, whose empty fields were not examined;
        `complete`: all that was examined is written down, normal or not.
    given : mapping or None
        Likelihood parameters; those of the package where None.

    Examples
    --------
    >>> mentioned("strength_of_leg", "structured") < mentioned("strength_of_leg", "dictated")
    True
    """
    if record == "dictated":
        return (parameters() if given is None else given)[f"mentioned_{topic}"]
    return _mentioned()[topic, record]


@cache
def usual_names(limb: str, kind: str) -> tuple[str, ...]:
    """Reflexes, areas or dermatomes that a usual examination of a limb covers."""
    return tuple(row["name"] for row in _EXAMINATION.rows() if (row["limb"], row["kind"]) == (limb, kind))


@cache
def usual_movements(limb: Limb) -> Mapping[str, tuple[str, ...]]:
    """Movements that a usual examination of a limb tests, each with its chief muscles."""
    rows = (row for row in _EXAMINATION.rows() if (row["limb"], row["kind"]) == (limb, "movement"))
    return {row["name"]: row["muscles"] for row in rows}


@cache
def _topics() -> Mapping[tuple[str, str], frozenset[str]]:
    topics: dict[tuple[str, str], set[str]] = {}
    for row in _STATEMENTS.rows():
        topics.setdefault((row["finding_type"], row["finding"]), set()).add(row["topic"])
    return {finding: frozenset(names) for finding, names in topics.items()}


@cache
def items_of(topic: str) -> frozenset[tuple[str, str]]:
    """Signs and history items that break the silence on a topic: the type and name of each."""
    return frozenset(item for item, topics in _topics().items() if topic in topics)


def topic_of(finding_type: str, finding: str) -> frozenset[str]:
    """Topics on which a record that states this finding, present or absent, is not silent."""
    return _topics().get((finding_type, finding), frozenset())
