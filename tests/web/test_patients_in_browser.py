"""Patients in a real browser: saved, reopened after a restart, never mixed; axe, narrow screens, print, no scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from myotome.answer import assess
from myotome.exam import read_case
from myotome.records import Identity, open_records
from myotome.web import application
from support.stored import KEY, case_of

EXAMPLE = Path(__file__).parents[2] / "examples" / "l5-foraminal-disc.yaml"
pytestmark = pytest.mark.browser


@pytest.fixture
def program(served: Callable[..., Any], tmp_path: Path) -> Callable[..., Any]:
    """Start the program on one database, as often as is wanted."""

    @contextmanager
    def start() -> Iterator[str]:
        kept = closing(open_records(str(tmp_path / "records.sqlite"), environment=KEY))
        with kept as records, served(application(records=records)) as address:
            yield address

    return start


@pytest.fixture
def patients(tmp_path: Path) -> tuple[str, str, str]:
    """Ada with two visits and a stored answer, and Bert with one; the ids of Ada, of her visit and of Bert's."""
    with closing(open_records(str(tmp_path / "records.sqlite"), environment=KEY)) as records:
        ada, bert = (
            records.add_patient(Identity("Ada Example", "1968-05-12", "K-1")),
            records.add_patient(Identity("Bert Sample")),
        )
        visit = records.add_visit(ada, "2026-03-02", read_case(EXAMPLE))
        answer = assess(read_case(EXAMPLE), made_on=date(2026, 3, 2)).to_dict()
        records.add_answer(visit, 1, answer)
        records.add_visit(ada, "2026-04-02", case_of(4))
        return ada, visit, records.add_visit(bert, "2026-03-02", case_of(2))


def taken(page: Any) -> None:
    while page.evaluate("Number(document.querySelector('#exam').dataset.pending || 0)"):
        page.wait_for_timeout(30)


def opened(browser: Any, address: str, **options: Any) -> Any:
    page = browser.new_context(**options).new_page()
    page.set_default_timeout(120_000)
    page.goto(address)
    return page


def test_a_visit_is_saved_and_reopens_after_a_restart(chromium: Any, program: Callable[..., Any]) -> None:
    with program() as address:
        page = opened(chromium, f"{address}patients")
        page.fill("#name", "Ada Example")
        page.click("text=Add")
        page.click("text=New visit")
        page.click("#extensor_hallucis_longus-left-3")
        page.click("#straight_leg_raise-left-1")
        page.click("#save")  # at once: what is on its way goes with it
        page.wait_for_selector("text=Saved.")
        assert page.locator("#taken .chip").count() == 2
        visit = page.url.partition("?")[0].rpartition("/")[2]
        page.context.close()
    with program() as address:
        page = opened(chromium, f"{address}patients?q=ada")
        page.click("text=Ada Example")
        page.click(f"a[href='/visits/{visit}']")
        assert page.locator("#extensor_hallucis_longus-left-3[aria-pressed=true]").count() == 1
        assert "L5 root, left" in page.inner_text("#answer")
        page.goto(f"{address}visits/{visit}/answers")
        assert page.locator("tbody a").count() == 1
        page.context.close()


def test_two_tabs_and_the_back_button_mix_no_patients(
    chromium: Any, program: Callable[..., Any], patients: tuple[str, str, str]
) -> None:
    _, of_ada, of_bert = patients
    with program() as address:
        first = opened(chromium, f"{address}visits/{of_ada}")
        second = first.context.new_page()
        second.goto(f"{address}visits/{of_bert}")
        first.click("#slump-right-1")
        taken(first)
        first.click("#save")
        first.wait_for_selector("text=Saved.")
        second.click("#extensor_hallucis_longus-left-5")
        taken(second)
        second.goto(f"{address}visits/{of_ada}")
        second.go_back()
        assert "Bert Sample" in second.inner_text(".head")
        second.click("#save")
        second.wait_for_selector(".notice")
        assert "Bert Sample" in second.inner_text(".head")
        first.go_back()
        assert "Ada Example" in first.inner_text(".head")
        first.click("#slump-left-1")
        taken(first)
        first.click("#save")
        first.wait_for_selector('.notice, h1:has-text("Changed elsewhere")')
        assert "Ada Example" in first.inner_text(".head")
        first.context.close()
    with program() as address:
        page = opened(chromium, f"{address}visits/{of_bert}")
        assert page.locator("#slump-right-1[aria-pressed=true], #slump-left-1[aria-pressed=true]").count() == 0
        page.context.close()


def test_every_form_works_without_scripts(chromium: Any, program: Callable[..., Any]) -> None:
    with program() as address:
        page = opened(chromium, address, java_script_enabled=False)
        page.click("#extensor_hallucis_longus-left-3")
        page.click("#save")
        page.fill("#name", "Ada Example")
        page.click("text=Add and save")
        assert "Saved." in page.content()
        page.click("#straight_leg_raise-left-1")
        assert "Ada Example" in page.content()
        page.click("#save")
        assert "state 2 of this visit" in page.content()
        page.click(".who a")
        page.click(".visits button >> nth=0")
        page.click("summary >> nth=-1")
        page.click("text=Take back")
        page.fill("#note", "prefers mornings")
        page.click("text=Save")
        assert page.input_value("#note") == "prefers mornings"
        page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 768, 1440])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    chromium: Any, program: Callable[..., Any], patients: tuple[str, str, str], scheme: str, width: int
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    ada, visit, _ = patients
    found = []
    with program() as address:
        page = opened(chromium, address, bypass_csp=True, viewport={"width": width, "height": 900}, color_scheme=scheme)
        paths = ("patients", f"patients/{ada}", f"visits/{visit}", f"visits/{visit}/answers", "patients/x")
        for path in (*paths, f"patients/{ada}/examination"):
            page.goto(address + path)
            found += Axe().run(page).response["violations"]
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        page.goto(f"{address}visits/{visit}/answers")
        page.click("tbody a")
        found += Axe().run(page).response["violations"]
        page.context.close()
    assert [(one["id"], one["nodes"][0]["html"][:200], one["nodes"][0]["failureSummary"][:200]) for one in found] == []


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 768), ("light", 1440)])
def test_axe_finds_nothing_in_the_chapters_and_no_policy_is_broken(
    chromium: Any, program: Callable[..., Any], patients: tuple[str, str, str], scheme: str, width: int
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    found, breaches = [], []
    with program() as address:
        look = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
        page = opened(chromium, f"{address}visits/{patients[1]}", bypass_csp=True, **look)
        strict = opened(chromium, f"{address}visits/{patients[1]}", **look)
        strict.on("console", lambda message: breaches.append(message.text))
        for name in ("course", "load", "care", "report", "sheet"):
            page.click(f"#to-{name}")
            page.wait_for_selector(f"#to-{name}[aria-pressed=true]")
            found += Axe().run(page).response["violations"]
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name
            strict.click(f"#to-{name}")
            strict.wait_for_selector(f"#to-{name}[aria-pressed=true]")
        page.goto(f"{address}dermatomes")
        found += Axe().run(page).response["violations"]
        page.context.close()
        strict.context.close()
    assert [(one["id"], one["nodes"][0]["html"][:200], one["nodes"][0]["failureSummary"][:200]) for one in found] == []
    assert breaches == []


def test_the_patient_stands_on_the_printed_page(
    chromium: Any, program: Callable[..., Any], patients: tuple[str, str, str], tmp_path: Path
) -> None:
    from pypdf import PdfReader

    ada, visit, _ = patients
    with program() as address:
        page = opened(chromium, f"{address}visits/{visit}")
        for path in (f"visits/{visit}", f"patients/{ada}"):
            page.goto(address + path)
            page.pdf(path=tmp_path / "printed.pdf", prefer_css_page_size=True)
            first = PdfReader(tmp_path / "printed.pdf").pages[0].extract_text()
            assert "Ada Example" in first
            assert "1968-05-12" in first
        page.context.close()
