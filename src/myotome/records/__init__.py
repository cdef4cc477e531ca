"""What is kept: patients, visits and the answers that were given, encrypted, versioned and chained."""

from typing import TYPE_CHECKING

from myotome.lazy import lazy_names

if TYPE_CHECKING:
    from myotome.records.handover.encrypted_file import (
        check_passphrase,
        document_in,
        encrypted_for,
        encrypted_with,
        is_encrypted,
    )
    from myotome.records.kept.answers import StoredAnswer
    from myotome.records.kept.patients import Identity, Patient
    from myotome.records.kept.visits import Visit
    from myotome.records.records import Records, open_records
    from myotome.records.refusals import ChangedElsewhereError, DamagedError, NoSuchRecordError
    from myotome.records.upkeep.backups import back_up, restore
    from myotome.records.upkeep.rotation import Rotated, rotate_key
    from myotome.records.upkeep.verification import faults_of

__all__ = [
    "ChangedElsewhereError",
    "DamagedError",
    "Identity",
    "NoSuchRecordError",
    "Patient",
    "Records",
    "Rotated",
    "StoredAnswer",
    "Visit",
    "back_up",
    "check_passphrase",
    "document_in",
    "encrypted_for",
    "encrypted_with",
    "faults_of",
    "is_encrypted",
    "open_records",
    "restore",
    "rotate_key",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = lazy_names(
        __name__,
        {
            "myotome.records.handover.encrypted_file": (
                "check_passphrase",
                "document_in",
                "encrypted_for",
                "encrypted_with",
                "is_encrypted",
            ),
            "myotome.records.kept.answers": ("StoredAnswer",),
            "myotome.records.kept.patients": ("Identity", "Patient"),
            "myotome.records.kept.visits": ("Visit",),
            "myotome.records.records": ("Records", "open_records"),
            "myotome.records.refusals": ("ChangedElsewhereError", "DamagedError", "NoSuchRecordError"),
            "myotome.records.upkeep.backups": ("back_up", "restore"),
            "myotome.records.upkeep.rotation": ("Rotated", "rotate_key"),
            "myotome.records.upkeep.verification": ("faults_of",),
        },
    )
