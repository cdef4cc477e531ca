"""Whole reports: red flags first, the same headings everywhere, sources within reach, nothing runs or is loaded."""

from __future__ import annotations

import copy
import io
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdf
import pytest
import yaml

from myotome.answer.answer import assess
from myotome.care import ReferralFlag
from myotome.errors import InputError, UnknownNameError
from myotome.exam import case_from_mapping, read_case
from myotome.ledger import sources
from myotome.report.audience import Audience
from myotome.report.document.html import html_page
from myotome.report.document.parts import Document
from myotome.report.document.pdf import pdf_file
from myotome.report.documents import case_report
from support.answers import DAY, EXAMPLE_NAMES, EXAMPLES, assessed

NASTY = "</style></svg><script>window.hit = 1</script><img src=x onerror='window.hit=1'>\"#eval(1) *b* $x$ ]"
BROWSER = os.environ.get("MYOTOME_CHROMIUM", "/usr/bin/chromium")
LIMIT_BYTES = 500_000


@cache
def document(name: str, audience: Audience = Audience.CLINICIAN) -> Document:
    return case_report(assessed(name), audience)


@cache
def page(name: str, audience: Audience = Audience.CLINICIAN) -> str:
    return html_page(document(name, audience))


class Headings(HTMLParser):
    """Headings of a page in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        del attrs
        self.inside = re.fullmatch(r"h[1-6]", tag) is not None
        if self.inside:
            self.found.append((int(tag[1]), ""))

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and re.fullmatch(r"h[1-6]", tag) is None

    def handle_data(self, data: str) -> None:
        if self.inside:
            level, text = self.found[-1]
            self.found[-1] = (level, text + data)


def headings(text: str) -> list[tuple[int, str]]:
    reader = Headings()
    reader.feed(text)
    return reader.found


def outline(item: Any, reader: Any, level: int = 1) -> Iterator[str]:
    """Bookmarks of a printed file, parents before children."""
    for one in item:
        if isinstance(one, list):
            yield from outline(one, reader, level + 1)
        else:
            yield str(one.title)


def _alike(flags: tuple[ReferralFlag, ...]) -> list[ReferralFlag]:
    """Those as urgent as the first: what can wait longer does not stand in the same box."""
    return [flag for flag in flags if (flag.urgency == "soon") == (flags[0].urgency == "soon")]


@pytest.mark.parametrize("name", EXAMPLE_NAMES)
@pytest.mark.parametrize("audience", Audience)
def test_red_flags_stand_first(name: str, audience: Audience) -> None:
    shown, text, referral = document(name, audience), page(name, audience), assessed(name).plan.referral
    keys = [section.key for section in shown.sections]
    assert keys[:2] == (["help", "found"] if audience is Audience.PATIENT else ["summary", "red-flags"])
    end = text.find(f'<section id="{keys[1]}"')
    shown_flags = referral.flags if audience is Audience.PATIENT else _alike(referral.flags)
    for flag in shown_flags:
        wanted = flag.plain if audience is Audience.PATIENT else flag.to_whom
        assert 0 <= text.find(wanted) < end
    if referral.urgent:
        assert 0 <= text.find('class="alert urgent"') < text.find("<h3")
    if audience is Audience.CLINICIAN:
        assert referral.statement in text.replace("&#x27;", "'")


@pytest.mark.parametrize("name", EXAMPLE_NAMES)
@pytest.mark.parametrize("audience", Audience)
def test_nothing_is_loaded_from_anywhere(name: str, audience: Audience) -> None:
    text = page(name, audience)
    assert not re.search(r"(?i)\w+://|url\(|@import|<script|<link|<iframe|<object|<img|\bsrc=|xlink", text)
    assert re.findall(r'href="(?!#)', text) == []
    assert len(text.encode()) <= LIMIT_BYTES


@pytest.mark.parametrize("name", EXAMPLE_NAMES)
def test_headings_do_not_skip_a_level(name: str) -> None:
    levels = [level for level, _ in headings(page(name))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("audience", Audience)
def test_page_and_print_have_the_same_headings(audience: Audience) -> None:
    printed = pypdf.PdfReader(io.BytesIO(pdf_file(document("l5-foraminal-disc", audience))))
    wanted = [text for _, text in headings(page("l5-foraminal-disc", audience))]
    assert list(outline(printed.outline, printed)) == wanted


@pytest.mark.parametrize("name", EXAMPLE_NAMES)
def test_every_citation_leads_to_a_source_in_words(name: str) -> None:
    shown, text = document(name), page(name)
    numbers = shown.numbers()
    assert numbers
    assert set(numbers) <= set(sources())
    anchors = set(re.findall(r'href="#(source-\d+)"', text))
    assert anchors == {f"source-{number}" for number in numbers.values()}
    assert all(len(shown.sources[key]) > len("judgement") for key in numbers)


@pytest.mark.parametrize(
    "key", ["summary", "answer", "body", "everyday", "course", "options", "exercises", "investigations", "again"]
)
def test_every_chapter_with_numbers_cites(key: str) -> None:
    text = page("l5-foraminal-disc")
    chapter = text[text.index(f'<section id="{key}"') :]
    assert "#source-" in chapter[: chapter.index("</section>")]


def test_the_printed_report_is_tagged_archivable_and_names_the_patient() -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf_file(document("cauda-equina"))))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    told = root["/Metadata"].get_data().decode().replace(" ", "")
    assert "pdfaid:part>2<" in told
    assert "pdfuaid:part>1<" in told
    assert all("Case cauda-equina" in sheet.extract_text() for sheet in reader.pages)


def leaves(thing: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Ways to every text in a mapping."""
    if isinstance(thing, dict):
        for key, value in thing.items():
            yield from leaves(value, (*way, key))
    elif isinstance(thing, list):
        for number, value in enumerate(thing):
            yield from leaves(value, (*way, number))
    elif isinstance(thing, str):
        yield way


def replaced(thing: Any, way: tuple[Any, ...], value: str) -> Any:
    changed = copy.deepcopy(thing)
    at = changed
    for step in way[:-1]:
        at = at[step]
    at[way[-1]] = value
    return changed


def attacked() -> tuple[Any, int]:
    """A case with the script in every text that takes it, and how many those are."""
    whole = yaml.safe_load((EXAMPLES / "l5-foraminal-disc.yaml").read_text(encoding="utf-8"))
    whole |= {"note": "x", "source": "x"}
    whole["truth"] = {
        "class": "radiculopathy", "structure": "x", "roots": ["L5"], "side": "right", "disc_level": "L5-S1",
        "zone": "foraminal", "disc_to_blame": True, "red_flag": False, "confirmed_by": "surgery",
    }  # fmt: skip
    taken = 0
    for way in list(leaves(whole)):
        tried = replaced(whole, way, NASTY)
        try:
            case_from_mapping(tried)
        except (InputError, UnknownNameError):
            continue
        whole, taken = tried, taken + 1
    return whole, taken


@cache
def hostile(audience: Audience) -> Document:
    whole, taken = attacked()
    assert taken >= 2
    return case_report(assess(case_from_mapping(whole), made_on=DAY), audience)


@pytest.mark.parametrize("audience", Audience)
def test_a_script_in_every_text_of_a_case_stays_text(audience: Audience) -> None:
    text = html_page(hostile(audience))
    assert "<script" not in text
    assert "<img" not in text
    assert text.count("</style>") == 1
    if audience is Audience.CLINICIAN:
        assert "&lt;script&gt;" in text
        sheets = pypdf.PdfReader(io.BytesIO(pdf_file(hostile(audience)))).pages
        assert "#eval(1)" in "".join(sheet.extract_text() for sheet in sheets).replace("\n", "")


def test_the_known_answer_is_never_shown() -> None:
    whole = yaml.safe_load((EXAMPLES / "l5-foraminal-disc.yaml").read_text(encoding="utf-8"))
    whole["truth"] = {
        "class": "radiculopathy", "structure": "the secret answer", "roots": ["L5"], "side": "right",
        "disc_level": "L5-S1", "zone": "foraminal", "disc_to_blame": True, "red_flag": False, "confirmed_by": "surgery",
    }  # fmt: skip
    assert "secret" not in html_page(case_report(assess(case_from_mapping(whole), made_on=DAY)))


@pytest.mark.parametrize("name", EXAMPLE_NAMES)
def test_a_patient_reads_no_odds_and_no_bits(name: str) -> None:
    text = page(name, Audience.PATIENT)
    words = re.sub(r"<[^>]+>", " ", text[text.index("<main") : text.index("</main>")])
    assert not re.search(r"(?i)\d+ ?%|\bodds\b|\bbits?\b|likelihood|foraminal|MRC", words)


def test_a_grave_cause_is_not_named_on_paper() -> None:
    text = page("cauda-equina", Audience.PATIENT)
    told = text[text.index("<main") : text.index("</main>")]
    assert "in person" in told
    assert "cauda" not in told.lower()


def test_the_same_case_gives_the_same_report() -> None:
    again = html_page(case_report(assess(read_case(EXAMPLES / "peroneal-palsy.yaml"), made_on=DAY)))
    assert again == page("peroneal-palsy")


def browser_missing(browser: str = BROWSER) -> str:
    return "" if Path(browser).exists() else f"no chromium at {browser}; set MYOTOME_CHROMIUM"


def skipped_without(missing: str, needed: str | None) -> bool:
    """Whether the tests in a browser are left out: never where one is needed, as in continuous integration."""
    return bool(missing) and needed != "1"


@pytest.mark.parametrize(("needed", "skipped"), [("1", False), ("0", True), ("", True), (None, True)])
def test_a_missing_browser_is_passed_over_only_where_none_is_needed(needed: str | None, skipped: bool) -> None:
    missing = browser_missing("/no/such/browser")
    assert "/no/such/browser" in missing
    assert skipped_without(missing, needed) is skipped
    assert not skipped_without("", needed)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    if missing := browser_missing():
        pytest.fail(f"{missing}: MYOTOME_NEEDS_BROWSER is 1, so these tests may not be skipped")
    from playwright.sync_api import sync_playwright

    switches = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    switches += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=BROWSER, args=switches)
        yield browser
        browser.close()


@pytest.mark.browser
@pytest.mark.skipif(
    skipped_without(browser_missing(), os.environ.get("MYOTOME_NEEDS_BROWSER")), reason=browser_missing()
)
class TestInBrowser:
    """In a real browser: no violation of axe, nothing cut off on a phone, nothing runs and nothing is asked for."""

    @pytest.mark.parametrize("width", [1200, 390, 360])
    @pytest.mark.parametrize("name", ["l5-foraminal-disc", "cauda-equina"])
    @pytest.mark.parametrize("audience", Audience)
    def test_axe_finds_nothing(self, chromium: Any, width: int, name: str, audience: Audience, tmp_path: Path) -> None:
        from axe_playwright_python.sync_playwright import Axe

        target = tmp_path / "report.html"
        target.write_text(page(name, audience), encoding="utf-8")
        # The page forbids every script; the checker needs one.
        context = chromium.new_context(bypass_csp=True, viewport={"width": width, "height": 800})
        opened = context.new_page()
        opened.goto(target.as_uri())
        assert opened.evaluate("document.documentElement.scrollWidth") <= width
        opened.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        found = Axe().run(opened).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
        assert opened.evaluate("document.documentElement.scrollWidth") <= width
        context.close()

    @pytest.mark.parametrize("audience", Audience)
    def test_words_without_an_end_are_broken_on_a_phone(
        self, chromium: Any, audience: Audience, tmp_path: Path
    ) -> None:
        endless = "data/" + "long_name_of_a_set_" * 12
        made = assessed("l5-foraminal-disc")
        case = replace(made.case, source=endless, note=f"{endless} {endless}", id="a" + "b" * 70)
        target = tmp_path / "report.html"
        target.write_text(html_page(case_report(assess(case), audience)), encoding="utf-8")
        opened = chromium.new_page(viewport={"width": 360, "height": 800})
        opened.goto(target.as_uri())
        assert opened.evaluate("document.documentElement.scrollWidth") <= 360
        opened.close()

    @pytest.mark.parametrize("audience", Audience)
    def test_nothing_runs_and_nothing_is_asked_for(self, chromium: Any, audience: Audience, tmp_path: Path) -> None:
        target = tmp_path / "report.html"
        target.write_text(html_page(hostile(audience)), encoding="utf-8")
        context = chromium.new_context(bypass_csp=True)
        opened = context.new_page()
        asked: list[str] = []
        opened.on("request", lambda request: asked.append(request.url))
        opened.goto(target.as_uri())
        assert opened.evaluate("window.hit") is None
        assert asked == [target.as_uri()]
        context.close()
