"""A bulge that is seen where the findings do not point proves nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myotome.anatomy import disc_levels
from myotome.explain import Explanation, explain
from myotome.pathology import met_root
from support.compact_cases import C7_ROOT, L5_ROOT, S1_ROOT, Mapping, disc_image, patient

LATERAL = ("subarticular", "foraminal", "extraforaminal")


@dataclass(frozen=True)
class Syndrome:
    """A root syndrome, and the herniation that would explain it."""

    findings: tuple[Mapping, ...]
    root: str
    side: str
    disc: str
    zone: str

    @property
    def discs(self) -> set[str]:
        """Discs that meet the root in any zone."""
        return {disc for disc in disc_levels() for zone in (*LATERAL, "central") if met_root(disc, zone) == self.root}


SYNDROMES = {
    "L5": Syndrome(tuple(L5_ROOT), "L5", "right", "L4-L5", "subarticular"),
    "S1": Syndrome(tuple(S1_ROOT), "S1", "left", "L5-S1", "subarticular"),
    "C7": Syndrome(tuple(C7_ROOT), "C7", "left", "C6-C7", "foraminal"),
}


def image(kind: str, disc: str, side: str, zone: str, contact: str | None) -> Mapping:
    if contact is None:
        return disc_image(disc, kind, side, zone=zone)
    return disc_image(disc, kind, side, zone=zone, root_contact=contact, structure=met_root(disc, zone))


@cache
def twin(name: str, kind: str, contact: str | None) -> Explanation:
    """The same picture with the same kind of disc where it belongs."""
    syndrome = SYNDROMES[name]
    seen = image(kind, syndrome.disc, syndrome.side, syndrome.zone, contact)
    return explain(patient([*syndrome.findings, seen]), with_next_tests=False)


@cache
def unseen(name: str) -> Explanation:
    """The same picture without an image."""
    return explain(patient([*SYNDROMES[name].findings]), with_next_tests=False)


@st.composite
def wrong_places(draw: st.DrawFn) -> tuple[str, str, str, str]:
    """A syndrome, and a disc, side and zone that cannot be its cause."""
    name = draw(st.sampled_from(sorted(SYNDROMES)))
    syndrome = SYNDROMES[name]
    disc = draw(st.sampled_from(sorted(disc_levels())))
    other = {"left": "right", "right": "left"}[syndrome.side]
    side = other if disc in syndrome.discs else draw(st.sampled_from(["left", "right"]))
    return name, disc, side, draw(st.sampled_from(LATERAL))


@settings(max_examples=20)
@given(
    wrong_places(), st.sampled_from(["bulge", "protrusion"]), st.sampled_from([None, "none", "contact", "compression"])
)
def test_a_disc_at_the_wrong_place_proves_nothing(
    place: tuple[str, str, str, str], kind: str, contact: str | None
) -> None:
    name, disc, side, zone = place
    seen = image(kind, disc, side, zone, contact)
    answer = explain(patient([*SYNDROMES[name].findings, seen]), with_next_tests=False)
    assert answer.disc_to_blame.verdict != "proven"
    # a bulge seen to touch nothing where it belongs lowers the blame: no image at all is then the one to compare with
    most = max(twin(name, kind, contact).disc_to_blame.probability, unseen(name).disc_to_blame.probability)
    assert answer.disc_to_blame.probability <= most + 5e-3


@pytest.mark.parametrize("name", SYNDROMES)
def test_compression_at_the_right_place_does_raise_the_blame(name: str) -> None:
    before = explain(patient([*SYNDROMES[name].findings]), with_next_tests=False).disc_to_blame.probability
    assert twin(name, "protrusion", "compression").disc_to_blame.probability > before
    assert twin(name, "protrusion", "compression").disc_to_blame.verdict == "proven"


@pytest.mark.parametrize("name", SYNDROMES)
def test_what_is_seen_on_the_other_side_is_called_incidental(name: str) -> None:
    syndrome = SYNDROMES[name]
    other = {"left": "right", "right": "left"}[syndrome.side]
    seen = image("bulge", syndrome.disc, other, syndrome.zone, "none")
    answer = explain(patient([*syndrome.findings, seen]), with_next_tests=False)
    assert len(answer.disc_to_blame.incidental) == 1
    assert other in answer.disc_to_blame.incidental[0]


@pytest.mark.parametrize("region", ["C5-C6", "L4-L5"])
def test_a_bulge_without_complaint_is_not_to_blame(region: str) -> None:
    """Half of all people carry one."""
    findings = [{"type": "history", "item": "pain", "value": False}, disc_image(region, "bulge", "none")]
    answer = explain(patient(findings, age=60), with_next_tests=False)
    assert answer.disc_to_blame.verdict not in {"proven", "probable"}


@pytest.mark.parametrize("name", SYNDROMES)
def test_a_closer_contact_says_more(name: str) -> None:
    """Contact is common where nothing is wrong, compression is not."""
    syndrome = SYNDROMES[name]
    findings = syndrome.findings[:2]
    blame = [
        explain(
            patient([*findings, image("protrusion", syndrome.disc, syndrome.side, syndrome.zone, contact)]),
            with_next_tests=False,
        ).disc_to_blame.probability
        for contact in ("none", "contact", "deviation", "compression")
    ]
    assert blame == sorted(blame)
    assert 1.0 - blame[-1] < 0.5 * (1.0 - blame[0])


@pytest.mark.parametrize("name", SYNDROMES)
def test_a_disc_seen_whole_says_most_against_it(name: str) -> None:
    syndrome = SYNDROMES[name]
    absent = {"side": "none"}
    images = [
        [],
        [disc_image(syndrome.disc, "extrusion", value="absent", **absent)],
        [disc_image(syndrome.disc, "protrusion", value="absent", **absent)],
        [disc_image(syndrome.disc, "normal", **absent)],
    ]
    blame = [
        explain(patient([*syndrome.findings, *seen]), with_next_tests=False).disc_to_blame.probability
        for seen in images
    ]
    assert blame == sorted(blame, reverse=True)
    assert blame[-1] < blame[0]
