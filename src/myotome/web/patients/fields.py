"""What the forms of patients bring, and where they lead."""

from __future__ import annotations

from typing import Final

from fastapi.responses import RedirectResponse

from myotome.errors import InputError, Problem
from myotome.records import NoSuchRecordError
from myotome.web.examination.examination import Given

__all__ = ["WHO", "chosen_passphrase", "field", "is_archive", "see", "seen_in", "who_in"]

#: Fields that say who a patient is.
WHO: Final = ("name", "born", "number", "note")
_SEE_OTHER: Final = 303
_DIGITS: Final = 9


def field(given: Given, name: str) -> str:
    """The last value of a field; empty where it was not sent."""
    return (given.get(name) or [""])[-1]


def who_in(given: Given) -> dict[str, str]:
    """Who a patient is, as typed."""
    return {name: field(given, name) for name in WHO}


def seen_in(given: Given) -> int:
    """The version that a form was made on; one that no record has where it is no number."""
    text = field(given, "seen")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else -1


def chosen_passphrase(given: Given) -> str:
    """A passphrase that was typed twice alike; raises InputError where it was not."""
    if field(given, "passphrase") != field(given, "again"):
        message = "The two passphrases differ; nothing was exported."
        raise InputError([Problem("passphrase", None, "two that differ", "the same twice", (), message)])
    return field(given, "passphrase")


def is_archive(act: str) -> bool:
    """Whether a button archives or restores; raises as for a page that does not exist where it says neither."""
    if act not in ("archive", "restore"):
        raise NoSuchRecordError
    return act == "archive"


def see(address: str) -> RedirectResponse:
    """Send the browser on to a page, so that reloading it sends nothing again."""
    return RedirectResponse(address, _SEE_OTHER)
