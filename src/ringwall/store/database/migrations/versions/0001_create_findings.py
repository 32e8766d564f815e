"""Create the tables of findings and their history."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "recording",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("snapshot", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_recording"),
    )
    op.create_table(
        "rule_text",
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_rule_text"),
    )
    _create_finding()
    op.create_table(
        "finding_event",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("uid", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("snapshot", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_finding_event"),
        sa.ForeignKeyConstraint(["uid"], ["finding.uid"], name="fk_finding_event_uid"),
    )
    op.create_index("ix_finding_event_uid", "finding_event", ["uid", "id"])


def _create_finding() -> None:
    op.create_table(
        "finding",
        sa.Column("uid", sa.Text, nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("resource", sa.Text, nullable=False),
        sa.Column("account_id", sa.Text, nullable=False),
        sa.Column("region", sa.Text, nullable=False),
        sa.Column("gravity", sa.SmallInteger, nullable=False),
        sa.Column("layer", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("first_seen", sa.BigInteger, nullable=False),
        sa.Column("last_seen", sa.BigInteger, nullable=False),
        sa.Column("resolved_at", sa.BigInteger, nullable=False),
        sa.Column("reopened", sa.Integer, nullable=False),
        sa.Column("seen", sa.Integer, nullable=False),
        sa.Column("snapshot", sa.Text, nullable=False),
        sa.Column("recording", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("rest", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("uid", name="pk_finding"),
        sa.ForeignKeyConstraint(["text"], ["rule_text.digest"], name="fk_finding_text"),
    )
    listing = ["status", "answer", "gravity", "rule", "resource", "uid"]
    op.create_index("ix_finding_listing", "finding", listing)
    op.create_index("ix_finding_rule", "finding", ["rule", "uid"])
    op.create_index("ix_finding_resource", "finding", ["resource"])
    op.create_index("ix_finding_account", "finding", ["account_id", "status"])
