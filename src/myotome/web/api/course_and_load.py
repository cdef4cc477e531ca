"""The course of one patient under treatments, and what a task does to the spine."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from myotome.errors import InputError, Problem, nearest_names
from myotome.exam import Case
from myotome.load import neck_answer, neck_impairment, neck_task_table, task_table
from myotome.patient import Assessment, check_arms
from myotome.web.api.bodies import case_in
from myotome.web.api.computed import computed
from myotome.web.api.described import TASK_OPTIONS, lists, of_case
from myotome.web.api.explaining import Seed
from myotome.web.api.problems import AnyParameters, ProblemRoute

__all__ = ["course", "loads"]

_DRAWS = "draws"
_MOST_DRAWS = 10_000
_MOST_FUTURES = 20_000
_Arms = Annotated[
    list[str] | None,
    Query(description="A treatment, or several joined by `+`; may be repeated. The first is compared with."),
]


def course() -> APIRouter:
    """The forecast, and the list of tasks."""
    routes = APIRouter(route_class=ProblemRoute, tags=["one case"])

    @routes.post(
        "/api/v1/forecast",
        summary="What happens next, untreated and under each treatment?",
        **of_case("The course under each treatment, week by week, or why there is none.", "Forecast"),
    )
    async def forecast(
        request: Request,
        treatment: _Arms = None,
        weeks: int | None = None,
        futures: Annotated[int | None, Query(le=_MOST_FUTURES)] = None,
        seed: Seed = 0,
    ) -> JSONResponse:
        """Forecast the course, as `myotome forecast --json` does."""
        if treatment is not None:
            check_arms(treatment, "query, treatment")
        case = await case_in(request)

        def made() -> dict[str, Any]:
            patient = Assessment(case, seed)
            told = patient.forecast(treatment, weeks=weeks, futures=futures, weekly=True).to_dict()
            return {"id": case.id, "red_flag": patient.conclusions.red_flag.to_dict(), **told}

        return JSONResponse(await computed(made))

    @routes.get("/api/v1/tasks", summary="Every task and exercise of the load, with its options", **lists("Task"))
    async def tasks() -> JSONResponse:
        """List them, as `myotome load --list --json` does."""
        known = (*task_table().values(), *neck_task_table().values())
        listed = [{"task": t.name, "label": t.label, "kind": t.kind, "options": list(t.options)} for t in known]
        return JSONResponse(listed)

    return routes


def loads() -> APIRouter:
    """What a task does to the spine of a patient; the options of the task are parameters of the address."""
    routes = APIRouter(route_class=AnyParameters, tags=["one case"])
    described = of_case("Forces of the muscles and loads of the discs.", "Load", "NeckLoad", parameters=TASK_OPTIONS)

    @routes.post("/api/v1/load/{task}", summary="What does a task do to this patient's spine?", **described)
    async def load(request: Request, task: str) -> JSONResponse:
        """Compute it, as `myotome load TASK --case FILE --json` does; `?mass_kg=10` and the like are its options."""
        options = _options(request)
        if task not in (known := (*task_table(), *neck_task_table())):
            near = ", ".join(nearest_names(task, known)) or "see /api/v1/tasks"
            raise HTTPException(404, f"There is no such task. Nearest: {near}.")
        case = await case_in(request)
        return JSONResponse(await computed(lambda: _loaded(case, task, options)))

    return routes


def _loaded(case: Case, task: str, options: dict[str, float | str]) -> dict[str, Any]:
    patient = Assessment(case)
    if task in neck_task_table():
        return neck_answer(task, patient.body, options, neck_impairment(patient.impairment)).to_dict()
    draws = options.pop(_DRAWS, None)
    return patient.load(task, options, draws=None if draws is None else _draws(draws)).to_dict()


def _draws(given: float | str) -> int:
    if not isinstance(given, float) or not given.is_integer() or not 0 <= given <= _MOST_DRAWS:
        raise InputError([Problem(f"query, {_DRAWS}", None, str(given), f"a whole number, 0 to {_MOST_DRAWS}")])
    return int(given)


def _options(request: Request) -> dict[str, float | str]:
    """Parameters of the address, numbers as such; raises InputError where one is given twice."""
    given = request.query_params.multi_items()
    twice = {name for name, _ in given if sum(name == other for other, _ in given) > 1}
    if twice:
        message = "Duplicate option: leave one of them out."
        raise InputError(
            [Problem(f"query, {n}", None, "twice", "each option once", (), message) for n in sorted(twice)]
        )
    return {name: _number(value) for name, value in given}


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text
