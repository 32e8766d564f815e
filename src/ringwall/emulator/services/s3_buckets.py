"""S3: the region of each bucket in the list of buckets, which moto leaves out."""

from collections.abc import Mapping
from typing import Any

from moto.backends import get_backend

from ringwall.emulator.call import Call
from ringwall.emulator.handlers import emulates
from ringwall.emulator.world import World

GIVES_REGION = {"MaxBuckets", "Prefix", "ContinuationToken", "BucketRegion"}
"""S3 names each bucket's region only in answer to a request with one of these parameters."""


@emulates("s3", "ListBuckets")
def list_buckets(world: World, call: Call) -> Mapping[str, Any] | None:
    """Return moto's list, with the regions where S3 would give them."""
    if not GIVES_REGION & call.parameters.keys():
        return None
    answer = world.ask_moto(call)
    partitions = get_backend("s3")[call.account_id]
    for bucket in answer.get("Buckets", ()):
        for backend in partitions.values():
            if found := backend.buckets.get(bucket["Name"]):
                bucket["BucketRegion"] = found.region_name
    return answer
