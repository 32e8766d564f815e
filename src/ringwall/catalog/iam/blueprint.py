"""What the sections of a blueprint want of IAM."""

from ringwall.catalog.iam.account_access import want_password_policies, want_root_features
from ringwall.catalog.iam.control_tower_roles import want_tower_roles
from ringwall.catalog.iam.detection_roles import (
    want_config_roles,
    want_forwarding_role,
    want_lake_role,
    want_trail_role,
)

PARTS = (
    want_config_roles,
    want_forwarding_role,
    want_lake_role,
    want_password_policies,
    want_root_features,
    want_tower_roles,
    want_trail_role,
)
