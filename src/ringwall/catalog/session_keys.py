"""What several service folders say of Session Manager: names, and keys of its rows."""

from ringwall.catalog.detection_keys import bucket_arn, bucket_name
from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount
from ringwall.model.blueprint.wanted import Join, RowKey

SECTION = "infrastructure.session_manager"
LOG_GROUP = "/ringwall/session-manager"
HOST_ROLE = "AWSSystemsManagerDefaultEC2InstanceManagementRole"
"""The name that AWS's own documentation gives to the role."""


def find_session_accounts(landscape: Landscape) -> tuple[LandscapeAccount, ...]:
    """Return the accounts whose sessions have preferences."""
    is_wanted = landscape.settings.infrastructure.session_manager.enabled
    return find_managed_accounts(landscape) if is_wanted else ()


def find_managed_accounts(landscape: Landscape) -> tuple[LandscapeAccount, ...]:
    """Return the accounts that are named; all where none is."""
    named = landscape.settings.infrastructure.session_manager.accounts
    return tuple(each for each in landscape.accounts if not named or each.name in named)


def find_session_regions(landscape: Landscape) -> tuple[str, ...]:
    """Return the Regions in which such accounts are; home first, where the bucket is."""
    used = {region for a in find_session_accounts(landscape) for region in a.regions}
    regions = landscape.regions_of("ssm", landscape.logs)
    return tuple(r for r in regions if r in used or (used and r == landscape.home_region))


def session_key(landscape: Landscape, region: str) -> RowKey:
    """Return the key of the row of the KMS key of a Region; they are in the log archive."""
    return RowKey(landscape.logs.name, region, "kms_key", "sessions")


def session_bucket_name(landscape: Landscape) -> str | Join:
    """Return the name of the bucket that sessions are logged to."""
    given = landscape.settings.infrastructure.session_manager.s3_bucket_name
    return bucket_name(landscape, "sessions", given)


def session_bucket_arn(landscape: Landscape) -> str | Join:
    """Return its ARN."""
    return bucket_arn(landscape, session_bucket_name(landscape))
