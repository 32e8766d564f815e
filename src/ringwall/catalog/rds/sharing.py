"""With whom a snapshot of a database is shared: what instances and clusters have in common."""

IS_MANUAL = "SnapshotType == 'manual'"
RESTORE = "Sharing[?AttributeName=='restore'].AttributeValues[]"
"""JMESPath of a snapshot's `restore` attribute: account ids, or all."""
IS_PUBLIC = "Sharing[?AttributeName=='restore' && contains(AttributeValues, 'all')]"
