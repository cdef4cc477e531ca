"""Measured strength of trunk and neck, which the strength of the fascicles is fitted to and compared with."""

from __future__ import annotations

from dataclasses import dataclass

from myotome.tables import Table, identifier, number, one_of

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


_NORMS = Table(
    "evidence/load/strength_norms.csv",
    {
        "id": identifier(),
        "sex": one_of(("female", "male")),
        "direction": one_of(("extension", "flexion", "rotation", "neck_extension", "neck_flexion")),
        "angle_deg": number(-90, 120),
        "joint": one_of(("L5-S1", "C7-T1")),
        "moment_nm": number(0, 1000),
        "age": number(0, 120),
        "use": one_of(("check", "fit")),
    },
    key=("id",),
)


def norms() -> tuple[Norm, ...]:
    """Every measured strength that the fit uses or is compared with.

    Sources
    -------
    j_korean_acad_rehabil_med_1997, nordin_1987, neck_strength_pmid_17964885
    """
    columns = ("id", "sex", "direction", "angle_deg", "moment_nm", "age", "use", "source")
    return tuple(Norm(**{name: row[name] for name in columns}) for row in _NORMS.rows())
