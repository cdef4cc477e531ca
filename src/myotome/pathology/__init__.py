"""What may be wrong: conditions, where they sit, what they take from the fibres, and how likely they are."""

from myotome.pathology.background import background_prevalence
from myotome.pathology.condition_table import CLASSES, PLACEMENTS, Cause, Condition, conditions, lineage
from myotome.pathology.geography.body_map import REGIONS_OF_BODY, distances_to, region_mask, regions_of, regions_of_area
from myotome.pathology.geography.cause_location import cause_regions, cause_span
from myotome.pathology.geography.vertebral_axis import Span, span_of_level
from myotome.pathology.herniation import disc_region, met_root, type_shares, zone_shares
from myotome.pathology.loss_profiles import SEGMENTS
from myotome.pathology.model_constants import constants
from myotome.pathology.priors import PUBLISHED_SHARES, condition_priors, settings
from myotome.pathology.spine_regions import REGIONS, is_over_spine, regions_of_case, regions_of_cause
from myotome.pathology.state_space import States, causes, states

__all__ = [
    "CLASSES",
    "PLACEMENTS",
    "PUBLISHED_SHARES",
    "REGIONS",
    "REGIONS_OF_BODY",
    "SEGMENTS",
    "Cause",
    "Condition",
    "Span",
    "States",
    "background_prevalence",
    "cause_regions",
    "cause_span",
    "causes",
    "condition_priors",
    "conditions",
    "constants",
    "disc_region",
    "distances_to",
    "is_over_spine",
    "lineage",
    "met_root",
    "region_mask",
    "regions_of",
    "regions_of_area",
    "regions_of_case",
    "regions_of_cause",
    "settings",
    "span_of_level",
    "states",
    "type_shares",
    "zone_shares",
]
