"""The body as data: discs, roots, nerves, muscles, skin and reflex arcs, and the fibres that tie them together.

Nothing is read before the first call.
"""

from myotome.anatomy.levels import (
    CANAL_CONTENTS,
    ConusLevel,
    Disc,
    Root,
    conus_level,
    cord_segments,
    disc_levels,
    root_levels,
)
from myotome.anatomy.lookup import area, disc, muscle, nerve, root
from myotome.anatomy.lookup_results import (
    AreaSupply,
    DiscNeighbours,
    MuscleSupply,
    NerveSupply,
    Portion,
    RootSupply,
    RootWithSpread,
    SupplyPath,
)
from myotome.anatomy.nerve_tree import CRANIAL_ROOTS, SPINAL_ROOTS, NervePlace, nerve_places, nerve_sites
from myotome.anatomy.tables import Muscle, area_members, muscles
from myotome.anatomy.wiring import KINDS, FibreTable, conduction, fibre_conduction, fibre_table

__all__ = [
    "CANAL_CONTENTS",
    "CRANIAL_ROOTS",
    "KINDS",
    "SPINAL_ROOTS",
    "AreaSupply",
    "ConusLevel",
    "Disc",
    "DiscNeighbours",
    "FibreTable",
    "Muscle",
    "MuscleSupply",
    "NervePlace",
    "NerveSupply",
    "Portion",
    "Root",
    "RootSupply",
    "RootWithSpread",
    "SupplyPath",
    "area",
    "area_members",
    "conduction",
    "conus_level",
    "cord_segments",
    "disc",
    "disc_levels",
    "fibre_conduction",
    "fibre_table",
    "muscle",
    "muscles",
    "nerve",
    "nerve_places",
    "nerve_sites",
    "root",
    "root_levels",
]
