"""The second shape: clinics, accounts, sessions, access in an emergency; a patient belongs to a clinic."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

__all__ = ["downgrade", "upgrade"]

revision = "0002"
down_revision = "0001"


def _digest() -> sa.Column[bytes]:
    return sa.Column("digest", sa.LargeBinary(32), nullable=False)


def upgrade() -> None:
    """Make the tables; patients who are there already belong to the first clinic, which has no id."""
    op.add_column("patient", sa.Column("clinic", sa.String(32)))
    op.create_index("ix_patient_clinic", "patient", ["clinic"])
    op.create_table(
        "clinic",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("name", sa.LargeBinary, nullable=False),
        sa.Column("changed", sa.String(32), nullable=False),
        _digest(),
    )
    _accounts()
    _emergencies()


def _accounts() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("clinic", sa.String(32)),
        sa.Column("login_token", sa.LargeBinary(16), nullable=False, unique=True),
        sa.Column("subject_token", sa.LargeBinary(16), unique=True),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("disabled", sa.String(32)),
        sa.Column("document", sa.LargeBinary, nullable=False),
        sa.Column("changed", sa.String(32), nullable=False),
        _digest(),
    )
    op.create_table(
        "session",
        sa.Column("token", sa.LargeBinary(32), primary_key=True),
        sa.Column("account", sa.String(32), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("stage", sa.String(16), nullable=False),
        sa.Column("emergency", sa.String(32)),
        sa.Column("made", sa.String(32), nullable=False),
        sa.Column("seen", sa.String(32), nullable=False),
        _digest(),
    )
    op.create_index("ix_session_account", "session", ["account"])


def _emergencies() -> None:
    op.create_table(
        "emergency",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("account", sa.String(32), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("clinic", sa.String(32)),
        sa.Column("reason", sa.LargeBinary, nullable=False),
        sa.Column("made", sa.String(32), nullable=False),
        sa.Column("until", sa.String(32), nullable=False),
        sa.Column("ended", sa.String(32)),
        _digest(),
    )
    op.create_index("ix_emergency_until", "emergency", ["until"])


def downgrade() -> None:
    """Take the tables away; refused where that would put the patients of several clinics together."""
    if op.get_bind().execute(sa.text("select 1 from patient where clinic is not null")).first() is not None:
        raise ValueError("Patients of several clinics are kept; an older shape would put them together.")
    for name in ("emergency", "session", "account", "clinic"):
        op.drop_table(name)
    op.drop_index("ix_patient_clinic", "patient")
    op.drop_column("patient", "clinic")
