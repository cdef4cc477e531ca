"""Two clinics in one database, with an account of each role and a patient in each, and a program that serves them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, cast

from fastapi import Request
from fastapi.testclient import TestClient

from myotome.records import Account, Accounts, Acting, Identity, NewAccount, NewProgram, Records, Role, acting
from myotome.records.accounts.sessions import begin_session
from myotome.web import access_to, application
from myotome.web.access.access import Access
from myotome.web.access.cookies import SESSION
from myotome.web.patients.tokens import token_of
from support.stored import DOCUMENT, case_of

__all__ = ["MISSING", "Clinics", "Silent", "client_of", "two_clinics"]

MISSING = "0" * 32
DAY = "2026-03-02"


class Silent:
    """Answers nothing in the background."""

    def __init__(self, _: Records) -> None:
        self.kept: list[Any] = []

    def keep(self, *asked: Any) -> None:
        self.kept.append(asked)

    def close(self) -> None:
        pass


@dataclass(frozen=True)
class Clinics:
    """What was made: ids of the patient, the visit and the answer of each clinic, accounts by clinic and role."""

    access: Access
    ids: Mapping[str, Mapping[str, str]]
    accounts: Mapping[tuple[str, Role], Account]

    def token(self, account: Account, stage: str = "whole") -> str:
        """What a browser holds that is signed in."""
        with self.access.signing.records.work(Acting(account.actor, every_clinic=True)) as work:
            return begin_session(work, account, stage, self.access.signing.now)

    def proof(self, token: str) -> str:
        """What the forms of a session bring along."""
        session = self.access.signing.session(token)
        assert session is not None
        return session.proof

    def bearer(self, clinic: str, role: Role) -> dict[str, str]:
        """Header of a program of this clinic and role."""
        account = self.accounts[clinic, role]
        with acting(Acting(account.actor, account.clinic)):
            _, token = self.access.programs.add(account.id, NewProgram("registry", role, 1))
        return {"authorization": f"Bearer {token}"}

    def form_token(self, token: str, subject: str) -> str:
        """Token of the form of a record, as a page of this session bears it."""
        session = self.access.signing.session(token)
        assert session is not None
        state = SimpleNamespace(browser=self.access.signing.browser_of(session))
        return token_of(self.access.records, cast(Request, SimpleNamespace(state=state, cookies={})), subject)


def two_clinics(records: Records, **options: Any) -> Clinics:
    """The first clinic and one called North."""
    access = access_to(records, **options)
    accounts, made = Accounts(records), {}
    north = accounts.add_clinic("North").id
    ids: dict[str, dict[str, str]] = {}
    for name, clinic in (("first", None), ("north", north)):
        for role in Role:
            made[name, role] = accounts.add(NewAccount(f"{role.value}.{name}", role), clinic)[0]
        with acting(Acting(made[name, Role.CLINICIAN].actor, clinic)):
            patient = access.records.add_patient(Identity(f"Ada of {name}", "1970-01-02"))
            visit = access.records.add_visit(patient, DAY, case_of())
            answer = access.records.add_answer(visit, 1, DOCUMENT)
            new = NewProgram("registry", Role.CLINICIAN, 1)
            program, _ = access.programs.add(made[name, Role.CLINICIAN].id, new)
        ids[name] = {"patient": patient, "visit": visit, "answer": answer, "account": made[name, Role.VIEWER].id}
        ids[name]["program"] = program.id
    return Clinics(access, ids, made)


def client_of(clinics: Clinics, token: str = "", **options: Any) -> TestClient:
    """A browser, signed in where it holds a token."""
    served = application(access=clinics.access)
    rest = {"raise_server_exceptions": False, "follow_redirects": False, "headers": {"accept": "text/html"}, **options}
    made = TestClient(served, "https://testserver", **rest)
    if token:
        made.cookies.set(SESSION, token)
    return made
