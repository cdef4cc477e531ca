"""The musculoskeletal spine: what weakness, spasm, imbalance and posture do to muscle forces and disc loads.

Nothing is read before the first call.
"""

from myotome.load.answering import SETTLING_TASKS, load_answer
from myotome.load.body.impairment import Contracture, Guarding, Impairment, Spasm, Weakness
from myotome.load.body.impairment_words import amount_words
from myotome.load.body.joints import compression_stiffness, passive_joints, range_left, ruptured
from myotome.load.body.measured import RANGES, Measured, as_measured, measured_areas
from myotome.load.body.passive_law import PassiveJoints
from myotome.load.body.person import Person, reference_person
from myotome.load.body.rhythm import rhythm
from myotome.load.body.shape import Scoliosis, SpineShape, lordosis_of_incidence, usual_shape
from myotome.load.body.skeleton import BODIES, DOFS, JOINTS, PLANES
from myotome.load.body.sparing import SPARED_LEVELS, Sparing
from myotome.load.body.spine import Spine, spine
from myotome.load.compensation import Change, compensation, notable
from myotome.load.dynamics.in_motion import in_motion
from myotome.load.kinematics.angles import check_angles, joint_angles, posture, region_limits
from myotome.load.kinematics.curve import Curve
from myotome.load.kinematics.external_forces import ArmPose, ExternalForce, hanging_arms
from myotome.load.kinematics.leverage import Geometry, geometry
from myotome.load.kinematics.shaped import shaped
from myotome.load.many_people import PeopleLoads, Posed, Subject, loads_of_people
from myotome.load.muscles.fascicle_table import ROOTS, SETS, STRENGTH_SCALES, muscle_parts
from myotome.load.muscles.fascicles import SIDES, Fascicles
from myotome.load.muscles.names import muscle_named
from myotome.load.neck.answer import NeckAnswer, NeckMuscle, neck_answer
from myotome.load.neck.bones import NECK_DISCS, NECK_JOINTS
from myotome.load.neck.impairments import neck_impairment
from myotome.load.neck.model import Neck, neck_of
from myotome.load.neck.muscles import neck_muscle_named
from myotome.load.neck.solution import NeckSolution, solve_neck
from myotome.load.neck.stance import NeckStance, neck_stance
from myotome.load.neck.strength import NECK_DIRECTIONS, neck_strength_nm
from myotome.load.neck.tasks import neck_amounts, neck_task, neck_task_table
from myotome.load.neck_course import NeckCourse, neck_course
from myotome.load.recordings.recording import Reading, Recording, read_recording
from myotome.load.recordings.strength_file import read_strength
from myotome.load.recordings.summary import DiscCourse, disc_courses, neck_courses
from myotome.load.settling.equilibrium_posture import alignment, control_limits, standing_control
from myotome.load.settling.result import Alignment, Control
from myotome.load.settling.spasm_pressure import braced_pressure, pressure_multiplier
from myotome.load.stances.stance import Stance, stance
from myotome.load.stances.tasks import Task, TaskOption, task, task_table
from myotome.load.statics.activations import Equilibrium, equilibrium
from myotome.load.statics.disc_pressure import disc_areas_m2, disc_pressure_mpa, pressure_range_mpa
from myotome.load.statics.discs import DiscLoad, disc_load
from myotome.load.statics.muscle_totals import muscle_forces, paraspinals, spare_share
from myotome.load.statics.population_spread import Intervals, PeopleLike, intervals, people_like
from myotome.load.statics.solution import POWER, SETS_OF_TASKS, Posture, Solution, kept_posture, solve
from myotome.load.task_answer import LoadAnswer
from myotome.load.tissue.level_balance import TAKERS, LevelBalance, level_balances
from myotome.load.tissue.ligaments import LIGAMENTS
from myotome.load.tissue.sacrum import SACRAL_LIGAMENTS, Sacroiliac, sacroiliac
from myotome.load.tissue.sharing import TissueLoads, tissue_loads
from myotome.load.trajectory import read_trajectory, solve_trajectory
from myotome.stale_kernels import drop_stale_kernels

__all__ = [
    "BODIES",
    "DOFS",
    "JOINTS",
    "LIGAMENTS",
    "NECK_DIRECTIONS",
    "NECK_DISCS",
    "NECK_JOINTS",
    "PLANES",
    "POWER",
    "RANGES",
    "ROOTS",
    "SACRAL_LIGAMENTS",
    "SETS",
    "SETS_OF_TASKS",
    "SETTLING_TASKS",
    "SIDES",
    "SPARED_LEVELS",
    "STRENGTH_SCALES",
    "TAKERS",
    "Alignment",
    "ArmPose",
    "Change",
    "Contracture",
    "Control",
    "Curve",
    "DiscCourse",
    "DiscLoad",
    "Equilibrium",
    "ExternalForce",
    "Fascicles",
    "Geometry",
    "Guarding",
    "Impairment",
    "Intervals",
    "LevelBalance",
    "LoadAnswer",
    "Measured",
    "Neck",
    "NeckAnswer",
    "NeckCourse",
    "NeckMuscle",
    "NeckSolution",
    "NeckStance",
    "PassiveJoints",
    "PeopleLike",
    "PeopleLoads",
    "Person",
    "Posed",
    "Posture",
    "Reading",
    "Recording",
    "Sacroiliac",
    "Scoliosis",
    "Solution",
    "Sparing",
    "Spasm",
    "Spine",
    "SpineShape",
    "Stance",
    "Subject",
    "Task",
    "TaskOption",
    "TissueLoads",
    "Weakness",
    "alignment",
    "amount_words",
    "as_measured",
    "braced_pressure",
    "check_angles",
    "compensation",
    "compression_stiffness",
    "control_limits",
    "disc_areas_m2",
    "disc_courses",
    "disc_load",
    "disc_pressure_mpa",
    "equilibrium",
    "geometry",
    "hanging_arms",
    "in_motion",
    "intervals",
    "joint_angles",
    "kept_posture",
    "level_balances",
    "load_answer",
    "loads_of_people",
    "lordosis_of_incidence",
    "measured_areas",
    "muscle_forces",
    "muscle_named",
    "muscle_parts",
    "neck_amounts",
    "neck_answer",
    "neck_course",
    "neck_courses",
    "neck_impairment",
    "neck_muscle_named",
    "neck_of",
    "neck_stance",
    "neck_strength_nm",
    "neck_task",
    "neck_task_table",
    "notable",
    "paraspinals",
    "passive_joints",
    "people_like",
    "posture",
    "pressure_multiplier",
    "pressure_range_mpa",
    "range_left",
    "read_recording",
    "read_strength",
    "read_trajectory",
    "reference_person",
    "region_limits",
    "rhythm",
    "ruptured",
    "sacroiliac",
    "shaped",
    "solve",
    "solve_neck",
    "solve_trajectory",
    "spare_share",
    "spine",
    "stance",
    "standing_control",
    "task",
    "task_table",
    "tissue_loads",
    "usual_shape",
]

drop_stale_kernels(__file__)
