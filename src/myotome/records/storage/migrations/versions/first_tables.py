"""The first shape: patients, visits with every state of them, answers, words to search, events and their chain."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

__all__ = ["downgrade", "upgrade"]

revision = "0001"
down_revision = None


def _digest() -> sa.Column[bytes]:
    return sa.Column("digest", sa.LargeBinary(32), nullable=False)


def upgrade() -> None:
    """Make the tables."""
    _people()
    _visits()
    _events()


def _people() -> None:
    op.create_table(
        "patient",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        *(sa.Column(name, sa.LargeBinary, nullable=False) for name in ("name", "born", "number", "note")),
        sa.Column("archived", sa.String(32)),
        sa.Column("changed", sa.String(32), nullable=False),
        _digest(),
    )
    op.create_table(
        "search_word",
        sa.Column("token", sa.LargeBinary(16), primary_key=True),
        sa.Column("patient", sa.String(32), sa.ForeignKey("patient.id"), primary_key=True),
    )
    op.create_index("ix_search_word_patient", "search_word", ["patient"])


def _visits() -> None:
    op.create_table(
        "visit",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("patient", sa.String(32), sa.ForeignKey("patient.id"), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("archived", sa.String(32)),
        sa.Column("changed", sa.String(32), nullable=False),
        _digest(),
    )
    op.create_index("ix_visit_patient", "visit", ["patient"])
    op.create_table(
        "revision",
        sa.Column("visit", sa.String(32), sa.ForeignKey("visit.id"), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("document", sa.LargeBinary, nullable=False),
        sa.Column("made", sa.String(32), nullable=False),
        _digest(),
    )
    op.create_table(
        "answer",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("visit", sa.String(32), nullable=False),
        sa.Column("visit_version", sa.Integer, nullable=False),
        sa.Column("made", sa.String(32), nullable=False),
        sa.Column("program", sa.String(64), nullable=False),
        sa.Column("tables_hash", sa.String(64), nullable=False),
        sa.Column("seed", sa.Integer, nullable=False),
        sa.Column("document", sa.LargeBinary, nullable=False),
        _digest(),
        sa.ForeignKeyConstraint(["visit", "visit_version"], ["revision.visit", "revision.version"]),
    )
    op.create_index("ix_answer_visit", "answer", ["visit", "visit_version"])


def _events() -> None:
    op.create_table(
        "event",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(32), nullable=False),
        *(sa.Column(name, sa.String(64), nullable=False) for name in ("actor", "action", "subject")),
        sa.Column("row_digest", sa.LargeBinary(32)),
        sa.Column("previous", sa.LargeBinary(32), nullable=False),
        _digest(),
    )
    op.create_table(
        "chain",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("head", sa.LargeBinary(32), nullable=False),
        _digest(),
    )


def downgrade() -> None:
    """Take the tables away, with all that is in them."""
    for name in ("chain", "event", "answer", "revision", "visit", "search_word", "patient"):
        op.drop_table(name)
