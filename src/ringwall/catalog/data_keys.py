"""What several service folders say of the layer data: keys of its rows, and who writes what."""

from ringwall.catalog.detection_keys import join
from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount
from ringwall.model.blueprint.wanted import RowKey
from ringwall.model.table import Row

MACIE = "data.macie"


def purpose_key(account: LandscapeAccount, region: str, purpose: str) -> RowKey:
    """Return the key of the row of a KMS key that is for a purpose."""
    return RowKey(account.name, region, "kms_key", f"data-{purpose}")


def has_purpose(account: LandscapeAccount, purpose: str) -> bool:
    """Whether the account has keys for a purpose."""
    return purpose in account.settings.data.keys.purposes


def exports_results(landscape: Landscape, region: str) -> bool:
    """Whether Macie's results of a Region are written to a bucket in the log archive."""
    wanted = landscape.settings.data.macie
    is_wanted = wanted.enabled and wanted.classification_export
    return is_wanted and region in landscape.logs.regions


def of_macie(landscape: Landscape, region: str) -> Row:
    """Return the condition that Macie acts for its administrator in a Region.

    https://docs.aws.amazon.com/macie/latest/user/discovery-results-repository-s3.html
    """
    place = f"arn:{landscape.partition}:macie2:{region}:"
    sources = ("export-configuration:*", "classification-job/*")
    administrator = landscape.security.id
    return {
        "StringEquals": {"aws:SourceAccount": administrator},
        "ArnLike": {
            "aws:SourceArn": [join(place, administrator, f":{source}") for source in sources]
        },
    }


BACKUP = "data.backup"
CENTRAL = "backup-central"
"""The name of the vault of all accounts, and of its key."""


def find_vault_account(landscape: Landscape) -> LandscapeAccount:
    """Return the account with the vault that backups of all others are copied to."""
    name = landscape.settings.data.backup.account
    found = (account for account in landscape.accounts if account.name == name)
    return next(found, landscape.logs)


def is_backed_up(landscape: Landscape, account: LandscapeAccount, region: str) -> bool:
    """Whether the account has a backup plan in a Region.

    That with the vault of all has none: its copies would be where what they are copies of is.
    """
    wanted = account.settings.data.backup
    is_vault = wanted.copies and account == find_vault_account(landscape)
    return wanted.enabled and not is_vault and region in landscape.regions_of("backup", account)


def is_copied(landscape: Landscape, account: LandscapeAccount, region: str) -> bool:
    """Whether backups of the account are copied to the account with the vault of all."""
    central = find_vault_account(landscape)
    return (
        is_backed_up(landscape, account, region)
        and account.settings.data.backup.copies
        and account != central
        and region in central.regions
    )


def find_copying(landscape: Landscape, region: str) -> tuple[LandscapeAccount, ...]:
    """Return the accounts whose backups of a Region are copied."""
    return tuple(each for each in landscape.accounts if is_copied(landscape, each, region))
