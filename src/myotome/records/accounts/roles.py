"""What an account is for."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Role"]


class Role(StrEnum):
    """Roles, each with what it may see; which page that is stands in the table of routes.

    Examples
    --------
    >>> [role.value for role in Role]
    ['viewer', 'clinician', 'researcher', 'admin']
    """

    VIEWER = "viewer"
    CLINICIAN = "clinician"
    RESEARCHER = "researcher"
    ADMIN = "admin"

    @property
    def words(self) -> str:
        """What it may do, in a sentence."""
        return _WORDS[self]


_WORDS = {
    Role.VIEWER: "reads patients of the clinic, saves nothing",
    Role.CLINICIAN: "reads and writes patients of the clinic",
    Role.RESEARCHER: "sees numbers and the table without names, no patient",
    Role.ADMIN: "looks after the accounts of the clinic, sees no patient",
}
