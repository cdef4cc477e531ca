"""The log of the program: a line of JSON for each event, and never anything that was found, asked or answered."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any, Final, TextIO

import structlog

__all__ = ["begin_log", "note_failure", "note_request"]

_NAME: Final = "myotome"
_LOG: Final = structlog.stdlib.get_logger(_NAME)


def begin_log(*, every_request: bool, stream: TextIO | None = None) -> None:
    """Write the log of this process to a stream, that of the libraries too.

    Parameters
    ----------
    every_request : bool
        Whether requests are noted; else failures alone.
    stream : file or None
        None for the stream of errors.
    """
    shared = (
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_words,
    )
    made = (structlog.stdlib.ProcessorFormatter.remove_processors_meta, structlog.processors.JSONRenderer())
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=made))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger(_NAME).setLevel(logging.INFO if every_request else logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
    )


def note_request(method: str, route: str, status: int, seconds: float) -> None:
    """Note that a request was answered: its route as the table names it, without ids and parameters."""
    _LOG.info("request", method=method, route=route, status=status, seconds=round(seconds, 4))


def note_failure(method: str, route: str, error: BaseException) -> None:
    """Note that the program failed: where, and with which kind of error; its words may hold what was entered."""
    _LOG.error("failure", method=method, route=route, **_where(error))


def _where(error: BaseException) -> dict[str, Any]:
    """Kind and place of an error, without its words and without any value.

    Examples
    --------
    >>> _where(ValueError("Ada Example"))
    {'error': 'ValueError', 'at': []}
    """
    frames = traceback.extract_tb(error.__traceback__)
    return {"error": type(error).__name__, "at": [f"{one.filename}:{one.lineno} {one.name}" for one in frames]}


def _without_words(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Of an error that a library notes, where it was and of which kind it is: its words may hold what was entered."""
    told = event.pop("exc_info", None)
    if told is True:
        told = sys.exc_info()
    error = told[1] if isinstance(told, tuple) else told
    if isinstance(error, BaseException):
        event.update(_where(error))
    record = event.get("_record")
    if isinstance(record, logging.LogRecord):
        record.exc_info = record.exc_text = None
        if isinstance(record.msg, str):
            event["event"] = (
                record.msg.partition("\n")[0] if not record.args else record.getMessage().partition("\n")[0]
            )
    return event
