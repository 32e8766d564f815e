"""What Alembic runs for a migration: in the transaction that `store.database` has opened."""

from alembic import context

from ringwall.store.database.connection import VERSION_TABLE
from ringwall.store.database.schema import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    version_table=VERSION_TABLE,
)
with context.begin_transaction():
    context.run_migrations()
