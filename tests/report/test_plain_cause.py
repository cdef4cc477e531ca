"""The likely cause as the patient reads it: in words that fit the disease, at all the places it is said to be."""

import pytest

from myotome.explain import LikelyCause, LikelyPlace
from myotome.pathology import conditions
from myotome.report.chapters.plain_cause import cause_plainly
from support.made_explanations import made


def said(*names: str, places: tuple[LikelyPlace, ...] = ()) -> str:
    kind = conditions()[names[0]].truth_class
    share = 0.9 / len(names)
    causes = tuple(LikelyCause(name, (name,), (kind,), (), "left", share) for name in names)
    return str(tuple(cause_plainly(made(classes={kind: 0.9}, causes=causes, places=places))))


@pytest.mark.parametrize("name", [one.id for one in conditions().values() if one.placement == "several_nerves"])
def test_a_disease_of_several_nerves_presses_on_none_and_names_every_place(name: str) -> None:
    pair = tuple(LikelyPlace(nerve, "left", 0.9) for nerve in ("ulnar", "common_peroneal"))
    told = said(name, places=pair)
    assert "is pressed on" not in told
    assert "ulnar" in told
    assert "peroneal" in told
    assert "peroneal" not in said("carpal_tunnel", places=pair)
