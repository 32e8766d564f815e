"""The organization that an account belongs to, if any."""

from collections.abc import Iterator

from ringwall.model.lifecycle import Step
from ringwall.model.table import Reader, Row

NOT_IN_USE = ("AWSOrganizationsNotInUseException",)
"""What every operation of AWS Organizations answers an account that belongs to no organization."""

BUSY = (
    "ConcurrentModificationException",
    "FinalizingOrganizationException",
    "TooManyRequestsException",
)
"""What AWS Organizations answers where it has not done with an earlier call: nothing was done."""

TAG = Step(
    "organizations.tag_resource",
    {"ResourceId": "{found.id}", "Tags": "{tags|pairs}"},
    retry=BUSY,
    blast="none",
)
"""Gives tags to a root, a unit, an account or a policy."""


def read_organization(reader: Reader) -> Iterator[Row]:
    """Yield the organization that the account belongs to."""
    yield reader.call("organizations.describe_organization")["Organization"]
