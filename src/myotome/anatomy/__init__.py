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
from myotome.anatomy.skin_areas import Area, area_members, areas, dermatomes
from myotome.anatomy.tables import Muscle, NamedReflex, muscle_root_weights, muscles, reflexes
from myotome.anatomy.wiring import KINDS, FibreTable, conduction, fibre_conduction, fibre_table

__all__ = [
    "CANAL_CONTENTS",
    "CRANIAL_ROOTS",
    "KINDS",
    "SPINAL_ROOTS",
    "Area",
    "AreaSupply",
    "ConusLevel",
    "Disc",
    "DiscNeighbours",
    "FibreTable",
    "Muscle",
    "MuscleSupply",
    "NamedReflex",
    "NervePlace",
    "NerveSupply",
    "Portion",
    "Root",
    "RootSupply",
    "RootWithSpread",
    "SupplyPath",
    "area",
    "area_members",
    "areas",
    "conduction",
    "conus_level",
    "cord_segments",
    "dermatomes",
    "disc",
    "disc_levels",
    "fibre_conduction",
    "fibre_table",
    "muscle",
    "muscle_root_weights",
    "muscles",
    "nerve",
    "nerve_places",
    "nerve_sites",
    "reflexes",
    "root",
    "root_levels",
]
