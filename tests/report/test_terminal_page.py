"""The page of an answer: red flags before everything, bars the right way, readable without colour."""

import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from myotome.explain.explanation import Evidence, NextTest, RedFlagStep
from myotome.report.terminal.bars import share_bar, sided_bar
from myotome.report.terminal.explanation import print_explanation, print_next_tests
from myotome.report.words.probabilities import percent, place_in_words
from myotome.sources import sources
from support.made_explanations import FLAG, NO_FLAG, SOON, made

HEADINGS = ("Answer", "Kind of cause", "Is a disc to blame?", "Weak muscles", "Evidence for and against", "Next tests")


def page(explanation, width=80, with_sources=False, **console):
    out = io.StringIO()
    print_explanation(explanation, with_sources, Console(file=out, width=width, highlight=False, **console))
    return out.getvalue()


@pytest.mark.parametrize("width", [80, 100, 120])
def test_sections_stand_in_order_after_the_red_flags(width):
    text = page(made(red_flag=FLAG), width)
    places = [text.index(heading) for heading in ("RED FLAG", "Soon", *HEADINGS, "Findings not used", "Left out")]
    assert places == sorted(places)
    assert all(len(line) <= width for line in text.splitlines())


def test_urgent_flag_shows_reasons_actions_and_probability():
    text = page(made(red_flag=FLAG))
    before_answer = text[: text.index("Answer")]
    assert all(part in before_answer for part in ("retention with saddle loss", "MRI today", "97%", "weight loss"))
    assert before_answer.index("MRI today") < before_answer.index("retention with saddle loss")


def test_the_leading_action_is_never_cut_off():
    acts = [
        RedFlagStep(f"act {number}", "urgent", 0.1 * number, ("why",), (), leads=number == 5) for number in range(6)
    ]
    text = page(made(red_flag=replace(FLAG, actions=tuple(step.action for step in acts), steps=tuple(acts))))
    assert [f"act {number}" in text for number in range(6)] == [True, True, True, False, False, True]
    assert "and 2 more" in text


def test_what_is_due_soon_is_no_red_flag():
    text = page(made(red_flag=SOON))
    assert "RED FLAG" not in text
    assert text.index("night sweats") < text.index("Answer")


def test_silence_is_not_called_safety():
    assert "can still hide one" in page(made(red_flag=NO_FLAG))


def test_colour_is_never_the_only_sign():
    plain, coloured = page(made(red_flag=FLAG)), page(made(red_flag=FLAG), force_terminal=True, color_system="standard")
    assert "\x1b[" not in plain
    assert "\x1b[" in coloured
    assert "RED FLAG" in plain


def test_no_color_is_honoured(monkeypatch, capsys):
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("FORCE_COLOR", "1")
    print_explanation(made(red_flag=FLAG))
    printed = capsys.readouterr().out
    assert "\x1b[31m" not in printed
    assert "RED FLAG" in printed


def test_markup_in_a_label_is_printed_as_it_stands():
    assert "[bold]walking distance[/bold]: no likelihood" in page(made())


def test_bars_of_evidence_point_the_right_way():
    lines = page(made()).splitlines()
    supporting = next(line for line in lines if line.startswith("tibialis posterior weak"))
    opposing = next(line for line in lines if line.startswith("ankle reflex normal"))
    left, right = supporting.split("|")
    assert "█" not in left
    assert "█" in right
    left, right = opposing.split("|")
    assert "█" in left
    assert "█" not in right
    assert supporting.rstrip().endswith("+1.6")
    assert opposing.rstrip().endswith("-0.8")
    assert lines.index(supporting) < lines.index(opposing)


def test_findings_that_say_little_are_counted_not_drawn():
    text = page(made())
    assert "1 further finding says little" in text
    silent = made(evidence=(Evidence(0, "age", 0.0, "rival"),))
    assert "1 further finding says little" in page(silent)


def test_several_rivals_are_named_line_by_line():
    evidence = (Evidence(0, "weak", 1.0, "a palsy"), Evidence(1, "numb", 0.5, "a plexopathy"))
    text = page(made(evidence=evidence))
    assert "weak (against a palsy)" in text
    assert "numb (against a plexopathy)" in text


def test_answer_is_a_plain_sentence_with_its_rival():
    text = page(made())
    assert "Very likely (90%): right L5 root by a disc." in text
    assert "right peroneal palsy (8%)" in text
    assert "right L5 root (91%)" in text
    assert "at fibular neck" in text


def test_disc_verdict_names_reason_discs_and_incidental_ones():
    text = page(made())
    assert "Probable (88%)." in text
    assert "The image shows it." in text
    assert "L4-L5, right subarticular herniation on L5 root (80%)" in text
    assert "MRI C5-C6: left bulge" in text


def test_questions_are_answered_yes_or_no_and_tests_normal_or_not():
    text = page(made())
    assert "if yes, likelier: tumour" in text
    assert "if abnormal, likelier: root" in text


def test_sources_are_cited_in_full_on_request():
    assert "Sources" not in page(made())
    text = " ".join(page(made(), with_sources=True).split())
    assert f"judgement: {sources()['judgement'].text}" in text


def test_the_rival_is_told_with_its_probability():
    assert "Compared with: right peroneal palsy (8%)." in page(made())
    unlikely = (Evidence(0, "weak", 1.0, "a plexopathy"),)
    assert "Compared with: a plexopathy (<1%)." in page(made(evidence=unlikely))


def test_tests_to_be_sent_for_stand_apart():
    scan = NextTest("imaging_mri_lumbar_spine", "MRI, lumbar spine", 0.5, 60.0, "disc", "strain")
    text = page(made(next_tests=(*made().next_tests, scan)))
    assert text.index("At the bedside:") < text.index("1. gluteus medius") < text.index("To be sent for:")
    assert text.index("To be sent for:") < text.index("3. MRI, lumbar spine")
    assert "To be sent for:" not in page(made())


def test_a_settled_answer_says_what_the_tests_are_for():
    sure = replace(made().causes[0], probability=0.99)
    assert "The answer looks settled" in page(made(causes=(sure,)))
    assert "The answer looks settled" not in page(made())


def test_an_empty_answer_still_prints():
    nothing = ("causes", "places", "discs", "muscles", "evidence", "next_tests", "unused", "source_keys")
    text = page(replace(made(outcome="out_of_model"), **dict.fromkeys(nothing, ())))
    assert "holds too little" in text
    assert "Next tests" not in text


def test_next_tests_come_after_the_red_flags():
    out = io.StringIO()
    explanation = made(red_flag=FLAG)
    print_next_tests(explanation, explanation.next_tests, Console(file=out, width=80))
    text = out.getvalue()
    assert text.index("RED FLAG") < text.index("gluteus medius")
    out = io.StringIO()
    print_next_tests(explanation, (), Console(file=out, width=80))
    assert "No further test" in out.getvalue()


def test_plain_ascii_where_the_terminal_has_no_more():
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="strict")
    print_explanation(made(red_flag=FLAG), console=Console(file=out, width=80))
    out.flush()
    assert b"##" in out.buffer.getvalue()


@given(st.floats(0, 1), st.integers(1, 60))
def test_share_bar_fits_and_grows(share, width):
    length = len(share_bar(share, width, "#"))
    assert 0 <= length <= width
    assert (length == 0) == (share == 0)
    assert length <= len(share_bar(min(1.0, share * 2), width, "#"))


@given(st.floats(-5, 5), st.floats(0, 5))
def test_sided_bar_is_mirrored_when_the_weight_changes_sign(weight, largest):
    bar, mirrored = sided_bar(weight, largest, 9, "#").plain, sided_bar(-weight, largest, 9, "#").plain
    assert bar == mirrored[::-1]
    assert len(bar) == 19


@given(st.floats(0, 1))
def test_percent_never_claims_certainty(probability):
    said = percent(probability)
    assert said not in {"0%", "100%"}
    assert said.endswith("%")


def test_places_are_named_by_what_they_are():
    assert place_in_words("L5", "right") == "right L5 root"
    assert place_in_words("ulnar@elbow", "left") == "left ulnar nerve at elbow"
    assert place_in_words("cord", "none") == "cord"
