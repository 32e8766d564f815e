"""Which Regions a partition has, and which services there are in them, by botocore's endpoints.

botocore ships AWS's own list, `endpoints.json`. What it does not name anywhere may be newer than
the list: it is taken to be offered. `CORRECTIONS` has what the list leaves out.
"""

import functools
from collections.abc import Mapping
from typing import Any

from botocore.loaders import Loader

from ringwall.model.partition import find_partition

CORRECTIONS = frozenset({("aws-us-gov", "account")})
"""Services of a partition that the list lacks.

https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-account-mgmt.html
"""
ENDPOINTS: Mapping[str, str] = {
    "accessanalyzer": "access-analyzer",
    "cloudwatch": "monitoring",
    "detective": "api.detective",
    "ecr": "api.ecr",
    "efs": "elasticfilesystem",
    "elbv2": "elasticloadbalancing",
    "opensearch": "es",
    "sso-admin": "sso",
}
"""The endpoints of services that have another name there."""


def list_regions(partition: str) -> tuple[str, ...]:
    """Return the Regions of a partition in the order of their names; none of an unknown one."""
    return tuple(sorted(_load(partition).get("regions", ())))


def is_offered(service: str, region: str) -> bool:
    """Whether a service, as botocore calls it, can be used in a Region; true where it is unknown.

    A service that belongs to no Region can be used in all those of its partition.
    """
    partition = find_partition(region)
    endpoint = ENDPOINTS.get(service, service)
    if (partition, endpoint) in CORRECTIONS or endpoint not in _load("aws")["services"]:
        return True
    found = _load(partition).get("services", {}).get(endpoint)
    if found is None:
        return False
    return "partitionEndpoint" in found or region in found["endpoints"]


@functools.cache
def _load(partition: str) -> Mapping[str, Any]:
    partitions = Loader().load_data("endpoints")["partitions"]
    return next((each for each in partitions if each["partition"] == partition), {})
