"""What is no case file is called by its name, with the way to one."""

import json

import pytest

from myotome.errors import InputError
from myotome.exam import case_from_mapping, read_batch, read_case

LETTER = (
    "MRI of the neck. Between C5 and C6: a soft disc to the right, the root displaced.\nIs this why the arm hurts?\n"
)
FHIR = {"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Observation", "valueInteger": 4}}]}
SHEET = {"deepAnalPressure": "No", "right": {"motor": {"C5": "4"}, "lightTouch": {"C8": "2"}}, "left": {"motor": {}}}


@pytest.mark.parametrize(
    ("name", "text", "called"),
    [
        ("letter.txt", LETTER, "free text"),
        ("letter.txt", "The patient has had pain in the left leg for six weeks", "free text"),
        ("labels.csv", "id,left_subarticular_stenosis_l3_l4\n7,Severe\n", "labels of stenosis"),
        ("discs.csv", "patient,disc,Pfirrmann\n7,L4-L5,3\n", "gradings of discs"),
        ("needle.csv", "Muscle,Side,Fibs,Recruit\nDeltoid,R,1+,Full\n", "conduction study"),
        ("anything.tsv", "a\tb\n1\t2\n", "a table"),
        ("bundle.json", json.dumps(FHIR), "FHIR, a resource of type Bundle"),
        ("sheet.json", json.dumps(SHEET), "spinal injury standard"),
    ],
)
def test_it_is_called_by_its_name_in_one_problem(tmp_path, name, text, called):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_case(path)
    (problem,) = caught.value.problems
    assert read_batch([path]).problems == (problem,)
    assert called in problem.message
    assert "myotome exam" in problem.message


def test_a_case_file_with_an_unknown_key_is_still_one():
    with pytest.raises(InputError) as caught:
        case_from_mapping({"id": "a", "the finding that was made": 1, "demographics": {"age": 1, "sex": None}})
    assert any("no such key" in problem.message for problem in caught.value.problems)
