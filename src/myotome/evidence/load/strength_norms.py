"""Measured strength of trunk and neck, which the strength of the fascicles is fitted to and compared with."""

from __future__ import annotations

from dataclasses import dataclass

from myotome.tables import read_csv

__all__ = ["Norm", "norms"]


@dataclass(frozen=True, slots=True)
class Norm:
    """A measured strength: who, in which direction, at which lumbar flexion, how much; `use` is `fit` or `check`."""

    id: str
    sex: str
    direction: str
    angle_deg: float
    moment_nm: float
    age: float
    use: str
    source: str


def norms() -> tuple[Norm, ...]:
    """Every measured strength that the fit uses or is compared with.

    Sources
    -------
    j_korean_acad_rehabil_med_1997, nordin_1987, neck_strength_pmid_17964885
    """
    columns = {"id": str, "sex": str, "direction": str, "angle_deg": float, "moment_nm": float, "age": float}
    rows = read_csv("evidence/load/strength_norms.csv", columns)
    return tuple(Norm(**{name: row[name] for name in columns}, use=row["use"], source=row["source"]) for row in rows)
