"""Reads what plans demand, Region by Region: what can be read is, whatever fails beside it."""

from collections.abc import Callable, Iterable, Iterator

from ringwall.model.errors import CallFailed
from ringwall.model.partition import home_region
from ringwall.model.table import Demand, Reader, Row

GLOBAL = "global"


def read_by_region(
    reader: Reader,
    demands: tuple[Demand, ...],
    read: Callable[[Reader, tuple[str, ...]], Iterable[Row]],
) -> Iterator[Row]:
    """Yield what `read` yields in each Region that is named.

    `read` gets all that is demanded there. What belongs to no Region is read where AWS keeps it.
    CallFailed, once all Regions were tried, where one of them failed.
    """
    failed: CallFailed | None = None
    wanted: dict[str, list[str]] = {}
    for demand in demands:
        region = home_region(reader.partition) if demand.region == GLOBAL else demand.region
        wanted.setdefault(region, []).append(demand.what)
    for region, whats in sorted(wanted.items()):
        try:
            yield from read(reader.at(region), tuple(dict.fromkeys(whats)))
        except CallFailed as error:
            failed = failed or error
    if failed:
        raise failed
