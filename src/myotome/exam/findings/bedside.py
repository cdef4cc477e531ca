"""What was found at the bedside: one frozen record for each kind of finding, and what all findings share."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Literal, TypeVar

from myotome.exam.movements import NameKind
from myotome.exam.vocabulary_table import vocabulary
from myotome.exam.wording import joined, place, sided, words
from myotome.units import figure

__all__ = [
    "Finding",
    "Measurement",
    "Pain",
    "Reflex",
    "Sensation",
    "Side",
    "Sign",
    "Strength",
    "mirrored_side",
    "plain_number",
]

Side = Literal["left", "right", "bilateral", "midline", "none"]
_FULL_MRC = 5.0
#: Of the other side: the weaker side of healthy people is seldom below it (judged).
_NORMAL_PERCENT = 80.0
_F = TypeVar("_F", bound="Finding")
_MIRROR: dict[str, Side] = {"left": "right", "right": "left"}


def mirrored_side(side: Side) -> Side:
    """Side as seen in a mirror."""
    return _MIRROR.get(side, side)


def plain_number(value: float) -> float | int:
    """Whole numbers without a decimal point, for writing."""
    return int(value) if float(value).is_integer() else value


@dataclass(frozen=True, slots=True)
class Measurement:
    """A measured value with its unit."""

    value: float
    unit: str

    def to_dict(self) -> dict[str, Any]:
        """Plain mapping of a case file."""
        return {"value": plain_number(self.value), "unit": self.unit}

    def __str__(self) -> str:
        return f"{figure(self.value)} {self.unit.replace('_', ' ')}"


@dataclass(frozen=True, slots=True)
class Finding:
    """What all findings share. Two findings are equal when they say the same, wherever they stand.

    Attributes
    ----------
    index : int
        Place among the findings of the file, from 0.
    line : int
        Line in the file, from 1; 0 where the finding comes from no file.
    """

    kind: ClassVar[str] = ""
    index: int = field(compare=False)
    line: int = field(compare=False)

    @property
    def label(self) -> str:
        """The finding in words, for people."""
        raise NotImplementedError

    @property
    def recorded_only(self) -> bool:
        """Kept with the case and printed, while no answer uses it yet."""
        return False

    def to_dict(self) -> dict[str, Any]:
        """Plain mapping of a case file, empty keys left out."""
        written = {"type": self.kind, **self._keys()}
        return {key: _plain(value) for key, value in written.items() if value is not None and value != ()}

    def mirrored(self: _F) -> _F:
        """Swap left and right."""
        side = getattr(self, "side", None)
        changes: dict[str, Any] = {} if side is None else {"side": mirrored_side(side)}
        return replace(self, **changes)

    def _keys(self) -> dict[str, Any]:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Strength(Finding):
    """Strength of a muscle, a muscle group or a movement; exactly one of mrc, value, measured is given.

    Attributes
    ----------
    name : str
        Id as tested: a muscle, a group or a movement, as `name_kind` says.
    muscles : tuple of str
        The single muscles it stands for; a movement's prime movers, the chief one first.
    mrc : float or None
        Grade 0 to 5 in halves.
    value : str or None
        `weak` or `normal` where no grade is given.
    """

    kind: ClassVar[str] = "strength"
    name: str
    name_kind: NameKind
    muscles: tuple[str, ...]
    side: Side
    mrc: float | None = None
    value: str | None = None
    measured: Measurement | None = None

    @property
    def label(self) -> str:
        """For example `right tibialis anterior: MRC 3`."""
        result = f"MRC {self.mrc:g}" if self.mrc is not None else self.value or str(self.measured)
        return f"{sided(words(self.name, 'muscles', 'muscle_groups', 'movements'), self.side)}: {result}"

    @property
    def is_weak(self) -> bool:
        """Below normal; a force without the other side beside it shows neither."""
        if self.measured is not None:
            return self.measured.unit.startswith("percent") and self.measured.value < _NORMAL_PERCENT
        return self.value == "weak" if self.mrc is None else self.mrc < _FULL_MRC

    @property
    def is_normal(self) -> bool:
        """Full strength by grade or by word; no measured force is known to be full."""
        return self.measured is None and not self.is_weak

    def _keys(self) -> dict[str, Any]:
        key = "movement" if self.name_kind == "movement" else "muscle"
        return {key: self.name, "side": self.side, "mrc": self.mrc, "value": self.value, "measured": self.measured}


@dataclass(frozen=True, slots=True)
class Sensation(Finding):
    """Feeling of the skin by areas, dermatomes or a level below which all skin has the value."""

    kind: ClassVar[str] = "sensation"
    areas: tuple[str, ...]
    dermatomes: tuple[str, ...]
    sensory_level: str | None
    side: Side
    modality: str
    value: str
    severity: str | None = None

    @property
    def label(self) -> str:
        """For example `right great toe: light touch reduced`."""
        modality = "sensation" if self.modality == "unspecified" else self.modality.replace("_", " ")
        below = f"below {self.sensory_level}" if self.sensory_level else ""
        value = f"{self.value} ({self.severity})" if self.severity else self.value
        return f"{sided(place(self.areas, self.dermatomes) or below, self.side)}: {modality} {value}"

    def _keys(self) -> dict[str, Any]:
        where = {"areas": self.areas, "dermatomes": self.dermatomes, "sensory_level": self.sensory_level}
        what = {"modality": self.modality, "value": self.value, "severity": self.severity}
        return {**where, "side": self.side, **what}


@dataclass(frozen=True, slots=True)
class Reflex(Finding):
    """A reflex: absent, reduced, normal or brisk."""

    kind: ClassVar[str] = "reflex"
    reflex: str
    side: Side
    value: str

    @property
    def label(self) -> str:
        """For example `right achilles reflex: absent`."""
        return f"{sided(words(self.reflex, 'reflexes'), self.side)}: {self.value}"

    def _keys(self) -> dict[str, Any]:
        return {"reflex": self.reflex, "side": self.side, "value": self.value}


@dataclass(frozen=True, slots=True)
class Sign(Finding):
    """A sign or test, positive or negative.

    Attributes
    ----------
    muscles : tuple of str
        Single muscles that the sign names.
    names : tuple of str
        The same as written, groups not expanded.
    angle_deg : float or None
        Angle at which a test of stretch was stopped, where it was measured.
    """

    kind: ClassVar[str] = "sign"
    sign: str
    side: Side
    positive: bool
    muscles: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    dermatomes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    angle_deg: float | None = None

    @property
    def recorded_only(self) -> bool:
        """Kept with the case and printed, while no answer uses it yet."""
        return vocabulary().signs[self.sign].recorded

    @property
    def label(self) -> str:
        """For example `right straight leg raise: positive`."""
        named = joined(*(words(name, "muscles", "muscle_groups") for name in self.names))
        where = joined(named, place(self.areas, self.dermatomes))
        sign = words(self.sign, "signs") + (f" ({where})" if where else "")
        angle = "" if self.angle_deg is None else f" at {figure(self.angle_deg)} degrees"
        return f"{sided(sign, self.side)}: {'positive' if self.positive else 'negative'}{angle}"

    def _keys(self) -> dict[str, Any]:
        where = {"muscles": self.names, "areas": self.areas, "dermatomes": self.dermatomes}
        value = "positive" if self.positive else "negative"
        return {"sign": self.sign, **where, "side": self.side, "value": value, "angle_deg": self.angle_deg}


@dataclass(frozen=True, slots=True)
class Pain(Finding):
    """Pain: areas from where it starts to where it reaches, and how it behaves.

    Attributes
    ----------
    radiating : bool or None
        Whether it runs into or along a limb or around the trunk; None where that was not said.
    """

    kind: ClassVar[str] = "pain"
    areas: tuple[str, ...]
    dermatomes: tuple[str, ...]
    side: Side
    radiating: bool | None = None
    onset: str | None = None
    character: tuple[str, ...] = ()
    severity: float | None = None
    worse_with: tuple[str, ...] = ()
    better_with: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """For example `right low back, posterior thigh: pain, radiating`."""
        how = ("pain", "radiating" if self.radiating else "", self.onset or "", *self.character)
        return f"{sided(place(self.areas, self.dermatomes), self.side)}: {joined(*how)}"

    def _keys(self) -> dict[str, Any]:
        where = {"areas": self.areas, "dermatomes": self.dermatomes, "side": self.side, "radiating": self.radiating}
        how = {"onset": self.onset, "character": self.character, "severity": self.severity}
        return {**where, **how, "worse_with": self.worse_with, "better_with": self.better_with}


def _plain(value: Any) -> Any:
    """Field as it stands in a case file."""
    if isinstance(value, Measurement):
        return value.to_dict()
    if isinstance(value, tuple):
        return list(value)
    return plain_number(value) if isinstance(value, float) else value
