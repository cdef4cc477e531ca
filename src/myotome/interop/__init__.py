"""What others write, read as cases; answers in their forms: FHIR, labels, gradings, studies, sheets, letters."""

from typing import TYPE_CHECKING

from myotome.interop.importers import ImportedTable, read_table
from myotome.interop.isncsci import (
    Classification,
    ImportedSheet,
    Sheet,
    case_of_sheet,
    classify,
    read_sheet,
    sheet_from_mapping,
    sheet_lines,
)
from myotome.interop.letter.letter_text import letter_lines
from myotome.interop.letter.reading import Letter, Proposed, letter_from_text, read_letter
from myotome.interop.mapped import ColumnUse, MappedTable, TableMap, read_map, read_mapped_table
from myotome.interop.scores import (
    QuestionnaireScore,
    ScoreChange,
    score_bands,
    score_change,
    scored_instruments,
    total_score,
)
from myotome.interop.study_settings import StudySettings
from myotome.lazy import lazy_names

if TYPE_CHECKING:
    from myotome.interop.cds import CdsClients, cds_application, mount_cds, read_clients
    from myotome.interop.fhir import (
        EntryOutcome,
        ImportedBundle,
        Terms,
        answer_bundle,
        case_bundle,
        case_of_bundle,
        fhir_definitions,
        import_bundle,
        operation_outcome,
        site_map,
    )
    from myotome.interop.fhir_server import fhir_application, mount_fhir
    from myotome.interop.registry import RegistryResult, explain_table
    from myotome.interop.smart import Launching, SmartError, SmartRecord, SmartServer, SmartServers, read_servers

__all__ = [
    "CdsClients",
    "Classification",
    "ColumnUse",
    "EntryOutcome",
    "ImportedBundle",
    "ImportedSheet",
    "ImportedTable",
    "Launching",
    "Letter",
    "MappedTable",
    "Proposed",
    "QuestionnaireScore",
    "RegistryResult",
    "ScoreChange",
    "Sheet",
    "SmartError",
    "SmartRecord",
    "SmartServer",
    "SmartServers",
    "StudySettings",
    "TableMap",
    "Terms",
    "answer_bundle",
    "case_bundle",
    "case_of_bundle",
    "case_of_sheet",
    "cds_application",
    "classify",
    "explain_table",
    "fhir_application",
    "fhir_definitions",
    "import_bundle",
    "letter_from_text",
    "letter_lines",
    "mount_cds",
    "mount_fhir",
    "operation_outcome",
    "read_clients",
    "read_letter",
    "read_map",
    "read_mapped_table",
    "read_servers",
    "read_sheet",
    "read_table",
    "score_bands",
    "score_change",
    "scored_instruments",
    "sheet_from_mapping",
    "sheet_lines",
    "site_map",
    "total_score",
]

if not TYPE_CHECKING:
    _FHIR = (
        *("EntryOutcome", "ImportedBundle", "Terms", "answer_bundle", "case_bundle", "case_of_bundle"),
        *("fhir_definitions", "import_bundle", "operation_outcome", "site_map"),
    )
    _CDS = ("CdsClients", "cds_application", "mount_cds", "read_clients")
    _FHIR_SERVER = ("fhir_application", "mount_fhir")
    _REGISTRY = ("RegistryResult", "explain_table")
    _SMART = ("Launching", "SmartError", "SmartRecord", "SmartServer", "SmartServers", "read_servers")
    __getattr__, __dir__ = lazy_names(
        __name__,
        {
            "myotome.interop.cds": _CDS,
            "myotome.interop.fhir": _FHIR,
            "myotome.interop.fhir_server": _FHIR_SERVER,
            "myotome.interop.registry": _REGISTRY,
            "myotome.interop.smart": _SMART,
        },
    )
