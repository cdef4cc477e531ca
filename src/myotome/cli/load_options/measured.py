"""What was measured of a person, in words of the command line: the shape of the spine, a scoliosis, a short leg."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from myotome.cli.load_options.words import number_of, pairs_of
from myotome.errors import InputError, Problem, nearest_names

if TYPE_CHECKING:
    from myotome.load import Scoliosis, SpineShape

__all__ = ["MEASURED", "shape_of"]

#: Keys of `--measured`, with what each is.
MEASURED: Final = {
    "lordosis": "degrees, S1 to L1",
    "kyphosis": "degrees, T1 to T12",
    "pelvic_incidence": "degrees; the usual lordosis goes with it where none is given",
}
_INCIDENCE: Final = (20.0, 100.0)
_USUAL: Final = "lordosis=45,kyphosis=50,pelvic_incidence=55, each at most once"
_CURVE: Final = "SIDE:UPPER-LOWER:COBB, as right:T11-L3:25, by the convex side and the end vertebrae"
_LEG: Final = "SIDE:MILLIMETRES that this leg is shorter, as right:12"


def shape_of(measured: str | None, scoliosis: str | None, short_leg: str | None) -> SpineShape | None:
    """Shape of the spine of `lordosis=45,kyphosis=50`, `right:T11-L3:25` and `right:12`; None where nothing is said.

    Raises
    ------
    InputError
        A word that cannot be read: all at once.
    """
    from myotome.load import SpineShape

    if measured is None and scoliosis is None and short_leg is None:
        return None
    problems: list[Problem] = []
    shape = SpineShape() if measured is None else _profile(measured, problems)
    if scoliosis is not None and (curve := _curve(scoliosis, problems)) is not None:
        shape = replace(shape, scoliosis=curve)
    if short_leg is not None:
        side, _, shorter = short_leg.partition(":")
        millimetres = number_of(shorter)
        if side not in ("right", "left") or millimetres is None:
            problems.append(Problem("--short-leg", None, short_leg, _LEG, nearest_names(side, ("right", "left"))))
        else:
            shape = replace(shape, short_leg=side, short_mm=millimetres)
    if problems:
        raise InputError(problems)
    return shape


def _profile(word: str, problems: list[Problem]) -> SpineShape:
    from myotome.load import SpineShape, lordosis_of_incidence

    found: dict[str, float] = {}
    for key, value in pairs_of("--measured", word, _USUAL):
        number = number_of(value)
        if key not in MEASURED:
            near = nearest_names(key, MEASURED)
            problems.append(Problem(f"--measured, {key}", None, key, ", ".join(MEASURED), near, "No such measurement."))
        elif number is None:
            problems.append(Problem(f"--measured, {key}", None, value, f"a number of {MEASURED[key]}"))
        else:
            found[key] = number
    incidence = found.get("pelvic_incidence")
    if incidence is not None and not _INCIDENCE[0] <= incidence <= _INCIDENCE[1]:
        allowed = f"{_INCIDENCE[0]:g} to {_INCIDENCE[1]:g} deg"
        problems.append(Problem("--measured, pelvic_incidence", None, f"{incidence:g}", allowed))
    usual = None if incidence is None else lordosis_of_incidence(incidence)
    return SpineShape(found.get("lordosis", usual), found.get("kyphosis"))


def _curve(word: str, problems: list[Problem]) -> Scoliosis | None:
    from myotome.load import Scoliosis

    cells = [cell.strip() for cell in word.split(":")]
    cobb = number_of(cells[-1])
    ends = [end.strip().upper() for end in cells[1].split("-")] if len(cells) == 3 else []
    if cobb is None or len(ends) != 2 or cells[0] not in ("right", "left"):
        problems.append(Problem("--scoliosis", None, word, _CURVE, nearest_names(cells[0], ("right", "left"))))
        return None
    return Scoliosis(cells[0], ends[0], ends[1], cobb)
