"""What Amazon Security Lake tells of data lakes, read for several tables."""

from collections.abc import Iterator

from ringwall.model.errors import AccessDenied
from ringwall.model.table import Reader, Row


def read_lakes(reader: Reader) -> Iterator[Row]:
    """Yield the account's data lakes in all Regions.

    AWS tells other accounts than the administrator that they are not: they have none.
    """
    try:
        yield from reader.items("securitylake.list_data_lakes", "dataLakes")
    except AccessDenied as error:
        if "not the delegated administrator" not in str(error):
            raise


def read_sources(reader: Reader) -> Iterator[Row]:
    """Yield each log that goes into a lake, of each account and Region."""
    if list(read_lakes(reader)):
        for found in reader.items("securitylake.list_log_sources", "sources"):
            place = {"account": found["account"], "region": found["region"]}
            logs = (source.get("awsLogSource") for source in found["sources"])
            yield from ({**log, **place} for log in logs if log)


def read_subscribers(reader: Reader) -> Iterator[Row]:
    """Yield who reads each lake, with the lake's Region."""
    for lake in read_lakes(reader):
        region = str(lake["region"])
        found = reader.at(region).items("securitylake.list_subscribers", "subscribers")
        yield from ({**subscriber, "region": region} for subscriber in found)
