"""What may be wrong: conditions, where they sit, what they take from the fibres, and how likely they are."""

from myotome.pathology.condition_table import CLASSES, PLACEMENTS, Cause, Condition, conditions, lineage
from myotome.pathology.herniation import disc_region, met_root, type_shares, zone_shares
from myotome.pathology.loss_profiles import SEGMENTS
from myotome.pathology.model_constants import constants
from myotome.pathology.priors import condition_priors, settings
from myotome.pathology.spine_regions import REGIONS, is_over_spine, regions_of_case, regions_of_cause
from myotome.pathology.state_space import States, causes, states

__all__ = [
    "CLASSES",
    "PLACEMENTS",
    "REGIONS",
    "SEGMENTS",
    "Cause",
    "Condition",
    "States",
    "causes",
    "condition_priors",
    "conditions",
    "constants",
    "disc_region",
    "is_over_spine",
    "lineage",
    "met_root",
    "regions_of_case",
    "regions_of_cause",
    "settings",
    "states",
    "type_shares",
    "zone_shares",
]
