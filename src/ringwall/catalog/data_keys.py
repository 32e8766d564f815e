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
