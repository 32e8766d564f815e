"""The bucket of a threat: looked for under its owner, and read where it is."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ringwall.model.change import Probe
from ringwall.model.errors import CallFailed, NeedsHuman
from ringwall.model.table import Reader
from ringwall.model.threat import Scene, Threat

BUCKET = r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"
OWNED = {"Bucket": BUCKET, "ExpectedBucketOwner": "{account_id}"}
"""The shape of what names a bucket in a write."""
BUSY = ("OperationAborted",)
"""What S3 answers where it has not done with an earlier call about the bucket."""
_BUCKET_ARN = re.compile(rf"arn:[a-z-]{{3,20}}:s3:::({BUCKET})(?:/.*)?", re.ASCII | re.DOTALL)
_REGION = re.compile(r"[a-z]{2,4}(-[a-z]{2,9}){1,2}-\d", re.ASCII)


@dataclass(frozen=True)
class ThreatenedBucket:
    """A bucket that is there; `reader` is in its own Region."""

    name: str
    arn: str
    owner: str
    reader: Reader

    @property
    def which(self) -> dict[str, str]:
        """What names it in a call: a bucket of the same name of somebody else is not changed."""
        return {"Bucket": self.name, "ExpectedBucketOwner": self.owner}

    def policy_probe(self) -> Probe:
        """Return the probe of its policy: `{"policy": document}`, None without one."""
        return Probe(
            "s3.get_bucket_policy",
            self.which,
            "{policy: Policy}",
            ("NoSuchBucketPolicy",),
            normal={"policy": "policy"},
        )

    def read_policy(self) -> str | None:
        """Return the text of its policy, just as it was written; None without one."""
        try:
            text = self.reader.call("s3.get_bucket_policy", **self.which)["Policy"]
        except CallFailed as error:
            if error.is_one_of(("NoSuchBucketPolicy",)):
                return None
            raise
        return str(text)


def open_bucket(threat: Threat, scene: Scene) -> ThreatenedBucket:
    """Return the bucket of a threat; NeedsHuman where it names none, or where there is none."""
    found = _BUCKET_ARN.fullmatch(threat.resource)
    if not found:
        raise NeedsHuman(f"{threat.resource} is no bucket")
    return find_bucket(found[1], threat.account_id, scene.reader(threat, "global"))


def find_bucket(name: str, owner: str, reader: Reader) -> ThreatenedBucket:
    """Return the bucket of an account, in whatever Region it is; NeedsHuman where there is none."""
    which = {"Bucket": name, "ExpectedBucketOwner": owner}
    try:
        place = reader.call("s3.get_bucket_location", **which).get("LocationConstraint")
    except CallFailed as error:
        if error.is_one_of(("NoSuchBucket",)):
            raise NeedsHuman(f"{name}: there is no such bucket any more") from error
        raise
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html
    region = {"": "us-east-1", "EU": "eu-west-1"}.get(place or "", str(place))
    if not _REGION.fullmatch(region):
        raise NeedsHuman(f"{name}: its Region is not known: {region}")
    arn = f"arn:{reader.partition}:s3:::{name}"
    return ThreatenedBucket(name, arn, owner, reader.at(region))


def parse_statements(policy: str | None) -> tuple[Mapping[str, Any], list[Any]]:
    """Return the document of a policy and its statements; NeedsHuman where it is none."""
    if policy is None:
        return {"Version": "2012-10-17"}, []
    try:
        document = json.loads(policy)
    except (ValueError, RecursionError) as error:
        raise NeedsHuman("the policy of the bucket cannot be read") from error
    if not isinstance(document, Mapping):
        raise NeedsHuman("the policy of the bucket cannot be read")
    found = document.get("Statement", [])
    return document, list(found) if isinstance(found, list) else [found]
