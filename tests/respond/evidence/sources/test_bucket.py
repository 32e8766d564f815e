"""What is collected of a bucket."""

from typing import Any

import pytest
from evidence_world import EvidenceWorld, find_item

from ringwall.model.errors import BadInput
from ringwall.respond.evidence.sources.bucket import READS, collect_bucket


def collect(world: EvidenceWorld, arn: str) -> Any:
    collector = world.collector()
    threat = world.threat("bucket", arn, account_id=world.account_id, region="eu-west-1")
    collect_bucket(collector, threat)
    return collector.items


def test_the_settings_of_a_bucket_are_kept_and_none_of_its_objects(
    evidence_world: EvidenceWorld,
) -> None:
    world = evidence_world
    s3 = world.response.client("s3")
    location = {"LocationConstraint": "eu-west-1"}
    s3.create_bucket(Bucket="shop-data", CreateBucketConfiguration=location)
    s3.put_bucket_versioning(Bucket="shop-data", VersioningConfiguration={"Status": "Enabled"})
    s3.put_object(Bucket="shop-data", Key="customers", Body=b"private")
    items = collect(world, "arn:aws:s3:::shop-data")
    assert b"Enabled" in world.content(find_item(items, "bucket versioning"))
    assert find_item(items, "bucket ACL").status == "kept"
    assert find_item(items, "bucket policy").status == "none"
    assert find_item(items, "bucket lifecycle").status == "none"
    assert b"private" not in b"".join(world.content(one) for one in items if one.has_file)
    assert {item.source.operation for item in items} == {*READS}
    assert not [item for item in items if item.status == "failed"]


@pytest.mark.parametrize("name", ["", "a", "../x", "Shop", "a\nb", "shop-data/key"])
def test_what_is_no_bucket_is_not_asked_for(evidence_world: EvidenceWorld, name: str) -> None:
    with pytest.raises(BadInput, match="not the ARN of a bucket"):
        collect(evidence_world, f"arn:aws:s3:::{name}")
