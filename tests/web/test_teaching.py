"""Teaching: what a cut takes is what a trace loses; a quiz shows every finding once and says the truth at the end."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from myotome.exam import read_case
from myotome.tables import data_path
from myotome.tables.files import files_like
from myotome.web import application
from myotome.web.answer.computing import Answers
from myotome.web.teaching.chart import chart_of
from myotome.web.teaching.cuts import cut_of, cuts_by_kind, differences
from myotome.web.teaching.library import lessons
from myotome.web.teaching.quiz import Quiz
from myotome.web.teaching.rounds import Round, first_seen, next_seen, past_in, past_text
from myotome.web.teaching.ways import targets_by_kind, traced

ROOT = Path(__file__).parents[2]
PLACES = [place for places in cuts_by_kind().values() for place, _ in places]
KINDS = {"muscle": "muscles", "area": "areas"}
WIDTH = 304.0
EXAMPLE = ROOT / "examples" / "l5-foraminal-disc.yaml"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(application(), raise_server_exceptions=False) as made:
        yield made


@given(st.sampled_from(PLACES), st.sampled_from([*KINDS]), st.data())
def test_what_a_cut_takes_and_what_it_leaves_are_the_whole(place: str, kind: str, data: st.DataObject) -> None:
    lost = {one.name: one.share for one in getattr(cut_of(place), KINDS[kind])}
    name = data.draw(st.sampled_from([*(lost or dict(targets_by_kind()[kind]))]))
    told = traced(kind, name, place)
    assert told is not None
    assert abs(1.0 - told.left - lost.get(name, 0.0)) < (1e-3 if name in lost else 0.051)
    assert abs(sum(share for _, share in told.roots) - 1.0) < 1e-3
    assert all(way.is_cut == (place in way.places) for way in told.ways)


@given(st.sampled_from(PLACES))
def test_the_drawing_of_one_side_is_the_mirror_of_the_other(place: str) -> None:
    right, left = (chart_of(cut_of(place), side) for side in ("right", "left"))
    assert right.frame == left.frame
    for view in right.shades:
        swapped = {(shade.path.replace("-left-", "-right-"), shade.style) for shade in left.shades[view]}
        assert swapped == {(shade.path, shade.style) for shade in right.shades[view]}
        for one, other in zip(right.marks[view], left.marks[view], strict=True):
            assert (one.text, one.home[1]) == (other.text, other.home[1])
            assert abs(one.home[0] + other.home[0] - WIDTH) < 1e-6


@given(st.sampled_from(PLACES), st.sampled_from(PLACES))
def test_what_tells_two_cuts_apart_is_the_same_from_either(one: str, other: str) -> None:
    here, there = differences(cut_of(one), cut_of(other)), differences(cut_of(other), cut_of(one))
    assert [(row.name, row.here, row.there) for row in here] == [(row.name, row.there, row.here) for row in there]
    assert differences(cut_of(one), cut_of(one)) == ()


@given(st.sampled_from(lessons()), st.lists(st.integers(0, 200), max_size=12))
def test_every_finding_appears_once_whatever_is_asked_for(lesson: Any, picks: list[int]) -> None:
    case = lesson.case
    seen, rounds = first_seen(case), 0
    while len(seen) < len(case.findings):
        asked = case.findings[picks[rounds % len(picks)] % len(case.findings)].to_dict() if picks else None
        more, is_answered = next_seen(case, seen, asked)
        assert more[: len(seen)] == seen
        assert len(more) > len(seen)
        assert not is_answered or asked is not None
        seen, rounds = more, rounds + 1
    assert sorted(seen) == [*range(len(case.findings))]


def test_the_library_is_as_in_the_collection_it_was_taken_from() -> None:
    for name in files_like("web/teaching/*.yaml"):
        kept = [*ROOT.glob(f"benchmarks/localisation/*cases/{Path(name).name}")]
        assert [path.read_bytes() for path in kept] == [data_path(name).read_bytes()], name
    assert all(lesson.case.truth is not None for lesson in lessons())


@pytest.mark.parametrize(
    "asked", ["", "?cut=ulnar@elbow&side=left&trace=area:little_finger&other=C8", "?cut=x&side=<b>&trace=a:b&other=%00"]
)
def test_the_anatomy_has_an_address_for_everything(client: TestClient, asked: str) -> None:
    reply = client.get(f"/anatomy{asked}")
    assert reply.status_code == 200
    assert "side=<b>" not in reply.text
    for link in re.findall(r'href="(/anatomy[^"#]*)', reply.text)[::25]:
        assert client.get(html.unescape(link)).status_code == 200


def fields(text: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', text)
    return {name: html.unescape(value) for name, value in found}


def offered(text: str, name: str) -> list[str]:
    return [html.unescape(one) for one in re.findall(rf'name="quiz_{name}" value="([^"]*)" ?r?e?q?', text)]


def test_a_quiz_is_played_without_scripts_and_says_what_it_was(client: TestClient) -> None:
    lesson = lessons()[1]
    text, places = client.get(f"/quiz/{lesson.number}").text, set[tuple[str, ...]]()
    for _ in range(12):
        assert "What it was" not in text
        places.add(tuple(offered(text, "place")))
        tests = offered(text, "test")
        answer = {"quiz_place": offered(text, "place")[0], **({"quiz_test": tests[0]} if tests else {})}
        text = client.post("/quiz", data={**fields(text), **answer, "quiz_act": "check"}).text
        assert "What the program says" in text
        text = client.post("/quiz", data={**fields(text), "quiz_act": "next"}).text
        if "what it was" in text:
            break
    assert len(places) == 1
    assert lesson.case.truth is not None
    assert lesson.case.truth.structure.lower() in text.lower()
    assert "Round by round" in text


def test_shares_of_all_places_add_up_and_the_likeliest_earns_a_point() -> None:
    case = lessons()[1].case
    quiz = Quiz(case, first_seen(case), Answers())
    for place in quiz.places:
        told = quiz.feedback(place, quiz.tests[0].id)
        assert abs(sum(share for _, share in told.places) + told.rest - 1.0) < 1e-9
        assert (told.round.credit == 1.0) == (told.round.share == told.round.best)
        assert 0.0 <= told.round.credit <= 1.0
        assert max(worth for _, worth in told.tests) == 1.0
    assert quiz.true_place in quiz.places


def test_any_examination_becomes_a_quiz_and_one_finding_is_too_few(client: TestClient) -> None:
    page = client.post("/open", files={"file": ("case.yaml", EXAMPLE.read_bytes())}).text
    case = fields(page)["case"]
    text = client.post("/quiz", data={"case": case, "number": "7", "seen": "3", "act": "x"}).text
    assert f"of {len(read_case(EXAMPLE).findings)} findings" in text
    assert fields(text)["case"] == case
    empty = client.post("/quiz", data={"case": fields(client.get("/").text)["case"]})
    assert (empty.status_code, "too few" in empty.text) == (422, True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("quiz_seen", "0,0"),
        ("quiz_seen", "99999"),
        ("quiz_seen", "-1"),
        ("quiz_past", "[{}]"),
        ("quiz_past", "{"),
        ("quiz_past", "[" * 9999),
        ("quiz_past", '[{"shown":1,"place":"a","share":NaN,"best":2,"likeliest":"b"}]'),
        ("quiz_number", "<script>hit=1</script>"),
        ("quiz_place", "<script>hit=1</script>"),
        ("quiz_test", "<script>hit=1</script>"),
    ],
)
def test_a_changed_form_is_refused_or_asks_again(client: TestClient, name: str, value: str) -> None:
    reply = client.post("/quiz", data={"quiz_number": "2", "quiz_act": "check", name: value})
    assert reply.status_code in (200, 404, 422)
    assert "<script>hit" not in reply.text


@given(
    st.lists(st.builds(Round, st.integers(0, 40), st.text(max_size=20), *[st.floats(0, 1)] * 2, st.text(max_size=9)))
)
def test_rounds_come_back_from_the_form_as_they_were(past: list[Round]) -> None:
    assert past_in(past_text(past)) == tuple(past)
