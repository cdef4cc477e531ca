"""What no patient can have is refused; what is rare is not."""

import pytest

from myotome.anatomy.levels import disc_levels, root_levels
from myotome.errors import InputError
from myotome.exam.reading.files import case_from_mapping, read_case

PREGNANT = {"type": "history", "item": "pregnancy", "value": True}
OF_WOMEN = [
    PREGNANT,
    {"type": "history", "item": "postpartum", "value": True},
    {"type": "history", "item": "onset_trigger", "value": "childbirth"},
    {"type": "history", "item": "surgery", "value": "caesarean_section"},
]
SPINAL = [root for root in root_levels() if root != "Co1"]


def case_of(*findings, sex="male"):
    return case_from_mapping({"id": "a", "demographics": {"age": 40, "sex": sex}, "findings": list(findings)})


def scan(root, *levels, **more):
    touched = {"root_contact": "compression", "structure": root}
    return {"type": "imaging", "modality": "MRI", "levels": list(levels), "finding": "mass", "side": "left"} | (
        touched | more
    )


def problem_of(*findings, **more):
    with pytest.raises(InputError) as caught:
        case_of(*findings, **more)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize("finding", OF_WOMEN, ids=lambda finding: finding["item"])
def test_no_man_is_with_child(finding):
    problem = problem_of(finding)
    assert problem.where == "case, findings[0].value"
    assert "sex: null" in problem.message
    for sex in ("female", None):
        assert case_of(finding, sex=sex).findings
    assert case_of({**finding, "value": False if finding["value"] is True else "none"}).findings


@pytest.mark.parametrize(
    ("root", "levels"),
    [
        ("C6", ["L5-S1"]),
        ("L5", ["C5-C6"]),
        ("T8", ["C6-C7"]),
        ("C4", ["C7-T1"]),
        ("L1", ["L5-S1"]),
        ("T1", ["L4", "L5"]),
        ("S1", ["T5-T6"]),
        ("C2", ["L4-L5", "L5-S1"]),
        ("C6", ["S1"]),
        ("C6", ["C0-C1"]),
    ],
)
def test_a_root_far_from_its_level_is_refused(root, levels):
    problem = problem_of(scan(root, *levels))
    assert problem.where == "case, findings[0].structure"
    assert problem.given == f"{root} at {', '.join(levels)}"
    assert problem.nearest
    assert problem.allowed.startswith("a root from ")


@pytest.mark.parametrize("disc", disc_levels())
def test_roots_up_to_two_away_can_be_touched_at_every_disc(disc):
    exiting, traversing = (
        SPINAL.index(getattr(disc_levels()[disc], f"{how}_root")) for how in ("exiting", "traversing")
    )
    for root in SPINAL[max(0, exiting - 2) : traversing + 3]:
        assert case_of(scan(root, disc)).findings
    if exiting >= 3:
        assert problem_of(scan(SPINAL[exiting - 3], disc)).nearest == (SPINAL[exiting], SPINAL[traversing])


@pytest.mark.parametrize(
    ("root", "levels"),
    [
        ("S1", ["L2-L3"]),
        ("S4", ["L4-L5"]),
        ("S2", ["T12-L1"]),
        ("L2", ["T10-T11"]),
        ("C8", ["T1-T2"]),
        ("L5", ["L2-L3", "L4-L5"]),
        ("S1", ["pelvis"]),
        ("C5", ["brachial_plexus"]),
        ("L5", ["L4-L5", "pelvis"]),
        ("C1", ["C0-C1"]),
        ("C8", ["C7"]),
        ("S3", ["S1"]),
        ("L5", ["S1"]),
    ],
)
def test_what_is_rare_is_read(root, levels):
    assert case_of(scan(root, *levels)).findings


def test_other_structures_and_no_structure_are_not_asked():
    for structure in ("cauda_equina", "sciatic", "thecal_sac"):
        assert case_of(scan(structure, "L5-S1")).findings
    assert case_of({"type": "imaging", "modality": "MRI", "levels": ["C5-C6"], "finding": "bulge", "side": "none"})


@pytest.mark.parametrize("bone", ["C5", "T12", "L5", "S1"])
def test_a_disc_does_not_bulge_in_a_vertebra(bone):
    image = {"type": "imaging", "modality": "MRI", "levels": [bone], "side": "none"}
    problem = problem_of({**image, "finding": "extrusion"})
    assert problem.where == "case, findings[0].levels"
    assert set(problem.nearest) == {
        name for name, disc in disc_levels().items() if bone in (disc.upper_vertebra, disc.lower_vertebra)
    }
    assert case_of({**image, "finding": "modic_1"}, {**image, "finding": "schmorl_node"}).findings


def test_painless_retention_may_go_unnoticed():
    unnoticed = {"type": "history", "item": "bladder_or_bowel_disturbance", "value": False}
    assert (
        len(
            case_of(
                unnoticed, {"type": "sign", "sign": "urinary_retention", "side": "none", "value": "positive"}
            ).findings
        )
        == 2
    )


def test_line_is_named_beside_other_problems(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text(
        "id: a\ndemographics: {age: 50, sex: male}\nfindings:\n"
        "- {type: history, item: pregnancy, value: true}\n"
        "- {type: imaging, modality: MRI, levels: [L5-S1], finding: extrusion, side: left, structure: C6}\n"
        "- {type: lab, test: calcium, number: 11.2}\n"
    )
    with pytest.raises(InputError) as caught:
        read_case(path)
    assert [problem.line for problem in caught.value.problems] == [4, 5, 6]
