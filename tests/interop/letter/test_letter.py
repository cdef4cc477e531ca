"""Letters in free text: each finding with its side, zone, level and denial; nothing taken unseen, nothing lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from myotome.cli.main import app
from myotome.errors import InputError
from myotome.interop import letter_from_text, letter_lines

MRI = "MRI of the lumbar spine. "
CT = "CT cervical spine. "


def labels(text):
    return [one.finding.label for one in letter_from_text(text).proposed]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("L4-5: left paracentral disc protrusion.", ["MRI L4-L5: left subarticular protrusion"]),
        (
            "L5/S1: right extrusion compressing the traversing right S1 nerve root.",
            ["MRI L5-S1: right extrusion, compression of S1"],
        ),
        (
            "At L4-L5 a foraminal herniation on the left displaces the exiting root.",
            ["MRI L4-L5: left foraminal protrusion, deviation of L4"],
        ),
        (
            "L3-4: severe right and mild left foraminal narrowing.",
            ["MRI L3-L4: right severe foraminal stenosis", "MRI L3-L4: left mild foraminal stenosis"],
        ),
        ("Level four-five: broad bulge.", ["MRI L4-L5: bulge"]),
        ("Five-one: central extrusion of 9 mm.", ["MRI L5-S1: central extrusion, 9 mm"]),
        ("Grade II anterolisthesis of L4-L5.", ["MRI L4-L5: spondylolisthesis, grade 2"]),
        ("L2-L3: unremarkable.", ["MRI L2-L3: normal"]),
        (
            "L1-L2 to L3-L4: mild disc desiccation.",
            ["MRI L1-L2, L2-L3, L3-L4: mild disc degeneration"],
        ),
        ("Severe facet arthropathy at L4-5 and L5-S1.", ["MRI L4-L5, L5-S1: severe facet arthropathy"]),
    ],
)
def test_what_is_there_is_read_with_its_level_side_zone_and_contact(text, found):
    assert labels(MRI + text) == found


@pytest.mark.parametrize(
    "text",
    [
        "L4-5: no disc herniation.",
        "No evidence of disc herniation at L4-5.",
        "At L4-5 a disc herniation is not seen.",
        "L4-5: no bulge, herniation or annular tear.",
        "L4-5: without herniation.",
        "L4-5: disc herniation was excluded.",
    ],
)
def test_what_is_denied_is_absent_on_both_sides(text):
    found = [one.finding for one in letter_from_text(MRI + text).proposed if one.finding.finding == "protrusion"]
    assert [(one.present, one.side, one.levels) for one in found] == [(False, "bilateral", ("L4-L5",))]


@pytest.mark.parametrize("turn", [", but ", "; however, ", ", although there is "])
def test_a_denial_ends_where_the_sentence_turns(turn):
    found = {
        one.finding.finding: one.finding.present
        for one in letter_from_text(f"{MRI}L4-5: no herniation{turn}moderate central canal stenosis.").proposed
    }
    assert found == {"protrusion": False, "stenosis": True}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Possible left protrusion at L4-5.", "uncertain"),
        ("A herniation at L4-5 cannot be excluded.", "uncertain"),
        ("Protrusion at L5-S1?", "uncertain"),
        ("Previous extrusion at L5-S1.", "before"),
        ("Old compression fracture of L1.", "before"),
        ("The aorta is tortuous at this level.", "no finding"),
    ],
)
def test_what_is_uncertain_past_or_not_understood_is_listed_and_not_taken(text, why):
    letter = letter_from_text(MRI + text)
    assert not letter.proposed
    assert why in letter.left_open[-1][2]
    assert any(text.rstrip(".?")[:20] in line for line in letter_lines(letter))


def test_the_impression_completes_what_was_said_and_counts_once():
    letter = letter_from_text(
        f"{MRI}\nL5-S1: left extrusion.\nImpression: left L5-S1 extrusion with S1 root compression."
    )
    assert [one.finding.label for one in letter.proposed] == ["MRI L5-S1: left extrusion, compression of S1"]
    assert "..." in letter.proposed[0].quote


def test_history_and_technique_are_no_findings():
    assert labels("Clinical history: known disc herniation at L4-5.\nTechnique: sagittal T2.\nMRI L4-5: bulge.") == [
        "MRI L4-L5: bulge"
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Fibrillations in the left tibialis anterior, EHL and gluteus medius.",
            [
                "EMG of left tibialis anterior: denervation",
                "EMG of left extensor hallucis longus, gluteus medius: denervation",
            ],
        ),
        ("Right vastus medialis was normal.", ["EMG of right vastus medialis: normal"]),
        ("No fibrillations in the right soleus.", ["EMG of right soleus: normal"]),
        ("Fibrillations in the tibialis anterior.", []),
    ],
)
def test_needle_studies_need_a_muscle_a_side_and_an_activity(text, found):
    assert labels(f"Needle EMG. {text}") == found


def test_a_kind_of_image_that_is_not_said_is_asked_for():
    with pytest.raises(InputError, match="--modality"):
        letter_from_text("L4-5: left protrusion.")
    assert letter_from_text("L4-5: left protrusion.", modality="CT").proposed[0].finding.modality == "CT"


def test_a_mirrored_letter_gives_mirrored_findings():
    text = f"{CT}C5-C6: severe right and mild left foraminal stenosis. C6-7: right foraminal bulge displacing C7 root."
    swapped = text.replace("right", "LEFT").replace("left", "right").replace("LEFT", "left")
    mirrored = [one.finding.mirrored() for one in letter_from_text(text).proposed]
    assert [one.finding for one in letter_from_text(swapped).proposed] == mirrored
    assert len(mirrored) == 3


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader_and_every_word_is_accounted_for(text):
    letter = letter_from_text(f"MRI lumbar spine.\n{text}")
    told = " ".join([*(one.quote for one in letter.proposed), *(quote for _, quote, _ in letter.left_open)])
    assert all(quote in text or "lumbar" in quote for _, quote, _ in letter.left_open)
    assert len(told) <= 4 * len(text) + 200


@pytest.mark.parametrize("numbers", ["1-999999999", "2", "0", "2-1", "1-" + "9" * 5000, "9" * 5000])
def test_numbers_beyond_the_list_are_refused_before_they_are_counted_out(numbers, tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text(MRI + "L4-5: left paracentral disc protrusion.", encoding="utf-8")
    done = CliRunner().invoke(app, ["letter", str(path), "--accept", numbers, "--out", str(tmp_path / "case.yaml")])
    assert (done.exit_code, "no numbers of the list" in done.stderr) == (2, True)
    taken = CliRunner().invoke(app, ["letter", str(path), "--accept", "1-1", "--out", str(tmp_path / "case.yaml")])
    assert taken.exit_code == 0, taken.stderr
