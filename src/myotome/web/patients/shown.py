"""The page of one patient, and an answer beside that of today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from importlib.util import find_spec
from typing import Any

from fastapi import Request

from myotome.answer import assess, in_turn
from myotome.errors import Problem
from myotome.exam import Case
from myotome.records import Records, Visit
from myotome.web.examination.examination import Examination
from myotome.web.layout import laid_out
from myotome.web.patients.bound import Bound
from myotome.web.patients.comparison import column_of, differences
from myotome.web.patients.tokens import token_of
from myotome.web.patients.trajectory import trajectories

__all__ = ["answer_page", "merge_page", "patient_page"]


def patient_page(
    records: Records,
    request: Request,
    patient: str,
    problems: Sequence[Problem] = (),
    typed: Mapping[str, str] | None = None,
    not_exported: Sequence[Problem] = (),
) -> str:
    """Who the patient is, the visits with what changed between them, and the course of what was measured."""
    told = records.patient(patient)
    everything = records.visits(patient, archived=True)
    visits = [visit for visit in everything if visit.archived is None]
    forecast = _first_forecast(records, visits)
    return laid_out(
        "patients/patient.html",
        patient=told,
        identity=typed or asdict(told.identity),
        problems=problems,
        not_exported=not_exported,
        encrypts=find_spec("pyrage") is not None,
        visits=list(reversed(visits)),
        changes={visit.id: _changes(before, visit) for before, visit in zip([None, *visits], visits, strict=False)},
        set_aside=[visit for visit in everything if visit.archived is not None],
        tokens={visit.id: token_of(records, request, visit.id) for visit in everything},
        series=trajectories(visits, forecast),
        forecast_shown=forecast is not None,
        token=token_of(records, request, patient),
        today=date.today().isoformat(),
    )


def _first_forecast(records: Records, visits: Sequence[Visit]) -> Mapping[str, Any] | None:
    """The forecast that was made at the first visit; it stays as it was."""
    stored = records.answers(visits[0].id) if visits else ()
    forecast = stored[-1].document.get("forecast") if stored else None
    return forecast if forecast and forecast.get("arms") else None


def _changes(before: Visit | None, visit: Visit) -> tuple[list[str], list[str]]:
    """Findings that are new or have changed since the visit before, and those that are no more stated."""
    old = dict(_named(before)) if before else {}
    new = dict(_named(visit))
    came = [_change(name, old.get(name), value) for name, value in new.items() if old.get(name) != value]
    return came, [_change(name, None, value) for name, value in old.items() if name not in new]


def _named(visit: Visit) -> Iterator[tuple[str, str]]:
    """What was examined, and what was found there."""
    for finding in visit.case.findings:
        name, _, value = finding.label.rpartition(": ")
        yield name or finding.label, value if name else ""


def _change(name: str, before: str | None, value: str) -> str:
    told = value if before is None else f"{before} → {value}"
    return f"{name}: {told}" if told else name


def answer_page(records: Records, answer: str) -> str:
    """An answer as it was given, beside the answer to the same findings today."""
    stored = records.answer(answer)
    visit = records.visit(stored.visit)
    case = records.state(stored.visit, stored.visit_version)
    then = column_of(stored.document)
    now = column_of(in_turn(lambda: _today(assess(case, seed=stored.seed))))
    return laid_out(
        "patients/answer.html",
        patient=records.patient(visit.patient),
        visit=visit,
        stored=stored,
        columns=(("As it was given", then), ("Computed today", now)),
        differences=differences(then, now),
        findings=[finding.label for finding in case.findings],
    )


def _today(answer: Any) -> dict[str, Any]:
    """What is compared of an answer of today; its course and its loads are not computed for that."""
    told = answer.explanation.to_dict()
    head = {"version": told["version"], "tables_hash": told["tables_hash"], "seed": answer.seed}
    parts = {name: told[name] for name in ("red_flag", "next_tests")}
    return {**head, **parts, "explanation": told, "verdict": told["disc_to_blame"]}


def merge_page(bound: Bound, mine: Case) -> str:
    """Both states side by side: what is stored by now, and what this form would have saved."""
    stored = [finding.label for finding in bound.visit.case.findings] if bound.visit else []
    own = [finding.label for finding in mine.findings]
    return laid_out(
        "patients/conflict.html",
        bound=bound,
        only_stored=[one for one in stored if one not in own],
        only_mine=[one for one in own if one not in stored],
        both=[one for one in own if one in stored],
        case=Examination(mine).text,
    )
