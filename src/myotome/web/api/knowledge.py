"""What is known apart from any patient: common claims checked, and the words that a case may use."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from myotome.claims import claims, find_claims, review, review_claims
from myotome.errors import nearest_names
from myotome.exam import search_words
from myotome.web.api.computed import computed
from myotome.web.api.described import lists, one_of_them
from myotome.web.api.problems import ProblemRoute

__all__ = ["knowledge"]

_Text = Annotated[str, Query(max_length=200)]


def knowledge() -> APIRouter:
    """Routes that read tables alone."""
    routes = APIRouter(route_class=ProblemRoute, tags=["tables"])

    @routes.get("/api/v1/claims", summary="Common claims about discs and muscles, checked", **lists("Claim"))
    async def listed(about: Annotated[str | None, Query(max_length=200)] = None) -> JSONResponse:
        """List claims with verdicts, as `myotome claims --json` does; none where no claim holds the word."""
        reviewed = await computed(lambda: [one.to_dict() for one in review_claims(find_claims(about))])
        return JSONResponse(reviewed)

    @routes.get("/api/v1/claims/{claim}", summary="One claim", **one_of_them("Claim"))
    async def one(claim: str) -> JSONResponse:
        """One claim with what the literature says, what the model gives, and a verdict."""
        ids = [known.id for known in claims()]
        if claim not in ids:
            near = ", ".join(nearest_names(claim, ids)) or "see /api/v1/claims"
            raise HTTPException(404, f"There is no such claim. Nearest: {near}.")
        return JSONResponse(await computed(lambda: review(claim).to_dict()))

    @routes.get("/api/v1/vocabulary", summary="What may a case say?", **lists("Word"))
    async def words(q: _Text, n: Annotated[int, Query(ge=1, le=1000)] = 20) -> JSONResponse:
        """Search names, synonyms and values, as `myotome words --json` does; the best first."""
        found = await run_in_threadpool(search_words, q)
        return JSONResponse([word.to_dict() for word in found[:n]])

    return routes
