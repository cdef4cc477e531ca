"""The claims as they are made, what the literature says of each, and what the model is asked about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from myotome.plain_json import plain_fields
from myotome.tables import Row, Table, identifier, ids, list_of, number, one_by, one_of, text

__all__ = ["Claim", "ClaimQuestion", "Literature", "LiteratureNumber", "claims"]

Literature = Literal["supports", "qualifies", "contradicts", "not found"]
_LITERATURE = ("supports", "qualifies", "contradicts", "not found")


def _computation_names() -> Iterable[str]:
    from myotome.claims.computed.registry import computations  # heavy, and asked for only where the table is checked

    return computations()


def _numbers_of_claim(row: Row) -> Iterable[str]:
    return ids("claims/claims", "numbers", id=(row["claim"],))()


_CLAIMS = Table(
    "claims/claims.csv",
    {
        "id": identifier(),
        "topic": one_of(("imaging", "roots", "course", "surgery", "care", "frequency", "imbalance", "spasm", "load")),
        "kind": one_of(("causal", "diagnostic", "frequency", "course", "prognosis", "treatment", "anatomical")),
        "said_by": text(),
        "claim": text(),
        "literature": one_of(_LITERATURE),
        "finding": text(optional=True),
        "numbers": list_of(one_of(ids("claims/numbers", "id")), optional=True),
    },
    key=("id",),
)
_NUMBERS = Table(
    "claims/numbers.csv",
    {
        "id": identifier(),
        "what": text(),
        "value": number(-1000, 10000),
        **dict.fromkeys(("low", "high"), number(-1000, 10000, optional=True)),
    },
    key=("id",),
)
_QUESTIONS = Table(
    "claims/computations.csv",
    {
        "claim": one_of(ids("claims/claims", "id")),
        "computation": one_of(_computation_names),
        **dict.fromkeys(("holds_from", "holds_to"), number(-1000, 10000, optional=True)),
        "beside": one_by(_numbers_of_claim, optional=True),
    },
    key=("claim", "computation"),
)


@dataclass(frozen=True, slots=True)
class LiteratureNumber:
    """One published number that bears on a claim.

    Attributes
    ----------
    what : str
        What it counts, of whom.
    value, low, high : float
        In `unit`; the limits are those of its 95 % interval where it has one.
    seen : str
        How far its source was read.
    """

    id: str
    what: str
    value: float
    low: float | None
    high: float | None
    unit: str
    source: str
    seen: str
    note: str

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return plain_fields(self)


@dataclass(frozen=True, slots=True)
class ClaimQuestion:
    """What the model is asked about a claim.

    Attributes
    ----------
    computation : str
        Name of the computation.
    holds_from, holds_to : float or None
        The claim is true of the model where its value lies between them; none at all where the value is only set
        beside the literature.
    why : str
        Why the bounds lie there.
    beside : str
        Id of the published number that the value is compared with, or empty.
    """

    computation: str
    holds_from: float | None
    holds_to: float | None
    beside: str
    unit: str
    why: str

    @property
    def is_test(self) -> bool:
        """Whether the value can speak for or against the claim."""
        return self.holds_from is not None or self.holds_to is not None


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim.

    Attributes
    ----------
    kind : str
        `causal`, `diagnostic`, `frequency`, `course`, `prognosis`, `treatment` or `anatomical`.
    said_by : str
        Kind of source that says so; `unstated` where it is common talk.
    literature : str
        `supports`, `qualifies`, `contradicts` or `not found`.
    finding : str
        What the literature says, in words; its numbers are in `numbers`.
    source_keys : tuple of str
        What the literature's verdict rests on; `judgement` where no source was found.
    """

    id: str
    topic: str
    kind: str
    said_by: str
    claim: str
    literature: Literature
    finding: str
    source_keys: tuple[str, ...]
    seen: str
    note: str
    numbers: tuple[LiteratureNumber, ...]
    questions: tuple[ClaimQuestion, ...]

    def sources(self) -> tuple[str, ...]:
        """Keys of the sources behind the literature's verdict and its numbers."""
        return tuple(dict.fromkeys((*self.source_keys, *(number.source for number in self.numbers))))

    def number(self, key: str) -> LiteratureNumber:
        """Return the published number of this id; raises KeyError where the claim has none."""
        return {number.id: number for number in self.numbers}[key]


@cache
def _numbers() -> Mapping[str, LiteratureNumber]:
    names = LiteratureNumber.__dataclass_fields__
    numbers = [LiteratureNumber(**{name: row[name] for name in names}) for row in _NUMBERS.rows()]
    return {number.id: number for number in numbers}


@cache
def _questions() -> Mapping[str, tuple[ClaimQuestion, ...]]:
    questions: dict[str, list[ClaimQuestion]] = {}
    for row in _QUESTIONS.rows():
        names = ("computation", "holds_from", "holds_to", "beside", "unit")
        questions.setdefault(row["claim"], []).append(
            ClaimQuestion(**{name: row[name] for name in names}, why=row["note"])
        )
    return {claim: tuple(entries) for claim, entries in questions.items()}


def _claim(row: Mapping[str, Any]) -> Claim:
    texts = {name: row[name] for name in ("id", "topic", "kind", "said_by", "claim", "finding", "seen", "note")}
    keys = tuple(row["source"].split("|"))
    numbers, questions = tuple(_numbers()[key] for key in row["numbers"]), _questions().get(row["id"], ())
    return Claim(**texts, literature=row["literature"], source_keys=keys, numbers=numbers, questions=questions)


@cache
def claims() -> tuple[Claim, ...]:
    """Every claim, in the order of the table.

    Examples
    --------
    >>> next(claim for claim in claims() if claim.id == "bulges-go-away").literature
    'contradicts'
    """
    return tuple(map(_claim, _CLAIMS.rows()))
