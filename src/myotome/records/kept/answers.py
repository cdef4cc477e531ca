"""Answers as they were given: with the version of the program, the hash of its tables and the seed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import RowMapping

from myotome.records.kept.visits import packed, unpacked
from myotome.records.storage.acting import scoped
from myotome.records.storage.schema import ANSWERS, VISITS
from myotome.records.storage.work import Work, new_id, subject_of

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["StoredAnswer", "add_answer", "answers_of", "read_answer"]


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer as stored; `document` is that of `Answer.to_dict()` at the time."""

    id: str
    visit: str
    visit_version: int
    made: str
    program: str
    tables_hash: str
    seed: int
    document: Mapping[str, Any]


def add_answer(work: Work, visit: str, version: int, document: Mapping[str, Any]) -> str:
    """Keep the answer to one state of a visit; returns the id."""
    work.row(VISITS, visit)
    made = new_id()
    told = {"program": document["version"], "tables_hash": document["tables_hash"], "seed": document["seed"]}
    sealed = work.seal(f"answer.{made}.document", packed(document))
    row = {"id": made, "visit": visit, "visit_version": version, "made": work.now(), **told, "document": sealed}
    work.insert(ANSWERS, row)
    return made


def _answer(work: Work, row: RowMapping) -> StoredAnswer:
    document = unpacked(work.open(f"answer.{row['id']}.document", row["document"]))
    rest = {name: row[name] for name in ("id", "visit", "visit_version", "made", "program", "tables_hash", "seed")}
    return StoredAnswer(**rest, document=document)


def read_answer(work: Work, answer: str) -> StoredAnswer:
    """An answer by id, and the event that it was opened."""
    row = work.row(ANSWERS, answer)
    work.note("opened", subject_of(ANSWERS, row))
    return _answer(work, row)


def answers_of(work: Work, visit: str) -> tuple[StoredAnswer, ...]:
    """Answers to a visit, the newest first."""
    chosen = scoped(ANSWERS, work.who).where(ANSWERS.c.visit == visit).order_by(ANSWERS.c.made.desc())
    rows = work.connection.execute(chosen).mappings().all()
    return tuple(_answer(work, work.checked(ANSWERS, row)) for row in rows)
