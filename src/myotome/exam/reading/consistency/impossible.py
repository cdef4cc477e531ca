"""Which findings can no patient have, whoever reports them?

Only what cannot be is refused: a man with child, a disc said to bulge in a vertebra, and a root said to be touched far
from where it runs. What is merely rare is left to the explanation: a fragment that migrates, roots that leave
together, a vertebra too many.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from myotome.anatomy import Disc, disc_levels, root_levels
from myotome.exam.case import Demographics
from myotome.exam.findings.bedside import Finding
from myotome.exam.findings.investigations import History, Imaging
from myotome.exam.reading.limits import limits
from myotome.exam.vocabulary_table import vocabulary

__all__ = ["Impossibility", "impossibilities", "is_of_disc"]

# items of the history that only a woman can have, with the value that says so
_OF_WOMEN: Mapping[str, bool | str] = {
    "pregnancy": True,
    "postpartum": True,
    "onset_trigger": "childbirth",
    "surgery": "caesarean_section",
}
# joints that have no disc, with the root that leaves there
_JOINTS: Mapping[str, str] = {"C0-C1": "C1", "C1-C2": "C2"}
# findings of the group of discs that lie in the bone beside one, or where one was
_BESIDE_DISC = frozenset({"modic_1", "modic_2", "modic_3", "schmorl_node", "postoperative_scar"})


@dataclass(frozen=True, slots=True)
class Impossibility:
    """A finding that cannot be: which key of it, what was given, and what would be allowed."""

    finding: Finding
    key: str
    given: str
    allowed: str
    message: str
    nearest: tuple[str, ...] = ()


def impossibilities(who: Demographics, findings: Iterable[Finding]) -> tuple[Impossibility, ...]:
    """Find what no patient can have.

    Parameters
    ----------
    who : Demographics
        The patient; what is not known makes nothing impossible.
    findings : iterable of Finding
        In the order of the file.

    Returns
    -------
    tuple of Impossibility
        In the order of the findings.

    Examples
    --------
    >>> impossible = impossibilities(Demographics(30, "male"), [History(0, 5, "pregnancy", True)])
    >>> impossible[0].given
    "'pregnancy: yes' of a male patient"
    """
    return tuple(
        impossible
        for finding in findings
        for impossible in (*_of_women(who, finding), *_disc_of_bone(finding), *_far_root(finding))
    )


def _of_women(who: Demographics, finding: Finding) -> Iterator[Impossibility]:
    if who.sex != "male" or not isinstance(finding, History) or finding.value != _OF_WOMEN.get(finding.item):
        return
    given, allowed = f"{finding.label!r} of a male patient", "this value where sex is female or null"
    message = "A man cannot have this. Correct it or the sex; write sex: null where it is not certain."
    yield Impossibility(finding, "value", given, allowed, message)


def _disc_of_bone(finding: Finding) -> Iterator[Impossibility]:
    """Report what only a disc shows, said of a vertebra: which of its two discs is meant decides which root."""
    if not isinstance(finding, Imaging) or not is_of_disc(finding.finding):
        return
    for bone in (level for level in finding.levels if level in _order()):
        beside = tuple(
            name for name, disc in disc_levels().items() if bone in (disc.upper_vertebra, disc.lower_vertebra)
        )
        message = f"This is a finding of a disc, and {bone} is a vertebra: name the disc."
        allowed = f"the disc above or below: {' or '.join(beside)}" if beside else "a disc, such as L4-L5"
        yield Impossibility(finding, "levels", repr(bone), allowed, message, beside)


def is_of_disc(finding: str) -> bool:
    """Whether only a disc shows it, and no vertebra."""
    return vocabulary().sections["imaging_findings"][finding].group == "disc" and finding not in _BESIDE_DISC


def _far_root(finding: Finding) -> Iterator[Impossibility]:
    """Report a root that none of the levels of an image can touch; a level off the spine may touch any."""
    if not isinstance(finding, Imaging) or finding.structure is None or finding.structure not in _order():
        return
    spans = [_roots_at(level) for level in finding.levels]
    reach = [span for span in spans if span is not None]
    if not reach or len(reach) < len(spans) or any(root.reaches(_order()[finding.structure]) for root in reach):
        return
    where, near = ", ".join(finding.levels), tuple(dict.fromkeys(root for span in reach for root in span.own()))
    widest = "; ".join(span.words() for span in reach)
    message = f"{where} touches no root so far away, even by a migrated fragment. Correct the structure or the level."
    yield Impossibility(finding, "structure", f"{finding.structure} at {where}", widest, message, near)


@dataclass(frozen=True, slots=True)
class _Span:
    """Roots of one level, counted from the top: its own, and whether all below run through its canal."""

    first: int
    last: int
    all_below: bool

    def reaches(self, root: int) -> bool:
        """Tell whether something at this level can touch a root."""
        return self._low() <= root <= self._high()

    def own(self) -> tuple[str, ...]:
        """Roots that leave or pass at this level."""
        return tuple(_order())[self.first : self.last + 1]

    def words(self) -> str:
        """Roots that can be touched from this level."""
        names = tuple(_order())
        return f"a root from {names[self._low()]} to {names[self._high()]}"

    def _low(self) -> int:
        return max(0, self.first - _away())

    def _high(self) -> int:
        return len(_order()) - 1 if self.all_below else min(len(_order()) - 1, self.last + _away())


@cache
def _order() -> Mapping[str, int]:
    """Place of each root, counted from the top."""
    return {root: place for place, root in enumerate(root_levels())}


def _away() -> int:
    return int(limits()["imaging", "root_of_level", "roots"].high)


@cache
def _roots_at(level: str) -> _Span | None:
    """Roots of a disc, a joint or a vertebra; None for a level that is none of them."""
    order, discs = _order(), disc_levels()
    if level in discs:
        disc = discs[level]
        return _Span(order[disc.exiting_root], order[disc.traversing_root], _lower_roots_pass(disc))
    if level in _JOINTS:
        return _Span(order[_JOINTS[level]], order[_JOINTS[level]] + 1, all_below=False)
    if level not in order:
        return None
    beside = [disc for disc in discs.values() if level in (disc.upper_vertebra, disc.lower_vertebra)]
    below = level.startswith("S") or any(_lower_roots_pass(disc) for disc in beside)
    return _Span(max(0, order[level] - 1), min(len(order) - 1, order[level] + 1), below)


def _lower_roots_pass(disc: Disc) -> bool:
    """Tell whether roots from far below run beside this disc: from the lumbar segments of the cord on."""
    return disc.canal_shares["cord"] < 1.0 or any(segment[0] in "LS" for segment in disc.cord_segments)
