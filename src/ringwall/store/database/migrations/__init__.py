"""The migrations of the database; `store.database.connection` runs them when it opens one."""
