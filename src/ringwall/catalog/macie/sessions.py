"""Whether Macie is on in a Region, which all of its other reads need."""

from collections.abc import Iterator

from ringwall.model.errors import CallFailed
from ringwall.model.table import Reader, Row

DENIED = "AccessDeniedException"
"""The code of two answers: that the caller may not ask, and that there is nothing to ask of."""


def read_session(reader: Reader) -> Iterator[Row]:
    """Yield the session of the Region; nothing where Macie is off."""
    try:
        yield reader.call("macie2.get_macie_session")
    except CallFailed as error:
        if not error.is_one_of((DENIED,)):
            raise


def read_configuration(reader: Reader) -> Iterator[Row]:
    """Yield what Macie does in new accounts of the organization, to their administrator alone."""
    for _ in read_session(reader):
        try:
            yield reader.call("macie2.describe_organization_configuration")
        except CallFailed as error:
            if not error.is_one_of((DENIED,)):
                raise


def read_members(reader: Reader) -> Iterator[Row]:
    """Yield the accounts that the organization's administrator manages, to it alone."""
    for _ in read_configuration(reader):
        yield from reader.items("macie2.list_members", "members || `[]`", onlyAssociated="false")


def read_discovery(reader: Reader) -> Iterator[Row]:
    """Yield whether Macie looks into objects by itself; nothing where it is off."""
    for _ in read_session(reader):
        yield reader.call("macie2.get_automated_discovery_configuration")
