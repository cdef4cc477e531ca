"""What one treatment changes against another in the same luck, in a line each, with what the comparison rests on."""

from __future__ import annotations

from collections.abc import Iterator

from myotome.forecast import Difference, Forecast

__all__ = ["change_lines"]

_COMPARED = (("leg_pain_nrs", "leg pain", 1.0, 1, ""), ("odi", "disability", 1.0, 0, ""))
_RECOVERED = ("recovered_perceived", "recovered", 100.0, 0, " of 100")
_WEEKS = (13, 52)
_RESTS = {
    "randomised": "rests on randomised trials",
    "observational": "rests on observation without randomisation",
    "model only": "rests on the model alone: no trial was found",
}


def change_lines(told: Forecast, region: str = "lumbar") -> list[str]:
    """Say what each arm changes against the first, and what kind of evidence that rests on.

    Parameters
    ----------
    told : Forecast
        A forecast with at least two arms.
    region : str
        `lumbar`, `thoracic` or `cervical`: where the disc lies; evidence from elsewhere is called indirect.

    Returns
    -------
    list of str
        One text for each arm but the first.
    """
    names = dict.fromkeys(one.arm for one in told.differences)
    return [_line(told, name, region) for name in names]


def _line(told: Forecast, name: str, region: str) -> str:
    own = {(one.outcome, one.week): one for one in told.differences if one.arm == name}
    against = next(iter(own.values())).against
    parts = [part for entry in (*_COMPARED, _RECOVERED) for part in _part(own, *entry)]
    head = f"{_plain(name)} against {_plain(against)}"
    return f"{head}: {'; '.join(parts)}. This {_rests_on(told, name, region)}."


def _rests_on(told: Forecast, name: str, region: str) -> str:
    entry = told.evidence[name]
    elsewhere = [part for part in entry["studied_in"] if part != region]
    told_of = f", of the {' and '.join(elsewhere)} spine: indirect here" if elsewhere else ""
    return f"{_RESTS[str(entry['kind'])]}{told_of}"


def _part(
    own: dict[tuple[str, int], Difference], outcome: str, label: str, scale: float, digits: int, unit: str
) -> Iterator[str]:
    told = [
        f"{one.mean * scale:+.{digits}f}{unit} ({one.low * scale:+.{digits}f} to {one.high * scale:+.{digits}f}) "
        f"at week {week}"
        for week in _WEEKS
        if (one := own.get((outcome, week))) is not None
    ]
    if told:
        yield f"{label} {', '.join(told)}"


def _plain(name: str) -> str:
    return name.replace("_", " ")
