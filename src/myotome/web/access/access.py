"""What a program with accounts is started with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from myotome.records import Accounts, Programs, Records, SigningIn

if TYPE_CHECKING:
    from myotome.web.access.openid import OpenId

__all__ = ["Access", "access_to"]


@dataclass(frozen=True, slots=True)
class Access:
    """Accounts of one database, and how they sign in.

    Attributes
    ----------
    records : Records
        Of which nobody sees anything without being signed in.
    signing : SigningIn
    accounts : Accounts
    programs : Programs
    openid : OpenId or None
        An issuer that vouches for accounts; None for passwords alone.
    hosts : tuple of str
        Names under which browsers may call the program.
    behind_tls : bool
        Whether a proxy ends TLS before the program: what did not come over TLS is refused.
    """

    records: Records
    signing: SigningIn
    accounts: Accounts
    programs: Programs
    openid: OpenId | None = None
    hosts: tuple[str, ...] = ()
    behind_tls: bool = False


def access_to(
    records: Records,
    *,
    needs_factor: bool = False,
    openid: OpenId | None = None,
    hosts: tuple[str, ...] = (),
    behind_tls: bool = False,
) -> Access:
    """Access to the records of a database by its accounts.

    Parameters
    ----------
    records : Records
        As opened.
    needs_factor : bool
        Whether every account with a password has to take a second factor.
    openid : OpenId or None
    hosts : tuple of str
    behind_tls : bool
        Whether what did not come over TLS is refused.
    """
    own, signing = records.with_accounts(), SigningIn(records, needs_factor)
    return Access(own, signing, Accounts(own), Programs(own, signing), openid, hosts, behind_tls)
