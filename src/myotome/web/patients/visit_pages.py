"""The pages of visits: an examination of a patient, new or opened again, saved as a further state, archived."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from myotome.errors import InputError
from myotome.exam import Case
from myotome.records import ChangedElsewhereError, Patient, Records, Visit
from myotome.web.answer.computing import Answers
from myotome.web.chapters.chapter_pages import ChapterPages
from myotome.web.examination.examination import Examination, Given, examination_of, opened
from myotome.web.examination.posted import examination_after
from myotome.web.layout import laid_out
from myotome.web.page import page
from myotome.web.patients.bound import Bound, Kept
from myotome.web.patients.fields import field, is_archive, see, seen_in
from myotome.web.patients.keeper import Keeper
from myotome.web.patients.shown import answer_page, merge_page
from myotome.web.patients.tokens import check_token, token_of, with_cookie
from myotome.web.server.bodies import given_of

__all__ = ["VisitPages"]

_NOTICES: Final = {
    "saved": "Saved. The answer is stored beside it as soon as it is computed.",
    "kept": "Nothing had changed since it was saved.",
}


@dataclass(frozen=True, slots=True)
class VisitPages:
    """Pages of the visits of one database."""

    records: Records
    answers: Answers
    keeper: Keeper
    chapters: ChapterPages

    def routes(self) -> APIRouter:
        """What is asked under which address."""
        made = APIRouter(include_in_schema=False)
        made.add_api_route("/patients/{patient}/examination", self.begun, methods=["GET"])
        made.add_api_route("/patients/{patient}/examination", self.went_on_anew, methods=["POST"])
        made.add_api_route("/patients/{patient}/examination/save", self.saved_anew, methods=["POST"])
        made.add_api_route("/patients/{patient}/examination/chapters/{name}", self.chapter_anew, methods=["POST"])
        made.add_api_route("/visits/{visit}/chapters/{name}", self.chapter, methods=["POST"])
        made.add_api_route("/visits/{visit}", self.reopened, methods=["GET"])
        made.add_api_route("/visits/{visit}", self.went_on, methods=["POST"])
        made.add_api_route("/visits/{visit}/save", self.saved, methods=["POST"])
        made.add_api_route("/visits/{visit}/answers", self.answers_given, methods=["GET"])
        made.add_api_route("/visits/{visit}/answers", self.answered_again, methods=["POST"])
        made.add_api_route("/visits/{visit}/{act}", self.set_aside, methods=["POST"])
        made.add_api_route("/answers/{answer}", self.one_answer, methods=["GET"])
        return made

    async def begun(self, request: Request, patient: str) -> Response:
        """A new examination of a patient."""
        told = await run_in_threadpool(self.records.patient, patient)
        earlier = await run_in_threadpool(self.records.visits, patient)
        return await self._shown(request, self._bound(request, told), _begun(told, earlier), {})

    async def went_on_anew(self, request: Request, patient: str) -> Response:
        """A button of a new examination, where the page has no scripts."""
        given = await self._given(request, f"{patient}/new")
        told = await run_in_threadpool(self.records.patient, patient)
        bound = replace(self._bound(request, told), day=field(given, "day"))
        return await self._shown(request, bound, await run_in_threadpool(examination_after, given), given)

    async def saved_anew(self, request: Request, patient: str) -> Response:
        """A new examination, kept as a visit."""
        given = await self._given(request, f"{patient}/new")
        examination, day = examination_of(given), field(given, "day")
        try:
            _refuse_problems(examination)
            visit = await run_in_threadpool(self.records.add_visit, patient, day, examination.case)
        except InputError as error:
            bound = self._bound(request, await run_in_threadpool(self.records.patient, patient))
            return await self._shown(request, replace(bound, day=day), _with(examination, error), given, 422)
        self.keeper.keep(visit, 1, examination.case, day)
        return see(f"/visits/{visit}?saved")

    async def reopened(self, request: Request, visit: str) -> Response:
        """A visit as it was saved last."""
        told, stored = await self._read(visit)
        notice = next((words for name, words in _NOTICES.items() if name in request.query_params), "")
        bound = replace(self._bound(request, told, stored), notice=notice)
        return await self._shown(request, bound, opened(stored.case), {})

    async def went_on(self, request: Request, visit: str) -> Response:
        """A button of a visit, where the page has no scripts."""
        given = await self._given(request, visit)
        bound = replace(self._bound(request, *await self._read(visit)), day=field(given, "day"), seen=seen_in(given))
        return await self._shown(request, bound, await run_in_threadpool(examination_after, given), given)

    async def saved(self, request: Request, visit: str) -> Response:
        """A further state of a visit; changed elsewhere, both are shown."""
        given = await self._given(request, visit)
        examination, day, seen = examination_of(given), field(given, "day"), seen_in(given)
        told, stored = await self._read(visit)
        if (seen, examination.case, day) == (stored.version, stored.case, stored.day) and not examination.problems:
            return see(f"/visits/{visit}?kept")
        try:
            _refuse_problems(examination)
            version = await run_in_threadpool(self.records.change_visit, visit, seen, day, examination.case)
        except ChangedElsewhereError:
            bound = replace(self._bound(request, *await self._read(visit)), day=day)
            return with_cookie(request, HTMLResponse(merge_page(bound, examination.case), 409))
        except InputError as error:
            bound = replace(self._bound(request, told, stored), day=day, seen=seen)
            return await self._shown(request, bound, _with(examination, error), given, 422)
        self.keeper.keep(visit, version, examination.case, day)
        return see(f"/visits/{visit}?saved")

    async def chapter_anew(self, request: Request, patient: str, name: str) -> Response:
        """A chapter of a new examination."""
        given = await self._given(request, f"{patient}/new")
        bound = self._bound(request, await run_in_threadpool(self.records.patient, patient))
        return await self.chapters.shown(request, name, given, bound)

    async def chapter(self, request: Request, visit: str, name: str) -> Response:
        """A chapter of a visit, with what its form holds."""
        given = await self._given(request, visit)
        bound = replace(self._bound(request, *await self._read(visit)), seen=seen_in(given))
        return await self.chapters.shown(request, name, given, bound)

    async def answers_given(self, request: Request, visit: str) -> Response:
        """All answers that were given to a visit."""
        told, stored = await self._read(visit)
        found = await run_in_threadpool(self.records.answers, visit)
        shown = {"patient": told, "visit": stored, "answers": found, "token": token_of(self.records, request, visit)}
        return with_cookie(request, HTMLResponse(laid_out("patients/answers.html", **shown)))

    async def answered_again(self, request: Request, visit: str) -> Response:
        """The answer to the newest state, computed and stored once more."""
        await self._given(request, visit)
        _, stored = await self._read(visit)
        self.keeper.keep(visit, stored.version, stored.case, stored.day)
        return see(f"/visits/{visit}/answers")

    async def one_answer(self, answer: str) -> Response:
        """An answer as it was given, beside that of today."""
        return HTMLResponse(await run_in_threadpool(answer_page, self.records, answer))

    async def set_aside(self, request: Request, visit: str, act: str) -> Response:
        """Into the archive, or out of it."""
        given = await self._given(request, visit)
        archived = is_archive(act)
        await run_in_threadpool(self.records.archive_visit, visit, seen_in(given), archived=archived)
        told, _ = await self._read(visit)
        return see(f"/patients/{told.id}")

    async def _given(self, request: Request, subject: str) -> Given:
        """Fields of a form that was made for this record; raises ForeignFormError."""
        given = await given_of(request)
        check_token(self.records, request, subject, field(given, "token"))
        return given

    async def _read(self, visit: str) -> tuple[Patient, Visit]:
        stored = await run_in_threadpool(self.records.visit, visit)
        return await run_in_threadpool(self.records.patient, stored.patient), stored

    def _bound(self, request: Request, patient: Patient, visit: Visit | None = None) -> Bound:
        subject = visit.id if visit else f"{patient.id}/new"
        seen, day = (visit.version, visit.day) if visit else (0, date.today().isoformat())
        return Bound(patient, visit, seen, day, token_of(self.records, request, subject))

    async def _shown(
        self, request: Request, bound: Bound, examination: Examination, given: Given, status: int = 200
    ) -> Response:
        text = await run_in_threadpool(page, self.answers, examination, given, "", Kept(bound))
        return with_cookie(request, HTMLResponse(text, status))


def _begun(patient: Patient, earlier: tuple[Visit, ...]) -> Examination:
    """A new examination: who the patient is is known already, and nothing of today's findings is."""
    empty = examination_of({})
    who = earlier[-1].case.demographics if earlier else empty.case.demographics
    age = patient.age_on(date.today().isoformat())
    case: Case = replace(empty.case, demographics=replace(who, age=who.age if age is None else float(age)))
    return replace(empty, case=case)


def _refuse_problems(examination: Examination) -> None:
    """Save nothing of which a field was not taken; raises InputError."""
    if examination.problems:
        raise InputError([problem for _, problem in examination.problems])


def _with(examination: Examination, error: InputError) -> Examination:
    """The examination with what was refused, unless its own fields say so already."""
    loose = () if examination.problems else tuple(("", one) for one in error.problems)
    return replace(examination, problems=(*examination.problems, *loose))
