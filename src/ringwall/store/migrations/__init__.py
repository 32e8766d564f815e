"""The migrations of the database; `store.database` runs them when it opens one."""
