"""The page in a real browser: a patient by keyboard and by mouse alone, axe, the policy, and no scripts at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from myotome.answer import assess
from myotome.exam import Case, case_from_text, read_case
from myotome.web import application

EXAMPLE = Path(__file__).parents[2] / "examples" / "l5-foraminal-disc.yaml"
pytestmark = pytest.mark.browser
#: The example as it is typed, a finding at a time.
LINES = (
    "low back pain right, buttock pain right, lateral lower leg pain right, dorsum of foot pain right",
    "onset trigger lifting, bladder or bowel disturbance no, cancer no",
    "EHL 3 r, tibialis anterior 4 r, gluteus medius 4 r, tibialis posterior 4 r, peronei 4 r",
    "ankle plantarflexion 5 r, knee extension 5 r, EHL 5 l",
    "dorsum of foot reduced r, great toe reduced r, lateral foot normal r, medial lower leg normal r",
    "knee jerk normal both, ankle jerk normal both, medial hamstring reduced r",
    "SLR + r, crossed straight leg raise - l, trendelenburg + r",
)


@pytest.fixture(scope="module")
def address(served: Callable[..., Any]) -> Iterator[str]:
    with served(application()) as made:
        yield made


@pytest.fixture
def page(chromium: Any, address: str) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": 1440, "height": 1000}, accept_downloads=True)
    opened = context.new_page()
    faults: list[str] = []
    opened.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.set_default_timeout(60_000)
    opened.goto(address)
    yield opened
    assert faults == []
    context.close()


@cache
def expected() -> Any:
    return assess(replace(read_case(EXAMPLE), record="structured")).explanation


def until(page: Any, expression: str) -> None:
    """Wait until something holds in the page; the policy of the page forbids the browser's own way to wait for it."""
    for _ in range(1200):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never came true: {expression}")


def taken(page: Any) -> None:
    """Wait until every entry is in the page."""
    until(page, "!Number(document.querySelector('#exam').dataset.pending || 0)")


def settled(page: Any, count: int) -> None:
    """Wait until so many findings are entered."""
    until(page, f"JSON.parse(document.querySelector('[name=case]').value).findings.length === {count}")
    taken(page)


def entered_case(page: Any) -> Case:
    with page.expect_download() as started:
        page.focus("#download")
        page.keyboard.press("Enter")
    return case_from_text(Path(started.value.path()).read_text(encoding="utf-8"))


def assert_same_answer(page: Any) -> None:
    """The page shows the lead of the command line, and the case that it hands out has the same answer."""
    until(page, f"Math.abs(document.querySelector('#answer').dataset.lead - {expected().causes[0].probability}) < 1e-9")
    told = assess(entered_case(page)).explanation
    assert [one.label for one in told.causes] == [one.label for one in expected().causes]
    for mine, theirs in zip(told.causes, expected().causes, strict=True):
        assert abs(mine.probability - theirs.probability) <= 1e-9
    assert abs(told.disc_to_blame.probability - expected().disc_to_blame.probability) <= 1e-9
    assert told.disc_to_blame.verdict == expected().disc_to_blame.verdict
    assert [one.id for one in told.next_tests] == [one.id for one in expected().next_tests]


def tab_to(page: Any, wanted: str) -> None:
    """Go to a control by the Tab key alone."""
    for _ in range(400):
        if page.evaluate("document.activeElement.id || document.activeElement.name") == wanted:
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab does not reach {wanted}")


def choose(page: Any, field: str, typed: str) -> None:
    """Choose an entry of a list by typing its beginning."""
    tab_to(page, field)
    page.keyboard.type(typed)
    page.keyboard.press("Tab")
    taken(page)


def test_a_patient_by_keyboard_alone(page: Any) -> None:
    page.keyboard.press("/")
    count = 0
    sizes = (1, 4, 9, 12, 15, 18, 21)
    for line, count in zip(LINES, sizes, strict=True):
        page.keyboard.type(line)
        page.keyboard.press("Enter")
        settled(page, count)
        assert page.evaluate("document.activeElement.id") == "line"
    for field, typed in (("age", "58"), ("sex", "male"), ("onset", "5 weeks"), ("height_cm", "178")):
        choose(page, field, typed)
    for field, typed in (("weight_kg", "84"), ("dominant_hand", "right"), ("setting", "spine")):
        choose(page, field, typed)
    for field, typed in (("radiating", "yes"), ("onset", "sudden"), ("severity", "7")):
        choose(page, f"pain.0.{field}", typed)
    for key, names in (
        ("character", ("burning", "shooting")),
        ("worse_with", ("standing", "bending_backward")),
        ("better_with", ("bending_forward",)),
    ):
        page.focus(f"[id='pain.0.{key}-d'] summary")
        page.keyboard.press("Enter")
        for name in names:
            tab_to(page, f"pain.0.{key}.{name}")
            page.keyboard.press("Space")
            taken(page)
    tab_to(page, "z-L5-S1-2")
    page.keyboard.press("Enter")
    settled(page, 22)
    for key, typed in (("finding", "extrusion"), ("root_contact", "compress"), ("structure", "L5")):
        choose(page, f"imaging.21.{key}", typed)
    choose(page, "image_disc", "L4-L5")
    page.focus("#image_finding")
    page.keyboard.type("disc degen")
    tab_to(page, "add-image")
    page.keyboard.press("Enter")
    settled(page, 23)
    assert_same_answer(page)


def test_a_patient_by_mouse_alone(page: Any) -> None:  # noqa: C901
    count = 0

    def click(selector: str, more: int = 1) -> None:
        nonlocal count
        page.click(selector)
        count += more
        settled(page, count)

    def pick(field: str, value: str) -> None:
        page.select_option(f"[id='{field}']", value)
        taken(page)

    for number, area in enumerate(("low_back", "buttock", "lateral_lower_leg", "dorsum_of_foot")):
        view = "back" if number < 2 else "front"
        click(f"#r-{view}-right-{area} use", int(number == 0))
        until(page, f"document.querySelector('#r-{view}-right-{area}').ariaLabel.includes('pain')")
    for key, value in (("radiating", "yes"), ("onset", "sudden")):
        pick(f"pain.0.{key}", value)
    for key, names in (
        ("character", ("shooting", "burning")),
        ("worse_with", ("standing", "bending_backward")),
        ("better_with", ("bending_forward",)),
    ):
        page.click(f"[id='pain.0.{key}-d'] summary")
        for name in names:
            page.click(f"[id='pain.0.{key}.{name}']")
            taken(page)
    pick("item", "onset_trigger")
    click("#history button:has-text('lifting') >> nth=0")
    click("#q-bladder_or_bowel_disturbance-1")
    click("#q-cancer-1")
    for name, grade in (("extensor_hallucis_longus", 3), ("tibialis_anterior", 4), ("gluteus_medius", 4)):
        click(f"#{name}-right-{grade}")
    for name, grade in (("tibialis_posterior", 4), ("peronei", 4), ("ankle_plantarflexion", 5), ("knee_extension", 5)):
        click(f"#{name}-right-{grade}")
    click("#extensor_hallucis_longus-left-5")
    page.click("#mode-reduced")
    page.wait_for_selector("#mode-reduced[aria-pressed=true]")
    click("#r-front-right-dorsum_of_foot use")
    click("#r-front-right-great_toe use", 0)
    until(page, "document.querySelector('#r-front-right-great_toe').ariaLabel.includes('reduced')")
    page.click("#mode-normal")
    page.wait_for_selector("#mode-normal[aria-pressed=true]")
    for area in ("lateral_foot", "medial_lower_leg"):
        page.select_option("#area", area)
        click("#mark")
    for name in ("patellar", "achilles"):
        click(f"#{name}-right-2")
        click(f"#{name}-left-2")
    click("#medial_hamstring-right-1")
    click("#straight_leg_raise-right-1")
    click("#crossed_straight_leg_raise-left-0")
    click("#trendelenburg-right-1")
    click("#z-L5-S1-2")
    for key, value in (("finding", "extrusion"), ("root_contact", "compression"), ("structure", "L5")):
        pick(f"imaging.{count - 1}.{key}", value)
    page.select_option("#image_disc", "L4-L5")
    page.select_option("#image_finding", "disc_degeneration")
    click("#add-image")
    for field, value in (("sex", "male"), ("dominant_hand", "right"), ("setting", "spine_clinic")):
        pick(field, value)
    # what is a number has no list to click: it is filled in
    for field, value in (("age", "58"), ("onset", "5 weeks"), ("height_cm", "178"), ("weight_kg", "84")):
        page.fill(f"#{field}", value)
        page.click("#who-h")
        taken(page)
    page.fill("[id='pain.0.severity']", "7")
    page.click("#who-h")
    taken(page)
    assert_same_answer(page)


def test_digits_grade_a_row_and_go_down(page: Any) -> None:
    page.focus("#hip_flexion-right-5")
    for key in ("5", "n", "4", "3"):
        page.keyboard.press(key)
    settled(page, 4)
    until(page, "document.activeElement.closest('[data-cell]').dataset.cell === 'gluteus_medius-right'")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Backspace")
    settled(page, 3)
    left = page.evaluate("JSON.parse(document.querySelector('[name=case]').value).findings")
    assert [one.get("mrc") for one in left] == [5, 5, 4]


def test_the_answer_is_spoken_once_and_the_focus_stays(page: Any) -> None:
    page.evaluate(
        "window.spoken = []; new MutationObserver(() => window.spoken.push(document.querySelector('#say').textContent))"
        ".observe(document.querySelector('#say'), { childList: true, characterData: true, subtree: true })"
    )
    page.focus("#extensor_hallucis_longus-right-3")
    page.keyboard.press("Enter")
    until(page, "window.spoken.length > 0")
    taken(page)
    assert len(page.evaluate("window.spoken")) == 1
    assert page.evaluate("document.activeElement.id") == "extensor_hallucis_longus-right-3"


def test_back_from_a_chapter_finds_what_was_entered_and_a_new_address_is_empty(page: Any, address: str) -> None:
    page.click("#extensor_hallucis_longus-right-3")
    settled(page, 1)
    page.click("#to-load")
    page.wait_for_selector("#carried")
    page.go_back()
    settled(page, 1)
    page.click(".pages [aria-current=page]")
    settled(page, 1)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.click(".head .mark")
    assert len(asked) == 1
    settled(page, 1)
    page.goto(address)
    settled(page, 0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_a_phone(chromium: Any, address: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = chromium.new_context(bypass_csp=True, viewport={"width": 390, "height": 800}, color_scheme=scheme)
    opened = context.new_page()
    opened.goto(address)
    found = Axe().run(opened).response["violations"]
    opened.set_input_files("#file", EXAMPLE)
    opened.click(".fileform button")
    for name in ("flags", "who", "chart", "strength", "imaging", "reflexes", "signs", "history", "taken"):
        opened.click(f"#part-{name}")
        found += Axe().run(opened).response["violations"]
        assert opened.evaluate("document.documentElement.scrollWidth") <= 390
    assert [(one["id"], one["nodes"][0]["html"][:200], one["nodes"][0]["failureSummary"][:200]) for one in found] == []
    context.close()


def test_nothing_that_a_file_holds_runs(chromium: Any, address: str, tmp_path: Path) -> None:
    hostile = tmp_path / "hostile.json"
    text = "<img src=x onerror=window.hit=1><script>window.hit=1</script>\\u202e"
    found = '{"type": "history", "item": "' + text + '", "value": true}'
    hostile.write_text(f'{{"id": "{text}", "note": "{text}", "findings": [{found}], "demographics": {{}}}}')
    context = chromium.new_context()
    opened = context.new_page()
    breaches: list[str] = []
    opened.on("console", lambda message: breaches.append(message.text))
    opened.goto(address)
    opened.set_input_files("#file", hostile)
    opened.click(".fileform button")
    opened.wait_for_selector("text=Not taken")
    assert opened.evaluate("window.hit") is None
    assert breaches == []
    context.close()


def test_without_scripts_a_button_brings_the_page_back_with_the_answer(chromium: Any, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(address)
    opened.fill("#line", "EHL 3 r")
    opened.click("#read")
    opened.click("button.reading")
    opened.click("#straight_leg_raise-right-1")
    assert "L5 root, right" in opened.inner_text("#answer")
    context.close()
