"""Findings of an image that a clause of a letter names, in the keys of a case file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from myotome.anatomy import disc
from myotome.exam import region_of_segment
from myotome.interop.letter.clauses import Clause
from myotome.interop.letter.report_words import Mention, finding_mentions, mentions

__all__ = ["image_findings"]

_ROOT = re.compile(r"\b([CTLS]\d{1,2})\s+(?:nerve\s+)?(?:root|nerve)s?\b", re.IGNORECASE)
_GRADE = re.compile(r"\b(?:pfirrmann|grade|meyerding)\s*(?:grade\s*)?([1-5]|iv|v|i{1,3})\b", re.IGNORECASE)
_SIZE = re.compile(r"\b(\d+(?:\.\d+)?)\s*mm\b", re.IGNORECASE)
_NORMAL = re.compile(r"(?:[^:]*:)?\s*(?:appears?\s+)?(?:normal|unremarkable)\.?", re.IGNORECASE)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
_GRADED = frozenset({"disc_degeneration", "spondylolisthesis"})
_HERNIATIONS = ("central_herniation", "paracentral_herniation", "foraminal_herniation", "far_lateral_herniation")
_DISC = frozenset(
    {"bulge", "protrusion", "extrusion", "sequestration", "recurrent_herniation", *_HERNIATIONS},
)
_SIDED = _DISC | {"foraminal_stenosis", "lateral_recess_stenosis"}
_AT_DISCS = _SIDED | {"disc_degeneration", "annular_fissure", "central_stenosis", "stenosis"}
_BOTH = frozenset({"left", "right"})
#: In front of a side or a zone that stands behind its finding.
_PLACED = re.compile(r"\b(?:on|to|in|of|at|into|towards?)(?:\s+(?:the|its))?\s*$", re.IGNORECASE)


def image_findings(clause: Clause, modality: str, region: str | None) -> Iterator[dict[str, Any]]:
    """Findings in the keys of a case file, in the order of the clause; what is denied is absent."""
    if clause.levels and _NORMAL.fullmatch(clause.text):
        yield {"type": "imaging", "modality": modality, "levels": list(clause.levels), "finding": "normal"}
    found = finding_mentions(clause.text)
    for number, one in enumerate(found):
        begins = found[number - 1].end if number else 0
        ends = found[number + 1].start if number + 1 < len(found) else len(clause.text)
        denied = _denied(clause, one)
        levels = _levels(clause, one, region, denied)
        plain: dict[str, Any] = {"type": "imaging", "modality": modality, "levels": list(levels), "finding": one.means}
        if not levels:
            continue
        if denied:
            yield {**plain, **_Around(clause.text, one, begins, ends).denied(), "value": "absent"}
        else:
            yield from ({**plain, **one} for one in _Around(clause.text, one, begins, ends).described(levels))


def _levels(clause: Clause, one: Mention, region: str | None, denied: bool) -> tuple[str, ...]:
    """Levels of the clause where the finding can lie there, or the part of the spine that the letter is about."""
    whole = (region,) if region else ()
    if denied and not clause.own_level and one.means not in _AT_DISCS:
        return whole
    levels = tuple(level for level in clause.levels if one.means not in _AT_DISCS or "-" in level)
    return levels or (() if clause.levels else whole)


def _denied(clause: Clause, one: Mention) -> bool:
    before, after = clause.text[: one.start], clause.text[one.end :]
    cues = mentions("denies_before", before)
    turned = mentions("turns", before)
    denied = clause.denied or any(not any(turn.start > cue.start for turn in turned) for cue in cues)
    return denied or bool(mentions("denies_after", after))


@dataclass(frozen=True, slots=True)
class _Around:
    """A finding with the words that belong to it: from the finding before it to the one behind it."""

    text: str
    one: Mention
    begins: int
    ends: int

    def denied(self) -> dict[str, str]:
        """Side of what is denied: that which is named, else both of what has sides."""
        sides = self._said("side")
        return {"side": sides[-1]} if sides else {"side": "bilateral"} if self.one.means in _SIDED else {}

    def described(self, levels: tuple[str, ...]) -> Iterator[dict[str, Any]]:
        """Side, zone, severity, grade, size and contact; one for each side where two have a severity of their own."""
        made = {**self._scaled(), **self._touched(levels)}
        if zone := self._said("zone"):
            made["zone"] = zone[-1]
        two = self._two_sides()
        if two:
            yield from ({**made, **one} for one in two)
            return
        side, severity = self._said("side"), self._said("severity")
        if side:
            made["side"] = "bilateral" if set(side) >= _BOTH else side[-1]
        if severity and self.one.means not in _DISC:
            made["severity"] = severity[-1]
        yield made

    def _said(self, role: str) -> list[str]:
        """What words of a role in front of the finding mean, and behind it after a preposition."""
        before = [one.means for one in mentions(role, self.text[self.begins : self.one.start])]
        behind = self.text[self.one.end : self.ends]
        after = [one.means for one in mentions(role, behind) if _PLACED.search(behind[: one.start])]
        return before or after

    def _two_sides(self) -> list[dict[str, str]]:
        """`severe right and mild left narrowing`: each side with its severity."""
        front = self.text[self.begins : self.one.start]
        sides = [one for one in mentions("side", front) if one.means in _BOTH]
        pairs = [
            {"side": behind.means, "severity": severity.means}
            for severity in mentions("severity", front)
            if (behind := next((side for side in sides if side.start > severity.start), None))
        ]
        return pairs if len({pair["side"] for pair in pairs}) == len(pairs) == len(_BOTH) else []

    def _scaled(self) -> dict[str, Any]:
        """Grade on a scale, and size."""
        around, made = self.text[self.begins : self.ends], dict[str, Any]()
        if self.one.means in _GRADED and (grade := _GRADE.search(around)):
            made["grade"] = _ROMAN.get(grade[1].casefold()) or int(grade[1])
        if self.one.means in _DISC and (millimetres := _SIZE.search(around)):
            made["measure"] = {"value": float(millimetres[1]), "unit": "mm"}
        return made

    def _touched(self, levels: tuple[str, ...]) -> dict[str, str]:
        return _contact(self.text[self.one.end : self.ends], levels) if self.one.means in _DISC else {}


def _contact(behind: str, levels: tuple[str, ...]) -> dict[str, str]:
    """What a disc does to a root, the sac or the cord, as far as it is said behind its name."""
    for verb in mentions("contact", behind):
        denied = mentions("denies_before", behind[: verb.start])
        structure = _structure(behind[verb.end :], levels) or _structure(behind[: verb.start], levels)
        if structure and not denied:
            return {"root_contact": verb.means, "structure": structure}
    return {}


def _structure(behind: str, levels: tuple[str, ...]) -> str | None:
    """Root, sac or cord that is named first."""
    root = _ROOT.search(behind)
    words = mentions("structure", behind)
    if root and (not words or root.start() <= words[0].start):
        return root[1].upper()
    if not words:
        return None
    if words[0].means not in ("traversing", "exiting"):
        return words[0].means
    if len(levels) != 1 or region_of_segment(levels[0]) is None or "-" not in levels[0]:
        return None
    found = disc(levels[0])
    return found.traversing_root if words[0].means == "traversing" else found.exiting_root
