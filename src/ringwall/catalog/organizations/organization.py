"""The organization that an account belongs to, if any."""

from collections.abc import Iterator

from ringwall.model.table import Reader, Row

NOT_IN_USE = ("AWSOrganizationsNotInUseException",)
"""What every operation of AWS Organizations answers an account that belongs to no organization."""


def read_organization(reader: Reader) -> Iterator[Row]:
    """Yield the organization that the account belongs to."""
    yield reader.call("organizations.describe_organization")["Organization"]
