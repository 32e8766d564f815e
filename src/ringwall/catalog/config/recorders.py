"""The recorders of a Region, whose state AWS Config has a call of its own for."""

from collections.abc import Iterator

from ringwall.model.table import Reader, Row


def read_recorder_status(reader: Reader) -> Iterator[Row]:
    """Yield the state of each recorder; without one, nothing is asked."""
    found = reader.items("config.describe_configuration_recorders", "ConfigurationRecorders")
    if list(found):
        yield from reader.items(
            "config.describe_configuration_recorder_status", "ConfigurationRecordersStatus"
        )
