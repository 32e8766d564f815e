"""AWS's partitions: which one a region is in, where calls of no region go, and the domain.

https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
"""

from collections.abc import Mapping
from typing import NamedTuple


class Partition(NamedTuple):
    """A partition: how its regions' names begin, and what its services go by."""

    prefix: str
    home_region: str
    """The region that its global services use."""
    domain: str = "amazonaws.com"
    """What the names of its services end with."""


PARTITIONS: Mapping[str, Partition] = {
    "aws-cn": Partition("cn-", "cn-north-1", "amazonaws.com.cn"),
    "aws-us-gov": Partition("us-gov-", "us-gov-west-1"),
    "aws-eusc": Partition("eusc-", "eusc-de-east-1", "amazonaws.eu"),
    "aws-iso": Partition("us-iso-", "us-iso-east-1", "c2s.ic.gov"),
    "aws-iso-b": Partition("us-isob-", "us-isob-east-1", "sc2s.sgov.gov"),
    "aws-iso-e": Partition("eu-isoe-", "eu-isoe-west-1", "cloud.adc-e.uk"),
    "aws-iso-f": Partition("us-isof-", "us-isof-south-1", "csp.hci.ic.gov"),
}
"""The partitions beside `aws`, whose regions have no prefix."""
AWS = Partition("", "us-east-1")
OPT_IN_REGIONS = frozenset(
    {
        "af-south-1", "ap-east-1", "ap-east-2", "ap-south-2", "ap-southeast-3", "ap-southeast-4",
        "ap-southeast-5", "ap-southeast-6", "ap-southeast-7", "ca-west-1", "eu-central-2",
        "eu-south-1", "eu-south-2", "il-central-1", "me-central-1", "me-south-1", "mx-central-1",
    }
)  # fmt: skip
"""Regions that an account must opt in to; all others are enabled by default.

https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
"""


def home_region(partition: str) -> str:
    """Return the region of what belongs to no region."""
    return PARTITIONS.get(partition, AWS).home_region


def find_domain(partition: str) -> str:
    """Return what the names of a partition's services end with."""
    return PARTITIONS.get(partition, AWS).domain


def find_partition(region: str) -> str:
    """Return the partition that a region's name belongs to; `aws` for `global` or ''."""
    found = (name for name, it in PARTITIONS.items() if region.startswith(it.prefix))
    return next(found, "aws")
