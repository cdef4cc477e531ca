"""Impairments as people say them: weak, in spasm, guarded, tight, out of balance; each in one word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from myotome.errors import InputError, Problem, UnknownNameError, nearest_names

if TYPE_CHECKING:
    from myotome.load import Impairment, Person, Sparing, Weakness

__all__ = ["ImpairmentWords", "impairment_of"]

_SIDES: Final = ("right", "left", "bilateral")
_BOTH: Final = {"both": "bilateral", "r": "right", "l": "left"}
_GROUPS: Final = ("flexors", "extensors")
#: Option, kind of impairment, and how its word is written.
_FORMS: Final = {
    "weaken": ("weakness", "MUSCLE:SIDE:PERCENT lost, as multifidus:right:40"),
    "spasm": ("spasm", "MUSCLE:SIDE:LEVEL of least activation, as erector_spinae:left:0.2"),
    "guard": ("guarding", "MUSCLE:SIDE:LEVEL of activation added, as back_extensors:bilateral:0.1"),
    "tight": ("contracture", "MUSCLE:SIDE:PERCENT shorter, and :TIMES as stiff, as psoas_major:right:15:2"),
}
_NO_MUSCLE: Final = "The model has no such muscle: it begins at the pelvis, and has those that cross the spine."
#: Muscles of the hip that tilt the pelvis, which the spine then makes up for: that can be asked.
_ABDUCTORS: Final = ("gluteus_medius", "gluteus_minimus", "tensor_fasciae_latae")
_PELVIS_DROPS: Final = (
    " A weak abductor of the hip lets the pelvis drop on the other side while its leg stands: `--short-leg SIDE:MM` of"
    " that side, as right:15 for a weak left one, answers what the spine does about it."
)
_NO_MUSCLE_OF_NECK: Final = "A task of the neck has the muscles of the neck alone."
_SPARE: Final = "LEVEL:SIDE that hurts:SHARE of its range, as L4-L5:left:0.6, or lumbar:left:moderate"
#: What holds itself open as a whole: below L2.
_WHOLE: Final = ("lumbar", "L2-L3")
_RATIO: Final = "left:right:MUSCLE=RATIO, as left:right:erector_spinae=0.7, or flexors:extensors=RATIO"


@dataclass(frozen=True, slots=True)
class ImpairmentWords:
    """What was typed: `multifidus:right:40` and the like, by option."""

    weaken: Sequence[str] = ()
    spasm: Sequence[str] = ()
    guard: Sequence[str] = ()
    tight: Sequence[str] = ()
    imbalance: Sequence[str] = ()
    spare: Sequence[str] = ()


@dataclass(slots=True)
class _Reader:
    """Reads words, and gathers what is wrong with them."""

    problems: list[Problem] = field(default_factory=list)
    of_neck: bool = False

    def parts(self, option: str, word: str) -> tuple[str, str, list[float]] | None:
        """Muscle, side and numbers of one word."""
        kind, form = _FORMS[option]
        cells = [cell.strip() for cell in word.split(":")]
        amounts = [_amount(kind, cell) for cell in cells[2:]]
        if not 3 <= len(cells) <= (4 if option == "tight" else 3) or None in amounts:
            from myotome.load import amount_words

            allowed = f"{form}; or a word: {', '.join(amount_words(kind))}"
            near = nearest_names(cells[2], amount_words(kind)) if len(cells) > 2 else ()
            self.problems.append(Problem(f"--{option}", None, word, allowed, near))
            return None
        muscle, side = self.muscle(option, cells[0]), self.side(option, cells[1], _SIDES)
        return None if muscle is None or side is None else (muscle, side, [one for one in amounts if one is not None])

    def muscle(self, option: str, word: str) -> str | None:
        """Muscle or group that a word means."""
        from myotome.load import muscle_named, neck_muscle_named

        try:
            return neck_muscle_named(word) if self.of_neck else muscle_named(word)
        except UnknownNameError as error:
            hanging = _PELVIS_DROPS if word.lower().replace(" ", "_") in _ABDUCTORS else ""
            message = _NO_MUSCLE_OF_NECK if self.of_neck else f"{_NO_MUSCLE}{hanging}"
            allowed = ", ".join(error.allowed)
            self.problems.append(Problem(f"--{option}, muscle", None, word, allowed, error.nearest, message))
            return None

    def side(self, option: str, word: str, allowed: Sequence[str]) -> str | None:
        """Side that a word means."""
        side = _BOTH.get(word.lower(), word.lower())
        if side in allowed:
            return side
        near = nearest_names(word, allowed)
        self.problems.append(Problem(f"--{option}, side", None, word, ", ".join(allowed), near))
        return None


def impairment_of(
    words: ImpairmentWords, impairment: Impairment | None, person: Person, *, of_neck: bool = False
) -> Impairment:
    """Impairment of the words of a command, added to that of a case, where there is one.

    Parameters
    ----------
    words : ImpairmentWords
    impairment : Impairment or None
        Of the case.
    person : Person
        Whose strength a ratio of flexors and extensors is of.
    of_neck : bool
        Whether the words name muscles of the neck.

    Raises
    ------
    InputError
        A word that cannot be read: all at once, each with the nearest names.
    """
    from myotome.load import Contracture, Guarding, Impairment, Spasm, Weakness

    reader = _Reader(of_neck=of_neck)
    read = {option: [reader.parts(option, word) for word in getattr(words, option)] for option in _FORMS}
    ratios = [_ratio(reader, word) for word in words.imbalance]
    spared = [one for word in words.spare for one in _spared(reader, word)]
    if reader.problems:
        raise InputError(reader.problems)
    taken = {option: [item for item in items if item is not None] for option, items in read.items()}
    uneven = [weak for ratio in ratios if ratio is not None for weak in _weaker(ratio, person)]
    of_case = impairment or Impairment()
    return replace(
        of_case,
        weaknesses=(*of_case.weaknesses, *(Weakness(m, s, a[0]) for m, s, a in taken["weaken"]), *uneven),
        spasms=(*of_case.spasms, *(Spasm(m, s, a[0]) for m, s, a in taken["spasm"])),
        guardings=(*of_case.guardings, *(Guarding(m, s, a[0]) for m, s, a in taken["guard"])),
        contractures=(*of_case.contractures, *(Contracture(m, s, *a) for m, s, a in taken["tight"])),
        sparings=(*of_case.sparings, *spared),
    )


def _amount(kind: str, cell: str) -> float | None:
    from myotome.load import amount_words

    try:
        return float(cell)
    except ValueError:
        return amount_words(kind).get(cell.lower())


def _spared(reader: _Reader, word: str) -> Sequence[Sparing]:
    """Levels that a word holds open: one, or the whole of the low back."""
    from myotome.load import SPARED_LEVELS, Sparing, amount_words

    cells = [cell.strip() for cell in word.split(":")]
    share = _amount("sparing", cells[2]) if len(cells) == 3 else None
    if share is None:
        allowed = f"{_SPARE}; or a word: {', '.join(amount_words('sparing'))}"
        reader.problems.append(Problem("--spare", None, word, allowed))
        return ()
    side, level = reader.side("spare", cells[1], _SIDES), cells[0].upper()
    whole = cells[0].lower() == _WHOLE[0]
    if not whole and level not in SPARED_LEVELS:
        known = (*SPARED_LEVELS, _WHOLE[0])
        reader.problems.append(
            Problem("--spare, level", None, cells[0], ", ".join(known), nearest_names(cells[0], known))
        )
        return ()
    levels = SPARED_LEVELS[: SPARED_LEVELS.index(_WHOLE[1]) + 1] if whole else (level,)
    return () if side is None else [Sparing(one, side, share) for one in levels]


def _ratio(reader: _Reader, word: str) -> tuple[str, str, str | None, float] | None:
    """First, second, muscle and how strong the first is over the second."""
    names, _, number = word.partition("=")
    cells, ratio = [cell.strip() for cell in names.split(":")], _amount("weakness", number)
    if ratio is None or not 0.0 < ratio < float("inf") or len(cells) not in (2, 3):
        reader.problems.append(Problem("--imbalance", None, word, f"{_RATIO}, above 0"))
        return None
    groups = len(cells) == 2
    ends = [reader.side("imbalance", cell, _GROUPS if groups else _SIDES[:2]) for cell in cells[:2]]
    muscle = None if groups else reader.muscle("imbalance", cells[2])
    if None not in ends and ends[0] == ends[1]:
        reader.problems.append(Problem("--imbalance", None, word, f"{_RATIO}: of two that differ"))
    if None in ends or (muscle is None and not groups):
        return None
    return str(ends[0]), str(ends[1]), muscle, ratio


def _weaker(ratio: tuple[str, str, str | None, float], person: Person) -> Sequence[Weakness]:
    """Which muscles have lost how much, where the stronger of two has kept its strength."""
    from myotome.load import Weakness

    first, second, muscle, share = ratio
    if muscle is None:
        from myotome.evidence import weaknesses_for_ratio

        return weaknesses_for_ratio(person, share if first == _GROUPS[0] else 1.0 / share)
    weak, left = (first, share) if share < 1.0 else (second, 1.0 / share)
    return (Weakness(muscle, weak, 100.0 * (1.0 - left)),)
