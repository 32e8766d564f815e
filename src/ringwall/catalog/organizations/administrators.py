"""The account that administers a security service for the organization, in each Region."""

from collections.abc import Iterator

from ringwall.catalog.midway import unless_gone
from ringwall.catalog.organizations.organization import NOT_IN_USE, read_organization
from ringwall.model.errors import CallFailed, RegionDisabled
from ringwall.model.table import Reader, Row


def read_administrators(reader: Reader, operation: str, path: str) -> Iterator[Row | CallFailed]:
    """Yield a service's administrators, each with its Region, to the management account.

    No other account is asked: AWS tells them nothing.
    """
    with unless_gone(*NOT_IN_USE):
        for organization in read_organization(reader):
            if organization["MasterAccountId"] == reader.account_id:
                yield from _read_regions(reader, operation, path)


def _read_regions(reader: Reader, operation: str, path: str) -> Iterator[Row | CallFailed]:
    for region in reader.items("ec2.describe_regions", "Regions[].RegionName"):
        try:
            for administrator in reader.at(str(region)).items(operation, path):
                yield {**administrator, "Region": region}
        except RegionDisabled:
            continue
        except CallFailed as error:
            yield error
