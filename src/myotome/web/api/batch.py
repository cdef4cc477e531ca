"""Many cases in one request, one a line: answers go out while cases still come in, and neither is held as a whole."""

from __future__ import annotations

import json
import re
from asyncio import Queue
from typing import Any, Final

import anyio
from fastapi import APIRouter, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from myotome.answer import in_turn
from myotome.errors import MyotomeError
from myotome.exam import case_from_mapping
from myotome.files import MEGABYTE
from myotome.web.api.bodies import json_in
from myotome.web.api.described import BATCH_DESCRIBED, NDJSON
from myotome.web.api.explaining import Part, Seed, document_of
from myotome.web.api.problems import ProblemRoute, said, said_of
from myotome.web.server.protection import TooLargeError

__all__ = ["batch"]

_BREAKS: Final = re.compile(rb"\n+")
_LONGEST_LINE: Final = MEGABYTE
#: Each line costs a word of memory beside its bytes, and an answer is far longer than the shortest line.
_MOST_LINES: Final = 20_000
_LARGE: Final = f"A batch has at most 10 MB and {_MOST_LINES} lines; send what follows in another one."
_LONG: Final = "A line is longer than 1 MB. One case takes a few kilobytes."


def batch() -> APIRouter:
    """The route of many cases."""
    routes = APIRouter(route_class=ProblemRoute, tags=["many cases"])

    @routes.post(
        "/api/v1/explain/batch",
        summary="What explains each of these cases?",
        response_class=Response,
        openapi_extra=BATCH_DESCRIBED,
    )
    async def explain(part: Part = Part.EXPLANATION, seed: Seed = 0) -> Response:
        """Answer cases of newline-delimited JSON in their order, each as soon as it is computed.

        A line that cannot be answered gets a problem in its place, and the others are answered. Whoever hangs up
        ends the work.
        """
        return BatchReply(part, seed)

    return routes


class Lines:
    """Lines of a body as they come. What waits is bounded by the size that a body may have."""

    def __init__(self) -> None:
        self.waiting: Queue[bytes | dict[str, Any] | None] = Queue()
        self._rest = bytearray()
        self._skips, self._count = False, 0

    async def fill(self, receive: Receive, hung_up: anyio.CancelScope) -> None:
        """Read to the end of the body, then watch whether the caller hangs up."""
        try:
            while await self._took(await receive(), hung_up):
                pass
            self._end_line()
        except TooLargeError:
            self.waiting.put_nowait(said(413, "Content Too Large", _LARGE))
            self.waiting.put_nowait(None)
            return
        self.waiting.put_nowait(None)
        while (await receive())["type"] != "http.disconnect":
            pass
        hung_up.cancel()

    async def _took(self, message: Any, hung_up: anyio.CancelScope) -> bool:
        """Take a part of the body; returns whether there is more."""
        if message["type"] == "http.disconnect":
            hung_up.cancel()
            return False
        for number, piece in enumerate(_BREAKS.split(message.get("body", b""))):
            if number:
                self._end_line()
            self._add(piece)
        return bool(message.get("more_body", False))

    def _add(self, piece: bytes) -> None:
        if len(self._rest) + len(piece) > _LONGEST_LINE:
            self._rest.clear()
            self._skips = True
        if not self._skips:
            self._rest += piece

    def _end_line(self) -> None:
        line = bytes(self._rest).strip()
        if self._skips or line:
            self._count += 1
            if self._count > _MOST_LINES:
                raise TooLargeError
            self.waiting.put_nowait(said(413, "Content Too Large", _LONG) if self._skips else line)
        self._rest.clear()
        self._skips = False


class BatchReply(Response):
    """Answers to lines, written while further lines are read."""

    media_type = NDJSON

    def __init__(self, part: Part, seed: int) -> None:
        super().__init__(media_type=NDJSON)
        self._part, self._seed = part, seed
        del self.headers["content-length"]

    async def __call__(self, _: Scope, receive: Receive, send: Send) -> None:
        """Read and answer at once; a caller that sends everything before it reads anything is served too."""
        lines = Lines()
        async with anyio.create_task_group() as group:
            group.start_soon(lines.fill, receive, group.cancel_scope)
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            await self._answer(lines, send)
            group.cancel_scope.cancel()

    async def _answer(self, lines: Lines, send: Send) -> None:
        number = 0
        while (line := await lines.waiting.get()) is not None:
            number += 1
            answered = await run_in_threadpool(self._answered, line)
            text = json.dumps({"case": number, **answered}, allow_nan=False)
            await send({"type": "http.response.body", "body": text.encode() + b"\n", "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    def _answered(self, line: bytes | dict[str, Any]) -> dict[str, Any]:
        """The answer to a line, or its problem."""
        if isinstance(line, dict):
            return {"problem": line}
        try:
            case = case_from_mapping(json_in(line))
            return {"id": case.id, "answer": in_turn(lambda: document_of(case, self._part, self._seed))}
        except HTTPException as error:
            return {"problem": said(error.status_code, "Bad request", error.detail)}
        except MyotomeError as error:
            return {"problem": said_of(error)}
