"""Whether Security Hub is on in a Region, which all of its other reads need."""

from collections.abc import Iterator

from ringwall.model.errors import CallFailed
from ringwall.model.table import Reader, Row


def read_hub(reader: Reader) -> Iterator[Row]:
    """Yield the hub of the Region; nothing where Security Hub is off."""
    try:
        yield reader.call("securityhub.describe_hub")
    except CallFailed as error:
        # "Not subscribed" and "access denied" have the same code, and differ only in the message.
        is_off = error.code == "InvalidAccessException" and "not subscribed" in str(error)
        if not is_off and error.code != "ResourceNotFoundException":
            raise


def read_organization_configuration(reader: Reader) -> Iterator[Row]:
    """Yield how the organization's accounts are configured, to their administrator alone."""
    for _ in read_hub(reader):
        try:
            yield reader.call("securityhub.describe_organization_configuration")
        except CallFailed as error:
            # As above: only the message tells who is no administrator from who may not ask.
            if error.code != "InvalidAccessException" or "not an administrator" not in str(error):
                raise


def is_home(reader: Reader) -> bool:
    """Whether the Region is where the organization is configured centrally."""
    kinds = [
        found.get("OrganizationConfiguration", {}).get("ConfigurationType")
        for found in read_organization_configuration(reader)
    ]
    return kinds == ["CENTRAL"] and bool(list(read_aggregators(reader)))


def read_aggregators(reader: Reader) -> Iterator[Row]:
    """Yield the finding aggregator whose home is the Region; other Regions list it too."""
    for _ in read_hub(reader):
        found = reader.items("securityhub.list_finding_aggregators", "FindingAggregators")
        for aggregator in found:
            if aggregator["FindingAggregatorArn"].split(":")[3] == reader.region:
                yield aggregator
