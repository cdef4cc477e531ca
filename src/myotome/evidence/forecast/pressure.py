"""Make the table of disc pressure under spasm, from the model of loads.

Run as `python -m myotome.evidence.forecast.pressure`. The forecast reads the table and does not know that model.
"""

from __future__ import annotations

from myotome.forecast import PRESSURE
from myotome.load import pressure_multiplier

__all__ = ["main", "pressure_rows"]


def pressure_rows() -> list[dict[str, str]]:
    """Rows of the table with the multipliers that the model of loads gives now; what is judged stays."""
    rows = PRESSURE.written()
    return [row | {"multiplier": f"{pressure_multiplier(float(row['activation'])):.4g}"} for row in rows]


def main() -> None:
    """Write the table anew."""
    PRESSURE.write(pressure_rows())


if __name__ == "__main__":
    main()
