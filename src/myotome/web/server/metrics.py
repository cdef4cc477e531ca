"""What whoever runs the program watches: requests, how long they take, and nothing of what was asked or answered."""

from __future__ import annotations

import time
from typing import Final

from fastapi import APIRouter, FastAPI, Response
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from myotome import __version__
from myotome.web.access.declared import asked_route
from myotome.web.server.logs import note_failure, note_request
from myotome.web.server.warm_up import WarmUp

__all__ = ["Metrics", "Watching"]

_SECONDS: Final = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_FAILED: Final = 500
_METHODS: Final = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")


class Metrics:
    """Counts of one application. A route is named as the table of routes names it: no id and no word is in a label."""

    def __init__(self, warm_up: WarmUp | None = None) -> None:
        self._registry = kept = CollectorRegistry()
        names = ("method", "route", "status")
        self.requests = Counter("myotome_requests", "Requests that were answered.", names, registry=kept)
        duration = "From the request to the end of its answer."
        self.seconds = Histogram("myotome_request_seconds", duration, names[:2], buckets=_SECONDS, registry=kept)
        self.present = Gauge("myotome_requests_in_progress", "Requests that are being answered.", registry=kept)
        Gauge("myotome_info", "Version of the program.", ("version",), registry=kept).labels(__version__).set(1)
        ready = Gauge("myotome_ready", "1 once the first answers come as quickly as all others.", registry=kept)
        ready.set_function(lambda: float(warm_up is None or warm_up.state == "ready"))

    def routes(self) -> APIRouter:
        """The route that is asked by whoever watches."""
        made = APIRouter(include_in_schema=False)
        made.add_api_route("/metrics", self.shown, methods=["GET"])
        return made

    async def shown(self) -> Response:
        """All counts in the form of Prometheus."""
        return Response(generate_latest(self._registry), headers={"content-type": CONTENT_TYPE_LATEST})


class Watching:
    """Wraps the application: counts each request and writes a line of the log, both without what was asked."""

    def __init__(self, app: ASGIApp, made: FastAPI, metrics: Metrics) -> None:
        self._app, self._made, self._metrics = app, made, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status = time.perf_counter(), _FAILED

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            with self._metrics.present.track_inprogress():
                await self._app(scope, receive, noting)
        except Exception as error:
            note_failure(scope["method"], self._route(scope), error)
            raise
        finally:
            self._count(scope, status, time.perf_counter() - begun)

    def _count(self, scope: Scope, status: int, seconds: float) -> None:
        method, route = self._method(scope), self._route(scope)
        self._metrics.requests.labels(method, route, status).inc()
        self._metrics.seconds.labels(method, route).observe(seconds)
        note_request(method, route, status, seconds)

    @staticmethod
    def _method(scope: Scope) -> str:
        """A method by its name; one that there is not would be a label of somebody's choice."""
        return scope["method"] if scope["method"] in _METHODS else "other"

    def _route(self, scope: Scope) -> str:
        """The route as the table names it: an address may bear an id, and one that there is not, anything."""
        asked = asked_route(self._made, scope)
        return "none" if asked is None else asked.address
