"""How much studies of one outcome differ from each other, as the calibration left it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from myotome.errors import DataError
from myotome.forecast.outcomes import outcomes
from myotome.tables import Table, number, one_of, yes_no

__all__ = ["AS_TREATED", "spread_between", "spreads"]

#: Contrasts between people who chose their treatment: how far they lie from the effect is a spread of its own.
AS_TREATED: Final = "as_treated"


def _classes() -> list[str]:
    return [*dict.fromkeys(one.class_ for one in outcomes().values()), AS_TREATED]


SPREADS = Table(
    "forecast/fitted/spreads.csv",
    {"class": one_of(_classes), "compared": yes_no(), "spread": number(0, 10)},
    key=("class", "compared"),
    made_by="python -m myotome.evidence.forecast.calibrate",
)


@cache
def spreads() -> Mapping[tuple[str, bool], float]:
    """Spread between studies of each class of outcome, alone and compared between groups, in steps."""
    return {(row["class"], row["compared"]): row["spread"] for row in SPREADS.rows()}


def spread_between(class_: str, compared: bool) -> float:
    """Spread between studies of one class of outcome, in steps.

    Where no comparison of a class was ever published, a difference spreads as the outcome does, in its smaller steps.
    """
    known = spreads()
    if (class_, False) not in known:
        raise DataError(f"forecast/fitted/spreads.csv: no class of spread is called {class_!r}")
    return known.get((class_, compared), known[class_, False])
