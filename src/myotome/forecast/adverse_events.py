"""Harm of the treatments themselves: how many have which adverse event, where it was counted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from myotome.forecast.treatment_effects import Arm, treatments
from myotome.plain_json import plain_fields
from myotome.tables import Table, fraction, number, one_of, text

__all__ = ["AdverseEvent", "adverse_events"]

_OPERATION = "discectomy"
_TIMES = ("discectomy_early", "discectomy_delayed", "discectomy_on_failure")


@dataclass(frozen=True, slots=True)
class AdverseEvent:
    """One adverse event of a treatment.

    Attributes
    ----------
    treatment, event : str
        Of which treatment, and what.
    share : float
        Of those treated (or of the injections, see `unit`) who have it.
    share_without : float or None
        Of those given placebo; None where nobody was compared: then not all of it is due to the treatment.
    n : float or None
        How many were counted.
    """

    treatment: str
    event: str
    share: float
    share_without: float | None
    n: float | None
    unit: str
    source: str
    note: str

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return plain_fields(self)


_TABLE = Table(
    "forecast/adverse_events.csv",
    {
        "treatment": one_of(lambda: (_OPERATION, *treatments())),
        "event": text(),
        "share": fraction(),
        "share_without": fraction(optional=True),
        "n": number(1, 1e7, optional=True),
    },
    key=("treatment", "event"),
)


@cache
def _rows() -> tuple[AdverseEvent, ...]:
    names = ("treatment", "event", "share", "share_without", "n", "unit", "source", "note")
    return tuple(AdverseEvent(**{name: row[name] for name in names}) for row in _TABLE.rows())


def adverse_events(arm: Arm) -> tuple[AdverseEvent, ...]:
    """Which adverse events of the treatments of an arm were counted?

    Parameters
    ----------
    arm : Arm
        Its treatments.

    Returns
    -------
    tuple of AdverseEvent
        Nothing where none was found in a source: that does not mean that there are none.

    Examples
    --------
    >>> from myotome.forecast import arm_of
    >>> [one.event for one in adverse_events(arm_of("nsaid"))]
    ['any adverse event']
    """
    names = {_OPERATION if name in _TIMES else name for name in arm.treatments}
    return tuple(one for one in _rows() if one.treatment in names)
