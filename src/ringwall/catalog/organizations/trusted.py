"""Services with trusted access that are at home in one Region, which nobody tells beforehand."""

from collections.abc import Iterator

from ringwall.catalog.midway import unless_gone
from ringwall.catalog.organizations.organization import NOT_IN_USE
from ringwall.model.errors import RegionDisabled
from ringwall.model.table import Reader, Row


def read_at_home(reader: Reader, principal: str, operation: str, path: str) -> Iterator[Row]:
    """Yield the items of the first Region that has some, with the member `Region`.

    A service works with an organization only while it has trusted access: where it has none,
    no Region is asked.
    """
    with unless_gone(*NOT_IN_USE):
        trusted = reader.items(
            "organizations.list_aws_service_access_for_organization", "EnabledServicePrincipals"
        )
        if any(service["ServicePrincipal"] == principal for service in trusted):
            yield from _search(reader, operation, path)


def _search(reader: Reader, operation: str, path: str) -> Iterator[Row]:
    for region in _regions(reader):
        try:
            found = list(reader.at(region).items(operation, path))
        except RegionDisabled:  # the service is not there
            continue
        if found:
            yield from ({**item, "Region": region} for item in found)
            return


def _regions(reader: Reader) -> Iterator[str]:
    yield reader.region
    for region in reader.items("account.list_regions", "Regions"):
        is_enabled = region["RegionOptStatus"] in {"ENABLED", "ENABLED_BY_DEFAULT"}
        if is_enabled and region["RegionName"] != reader.region:
            yield region["RegionName"]
