"""The pages of the chapters, of a case in a form: of no patient, of a new visit, or of one that is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool

from myotome.errors import InputError, Problem
from myotome.language import ENGLISH, Language, accepted_language, language, languages
from myotome.report import Document, html_body
from myotome.web.answer.computing import Answers
from myotome.web.chapters.chapters import CHAPTERS, FILES, Asked, chapter, file_of_report, nothing_entered, tasks
from myotome.web.examination.examination import Given, examination_of
from myotome.web.layout import laid_out
from myotome.web.patients.bound import Bound, Kept
from myotome.web.patients.fields import field
from myotome.web.server.bodies import given_of

__all__ = ["ChapterPages"]

_STANDING: Final = "standing"


@dataclass(frozen=True, slots=True)
class ChapterPages:
    """Pages of the chapters.

    Attributes
    ----------
    answers : Answers
    kept : bool
        Whether patients are kept at all.
    """

    answers: Answers
    kept: bool

    def routes(self) -> APIRouter:
        """Chapters of an examination that belongs to no patient."""
        made = APIRouter(include_in_schema=False)
        made.add_api_route("/chapters/{name}", self.loose, methods=["POST"])
        return made

    async def loose(self, request: Request, name: str) -> Response:
        """A chapter of an examination that belongs to no patient."""
        return await self.shown(request, name, await given_of(request), None)

    async def shown(self, request: Request, name: str, given: Given, bound: Bound | None) -> Response:
        """A chapter, or a file of it, of the case in a form; the sheet in the language chosen, or of the browser."""
        if name not in CHAPTERS and name not in FILES:
            return HTMLResponse(
                laid_out("patients/message.html", title="Not found", text="There is no such page."), 404
            )
        browser = request.headers.get("accept-language", "")
        return await run_in_threadpool(self._made, name, given, bound, browser)

    def _made(self, name: str, given: Given, bound: Bound | None, browser: str) -> Response:
        examination, day = examination_of(given), field(given, "day")
        empty = nothing_entered(examination.case, name)
        answer = None if empty else self.answers.whole(examination.case, examination.text, _day(day))
        task, problems = field(given, "task") or _STANDING, list[Problem]()
        asked = Asked(task)
        written: Document | str = empty
        try:
            asked = Asked(task, _language(field(given, "lang"), browser))
            if name in FILES and answer is not None:
                named = {"content-disposition": f'attachment; filename="{name}"'}
                content = file_of_report(answer, FILES[name], bound, asked.language)
                return Response(content, media_type="application/pdf", headers=named)
            written = empty if answer is None else chapter(answer, name, asked)
        except InputError as error:
            written, problems = "", list(error.problems)
        text = laid_out(
            "chapter.html",
            name=name.removesuffix(".pdf"),
            chapters={key: title for key, (title, _) in CHAPTERS.items()},
            written=written if isinstance(written, str) else Markup(html_body(written)),  # escaped where it is made
            problems=problems,
            task=task,
            tasks=tasks() if name == "load" else (),
            lang=asked.language.code if name == "sheet" else ENGLISH.code,
            languages=languages(),
            case=examination.text,
            findings=len(examination.case.findings),
            empty=bool(empty),
            carried=True,
            day=day,
            bound=bound,
            here="examination",
            kept=Kept(bound) if self.kept else None,
        )
        return HTMLResponse(text, 422 if problems else 200)


def _language(chosen: str, browser: str) -> Language:
    return language(chosen, "lang") if chosen else accepted_language(browser)


def _day(text: str) -> date | None:
    """Day of the examination; None where none is stated."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
