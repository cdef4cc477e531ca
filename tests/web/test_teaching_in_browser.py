"""Teaching in a real browser: by keyboard, without scripts, on a phone and a desk, axe and the policy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from myotome.web import application

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(served: Callable[..., Any]) -> Iterator[str]:
    with served(application()) as made:
        yield made


def opened(browser: Any, address: str, faults: list[str], **options: Any) -> Any:
    page = browser.new_context(**options).new_page()
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.set_default_timeout(120_000)
    page.goto(address)
    return page


def on(page: Any) -> None:
    """To the next findings, or to what it was."""
    page.click("#on")
    page.wait_for_selector("#check, h1:has-text('what it was')")


def until(page: Any, selector: str) -> None:
    page.wait_for_selector(selector)


def test_the_anatomy_by_keyboard_and_by_click_keeps_the_focus(chromium: Any, address: str) -> None:
    faults: list[str] = []
    page = opened(chromium, f"{address}anatomy", faults)
    page.focus("#cut")
    page.keyboard.type("S1")
    until(page, "#falls:has-text('S1 root, right')")
    assert page.evaluate("document.activeElement.id") == "cut"
    page.focus("#side-right")
    page.keyboard.press("ArrowRight")
    until(page, "#falls:has-text('S1 root, left')")
    page.click(".hit[aria-label='Left great toe'] use >> nth=0")
    until(page, "#traced-title:has-text('Great toe')")
    page.click("#way-1-1")
    until(page, "#way-1-1.cut")
    page.go_back()
    until(page, "#falls:has-text('S1 root, left')")
    assert "cut=S1" in page.url
    assert faults == []
    page.context.close()


def test_anatomy_and_quiz_without_scripts(chromium: Any, address: str) -> None:
    page = opened(chromium, f"{address}anatomy", [], java_script_enabled=False)
    page.select_option("#cut", "femoral")
    page.click("#show")
    assert page.inner_text("#falls") == "Femoral nerve, right"
    page.click(".hit[aria-label='Left great toe'] use >> nth=0")
    assert page.inner_text("#traced-title") == "Great toe"
    page.goto(f"{address}quiz")
    page.click(".caselist a >> nth=1")
    while page.locator("#check").count():
        page.check("[name=quiz_place] >> nth=0")
        page.click("#check")
        on(page)
    assert "what it was" in page.inner_text("h1")
    page.context.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 390), ("light", 1440), ("dark", 1440)])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    chromium: Any, address: str, scheme: str, width: int
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    faults: list[str] = []
    options = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme, "bypass_csp": True}
    page = opened(chromium, f"{address}anatomy", faults, **options)
    found: list[Any] = []

    def looked() -> None:
        found.extend(Axe().run(page).response["violations"])
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    looked()
    for path in ("anatomy?cut=median@carpal_tunnel&other=C6&trace=reflex:achilles", "quiz", "quiz/1"):
        page.goto(address + path)
        looked()
    page.check("[name=quiz_place] >> nth=0")
    page.check("[name=quiz_test] >> nth=0")
    page.click("#check")
    page.wait_for_selector("#on")
    looked()
    on(page)
    while page.locator("#check").count():
        page.check("[name=quiz_place] >> nth=0")
        page.click("#check")
        on(page)
    looked()
    assert [(one["id"], one["nodes"][0]["html"][:200], one["nodes"][0]["failureSummary"][:200]) for one in found] == []
    assert faults == []
    page.context.close()


def test_the_examination_is_found_again_from_teaching_until_a_new_one_is_begun(
    chromium: Any, served: Callable[..., Any]
) -> None:
    with served(application()) as address:
        page = chromium.new_context(bypass_csp=True).new_page()
        page.set_default_timeout(120_000)
        page.goto(address)
        page.click("#extensor_hallucis_longus-left-3")
        page.wait_for_selector("#taken .chip")
        for _ in range(2):
            page.click("nav.pages >> text=Teaching")
            page.wait_for_selector(".subnav")
            page.click("nav.pages >> text=Examination")
            page.wait_for_function("document.querySelectorAll('#taken .chip').length === 1")
        page.on("dialog", lambda dialog: dialog.accept())
        page.click(".head .mark")
        page.wait_for_selector("text=Nothing entered yet")
        page.click("nav.pages >> text=Teaching")
        page.wait_for_selector(".subnav")
        page.click("nav.pages >> text=Examination")
        page.wait_for_selector("#exam")
        assert page.locator("#taken .chip").count() == 0
        page.context.close()
