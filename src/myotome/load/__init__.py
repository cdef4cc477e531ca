"""The musculoskeletal spine: what weakness, spasm, imbalance and posture do to muscle forces and disc loads.

Nothing is read before the first call.
"""

from myotome.load.alignment import alignment, standing_control
from myotome.load.answer import LoadAnswer, load_answer, reserve
from myotome.load.curve import Curve
from myotome.load.disc_pressure import disc_areas_m2, disc_pressure_mpa, pressure_range_mpa
from myotome.load.discs import DiscLoad, disc_load
from myotome.load.equilibrium import Equilibrium, equilibrium
from myotome.load.fascicle_table import ROOTS, SETS
from myotome.load.fascicles import SIDES, Fascicles
from myotome.load.forces import ArmPose, ExternalForce, hanging_arms
from myotome.load.geometry import Geometry, geometry
from myotome.load.impairment import Impairment, Spasm, Weakness
from myotome.load.interval import Intervals, intervals
from myotome.load.joints import PassiveJoints, compression_stiffness, passive_joints
from myotome.load.person import Person, reference_person
from myotome.load.posture import check_angles, joint_angles, posture, region_limits, rhythm
from myotome.load.settled import Alignment, Control
from myotome.load.skeleton import BODIES, DOFS, JOINTS, PLANES
from myotome.load.solve import POWER, SETS_OF_TASKS, Solution, solve
from myotome.load.spasm_pressure import pressure_multiplier
from myotome.load.spine import Spine, spine
from myotome.load.stance import Stance, stance
from myotome.load.task_table import Task, TaskOption, task, task_table
from myotome.load.trajectory import read_trajectory, solve_trajectory
from myotome.load.validation import Agreement, Compared, agreement, compared
from myotome.stale_kernels import drop_stale_kernels

__all__ = [
    "BODIES",
    "DOFS",
    "JOINTS",
    "PLANES",
    "POWER",
    "ROOTS",
    "SETS",
    "SETS_OF_TASKS",
    "SIDES",
    "Agreement",
    "Alignment",
    "ArmPose",
    "Compared",
    "Control",
    "Curve",
    "DiscLoad",
    "Equilibrium",
    "ExternalForce",
    "Fascicles",
    "Geometry",
    "Impairment",
    "Intervals",
    "LoadAnswer",
    "PassiveJoints",
    "Person",
    "Solution",
    "Spasm",
    "Spine",
    "Stance",
    "Task",
    "TaskOption",
    "Weakness",
    "agreement",
    "alignment",
    "check_angles",
    "compared",
    "compression_stiffness",
    "disc_areas_m2",
    "disc_load",
    "disc_pressure_mpa",
    "equilibrium",
    "geometry",
    "hanging_arms",
    "intervals",
    "joint_angles",
    "load_answer",
    "passive_joints",
    "posture",
    "pressure_multiplier",
    "pressure_range_mpa",
    "read_trajectory",
    "reference_person",
    "region_limits",
    "reserve",
    "rhythm",
    "solve",
    "solve_trajectory",
    "spine",
    "stance",
    "standing_control",
    "task",
    "task_table",
]

drop_stale_kernels(__file__)
