"""HL7 FHIR R4: cases read from bundles and written as them, with our codes and what others mean by theirs."""

from myotome.interop.fhir.places import operation_outcome
from myotome.interop.fhir.read.bundle import case_of_bundle, import_bundle
from myotome.interop.fhir.read.import_report import EntryOutcome, ImportedBundle
from myotome.interop.fhir.terms import BASE, Terms, site_map
from myotome.interop.fhir.write.answer import answer_bundle
from myotome.interop.fhir.write.bundle import case_bundle
from myotome.interop.fhir.write.definitions import fhir_definitions

__all__ = [
    "BASE",
    "EntryOutcome",
    "ImportedBundle",
    "Terms",
    "answer_bundle",
    "case_bundle",
    "case_of_bundle",
    "fhir_definitions",
    "import_bundle",
    "operation_outcome",
    "site_map",
]
