"""The shape of the load in the answer document."""

from __future__ import annotations

from typing import NotRequired

from typing_extensions import TypedDict

__all__ = ["LoadDocument"]


class Body(TypedDict):
    """The person as mechanics sees one."""

    sex: str
    age: float
    height_m: float
    mass_kg: float


class DiscForce(TypedDict):
    """Load on one disc, its intervals, and that of the healthy twin."""

    disc: str
    compression_n: float
    compression_n_interval: NotRequired[list[float]]
    shear_anterior_n: float
    shear_anterior_n_interval: NotRequired[list[float]]
    shear_lateral_n: float
    shear_lateral_n_interval: NotRequired[list[float]]
    pressure_mpa: float
    pressure_mpa_interval: NotRequired[list[float]]
    times_standing: NotRequired[float]
    healthy_compression_n: NotRequired[float]
    own_posture_compression_n: NotRequired[float]
    own_posture_pressure_mpa: NotRequired[float]
    healthy_pressure_mpa: NotRequired[float]


class Moment(TypedDict):
    """A moment on the part above, by plane, Nm."""

    flexion: float
    lateral: float
    axial: float


class LigamentForce(TypedDict):
    """Tension of one ligament; no side for those in the middle."""

    ligament: str
    side: str | None
    force_n: float


class LevelDocument(TypedDict):
    """What loads one lumbar level, and what takes it; all moments but what is unmet sum to 0."""

    joint: str
    load_nm: Moment
    muscles_nm: Moment
    stretched_muscle_nm: Moment
    fascia_nm: Moment
    ligaments_nm: Moment
    facets_nm: Moment
    disc_nm: Moment
    ligaments: list[LigamentForce]
    facet_right_n: float
    facet_left_n: float
    fascia_n: float


class BothSides(TypedDict):
    """A force on each side, N."""

    right: float
    left: float


class SacroiliacDocument(TypedDict):
    """What the sacroiliac joints bear: shear, its part along the pelvis, and what stops the turn of the sacrum."""

    shear_n: BothSides
    downward_n: BothSides
    sideways_n: float
    nutation_nm: float
    ligament: str
    ligament_n: float


class MuscleForce(TypedDict):
    """Force of one fascicle, its intervals, and that of the healthy twin."""

    muscle: str
    fascicle: str
    side: str
    force_n: float
    activation: float
    force_n_interval: NotRequired[list[float]]
    activation_interval: NotRequired[list[float]]
    healthy_force_n: NotRequired[float]


class Turn(TypedDict):
    """How far one joint turns."""

    joint: str
    flexion_deg: float
    lateral_deg: float
    axial_deg: float


class ControlDocument(TypedDict):
    """How the spine is steadied."""

    stiffness: float
    tone: float
    corrected: float
    preloaded: bool
    righting_nm: float
    balance_n_m: float


class AlignmentDocument(TypedDict):
    """The posture that the impairment pulls the spine into, standing or sitting."""

    trunk_shift_mm: float
    c7_shift_mm: float
    trunk_forward_mm: float
    apical_translation_mm: float
    apex: str | None
    cobb_deg: float
    cobb_ends: list[str]
    lordosis_change_deg: float
    kyphosis_change_deg: float
    joints: list[Turn]
    pressure_mpa: dict[str, float] | None
    healthy_pressure_mpa: dict[str, float]
    stable: bool
    healthy_stable: bool
    buckled: bool
    past_range: list[str]
    compensation: list[ChangeDocument]
    control: ControlDocument
    sources: list[str]


class ShapeDocument(TypedDict):
    """What is known of the shape of the upright spine."""

    lordosis_deg: float | None
    kyphosis_deg: float | None
    scoliosis: str | None
    short_leg: str | None


class MeasuredDocument(TypedDict):
    """What was measured of the person."""

    areas_cm2: dict[str, float]
    ranges_deg: dict[str, float]
    strength_tested: list[str]


class ChangeDocument(TypedDict):
    """What one part of the body does more or less of than in the healthy twin."""

    kind: str
    name: str
    healthy: float
    now: float
    unit: str
    change: float


class TaskDocument(TypedDict):
    """What a task does to the spine."""

    task: str
    options: dict[str, float | str]
    person: Body
    shape: ShapeDocument | None
    measured: MeasuredDocument | None
    feasible: bool
    unmet_moment_nm: float
    unmet: dict[str, float]
    discs: list[DiscForce]
    structures: list[LevelDocument]
    sacroiliac: SacroiliacDocument
    muscles: list[MuscleForce]
    compensation: list[ChangeDocument]
    alignment: AlignmentDocument | None
    sources: list[str]
    version: str
    tables_hash: str


class LoadDocument(TypedDict):
    """How the question of standing ended, what was assumed of the body, and the loads where there are any."""

    outcome: str
    outcome_sentence: str
    reason: str
    assumed: list[str]
    standing: TaskDocument | None
