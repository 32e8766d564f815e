"""All that is collected of a threat, and what it takes."""

import json
from pathlib import Path
from typing import Any

import pytest
from evidence_world import EvidenceWorld, find_item
from policy_texts import allow, trust_principal, write
from response_world import CASE

from ringwall.aws.session import Sessions
from ringwall.aws.verbs import is_read
from ringwall.catalog import evidence_reads
from ringwall.emulator.transport import attach
from ringwall.model.errors import BadInput
from ringwall.respond.evidence.collect import (
    EVIDENCE_READS,
    EvidenceRequest,
    collect_evidence,
)

HOSTILE = "\u202e\n../../etc/passwd"


def collect(world: EvidenceWorld, threat: Any, **more: Any) -> list[Any]:
    collector = world.collector()
    collect_evidence(collector, EvidenceRequest(threat, "eu-west-1", **more))
    return list(collector.items)


PAGE = Path(__file__).parents[3] / "docs" / "howto" / "evidence.md"
OTHERWISE = {
    "lambda.get_layer_version_by_arn": "lambda:GetLayerVersion",
    "s3.get_bucket_cors": "s3:GetBucketCORS",
    "s3.get_bucket_encryption": "s3:GetEncryptionConfiguration",
    "s3.get_bucket_lifecycle_configuration": "s3:GetLifecycleConfiguration",
    "s3.get_bucket_notification_configuration": "s3:GetBucketNotification",
    "s3.get_bucket_replication": "s3:GetReplicationConfiguration",
    "s3.get_object_lock_configuration": "s3:GetBucketObjectLockConfiguration",
    "s3.get_public_access_block": "s3:GetBucketPublicAccessBlock",
    "s3control.get_public_access_block": "s3:GetAccountPublicAccessBlock",
}
"""Actions that are not called as their operations are."""
ELSEWHERE = {"s3.head_object", "s3.list_objects_v2", "sts.get_caller_identity"}
"""In the evidence account alone, and what nobody can be denied."""


def read_actions() -> list[str]:
    """Return the actions of the page's policy."""
    block = PAGE.read_text("utf-8").partition("<!-- begin collect -->\n```json")[2]
    statement: dict[str, list[str]] = json.loads(block.partition("```")[0])
    return statement["Action"]


def write_action(operation: str) -> str:
    """Return an action as its operation is called, in small letters."""
    return OTHERWISE.get(operation, operation.replace(".", ":").replace("_", "")).lower()


def test_the_page_has_the_permissions_that_it_takes() -> None:
    needed = {write_action(operation) for operation in {*EVIDENCE_READS} - ELSEWHERE}
    assert {action.lower() for action in read_actions()} == needed


def test_whoever_has_them_is_denied_nothing(evidence_world: EvidenceWorld) -> None:
    world = evidence_world
    iam = world.response.client("iam")
    who = trust_principal(f"arn:aws:iam::{world.account_id}:root")
    iam.create_role(RoleName="Collector", AssumeRolePolicyDocument=who)
    iam.put_role_policy(
        RoleName="Collector", PolicyName="read", PolicyDocument=write(allow(*read_actions()))
    )
    sessions = Sessions(
        region="eu-west-1",
        chain=(f"arn:aws:iam::{world.account_id}:role/Collector",),
        transport=lambda session: attach(session, world.emulator),
    )
    user = iam.create_user(UserName="eve")["User"]["Arn"]
    iam.create_access_key(UserName="eve")
    world.response.client("guardduty").create_detector(Enable=True)
    ec2 = world.response.client("ec2")
    volume = ec2.create_volume(AvailabilityZone="eu-west-1a", Size=1)["VolumeId"]
    tags = [{"ResourceType": "snapshot", "Tags": [{"Key": "ringwall:case", "Value": CASE}]}]
    ec2.create_snapshot(VolumeId=volume, TagSpecifications=tags)
    collector = world.collector(readers=sessions.reader)
    threat = world.threat("instance", world.start_instance(), actor=user)
    collect_evidence(collector, EvidenceRequest(threat, "eu-west-1"))
    assert [item.what for item in collector.items if item.status == "denied"] == []
    assert {"kept", "none"} <= {item.status for item in collector.items}
    assert "assumed-role/Collector" in collector.items[1].by


def test_reads_alone_are_declared_and_the_roles_have_them() -> None:
    assert all(is_read(operation) for operation in EVIDENCE_READS)
    assert evidence_reads.EVIDENCE_READS == EVIDENCE_READS
    assert {*ELSEWHERE} - {"sts.get_caller_identity"} == evidence_reads.OF_EVIDENCE_ACCOUNT


def test_an_actor_and_a_key_are_collected_beside_the_resource(
    evidence_world: EvidenceWorld,
) -> None:
    world = evidence_world
    iam = world.response.client("iam")
    user = iam.create_user(UserName="eve")["User"]["Arn"]
    key = iam.create_access_key(UserName="eve")["AccessKey"]["AccessKeyId"]
    items = collect(
        world, world.threat("instance", world.start_instance(), actor=user, access_key=key)
    )
    assert find_item(items, "user eve").status == "kept"
    assert find_item(items, f"last use of {key}").status == "kept"
    assert find_item(items, f"CloudTrail events, AccessKeyId {key}").status == "kept"
    assert find_item(items, "the threat, as it was told").size
    asked = {item.source.operation for item in items} - {"ringwall"}
    assert asked <= {*EVIDENCE_READS}


@pytest.mark.parametrize(
    ("kind", "resource"),
    [
        ("instance", f"arn:aws:ec2:eu-west-1:123456789012:instance/i-1{HOSTILE}"),
        ("bucket", f"arn:aws:s3:::{HOSTILE}"),
        ("function", "arn:aws:lambda:eu-west-1:123456789012:layer:x"),
        ("user", "arn:aws:iam::123456789012:group/x"),
        ("role", ""),
    ],
)
def test_a_hostile_name_is_an_item_that_says_so_and_the_rest_goes_on(
    evidence_world: EvidenceWorld, kind: str, resource: str
) -> None:
    threat = evidence_world.threat(
        kind, resource, account_id="123456789012", region="eu-west-1", access_key=HOSTILE
    )
    items = collect(evidence_world, threat)
    (bad,) = [item for item in items if item.what == f"the {kind}"]
    assert bad.status == "failed"
    assert "is not the ARN of" in bad.reason
    assert find_item(items, "snapshots of the case").status == "kept"
    assert not [item for item in items if item.what.startswith("last use")]


def test_a_kind_without_a_collection_has_what_was_done(evidence_world: EvidenceWorld) -> None:
    threat = evidence_world.threat(
        "database", "arn:aws:rds:eu-west-1:123456789012:db:shop", region="global"
    )
    items = collect(evidence_world, threat)
    assert find_item(items, "CloudTrail events, ResourceName shop").status == "kept"
    assert find_item(items, "snapshots of the case").source.region == "eu-west-1"


@pytest.mark.parametrize(("account", "region"), [("x", "eu-west-1"), ("1" * 12, "../x")])
def test_a_threat_that_is_nowhere_is_refused(
    evidence_world: EvidenceWorld, account: str, region: str
) -> None:
    threat = evidence_world.threat("user", "arn", account_id=account, region=region)
    with pytest.raises(BadInput, match="none such"):
        collect(evidence_world, threat)


def test_what_is_denied_is_said_for_each_call_and_the_rest_goes_on(
    evidence_world: EvidenceWorld,
) -> None:
    world = evidence_world
    threat = world.threat("instance", world.start_instance())
    for action in ("ec2:DescribeInstances", "ec2:GetConsoleOutput", "cloudtrail:LookupEvents"):
        world.emulator.deny(action)
    try:
        items = collect(world, threat)
    finally:
        world.emulator.allow()
    denied = {item.what for item in items if item.status == "denied"}
    assert {"instance", "console output"} < denied
    assert all(
        "AccessDenied" in item.reason or "Unauthorized" in item.reason
        for item in items
        if item.status == "denied"
    )
    assert find_item(items, "user data").status == "kept"


def test_an_answer_that_cannot_be_read_ends_one_part_alone(
    evidence_world: EvidenceWorld,
) -> None:
    world = evidence_world
    threat = world.threat("instance", world.start_instance())
    real = world.response.world.sessions.reader

    class Garbled:
        def __init__(self, inner: Any) -> None:
            self.inner = inner

        def __getattr__(self, name: str) -> Any:
            return getattr(self.inner, name)

        def items(self, operation: str, path: str, **more: Any) -> Any:
            if operation == "ec2.describe_instances":
                return [{"Reservations": [{}]}]
            return self.inner.items(operation, path, **more)

    collector = world.collector(readers=lambda *place: Garbled(real(*place)))
    collect_evidence(collector, EvidenceRequest(threat, "eu-west-1"))
    assert "AWS's answer cannot be read" in find_item(collector.items, "the instance").reason
    assert find_item(collector.items, "snapshots of the case").status == "kept"
