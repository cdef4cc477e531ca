"""Who asks for a page: said once by the gate, and asked by the templates."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from myotome.records import Emergency, Role
from myotome.web.access.routes import RULES

__all__ = ["PRESENT", "Visitor", "may", "proof", "visitor"]


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks for a page of a program with accounts.

    Attributes
    ----------
    role : Role or None
        What they may see now; None where nobody is signed in.
    login : str
    clinic : str
        Name of the clinic whose patients are seen; empty where there is only one.
    proof : str
        What their forms bring along.
    emergency : Emergency or None
        Access in an emergency that lasts.
    """

    role: Role | None = None
    login: str = ""
    clinic: str = ""
    proof: str = ""
    emergency: Emergency | None = None


#: None where the program has no accounts: one user, on this computer.
PRESENT: Final[ContextVar[Visitor | None]] = ContextVar("visitor", default=None)


def visitor() -> Visitor | None:
    """Who asks; None where the program has no accounts."""
    return PRESENT.get()


def may(method: str, address: str) -> bool:
    """Whether who asks may ask a route of the table: what leads there is left out otherwise.

    Examples
    --------
    >>> may("GET", "/patients")
    True
    """
    present = PRESENT.get()
    return present is None or present.role in RULES[method, address].roles


def proof() -> Markup:
    """The hidden field of a form; nothing where the program has no accounts."""
    present = PRESENT.get()
    if present is None or not present.proof:
        return Markup("")
    return Markup('<input type="hidden" name="proof" value="{}">').format(present.proof)
