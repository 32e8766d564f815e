"""The objects of logs in buckets of S3."""

import re
from collections.abc import Iterable
from functools import partial

from ringwall.aws.objects import StoredObject, list_objects, open_object
from ringwall.aws.read import AwsReader
from ringwall.collect.logs.objects import FoundObjects, LogObject
from ringwall.collect.logs.recognize import DIGEST
from ringwall.model.errors import BadInput

SCHEME = "s3://"


def find_objects(reader: AwsReader, addresses: Iterable[str]) -> FoundObjects:
    """Return the objects below addresses such as s3://bucket/AWSLogs/, each once, in order.

    BadInput for what is no such address; CallFailed where a bucket cannot be listed.
    """
    found = FoundObjects()
    seen: set[str] = set()
    for address in addresses:
        bucket, prefix = split_address(address)
        for one in list_objects(reader, bucket, prefix):
            if one.address in seen:
                continue
            seen.add(one.address)
            if DIGEST in one.key:
                found.digests += 1
            elif one.key.endswith("/") or not one.size:
                found.others += 1
            else:
                found.objects.append(make_object(reader, one))
    return found


def make_object(reader: AwsReader, one: StoredObject, owner: str = "") -> LogObject:
    """Return an object as a log; where `owner` is given, its bucket must belong to that account."""
    version = f"{one.etag} {one.size}"
    return LogObject(one.address, version, partial(open_object, reader, one.bucket, one.key, owner))


def split_address(address: str) -> tuple[str, str]:
    """Return the bucket and the prefix of an address; BadInput where it is none."""
    found = re.fullmatch(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(.*))?", address, re.DOTALL)
    if not found:
        raise BadInput(f"{address}: no address of S3; write s3://bucket/prefix")
    return found[1], found[2] or ""
