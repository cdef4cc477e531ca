"""Words and numbers of a reviewed claim, the same in the terminal and in the documentation."""

from __future__ import annotations

from myotome.claims import LiteratureNumber, ModelValue

__all__ = ["BASIS", "SAYS", "SEEN", "TOPICS", "modelled", "published", "with_unit"]

TOPICS = {
    "imaging": "What images show",
    "roots": "Roots, muscles and reflexes",
    "course": "The course",
    "surgery": "Surgery",
    "care": "Care without surgery",
    "frequency": "How often, and why",
    "imbalance": "Muscle imbalance",
    "spasm": "Spasm",
    "load": "Load on the disc",
}
SEEN = {
    "full": "read in full",
    "abstract": "abstract read",
    "secondary": "secondary source",
    "fitted": "fitted",
    "judgement": "judged",
}
BASIS = {"fitted": "fitted", "compared": "compared, not fitted", "input": "from its tables", "composed": "not fitted"}
SAYS = {"for": "speaks for it", "against": "speaks against it", "cannot tell": "cannot tell", "not asked": "beside"}


_NEARLY_ALL = 99.0
_COUNTS = ("discs", "weeks")


def with_unit(value: float, unit: str) -> str:
    """Say a number with its unit, at the precision that it can bear.

    Examples
    --------
    >>> with_unit(0.413, "fraction"), with_unit(-1.166, "NRS 0-10"), with_unit(2.3, "risk ratio")
    ('41 %', '-1.17 NRS 0-10', 'risk ratio 2.30')
    """
    if unit == "flag":
        return "yes" if value else "no"
    if unit == "fraction":
        percent = 100 * value
        if _NEARLY_ALL < percent < 100.0:
            return f"over {_NEARLY_ALL:g} %"
        whole = abs(percent) >= 10 or percent == round(percent)
        return f"{_signed(percent, 0 if whole else 1)} %"
    short = _signed(value, 0 if unit in _COUNTS or abs(value) >= 10 else 2)
    return f"{unit} {short}" if unit.endswith("ratio") else f"{short} {unit}"


def _signed(value: float, digits: int) -> str:
    """Round; nothing is minus zero."""
    return f"{round(value, digits) + 0.0:.{digits}f}"


def _with_interval(value: float, low: float | None, high: float | None, unit: str) -> str:
    if low is None or high is None or low == high:
        return with_unit(value, unit)
    ends = [with_unit(end, unit).removeprefix(unit).removesuffix(unit).strip() for end in (low, high)]
    return with_unit(value, unit) if ends[0] == ends[1] else f"{with_unit(value, unit)} ({ends[0]} to {ends[1]})"


def published(number: LiteratureNumber) -> str:
    """Say a published number with what it counts."""
    return f"{number.what}: {_with_interval(number.value, number.low, number.high, number.unit)}"


def modelled(value: ModelValue) -> str:
    """Say a number of the model with what was computed."""
    return f"{value.said}: {_with_interval(value.value, value.low, value.high, value.unit)}"
