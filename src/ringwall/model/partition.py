"""AWS's partitions: which one a region is in, and where calls and findings of no region go.

https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
"""

from collections.abc import Mapping
from typing import NamedTuple


class Partition(NamedTuple):
    """How the names of a partition's regions begin, and the region that its global services use."""

    prefix: str
    home_region: str


PARTITIONS: Mapping[str, Partition] = {
    "aws-cn": Partition("cn-", "cn-north-1"),
    "aws-us-gov": Partition("us-gov-", "us-gov-west-1"),
    "aws-eusc": Partition("eusc-", "eusc-de-east-1"),
    "aws-iso": Partition("us-iso-", "us-iso-east-1"),
    "aws-iso-b": Partition("us-isob-", "us-isob-east-1"),
    "aws-iso-e": Partition("eu-isoe-", "eu-isoe-west-1"),
    "aws-iso-f": Partition("us-isof-", "us-isof-south-1"),
}
"""The partitions beside `aws`, whose regions have no prefix."""
AWS = Partition("", "us-east-1")


def home_region(partition: str) -> str:
    """Return the region of what belongs to no region."""
    return PARTITIONS.get(partition, AWS).home_region


def find_partition(region: str) -> str:
    """Return the partition that a region's name belongs to; `aws` for `global` or ''."""
    found = (name for name, it in PARTITIONS.items() if region.startswith(it.prefix))
    return next(found, "aws")
