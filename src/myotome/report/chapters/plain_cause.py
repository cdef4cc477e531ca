"""The likely cause in plain words, and where it lies: what a patient reads first of what was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from myotome.explain import Explanation, LikelyPlace, how_likely, more_likely_than_not
from myotome.language import listed, message
from myotome.pathology import conditions, lineage
from myotome.patient import cause_group, names_of
from myotome.report.document.parts import Block, cited, paragraph
from myotome.report.words.certainty import certainty
from myotome.report.words.probabilities import place_plainly
from myotome.tables import Table, identifier, text

__all__ = ["cause_plainly", "in_person", "plain_words"]

_WORDS = Table(
    "report/plain_words.csv",
    {"kind": identifier(), "name": text(), "words": text()},
    key=("kind", "name"),
)


@cache
def plain_words() -> Mapping[tuple[str, str], str]:
    """Words for the patient, by their kind and name.

    Examples
    --------
    >>> plain_words()["muscle", "soleus"]
    'lets you stand on your toes'
    """
    return {(row["kind"], row["name"]): row["words"] for row in _WORDS.rows()}


def in_person(explanation: Explanation) -> bool:
    """Is the likely cause one that nobody should learn from a sheet of paper?"""
    return _leading_class(explanation)[0] in cause_group("named_in_person")


def cause_plainly(explanation: Explanation) -> Iterator[Block]:
    """What the likely cause is, how sure that is, and where it lies.

    Parameters
    ----------
    explanation : Explanation
        One that names causes.
    """
    sure, (name, share) = certainty(explanation), _leading_class(explanation)
    if sure.kind == "open":
        yield paragraph(message("What was found does not show yet what the cause is. Further tests may."))
    elif sure.kind == "disc":
        yield paragraph(message("What was found does not show yet which nerve is pressed on. Further tests may."))
    else:
        yield paragraph(cited(_told(explanation, name), strong=True))
        if not in_person(explanation):
            yield paragraph(plain_words()["certainty", how_likely(share).replace(" ", "_")])
            yield from _where(explanation, name)


def _leading_class(explanation: Explanation) -> tuple[str, float]:
    return max(explanation.classes.items(), key=lambda item: item[1])


def _told(explanation: Explanation, name: str) -> str:
    """Words for what is most likely within a class: of the disease, of its family, else of the whole class."""
    shares: dict[str, float] = {}
    for cause in explanation.causes:
        for condition in cause.conditions:
            if conditions()[condition].truth_class == name:
                words = _words_for(condition)
                shares[words] = shares.get(words, 0.0) + cause.probability
    return max(shares, key=lambda words: shares[words]) if shares else plain_words()["class", name]


def _words_for(condition: str) -> str:
    known = (plain_words().get(("cause", scope)) for scope in reversed(lineage(condition)))
    return next(filter(None, known), plain_words()["class", conditions()[condition].truth_class])


def _where(explanation: Explanation, name: str) -> Iterator[Block]:
    """The likely place; of a disease that hits several nerves, all that are likely."""
    likely = [one for one in explanation.places if one.probability >= more_likely_than_not()]
    if len(likely) > 1 and _hits_several(explanation, name):
        places = listed(map(_place_words, likely), "; ")
        yield paragraph(message("The likely places: {places}.", places=places))
    elif likely:
        yield paragraph(message("The likely place: {place}.", place=_place_words(likely[0])))


def _hits_several(explanation: Explanation, name: str) -> bool:
    leading = (one for cause in explanation.causes for one in cause.conditions if conditions()[one].truth_class == name)
    return bool(names_of(next(leading, name)) & cause_group("several_nerves"))


def _place_words(place: LikelyPlace) -> str:
    """The place with its side; a root with the part of the spine that it belongs to."""
    named = place_plainly(place.place, place.side, place.site)
    region = plain_words().get(("region", place.place[0])) if place.place[1:].isdigit() else None
    if region is None:
        return message("the {place}", place=named)
    return message("the {place}, in {region}", place=named, region=region)
