"""A resource's ARN taken apart, for formats that want its pieces."""

from typing import NamedTuple

from ringwall.model.partition import find_partition


class ResourceName(NamedTuple):
    """The pieces of an ARN. `kind` is '' where the ARN names none (an S3 bucket)."""

    partition: str
    service: str
    region: str
    account_id: str
    kind: str
    id: str


def split_arn(arn: str, region: str = "") -> ResourceName:
    """Return the pieces of an ARN; what is no ARN is an id in the partition of its region."""
    parts = arn.split(":", 5)
    if len(parts) != 6 or parts[0] != "arn":  # noqa: PLR2004 - arn:partition:service:region:account:id
        return ResourceName(find_partition(region), "", "", "", "", arn)
    _, partition, service, region, account_id, rest = parts
    for separator in "/:":
        kind, found, name = rest.partition(separator)
        if found and service != "s3":
            return ResourceName(partition, service, region, account_id, kind, name)
    return ResourceName(partition, service, region, account_id, "", rest)
