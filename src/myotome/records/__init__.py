"""What is kept: patients, visits and the answers that were given, encrypted, versioned and chained."""

from typing import TYPE_CHECKING

from myotome.lazy import lazy_names

if TYPE_CHECKING:
    from myotome.records.accounts.account import Account
    from myotome.records.accounts.accounts import Accounts, NewAccount, role_called
    from myotome.records.accounts.asking_programs import Programs
    from myotome.records.accounts.clinics import Clinic
    from myotome.records.accounts.emergencies import Emergency
    from myotome.records.accounts.limits import account_limits
    from myotome.records.accounts.programs import ROLES_GIVEN, NewProgram, Program
    from myotome.records.accounts.roles import Role
    from myotome.records.accounts.second_factor import code_at, enrolment_address
    from myotome.records.accounts.sessions import Session
    from myotome.records.accounts.signing_in import SigningIn, SignInRefusedError
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
    from myotome.records.storage.acting import Acting, NobodyActsError, acting
    from myotome.records.upkeep.backups import back_up, restore
    from myotome.records.upkeep.rotation import Rotated, rotate_key
    from myotome.records.upkeep.verification import faults_of

__all__ = [
    "ROLES_GIVEN",
    "Account",
    "Accounts",
    "Acting",
    "ChangedElsewhereError",
    "Clinic",
    "DamagedError",
    "Emergency",
    "Identity",
    "NewAccount",
    "NewProgram",
    "NoSuchRecordError",
    "NobodyActsError",
    "Patient",
    "Program",
    "Programs",
    "Records",
    "Role",
    "Rotated",
    "Session",
    "SignInRefusedError",
    "SigningIn",
    "StoredAnswer",
    "Visit",
    "account_limits",
    "acting",
    "back_up",
    "check_passphrase",
    "code_at",
    "document_in",
    "encrypted_for",
    "encrypted_with",
    "enrolment_address",
    "faults_of",
    "is_encrypted",
    "open_records",
    "restore",
    "role_called",
    "rotate_key",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = lazy_names(
        __name__,
        {
            "myotome.records.accounts.account": ("Account",),
            "myotome.records.accounts.accounts": ("Accounts", "NewAccount", "role_called"),
            "myotome.records.accounts.asking_programs": ("Programs",),
            "myotome.records.accounts.clinics": ("Clinic",),
            "myotome.records.accounts.emergencies": ("Emergency",),
            "myotome.records.accounts.limits": ("account_limits",),
            "myotome.records.accounts.programs": ("ROLES_GIVEN", "NewProgram", "Program"),
            "myotome.records.accounts.roles": ("Role",),
            "myotome.records.accounts.second_factor": ("code_at", "enrolment_address"),
            "myotome.records.accounts.sessions": ("Session",),
            "myotome.records.accounts.signing_in": ("SigningIn", "SignInRefusedError"),
            "myotome.records.storage.acting": ("Acting", "NobodyActsError", "acting"),
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
