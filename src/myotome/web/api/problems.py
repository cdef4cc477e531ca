"""What is wrong with a request, as a problem document (RFC 9457) that names each place."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable, Mapping
from typing import Any, Final

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from sqlalchemy.exc import SQLAlchemyError

from myotome.errors import InputError, MyotomeError, Problem, UnknownNameError, nearest_names
from myotome.printing import shown
from myotome.records import ChangedElsewhereError, DamagedError, NoSuchRecordError

__all__ = [
    "PROBLEM",
    "AnyParameters",
    "ProblemRoute",
    "check_parameters",
    "problem",
    "problem_of",
    "said",
    "said_of",
]

PROBLEM: Final = "application/problem+json"
_REFUSED_BY_DATABASE: Final = "The database does not take or give what was asked. Nothing was changed; try again."
_MOST_NAMED: Final = 40
#: Statuses of what records refuse, each with its title.
_OF_RECORDS: Final[Mapping[type[MyotomeError], tuple[int, str]]] = {
    NoSuchRecordError: (404, "Not found"),
    ChangedElsewhereError: (412, "Changed elsewhere"),
    DamagedError: (500, "This record cannot be trusted"),
}


def said(status: int, title: str, detail: str = "", **more: Any) -> dict[str, Any]:
    """A problem document as plain JSON."""
    return {"type": "about:blank", "title": title, "status": status, **({"detail": detail} if detail else {}), **more}


def problem(status: int, title: str, detail: str = "", **more: Any) -> JSONResponse:
    """Error as a problem document."""
    return JSONResponse(said(status, title, detail, **more), status, media_type=PROBLEM)


def problem_of(error: MyotomeError) -> JSONResponse:
    """What is wrong with what was sent as a problem document, each fault under its place."""
    document = said_of(error)
    return JSONResponse(document, document["status"], media_type=PROBLEM)


def said_of(error: MyotomeError) -> dict[str, Any]:
    """The same as plain JSON.

    Examples
    --------
    >>> said_of(UnknownNameError("task", "standng", ["standing"]))["errors"][0]["nearest"]
    ['standing']
    """
    for kind, (status, title) in _OF_RECORDS.items():
        if isinstance(error, kind):
            return said(status, title, str(error))
    return said(422, "The request cannot be answered", "Nothing was computed.", errors=_listed(_problems(error)))


def _problems(error: MyotomeError) -> Iterable[Problem]:
    if isinstance(error, InputError):
        return error.problems
    if isinstance(error, UnknownNameError):
        few = len(error.allowed) <= _MOST_NAMED
        allowed = ", ".join(error.allowed) if few else f"one of {len(error.allowed)} names"
        message = f"No {error.section} has this name."
        return (Problem(error.section, None, shown(error.given), allowed, tuple(error.nearest), message),)
    return ()


def _listed(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    return [
        {
            "where": one.where,
            "given": one.given,
            "allowed": one.allowed,
            "nearest": list(one.nearest),
            "message": one.message,
        }
        for one in problems
    ]


class ProblemRoute(APIRoute):
    """A route whose refusals are problem documents; a parameter that it does not know is refused, not passed over."""

    #: Whether parameters may have any name: the route checks them itself.
    takes_any: bool = False

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler that FastAPI makes, within one that refuses."""
        answer = super().get_route_handler()
        known = None if self.takes_any else [str(one.alias) for one in self.dependant.query_params]

        async def handled(request: Request) -> Response:
            try:
                check_parameters(request, known)
                return await answer(request)
            except RequestValidationError as error:
                return _invalid(error)
            except MyotomeError as error:
                return problem_of(error)
            except SQLAlchemyError:
                again = problem(503, "Not available", _REFUSED_BY_DATABASE)
                again.headers["retry-after"] = "5"
                return again

        return handled


class AnyParameters(ProblemRoute):
    """A route that checks the names of its parameters itself."""

    takes_any = True


def check_parameters(request: Request, known: list[str] | None) -> None:
    """Refuse parameters of the address that nothing reads, and those given twice; raises InputError."""
    if known is None:
        return
    unknown = [name for name in request.query_params if name not in known]
    if unknown:
        allowed = ", ".join(known) or "none"
        raise InputError([_unknown(name, allowed, known) for name in unknown])


def _unknown(name: str, allowed: str, known: list[str]) -> Problem:
    near = nearest_names(name, known)
    return Problem(f"query, {name}", None, shown(name), allowed, near, "There is no such parameter here.")


def _invalid(error: RequestValidationError) -> JSONResponse:
    """What FastAPI says of parameters, in the words of a problem."""
    faults = [
        Problem(", ".join(str(part) for part in one["loc"]), None, shown(str(one.get("input"))), str(one["msg"]))
        for one in error.errors()
    ]
    return problem(422, "The request cannot be answered", "Nothing was computed.", errors=_listed(faults))
