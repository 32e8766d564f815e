"""What every bucket of a blueprint has: nothing in it is public, and nothing is overwritten."""

from collections.abc import Mapping

CLOSED: Mapping[str, object] = {
    "block_public_acls": True,
    "ignore_public_acls": True,
    "block_public_policy": True,
    "restrict_public_buckets": True,
    "object_ownership": "BucketOwnerEnforced",
    "versioning_status": "Enabled",
}
"""Columns of its row."""
