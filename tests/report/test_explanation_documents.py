"""The answer in the terminal: the red flag first, the verdict with its reason, bars the right way, nothing lost."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from myotome.care import ReferralFlag
from myotome.explain.explanation import Evidence, Explanation, NextTest, RedFlagStep
from myotome.ledger import sources
from myotome.report.chapters.next_tests import LITTLE, is_settled, worth_testing
from myotome.report.document.parts import TableOf
from myotome.report.explanation_documents import explanation_document, next_test_document, red_flag_section
from myotome.report.terminal.bars import share_bar, sided_bar
from myotome.report.terminal.document import print_document
from myotome.report.words.probabilities import percent, place_in_words
from support.made_explanations import FLAG, NO_FLAG, SOON, made

HEADINGS = ("What explains", "Is a disc to blame?", "What supports it", "What would settle it", "What to do now")


def page(
    explanation: Explanation,
    width: int = 80,
    *,
    whole: bool = False,
    with_sources: bool = False,
    due: tuple[ReferralFlag, ...] = (),
) -> str:
    out = io.StringIO()
    shown = explanation_document(explanation, whole=whole, due=due)
    print_document(shown, Console(file=out, width=width, highlight=False, markup=False), with_sources=with_sources)
    return out.getvalue()


def flowing(explanation: Explanation, **options: Any) -> str:
    """The page without its line ends."""
    return " ".join(page(explanation, **options).split())


@pytest.mark.parametrize("width", [40, 80, 100])
def test_headings_stand_in_order_after_the_red_flags(width: int) -> None:
    text = page(made(red_flag=FLAG), width)
    places = [text.index(heading) for heading in ("RED FLAG", *HEADINGS)]
    assert places == sorted(places)


def test_an_urgent_flag_shows_actions_reasons_probability_and_what_is_due_soon() -> None:
    text = page(made(red_flag=FLAG))
    before = text[: text.index("What explains")]
    assert all(part in before for part in ("retention with saddle loss", "MRI today", "97%", "weight loss"))
    assert before.index("MRI today") < before.index("retention with saddle loss")
    assert "red flag above" in text[text.index("What to do now") :]


def test_the_leading_action_is_never_cut_off() -> None:
    acts = [
        RedFlagStep(f"act {number}", "urgent", 0.1 * (number + 1), ("why",), (), leads=number == 5)
        for number in range(6)
    ]
    text = page(made(red_flag=replace(FLAG, actions=tuple(step.action for step in acts), steps=tuple(acts))))
    assert [f"act {number}" in text for number in range(6)] == [True, True, True, False, False, True]
    assert "and 2 more" in text


def test_an_action_about_something_very_unlikely_stands_in_the_json_alone_unless_it_is_the_most_urgent() -> None:
    likely, unlikely, urgent = (
        RedFlagStep("likely act", "urgent", 0.6, ("why",), (), leads=True),
        RedFlagStep("unlikely act", "urgent", 0.01, ("why",), ()),
        RedFlagStep("act at once", "immediate", 0.01, ("why",), ()),
    )
    flag = replace(FLAG, steps=(urgent, likely, unlikely), actions=("act at once", "likely act", "unlikely act"))
    text = page(made(red_flag=flag))
    assert [act in text for act in flag.actions] == [True, True, False]
    assert "unlikely act" in str(flag.to_dict())


def test_the_chapter_of_red_flags_leaves_nothing_out() -> None:
    many = replace(FLAG, actions=tuple(f"act {n}" for n in range(9)), reasons=tuple(f"why {n}" for n in range(9)))
    shown = str(red_flag_section(made(red_flag=many)))
    assert all(f"{word} {n}" in shown for n in range(9) for word in ("act", "why"))


def test_what_is_due_soon_is_no_red_flag() -> None:
    text = page(made(red_flag=SOON))
    assert "RED FLAG" not in text
    assert text.index("Night sweats") < text.index("What explains")
    assert "within about two weeks" in text[text.index("What to do now") :]


def test_silence_is_not_called_safety() -> None:
    assert "can still hide one" in flowing(made(red_flag=NO_FLAG))


def test_markup_in_a_label_is_printed_as_it_stands() -> None:
    assert "[bold]walking distance[/bold]: no likelihood" in page(made(), whole=True)


def test_bars_of_evidence_point_the_right_way() -> None:
    lines = page(made(), whole=True).splitlines()
    supporting = next(line for line in lines if line.startswith("tibialis posterior weak"))
    opposing = next(line for line in lines if line.startswith("ankle reflex normal"))
    left, right = supporting.split("|")
    assert ("█" in left, "█" in right) == (False, True)
    left, right = opposing.split("|")
    assert ("█" in left, "█" in right) == (True, False)
    assert supporting.rstrip().endswith("+1.6")
    assert opposing.rstrip().endswith("-0.8")
    assert lines.index(supporting) < lines.index(opposing)


def test_the_summary_says_what_speaks_for_and_against_with_the_rival() -> None:
    text = flowing(made())
    speaking = text.index("For it rather than right peroneal palsy (8%): tibialis posterior weak (+1.6)")
    assert speaking < text.index("Against it: ankle reflex normal (-0.8)")


def test_findings_that_say_little_are_counted_not_drawn() -> None:
    assert "1 further finding says little" in flowing(made(), whole=True)


def test_several_rivals_are_named_line_by_line() -> None:
    evidence = (Evidence(0, "weak", 1.0, "a palsy"), Evidence(1, "numb", 0.5, "a plexopathy"))
    text = page(made(evidence=evidence), whole=True)
    assert "weak (against a palsy)" in text
    assert "numb (against a plexopathy)" in text


def test_the_rival_is_named_with_its_probability() -> None:
    assert "Compared with right peroneal palsy (8%)." in page(made(), whole=True)
    unlikely = (Evidence(0, "weak", 1.0, "a plexopathy"),)
    assert "Compared with a plexopathy (<1%, the best of its kind)." in page(made(evidence=unlikely), whole=True)


def test_the_answer_is_a_plain_sentence_with_its_rival_and_sites() -> None:
    text = flowing(made(), whole=True)
    assert "Very likely (90%): right L5 root by a disc." in text
    assert "Next most likely: right peroneal palsy (8%)" in text
    assert "right L5 root 91%" in text
    assert "at fibular neck" in text


def test_the_disc_verdict_names_reason_muscles_and_incidental_findings() -> None:
    text = flowing(made())
    assert "Probable (88%). The image shows it." in text
    assert "right extensor hallucis longus 83%" in text
    assert "MRI C5-C6: left bulge" in text


@pytest.mark.parametrize(("share", "shown"), [(0.04, False), (0.06, True)])
def test_types_of_herniation_are_named_from_one_in_twenty(share: float, shown: bool) -> None:
    disc = replace(made().discs[0], types={"protrusion": 1.0 - share, "sequestration": share})
    assert ("sequestration" in page(made(discs=(disc,)), whole=True)) is shown


def test_questions_are_answered_yes_or_no_and_tests_normal_or_not() -> None:
    text = flowing(made(), whole=True)
    assert "If yes, more likely: tumour; if no: disc." in text
    assert "If abnormal, more likely: root; if normal: nerve." in text


def test_tests_to_order_stand_apart() -> None:
    scan = NextTest("imaging_mri_lumbar_spine", "MRI, lumbar spine", 0.5, 60.0, "disc", "strain")
    explanation = made(next_tests=(*made().next_tests, scan))
    blocks = next_test_document(explanation, explanation.next_tests).sections[1].blocks
    captions = {block.caption: str(block.rows) for block in blocks if isinstance(block, TableOf)}
    assert list(captions) == ["At the bedside, best first", "To order, best first"]
    assert "MRI, lumbar spine" in captions["To order, best first"]
    assert "gluteus medius" in captions["At the bedside, best first"]


def test_a_settled_answer_says_what_further_tests_are_for() -> None:
    sure, proven = replace(made().causes[0], probability=0.99), replace(made().disc_to_blame, verdict="proven")
    assert LITTLE in flowing(made(causes=(sure,), disc_to_blame=proven))
    assert LITTLE not in flowing(made())


@pytest.mark.parametrize(("verdict", "flag"), [("probable", NO_FLAG), ("possible", NO_FLAG), ("proven", FLAG)])
@pytest.mark.parametrize("tests", [(), made().next_tests])
def test_nothing_is_called_settled_beside_a_same_day_box_or_with_the_disc_in_question(verdict, flag, tests) -> None:
    sure, disc = replace(made().causes[0], probability=0.99), replace(made().disc_to_blame, verdict=verdict)
    told = made(causes=(sure,), disc_to_blame=disc, red_flag=flag, next_tests=tests)
    assert not is_settled(told)
    assert LITTLE not in flowing(told, whole=True)
    assert worth_testing(told, [test.id for test in tests])[1] != LITTLE


def test_sources_are_cited_in_full_on_request() -> None:
    assert "Sources" not in page(made(), whole=True)
    text = flowing(made(), whole=True, with_sources=True)
    assert sources()["judgement"].text.split(".")[0] in text


def test_an_empty_answer_still_prints() -> None:
    nothing = ("causes", "places", "discs", "muscles", "evidence", "next_tests", "unused", "source_keys")
    text = flowing(replace(made(outcome="out_of_model"), **dict.fromkeys(nothing, ())), whole=True)
    assert "holds too little" in text
    assert "What would settle it" not in text


def test_next_tests_come_after_the_red_flags() -> None:
    explanation = made(red_flag=FLAG)
    shown = next_test_document(explanation, explanation.next_tests)
    assert [section.key for section in shown.sections] == ["red-flags", "investigations"]
    assert "No further test" in str(next_test_document(explanation, ()).sections[1])


def test_plain_ascii_where_the_terminal_has_no_more() -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="strict")
    print_document(explanation_document(made(red_flag=FLAG), whole=True), Console(file=out, width=80))
    out.flush()
    assert b"##" in out.buffer.getvalue()  # type: ignore[attr-defined]


@given(st.floats(0, 1), st.integers(1, 60))
def test_share_bar_fits_and_grows(share: float, width: int) -> None:
    length = len(share_bar(share, width, "#"))
    assert 0 <= length <= width
    assert (length == 0) == (share == 0)
    assert length <= len(share_bar(min(1.0, share * 2), width, "#"))


@given(st.floats(-5, 5), st.floats(0, 5))
def test_sided_bar_is_mirrored_when_the_weight_changes_sign(weight: float, largest: float) -> None:
    bar, mirrored = sided_bar(weight, largest, 9, "#").plain, sided_bar(-weight, largest, 9, "#").plain
    assert bar == mirrored[::-1]
    assert len(bar) == 19


@given(st.floats(0, 1))
def test_percent_never_claims_certainty(probability: float) -> None:
    said = percent(probability)
    assert said not in {"0%", "100%"}
    assert said.endswith("%")


def test_places_are_named_by_what_they_are() -> None:
    assert place_in_words("L5", "right") == "right L5 root"
    assert place_in_words("ulnar@elbow", "left") == "left ulnar nerve at elbow"
    assert place_in_words("cord", "none") == "cord"


def test_under_a_red_flag_no_test_is_proposed_before_what_it_asks_for() -> None:
    text = flowing(made(red_flag=FLAG))
    settling = text[text.index("What would settle it") : text.index("What to do now")]
    assert "What the red flag asks for" in settling
    assert "gluteus medius" not in settling
    assert "gluteus medius" in flowing(made())


def test_what_was_not_weighed_is_said_on_the_first_page() -> None:
    assert "not weighed in this answer: [bold]walking distance[/bold]" in flowing(made())
    assert "not weighed" not in flowing(made(unused=()))


def test_a_step_of_the_likely_cause_is_said_today_and_never_beside_that_nothing_is_asked_for() -> None:
    whom, action = "a doctor who can prescribe", "Antiviral within 72 hours."
    today = ReferralFlag("findings that may mean shingles", "soon", "today", whom, (action,), (), "", None, ())
    for flag in (NO_FLAG, SOON):
        text = flowing(made(red_flag=flag), due=(today,))
        now = text[text.index("What to do now") :]
        assert f"Today: {whom}. Findings that may mean shingles. {action}" in now
        assert ("Arrange a specialist opinion" in now, "No red flag rule asks" in now) == (flag is SOON, False)
    assert "No red flag rule asks" in flowing(made(red_flag=NO_FLAG))


def test_an_image_of_a_plain_back_pain_is_not_what_would_settle_it() -> None:
    """Guidelines advise against it: named only as not advised at this stage, unless a flag or another cause leads."""
    scan = NextTest("imaging_mri_lumbar_spine", "magnetic resonance imaging", 0.4, 60.0, "a root", "a strain")
    slump = NextTest("sign_slump_left", "slump", 0.1, 3.0, "a disc", "a strain")
    plain = made(red_flag=NO_FLAG, next_tests=(scan, slump))
    plain = replace(plain, causes=(replace(plain.causes[0], conditions=("nonspecific_low_back_pain",)),))
    text, under_flag = flowing(plain), flowing(replace(plain, red_flag=SOON))
    settling = text[text.index("What would settle it") :]
    assert "Slump" in settling
    assert "Magnetic resonance" not in settling
    assert "not advised at this stage" in settling
    assert "Magnetic resonance" in under_flag
    assert "not advised" not in under_flag
