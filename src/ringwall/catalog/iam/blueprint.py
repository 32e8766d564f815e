"""What the sections of a blueprint want of IAM."""

from ringwall.catalog.iam.detection_roles import (
    want_config_roles,
    want_forwarding_role,
    want_lake_role,
    want_trail_role,
)

__all__ = ["want_config_roles", "want_forwarding_role", "want_lake_role", "want_trail_role"]
