"""With whom a snapshot of a database is shared: what instances and clusters have in common."""

IS_MANUAL = "SnapshotType != 'automated' && SnapshotType != 'awsbackup'"
"""Which snapshots can be shared: those of AWS itself cannot."""
RESTORE = "Sharing[?AttributeName=='restore'] | [0].AttributeValues"
"""JMESPath of a snapshot's `restore` attribute: account ids, or all."""
IS_PUBLIC = f"contains(join(' ', {RESTORE}), 'all')"
"""Whether it is shared with all; no answer where the values are no list of texts."""
