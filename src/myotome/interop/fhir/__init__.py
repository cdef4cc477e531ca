"""HL7 FHIR R4: cases read from bundles and written as them, with our codes and what others mean by theirs."""

from myotome.interop.fhir.answer_out import answer_bundle
from myotome.interop.fhir.bundle_in import case_of_bundle, import_bundle
from myotome.interop.fhir.bundle_out import case_bundle
from myotome.interop.fhir.definitions import fhir_definitions
from myotome.interop.fhir.import_report import EntryOutcome, ImportedBundle
from myotome.interop.fhir.places import operation_outcome
from myotome.interop.fhir.terms import BASE, Terms, site_map

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
