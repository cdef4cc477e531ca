"""The pages of accounts in a real browser: without scripts, in both colour schemes, on narrow screens; cookies hold."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from myotome.records import Accounts, Acting, NewAccount, Records, Role, acting, code_at, open_records
from myotome.web import access_to, application
from myotome.web.access.access import Access
from support.clinics import two_clinics
from support.stored import KEY

pytestmark = pytest.mark.browser
OWN = "four plain words here"


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Records]:
    with closing(open_records(str(tmp_path / "records.sqlite"), environment=KEY)) as records:
        yield records


def looked_at(page: Any, name: str, found: list[Any]) -> None:
    """What axe finds, whether anything is wider than the screen, and a picture where a folder is named."""
    from axe_playwright_python.sync_playwright import Axe

    found += [(name, one["id"], one["nodes"][0]["html"][:200]) for one in Axe().run(page).response["violations"]]
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    if folder := os.environ.get("MYOTOME_PICTURES"):
        scheme = "dark" if page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") else "light"
        page.screenshot(path=f"{folder}/{name}-{width}-{scheme}.png", full_page=True)


def signed_in(page: Any, address: str, login: str, password: str) -> None:
    page.goto(f"{address}login")
    page.fill("#login", login)
    page.fill("#password", password)
    page.click("button >> text=Sign in")


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 390), ("light", 1440), ("dark", 1440)])
def test_every_page_of_accounts_passes_axe_and_works_without_scripts(
    chromium: Any, served: Callable[..., Any], kept: Records, scheme: str, width: int
) -> None:
    clinics = two_clinics(kept, needs_factor=True)
    accounts, found = Accounts(kept), list[Any]()
    clock, secret = clinics.access.signing.clock, ""
    moved = [0.0]
    object.__setattr__(clinics.access.signing, "clock", lambda: clock() + moved[0])
    password = accounts.reset(clinics.accounts["first", Role.ADMIN].id)
    with served(application(access=clinics.access)) as address:
        context = chromium.new_context(bypass_csp=True, viewport={"width": width, "height": 900}, color_scheme=scheme)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.goto(f"{address}accounts")
        looked_at(page, "login", found)
        signed_in(page, address, "admin.first", "wrong words")
        looked_at(page, "login-refused", found)
        signed_in(page, address, "admin.first", password)
        page.goto(f"{address}accounts")
        looked_at(page, "password", found)
        for name, text in (("old", password), ("new", OWN), ("again", OWN)):
            page.fill(f"#{name}", text)
        page.click("button >> text=Change")
        page.wait_for_selector("#code")
        looked_at(page, "second-factor", found)
        secret = page.inner_text(".secret code").replace(" ", "")
        page.fill("#code", code_at(secret, clinics.access.signing.clock()))
        page.click("text=Take it")
        looked_at(page, "recovery", found)
        page.goto(f"{address}account")
        looked_at(page, "account", found)
        page.click("text=Sign out")
        moved[0] = 60.0
        signed_in(page, address, "admin.first", OWN)
        page.wait_for_selector("#code")
        looked_at(page, "code", found)
        page.fill("#code", code_at(secret, clinics.access.signing.clock()))
        page.click("text=Go on")
        page.goto(f"{address}accounts")
        page.fill("#login", "new.one")
        page.click("button >> text=Add")
        looked_at(page, "accounts", found)
        page.goto(f"{address}emergency")
        page.fill("#reason", "found unconscious at home")
        looked_at(page, "emergency", found)
        page.click("button >> text=Open for")
        looked_at(page, "patients-in-emergency", found)
        page.click("text=Ada of first")
        looked_at(page, "patient-in-emergency", found)
        page.click("text=End it")
        page.goto(f"{address}patients")
        assert "This is not for the role admin." in page.content()
        looked_at(page, "refused", found)
        context.close()
    assert found == []


def test_an_examination_is_saved_by_somebody_who_signed_in(
    chromium: Any, served: Callable[..., Any], kept: Records
) -> None:
    """The live page sends its proof along, and the session's cookie holds for it."""
    access: Access = access_to(kept)
    made, password = Accounts(kept).add(NewAccount("ada", Role.CLINICIAN))
    with served(application(access=access)) as address:
        page = chromium.new_context().new_page()
        page.set_default_timeout(120_000)
        problems: list[str] = []
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        signed_in(page, address, "ada", password)
        for name, text in (("old", password), ("new", OWN), ("again", OWN)):
            page.fill(f"#{name}", text)
        page.click("button >> text=Change")
        page.goto(f"{address}patients")
        page.fill("#name", "Ada Example")
        page.click("text=Add")
        page.click("text=New visit")
        page.click("#extensor_hallucis_longus-left-3")
        page.wait_for_selector("#taken .chip")
        page.click("#save")
        page.wait_for_selector("text=Saved.")
        page.context.close()
    assert problems == []
    with acting(Acting(made.actor)):
        (patient,) = access.records.patients("ada")
        assert len(access.records.visits(patient.id)) == 1
