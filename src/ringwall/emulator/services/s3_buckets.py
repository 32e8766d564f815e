"""S3: each bucket's region and the canonical id of its owner."""

import hashlib
from collections.abc import Mapping
from typing import Any

from moto.backends import get_backend
from moto.s3.models import OWNER

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState

GIVES_REGION = {"MaxBuckets", "Prefix", "ContinuationToken", "BucketRegion"}
"""S3 returns the regions only if the request has one of these parameters."""


@emulates("s3", "ListBuckets")
def list_buckets(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any] | None:
    """Return moto's list, with the regions if S3 would return them."""
    if not GIVES_REGION & call.parameters.keys():
        return None
    answer = state.ask_moto(call)
    partitions = get_backend("s3")[call.account_id]
    for bucket in answer.get("Buckets", ()):
        for backend in partitions.values():
            if found := backend.buckets.get(bucket["Name"]):
                bucket["BucketRegion"] = found.region_name
    return answer


def canonical_id(account_id: str) -> str:
    """Return the canonical user id of an account, which moto has one of for all."""
    return hashlib.sha256(account_id.encode()).hexdigest()


@emulates("s3", "GetBucketAcl")
def get_bucket_acl(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the ACL with the account's own canonical id; moto has one for all accounts."""
    answer = state.ask_moto(call)
    own = canonical_id(call.account_id)
    holders = [answer["Owner"], *(grant["Grantee"] for grant in answer.get("Grants", ()))]
    for holder in holders:
        if holder.get("ID") == OWNER:
            holder["ID"] = own
    return answer


@emulates("s3", "CreateBucket")
def create_bucket(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any] | None:
    """Create a bucket with its tags, which moto leaves out.

    https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucketConfiguration.html
    """
    tags = (call.parameters.get("CreateBucketConfiguration") or {}).get("Tags")
    if not tags:
        return None
    answer: Mapping[str, Any] = state.ask_moto(call)
    given = {tag["Key"]: tag["Value"] for tag in tags}
    moto_backend("s3", call.account_id).put_bucket_tagging(call.parameters["Bucket"], given)
    return answer
