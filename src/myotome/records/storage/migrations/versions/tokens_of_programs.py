"""The third shape: tokens of programs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

__all__ = ["downgrade", "upgrade"]

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "program_token",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("account", sa.String(32), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("clinic", sa.String(32)),
        sa.Column("token", sa.LargeBinary(32), nullable=False, unique=True),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("name", sa.LargeBinary, nullable=False),
        sa.Column("made", sa.String(32), nullable=False),
        sa.Column("until", sa.String(32), nullable=False),
        sa.Column("revoked", sa.String(32)),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
    )
    op.create_index("ix_program_token_account", "program_token", ["account"])


def downgrade() -> None:
    """Take the table away: programs need new tokens afterwards."""
    op.drop_table("program_token")
