"""The page for research: how many there are, in numbers that name nobody, and the table without names."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from myotome.records import Records
from myotome.web.layout import laid_out
from myotome.web.patients.tokens import token_of, with_cookie

__all__ = ["ResearchPage"]


@dataclass(frozen=True, slots=True)
class ResearchPage:
    """Numbers of the patients of a clinic."""

    records: Records

    def routes(self) -> APIRouter:
        """What is asked under which address."""
        made = APIRouter(include_in_schema=False)
        made.add_api_route("/research", self.shown, methods=["GET"])
        return made

    async def shown(self, request: Request) -> HTMLResponse:
        """How many, by age and sex."""
        counts = await run_in_threadpool(self.records.counts)
        text = laid_out("access/research.html", counts=counts, token=token_of(self.records, request, "new patient"))
        response = HTMLResponse(text)
        with_cookie(request, response)
        return response
