"""The organization that an account belongs to, if any."""

from collections.abc import Iterator

from ringwall.model.errors import CallFailed
from ringwall.model.table import Reader, Row

NOT_IN_USE = "AWSOrganizationsNotInUseException"
"""What AWS answers an account that belongs to no organization."""


def read_organization(reader: Reader) -> Iterator[Row]:
    """Yield the organization; nothing where the account belongs to none."""
    try:
        yield reader.call("organizations.describe_organization")["Organization"]
    except CallFailed as error:
        if error.code != NOT_IN_USE:
            raise
