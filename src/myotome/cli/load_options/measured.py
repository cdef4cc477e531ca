"""What was measured of a person, in words of the command line: strength, areas, ranges, the shape of the spine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from myotome.cli.load_options.words import number_of, pairs_of
from myotome.errors import InputError, Problem, nearest_names

if TYPE_CHECKING:
    from myotome.load import Measured, Scoliosis, SpineShape

__all__ = ["Findings", "findings_of", "measurement_keys"]

_SHAPE: Final = {
    "lordosis": "degrees, S1 to L1",
    "kyphosis": "degrees, T1 to T12",
    "pelvic_incidence": "degrees; the usual lordosis goes with it where none is given",
}
_STRENGTH: Final = {"extension_nm": "extension", "flexion_nm": "flexion"}
_GROUPS: Final = {"extension": "extensors", "flexion": "flexors"}
_INCIDENCE: Final = (20.0, 100.0)
_USUAL: Final = "lordosis=45,extension_nm=210,psoas_major_right_cm2=15,lumbar_flexion=50, each at most once"
_CURVE: Final = "SIDE:UPPER-LOWER:COBB, as right:T11-L3:25, by the convex side and the end vertebrae"
_LEG: Final = "SIDE:MILLIMETRES that this leg is shorter, as right:12"


@dataclass(frozen=True, slots=True)
class Findings:
    """What was measured, read.

    Attributes
    ----------
    shape : SpineShape or None
    strength_nm : mapping of str to float
        Peak torque of the trunk in `extension` and `flexion`.
    measured : Measured or None
        Areas and ranges.
    """

    shape: SpineShape | None = None
    strength_nm: Mapping[str, float] = field(default_factory=dict)
    measured: Measured | None = None

    def tested(self, strength_nm: Mapping[str, float]) -> Findings:
        """The same, with the strength of a test beside what was typed."""
        from myotome.load import Measured

        strength = {**strength_nm, **self.strength_nm}
        if not strength:
            return self
        groups = tuple(_GROUPS[direction] for direction in strength)
        return replace(self, strength_nm=strength, measured=replace(self.measured or Measured(), tested=groups))


def findings_of(measured: str | None, scoliosis: str | None, short_leg: str | None) -> Findings:
    """What was measured, of `lordosis=45,extension_nm=210`, `right:T11-L3:25` and `right:12`.

    Raises
    ------
    InputError
        A word that cannot be read: all at once.
    """
    from myotome.load import SpineShape

    problems: list[Problem] = []
    found = {} if measured is None else _numbers(measured, problems)
    shape = _profile(found, problems)
    if scoliosis is not None and (curve := _curve(scoliosis, problems)) is not None:
        shape = replace(shape or SpineShape(), scoliosis=curve)
    if short_leg is not None:
        side, _, shorter = short_leg.partition(":")
        millimetres = number_of(shorter)
        if side not in ("right", "left") or millimetres is None:
            problems.append(Problem("--short-leg", None, short_leg, _LEG, nearest_names(side, ("right", "left"))))
        else:
            shape = replace(shape or SpineShape(), short_leg=side, short_mm=millimetres)
    if problems:
        raise InputError(problems)
    strength = {direction: found[key] for key, direction in _STRENGTH.items() if key in found}
    return Findings(shape, strength, _body(found))


def measurement_keys() -> dict[str, str]:
    """Every key of `--measured`, with what it is."""
    from myotome.load import RANGES, measured_areas

    sides = ("", "_right", "_left")
    return {
        **_SHAPE,
        **{key: f"newton metres, peak torque of {direction}" for key, direction in _STRENGTH.items()},
        **dict.fromkeys(RANGES, "degrees from upright, to one side"),
        **{f"{muscle}{side}_cm2": "square centimetres of one side" for muscle in measured_areas() for side in sides},
    }


def _numbers(word: str, problems: list[Problem]) -> dict[str, float]:
    known, found = measurement_keys(), {}
    for key, value in pairs_of("--measured", word, _USUAL):
        number = number_of(value)
        if key not in known:
            near = nearest_names(key, known)
            problems.append(Problem(f"--measured, {key}", None, key, ", ".join(known), near, "No such measurement."))
        elif number is None or not 0.0 < number < float("inf"):
            problems.append(Problem(f"--measured, {key}", None, value, f"a number of {known[key]}"))
        else:
            found[key] = number
    return found


def _profile(found: Mapping[str, float], problems: list[Problem]) -> SpineShape | None:
    from myotome.load import SpineShape, lordosis_of_incidence

    if not set(found) & set(_SHAPE):
        return None
    incidence = found.get("pelvic_incidence")
    if incidence is not None and not _INCIDENCE[0] <= incidence <= _INCIDENCE[1]:
        allowed = f"{_INCIDENCE[0]:g} to {_INCIDENCE[1]:g} deg"
        problems.append(Problem("--measured, pelvic_incidence", None, f"{incidence:g}", allowed))
    usual = None if incidence is None else lordosis_of_incidence(incidence)
    return SpineShape(found.get("lordosis", usual), found.get("kyphosis"))


def _body(found: Mapping[str, float]) -> Measured | None:
    """Areas and ranges; None where none was measured."""
    from myotome.load import RANGES, Measured

    areas: dict[tuple[str, str], float] = {}
    for key, area in found.items():
        if key.endswith("_cm2"):
            name = key.removesuffix("_cm2")
            head, _, side = name.rpartition("_")
            areas[(head, side) if side in ("right", "left") else (name, "bilateral")] = area
    ranges = {name: found[name] for name in RANGES if name in found}
    return Measured(areas, ranges) if areas or ranges else None


def _curve(word: str, problems: list[Problem]) -> Scoliosis | None:
    from myotome.load import Scoliosis

    cells = [cell.strip() for cell in word.split(":")]
    cobb = number_of(cells[-1])
    ends = [end.strip().upper() for end in cells[1].split("-")] if len(cells) == 3 else []
    if cobb is None or len(ends) != 2 or cells[0] not in ("right", "left"):
        problems.append(Problem("--scoliosis", None, word, _CURVE, nearest_names(cells[0], ("right", "left"))))
        return None
    return Scoliosis(cells[0], ends[0], ends[1], cobb)
