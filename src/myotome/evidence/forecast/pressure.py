"""Make the table of disc pressure under spasm, from the model of loads.

Run as `python -m myotome.evidence.forecast.pressure`. The forecast reads the table and does not know that model.
"""

from __future__ import annotations

from myotome.forecast import PRESSURE, activities
from myotome.load import braced_pressure

__all__ = ["main", "pressure_rows"]

_NOTE = "pressure at L4-L5, reference man; braced is full protective spasm, added to what the task asks, posture held"


def pressure_rows() -> list[dict[str, str]]:
    """Rows of the table: L4-L5 of the reference man in each activity of a day, calm and under full spasm."""
    cited = {"unit": "MPa", "source": "load_spasm_pressure", "seen": "fitted", "note": _NOTE}
    pairs = {one.name: braced_pressure(one.task, one.activation) for one in activities()}
    return [{"activity": name, "calm": f"{a:.4g}", "braced": f"{b:.4g}"} | cited for name, (a, b) in pairs.items()]


def main() -> None:
    """Write the table anew."""
    PRESSURE.write(pressure_rows())


if __name__ == "__main__":
    main()
