"""The musculoskeletal spine: what weakness, spasm, imbalance and posture do to muscle forces and disc loads.

Nothing is read before the first call.
"""

from myotome.load.discs import DiscLoad, disc_load
from myotome.load.fascicle_table import ROOTS, SETS
from myotome.load.fascicles import SIDES, Fascicles
from myotome.load.forces import ArmPose, ExternalForce, hanging_arms
from myotome.load.geometry import Geometry, geometry
from myotome.load.joints import PassiveJoints, compression_stiffness, passive_joints
from myotome.load.person import Person, reference_person
from myotome.load.posture import check_angles, joint_angles, posture, region_limits, rhythm
from myotome.load.skeleton import BODIES, DOFS, JOINTS, PLANES
from myotome.load.spine import Spine, spine

__all__ = [
    "BODIES",
    "DOFS",
    "JOINTS",
    "PLANES",
    "ROOTS",
    "SETS",
    "SIDES",
    "ArmPose",
    "DiscLoad",
    "ExternalForce",
    "Fascicles",
    "Geometry",
    "PassiveJoints",
    "Person",
    "Spine",
    "check_angles",
    "compression_stiffness",
    "disc_load",
    "geometry",
    "hanging_arms",
    "joint_angles",
    "passive_joints",
    "posture",
    "reference_person",
    "region_limits",
    "rhythm",
    "spine",
]
