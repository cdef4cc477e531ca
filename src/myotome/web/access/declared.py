"""The routes that an application has, held against the table; and which of them a request asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from starlette.routing import BaseRoute, Match, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from myotome.errors import DataError
from myotome.web.access.routes import RULES

__all__ = ["Asked", "asked_route", "check_declared", "routes_in"]


@dataclass(frozen=True, slots=True)
class Asked:
    """The route that a request asks."""

    method: str
    address: str


def check_declared(made: FastAPI) -> None:
    """Refuse an application with a route that is not in the table: nobody said who may ask it.

    Raises
    ------
    DataError
        With every such route.
    """
    missing = [f"{method} {address}" for method, address in routes_in(made.routes) if (method, address) not in RULES]
    if missing:
        raise DataError(f"Not in the table of routes and roles: {', '.join(missing)}.")


def _flat(routes: Sequence[BaseRoute]) -> Iterator[BaseRoute]:
    """Routes in their order, those of included routers in the place of the router."""
    for route in routes:
        inner: Any = getattr(route, "original_router", None)
        yield from (route,) if inner is None else _flat(inner.routes)


def routes_in(routes: Sequence[BaseRoute], before: str = "") -> Iterator[tuple[str, str]]:
    """Method and address of every route; HEAD is asked as GET is.

    Parameters
    ----------
    routes : sequence of BaseRoute
    before : str
        What stands before their addresses.
    """
    for route in _flat(routes):
        address = before + str(getattr(route, "path", ""))
        if isinstance(route, Mount):
            inner = getattr(route.app, "routes", None)
            files = isinstance(route.app, StaticFiles)
            yield from [("GET", f"{address}/{{path}}")] if files or inner is None else routes_in(inner, address)
        else:
            methods = getattr(route, "methods", None) or {"POST"}
            yield from ((method, address) for method in sorted(methods - {"HEAD"}))


def asked_route(made: FastAPI, scope: Scope) -> Asked | None:
    """The route that will answer a request; None where there is none."""
    method = "GET" if scope["method"] == "HEAD" else scope["method"]
    address = _address(made.routes, scope)
    return None if address is None else Asked(method, address)


def _address(routes: Sequence[BaseRoute], scope: Scope) -> str | None:
    """Address of the first route that takes method and path; else of the first that takes the path."""
    partly: str | None = None
    for route in _flat(routes):
        match, child = route.matches(scope)
        if match is Match.NONE:
            continue
        address = _within(route, {**scope, **child})
        if match is Match.FULL:
            return address
        partly = partly or address
    return partly


def _within(route: BaseRoute, scope: Scope) -> str | None:
    """Address of a route, or of the one that a mounted application would choose."""
    own = str(getattr(route, "path", ""))
    if not isinstance(route, Mount):
        return own
    if isinstance(route.app, StaticFiles):
        return f"{own}/{{path}}"
    inner = _address(getattr(route.app, "routes", ()), scope)
    return None if inner is None else own + inner
