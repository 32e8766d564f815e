"""Give leases a fencing token, and count how often any was taken."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0008"


def upgrade() -> None:
    """Make the column, and the table of the counter."""
    column = sa.Column("token", sa.BigInteger, nullable=False, server_default=sa.text("0"))
    op.add_column("lease", column)
    op.create_table(
        "fence",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("token", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_fence"),
    )
