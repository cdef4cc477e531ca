"""What was found by asking and by machines: imaging, electrodiagnosis, history, laboratory."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from myotome.exam.findings.bedside import Finding, Measurement, Side, mirrored_side
from myotome.exam.vocabulary_table import vocabulary
from myotome.exam.wording import joined, place, sided, words
from myotome.units import figure

__all__ = ["Emg", "History", "Imaging", "Lab", "Ncs", "Questionnaire"]


@dataclass(frozen=True, slots=True)
class Imaging(Finding):
    """One finding of an image, present or looked for and absent.

    Attributes
    ----------
    zone : str or None
        Zone of the canal; None means not stated.
    root_contact, structure : str or None
        What happens to which structure; `not_stated` where the report does not say, None where it does not arise.
    muscles, names : tuple of str
        Single muscles that the finding names, and the same as written.
    severity, grade : str, float or None
        How much of it, in words, and on the scale of the finding (Pfirrmann for a degenerated disc).
    """

    kind: ClassVar[str] = "imaging"
    modality: str
    levels: tuple[str, ...]
    finding: str
    side: Side
    zone: str | None = None
    root_contact: str | None = None
    structure: str | None = None
    measure: Measurement | None = None
    muscles: tuple[str, ...] = ()
    present: bool = True
    names: tuple[str, ...] = ()
    severity: str | None = None
    grade: float | None = None

    @property
    def recorded_only(self) -> bool:
        """Kept with the case and printed, while no answer uses it yet."""
        return vocabulary().sections["imaging_findings"][self.finding].recorded

    @property
    def label(self) -> str:
        """For example `MRI L4-L5: right subarticular extrusion`."""
        levels = joined(*(words(level, "levels") for level in self.levels))
        what = " ".join(part for part in (self.severity, self.zone, words(self.finding, "imaging_findings")) if part)
        met = "no contact with" if self.root_contact == "none" else f"{self.root_contact} of"
        contact = f", {met} {words(self.structure, 'nerves')}" if self.structure and self.root_contact else ""
        measure = f", {self.measure}" if self.measure else ""
        measure += "" if self.grade is None else f", grade {figure(self.grade)}"
        placed = sided(what, self.side) if self.present else f"no {_nowhere(what, self.side)}"
        return f"{self.modality.replace('_', ' ')} {levels}: {placed}{contact}{measure}"

    def _keys(self) -> dict[str, Any]:
        what = {"modality": self.modality, "levels": self.levels, "finding": self.finding}
        where = {"zone": self.zone, "side": self.side, "root_contact": self.root_contact, "structure": self.structure}
        value = None if self.present else "absent"
        amount = {"measure": self.measure, "severity": self.severity, "grade": self.grade}
        return {**what, "value": value, **amount, **where, "muscles": self.names}


def _nowhere(what: str, side: Side) -> str:
    """What is absent, on one side or on either."""
    return f"{what} on either side" if side == "bilateral" else sided(what, side)


@dataclass(frozen=True, slots=True)
class Emg(Finding):
    """Needle electromyography of muscles, or of the limb muscles of whole roots (paraspinals not among them)."""

    kind: ClassVar[str] = "emg"
    muscles: tuple[str, ...]
    names: tuple[str, ...]
    roots: tuple[str, ...]
    side: Side
    value: str
    grade: str | None = None

    @property
    def label(self) -> str:
        """For example `EMG of right tibialis anterior: denervation`."""
        tested = joined(*(words(name, "muscles", "muscle_groups") for name in self.names), *self.roots)
        grade = f" {self.grade}" if self.grade else ""
        return f"EMG of {sided(tested, self.side)}: {self.value.replace('_', ' ')}{grade}"

    def _keys(self) -> dict[str, Any]:
        where = {"muscles": self.names, "roots": self.roots, "side": self.side}
        return {**where, "value": self.value, "grade": self.grade}


@dataclass(frozen=True, slots=True)
class Ncs(Finding):
    """Nerve conduction of one nerve; its measures are kept beside what they were called."""

    kind: ClassVar[str] = "ncs"
    nerve: str
    side: Side
    value: str
    component: str | None = None
    site: str | None = None
    measures: tuple[tuple[str, float], ...] = ()

    @property
    def label(self) -> str:
        """For example `right median nerve sensory conduction at carpal tunnel: slowed`."""
        component = f" {self.component.replace('_', ' ')}" if self.component else ""
        site = f" at {self.site.replace('_', ' ')}" if self.site else ""
        nerve = sided(words(self.nerve, "nerves"), self.side)
        said = joined(self.value.replace("_", " "), *(_measure_in_words(*one) for one in self.measures))
        return f"{nerve}{component} conduction{site}: {said}"

    def _keys(self) -> dict[str, Any]:
        where = {"nerve": self.nerve, "component": self.component, "site": self.site}
        return {**where, "side": self.side, "value": self.value, **dict(self.measures)}


@dataclass(frozen=True, slots=True)
class History(Finding):
    """One item of the history; the vocabulary says what its value means."""

    kind: ClassVar[str] = "history"
    item: str
    value: bool | float | str
    areas: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    side: Side | None = None
    ago_weeks: float | None = None

    @property
    def recorded_only(self) -> bool:
        """Kept with the case and printed, while no answer uses it yet."""
        return vocabulary().history[self.item].recorded

    @property
    def label(self) -> str:
        """For example `diabetes: yes`."""
        where = joined(place(self.areas, ()), *self.levels)
        item = words(self.item, "history") + (f" ({sided(where, self.side or 'none')})" if where else "")
        return f"{item}: {self._value_in_words()}"

    def mirrored(self) -> History:
        """Swap left and right, the dominant hand included."""
        value = _swapped(self.value) if self.item == "handedness" else self.value
        return replace(self, side=None if self.side is None else mirrored_side(self.side), value=value)

    def _value_in_words(self) -> str:
        if isinstance(self.value, bool):
            return "yes" if self.value else "no"
        unit = vocabulary().history[self.item].unit
        if isinstance(self.value, str):
            return self.value.replace("_", " ")
        told = figure(self.value, 2) if unit == "weeks" and self.value % 1 else figure(self.value)
        return f"{told} {unit or ''}".strip()

    def _keys(self) -> dict[str, Any]:
        ago = None if self.ago_weeks is None else Measurement(self.ago_weeks, "weeks")
        where = {"areas": self.areas, "levels": self.levels, "side": self.side}
        return {"item": self.item, "value": self.value, **where, "ago": ago}


@dataclass(frozen=True, slots=True)
class Lab(Finding):
    """A laboratory or bedside test: its value, its number in the unit of the vocabulary, or both."""

    kind: ClassVar[str] = "lab"
    test: str
    value: str | None = None
    number: float | None = None

    @property
    def recorded_only(self) -> bool:
        """Kept with the case and printed, while no answer uses it yet."""
        return vocabulary().sections["lab_tests"][self.test].recorded

    @property
    def label(self) -> str:
        """For example `C-reactive protein: raised`."""
        entry = vocabulary().sections["lab_tests"][self.test]
        number = "" if self.number is None else f"{figure(self.number)} {entry.unit or ''}".strip()
        return f"{entry.label}: {joined(self.value or '', number)}"

    def _keys(self) -> dict[str, Any]:
        return {"test": self.test, "value": self.value, "number": self.number}


@dataclass(frozen=True, slots=True)
class Questionnaire(Finding):
    """Total score of a questionnaire that the patient filled in."""

    kind: ClassVar[str] = "questionnaire"
    name: str
    value: float

    @property
    def recorded_only(self) -> bool:
        """Kept with the case and printed, while no answer uses it yet."""
        return vocabulary().sections["questionnaires"][self.name].recorded

    @property
    def label(self) -> str:
        """For example `Oswestry Disability Index: 42 percent`."""
        entry = vocabulary().sections["questionnaires"][self.name]
        return f"{entry.label}: {figure(self.value)} {entry.unit or ''}".strip()

    def _keys(self) -> dict[str, Any]:
        return {"name": self.name, "value": self.value}


def _measure_in_words(name: str, value: float) -> str:
    """For example `amplitude 12 uV`."""
    what, _, unit = name.partition("_")
    in_words = {"uv": "uV", "mv": "mV", "m_s": "m/s", "c": "C"}.get(unit, unit)
    return f"{what} {figure(value)} {in_words}"


def _swapped(hand: bool | float | str) -> bool | float | str:
    """Name the other hand; `both` stays."""
    return {"left": "right", "right": "left"}.get(str(hand), hand)
