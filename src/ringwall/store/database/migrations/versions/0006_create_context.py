"""Create the tables of acts that are told beside incidents."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "context_hit",
        sa.Column("uid", sa.Text, nullable=False),
        sa.Column("gravity", sa.SmallInteger, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("act", sa.Text, nullable=False),
        sa.Column("account_id", sa.Text, nullable=False),
        sa.Column("region", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("resource", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("session", sa.Text, nullable=False),
        sa.Column("access_key", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("first_seen", sa.BigInteger, nullable=False),
        sa.Column("last_seen", sa.BigInteger, nullable=False),
        sa.Column("count", sa.BigInteger, nullable=False),
        sa.Column("confidence", sa.SmallInteger, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("recorded_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("uid", name="pk_context_hit"),
        sa.ForeignKeyConstraint(["text"], ["rule_text.digest"], name="fk_context_hit_text"),
    )
    op.create_index("ix_context_hit_recorded_at", "context_hit", ["recorded_at"])
    op.create_table(
        "context_tie",
        sa.Column("hit", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("party", sa.Text, nullable=False),
        sa.Column("is_identity", sa.SmallInteger, nullable=False),
        sa.PrimaryKeyConstraint("hit", "value", name="pk_context_tie"),
        sa.ForeignKeyConstraint(["hit"], ["context_hit.uid"], name="fk_context_tie_hit"),
    )
    op.create_index("ix_context_tie_value", "context_tie", ["value", "at"])
