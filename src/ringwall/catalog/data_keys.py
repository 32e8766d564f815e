"""What several service folders say of the layer data: keys of its rows."""

from ringwall.model.blueprint.landscape import LandscapeAccount
from ringwall.model.blueprint.wanted import RowKey


def purpose_key(account: LandscapeAccount, region: str, purpose: str) -> RowKey:
    """Return the key of the row of a KMS key that is for a purpose."""
    return RowKey(account.name, region, "kms_key", f"data-{purpose}")


def has_purpose(account: LandscapeAccount, purpose: str) -> bool:
    """Whether the account has keys for a purpose."""
    return purpose in account.settings.data.keys.purposes
