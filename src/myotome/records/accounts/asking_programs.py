"""Programs that ask without a browser: whose token it is, and how often it may ask."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from myotome.records.accounts.account import account_in
from myotome.records.accounts.attempts import Windows
from myotome.records.accounts.limits import account_limits
from myotome.records.accounts.programs import (
    NewProgram,
    Program,
    add_program,
    end_program,
    program_of,
    programs_in,
)
from myotome.records.accounts.signing_in import SigningIn
from myotome.records.records import Records
from myotome.records.storage.acting import Acting

__all__ = ["Programs"]

_SIGNING_IN: Final = Acting("signing in", every_clinic=True)
_MINUTE: Final = 60.0
_REMEMBERED: Final = 10_000


@dataclass(frozen=True)
class Programs:
    """Programs of one database.

    Attributes
    ----------
    records : Records
        As far as who acts may see them.
    signing : SigningIn
        Whose clock it is, and whose records hold the tokens.
    """

    records: Records
    signing: SigningIn
    _asked: Windows = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Begin to count."""
        object.__setattr__(self, "_asked", Windows(_MINUTE, _REMEMBERED, lambda: self.signing.clock()))

    def called_by(self, token: str) -> Program | None:
        """The program of a token; None where there is none that may ask."""
        with self.signing.records.glance(_SIGNING_IN) as work:
            return program_of(work, token, self.signing.now)

    def asks_too_often(self, program: Program) -> bool:
        """Count a request; whether there were too many within a minute."""
        return self._asked.add(program.id) > account_limits("program")["requests_per_minute"]

    def add(self, account: str, new: NewProgram) -> tuple[Program, str]:
        """Keep a new program of an account; returns it with its token, which is shown once."""
        with self.records.work() as work:
            return add_program(work, account_in(work, account), new, self.signing.now)

    def all(self, account: str | None = None) -> tuple[Program, ...]:
        """Programs of the clinic, or of one account."""
        with self.records.work() as work:
            work.note("listed", "programs")
            return programs_in(work, account)

    def end(self, program: str, account: str | None = None) -> None:
        """End a program of the clinic, or of one account alone; its token opens nothing from then on."""
        with self.records.work() as work:
            end_program(work, program, account)
