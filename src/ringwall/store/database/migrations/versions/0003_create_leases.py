"""Create the table of leases: what runs are changing now."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "lease",
        sa.Column("account_id", sa.Text, nullable=False),
        sa.Column("region", sa.Text, nullable=False),
        sa.Column("resource", sa.Text, nullable=False),
        sa.Column("run", sa.Text, nullable=False),
        sa.Column("process", sa.Text, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "region", "resource", name="pk_lease"),
    )
    op.create_index("ix_lease_run", "lease", ["run"])
