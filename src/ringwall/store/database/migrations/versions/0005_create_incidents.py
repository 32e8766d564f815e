"""Create the tables of incidents, of what joins hits to them, and of exceptions."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the tables."""
    _create_incident()
    _create_incident_hit()
    _create_incident_tie()
    _create_incident_alias()
    _create_incident_own()
    _create_incident_event()
    _create_suppression()


def _create_incident() -> None:
    op.create_table(
        "incident",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("first_hit", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("gravity", sa.SmallInteger, nullable=False),
        sa.Column("score", sa.SmallInteger, nullable=False),
        sa.Column("confidence", sa.SmallInteger, nullable=False),
        sa.Column("account_id", sa.Text, nullable=False),
        sa.Column("accounts", sa.JSON, nullable=False),
        sa.Column("regions", sa.JSON, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("stages", sa.JSON, nullable=False),
        sa.Column("sequences", sa.JSON, nullable=False),
        sa.Column("first_at", sa.BigInteger, nullable=False),
        sa.Column("last_at", sa.BigInteger, nullable=False),
        sa.Column("hits", sa.Integer, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("closed_at", sa.BigInteger, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_incident"),
    )
    op.create_index("ix_incident_last_at", "incident", ["last_at"])


def _create_incident_hit() -> None:
    op.create_table(
        "incident_hit",
        sa.Column("hit", sa.Text, nullable=False),
        sa.Column("incident", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("suppression", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("hit", name="pk_incident_hit"),
        sa.ForeignKeyConstraint(["hit"], ["hit.uid"], name="fk_incident_hit_hit"),
    )
    op.create_index("ix_incident_hit_incident", "incident_hit", ["incident", "at"])
    op.create_index("ix_incident_hit_suppression", "incident_hit", ["suppression", "at"])


def _create_incident_tie() -> None:
    op.create_table(
        "incident_tie",
        sa.Column("hit", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("party", sa.Text, nullable=False),
        sa.Column("is_identity", sa.SmallInteger, nullable=False),
        sa.PrimaryKeyConstraint("hit", "value", name="pk_incident_tie"),
        sa.ForeignKeyConstraint(["hit"], ["incident_hit.hit"], name="fk_incident_tie_hit"),
    )
    op.create_index("ix_incident_tie_value", "incident_tie", ["value", "at"])


def _create_incident_alias() -> None:
    op.create_table(
        "incident_alias",
        sa.Column("alias", sa.Text, nullable=False),
        sa.Column("hit", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("alias", name="pk_incident_alias"),
        sa.ForeignKeyConstraint(["hit"], ["incident_hit.hit"], name="fk_incident_alias_hit"),
    )
    op.create_index("ix_incident_alias_hit", "incident_alias", ["hit"])


def _create_incident_own() -> None:
    op.create_table(
        "incident_own",
        sa.Column("address", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("address", name="pk_incident_own"),
    )


def _create_incident_event() -> None:
    op.create_table(
        "incident_event",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("incident", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_incident_event"),
    )
    op.create_index("ix_incident_event_incident", "incident_event", ["incident", "id"])


def _create_suppression() -> None:
    op.create_table(
        "suppression",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("resource", sa.Text, nullable=False),
        sa.Column("account_id", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_suppression"),
    )
