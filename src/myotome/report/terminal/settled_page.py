"""Where weakness or spasm would pull the standing spine, in words."""

from __future__ import annotations

from rich.console import RenderableType
from rich.text import Text

from myotome.load import Alignment
from myotome.report.terminal.lines import items, section

__all__ = ["settled_section"]

_HINT = "If nothing is done against it: people correct most of this, and nobody has measured how much."


def settled_section(settled: Alignment) -> RenderableType:
    """Shift of the trunk, Cobb angle, lordosis and pressure of the posture that the spine settles in."""
    shape = settled.to_dict()
    first, last = shape["cobb_ends"]
    told = (
        f"trunk shifted {_way(shape['trunk_shift_mm'], 'to the right', 'to the left')}",
        f"trunk moved {_way(shape['trunk_forward_mm'], 'forward', 'backward')}",
        f"Cobb angle {shape['cobb_deg']:.0f} deg, {last} to {first}; lordosis {shape['lordosis_change_deg']:+.0f} deg",
        f"L4-L5 {shape['pressure_mpa']['L4-L5']:.2f} MPa, {shape['healthy_pressure_mpa']['L4-L5']:.2f} MPa before",
    )
    lines: list[RenderableType] = [*items("", told), Text(_HINT, style="dim")]
    if not settled.stable:
        lines.insert(0, Text("The spine does not stand by itself any more.", style="bold"))
    return section("Where it would pull the standing spine", *lines)


def _way(millimetres: float, one: str, other: str) -> str:
    return f"{abs(millimetres):.0f} mm {one if millimetres > 0 else other}"
