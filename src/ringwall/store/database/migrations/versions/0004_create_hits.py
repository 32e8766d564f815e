"""Create the tables of hits, and of how far the detections have come."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables."""
    _create_hit()
    op.create_table(
        "watermark",
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
        sa.Column("judged_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("source", name="pk_watermark"),
    )
    op.create_table(
        "judged_file",
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("rows", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("source", "file", name="pk_judged_file"),
    )
    op.create_table(
        "owed",
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("rule", "since", name="pk_owed"),
    )


def _create_hit() -> None:
    op.create_table(
        "hit",
        sa.Column("uid", sa.Text, nullable=False),
        sa.Column("finding", sa.Text, nullable=False),
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
        sa.PrimaryKeyConstraint("uid", name="pk_hit"),
        sa.ForeignKeyConstraint(["finding"], ["finding.uid"], name="fk_hit_finding"),
    )
    op.create_index("ix_hit_finding", "hit", ["finding", "first_seen"])
    op.create_index("ix_hit_first_seen", "hit", ["first_seen"])
    op.create_index("ix_hit_recorded_at", "hit", ["recorded_at"])
