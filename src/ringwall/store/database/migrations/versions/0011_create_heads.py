"""Create the heads: how each chain of sealed events ends."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the table. What was written before has no head, and is not told as cut off."""
    op.create_table(
        "log_head",
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("log", sa.Text, nullable=False),
        sa.Column("event", sa.Integer, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("seal", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_log_head"),
    )
    op.create_index("ix_log_head_log", "log_head", ["log", "number"])
