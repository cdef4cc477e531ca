"""Questions about one case: what explains it, what to examine next, what can be done, and the report."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from myotome.answer import assess
from myotome.exam import Case
from myotome.explain import explain as explained
from myotome.language import language
from myotome.report import Audience, case_report, check_language, html_page, pdf_file
from myotome.web.api.bodies import case_in
from myotome.web.api.computed import computed
from myotome.web.api.described import of_case
from myotome.web.api.problems import ProblemRoute

__all__ = ["Part", "Seed", "document_of", "explaining"]

Seed = Annotated[int, Query(ge=0, le=2**62, description="Of the random numbers of the forecast.")]
_PDF, _HTML = "application/pdf", "text/html"
_FORMS: Final = (_PDF, _HTML)
_WANTED: Final = {"": _PDF, "*/*": _PDF, "application/*": _PDF, "text/*": _HTML, _PDF: _PDF, _HTML: _HTML}


class Part(StrEnum):
    """How much is answered."""

    WHOLE = "whole"
    EXPLANATION = "explanation"


_Only = Annotated[Part, Query(description="The whole answer, or as `myotome explain --json` the explanation alone.")]


def document_of(case: Case, part: Part, seed: int = 0) -> Any:
    """The answer document, or the explanation alone."""
    if part is Part.EXPLANATION:
        return explained(case).to_dict()
    return assess(case, seed=seed).to_dict()


def explaining() -> APIRouter:
    """Routes that take a case and answer it."""
    routes = APIRouter(route_class=ProblemRoute, tags=["one case"])

    @routes.post(
        "/api/v1/explain",
        summary="What explains these findings, and what can be done?",
        **of_case("The answer document.", "Answer", "Explanation"),
    )
    async def explain(request: Request, part: _Only = Part.WHOLE, seed: Seed = 0) -> JSONResponse:
        """Answer one case: the answer document of `myotome.answer`, computed anew at each call."""
        case = await case_in(request)
        return JSONResponse(await computed(lambda: document_of(case, part, seed)))

    @routes.post(
        "/api/v1/next",
        summary="Which test would say most about the answer for the least burden?",
        **of_case("Tests, the best first.", "NextTests"),
    )
    async def next_tests(request: Request, n: Annotated[int, Query(ge=1, le=100)] = 10) -> JSONResponse:
        """Name the tests not yet done, as `myotome next --json` does."""
        case = await case_in(request)
        return JSONResponse(await computed(lambda: _next(case, n)))

    @routes.post(
        "/api/v1/care",
        summary="What can be done: referral, options, exercises, follow-up?",
        **of_case("The plan.", "Plan"),
    )
    async def care(request: Request, seed: Seed = 0) -> JSONResponse:
        """Plan care, as `myotome care --json` does: proposals to discuss, red flags first."""
        case = await case_in(request)
        return JSONResponse(await computed(lambda: assess(case, seed=seed).plan.to_dict()))

    @routes.post(
        "/api/v1/report",
        summary="The report of a case as PDF or HTML",
        response_class=Response,
        **of_case("The report, in the form that `Accept` asks for.", forms=_FORMS),
    )
    async def report(
        request: Request,
        audience: Annotated[Audience, Query(alias="for", description="Who reads it.")] = Audience.CLINICIAN,
        lang: Annotated[str, Query(description="Language of a sheet for the patient.", max_length=20)] = "en",
        day: Annotated[date | None, Query(alias="date", description="Printed on it; today if left out.")] = None,
        seed: Seed = 0,
    ) -> Response:
        """Write the report, as `myotome report` does."""
        form, chosen = _form(request), language(lang)
        check_language(audience, chosen)
        case = await case_in(request)

        def written() -> bytes:
            answer = assess(case, seed=seed, made_on=day or date.today())
            document = case_report(answer, audience, chosen)
            return pdf_file(document) if form == _PDF else html_page(document).encode()

        named = f'attachment; filename="report.{"pdf" if form == _PDF else "html"}"'
        return Response(await computed(written), media_type=form, headers={"content-disposition": named})

    return routes


def _next(case: Case, n: int) -> dict[str, Any]:
    answer = explained(case, test_count=n)
    tests = [test.to_dict() for test in answer.next_tests[:n]]
    return {"id": case.id, "red_flag": answer.red_flag.to_dict(), "tests": tests}


def _form(request: Request) -> str:
    """The form that a report is asked in; raises HTTPException with 406 where it is another one."""
    for asked in request.headers.get("accept", "").split(","):
        kind, _, weight = asked.strip().lower().partition(";")
        if kind.strip() in _WANTED and weight.replace(" ", "").removesuffix(".0") != "q=0":
            return _WANTED[kind.strip()]
    raise HTTPException(406, f"A report is {' or '.join(_FORMS)}.")
