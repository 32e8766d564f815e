"""What is collected of users and roles."""

from typing import Any

import pytest
from evidence_world import EvidenceWorld, find_item
from policy_texts import deny, make_service_role, write

from ringwall.model.errors import BadInput
from ringwall.respond.evidence.sources.history import READS as HISTORY_READS
from ringwall.respond.evidence.sources.principal import (
    READS,
    collect_principal,
    find_principal,
)

ACCOUNT = "123456789012"
POLICY = write(deny("*"))


def collect(world: EvidenceWorld, kind: str, arn: str, **more: Any) -> Any:
    collector = world.collector(**more)
    collect_principal(collector, world.threat(kind, arn, region="eu-west-1"))
    return collector.items


def test_a_user_is_kept_with_keys_policies_and_groups(evidence_world: EvidenceWorld) -> None:
    world = evidence_world
    iam = world.response.client("iam")
    arn = iam.create_user(UserName="eve")["User"]["Arn"]
    key = iam.create_access_key(UserName="eve")["AccessKey"]
    iam.put_user_policy(UserName="eve", PolicyName="own", PolicyDocument=POLICY)
    iam.create_group(GroupName="team")
    iam.add_user_to_group(GroupName="team", UserName="eve")
    iam.put_group_policy(GroupName="team", PolicyName="theirs", PolicyDocument=POLICY)
    policy = iam.create_policy(PolicyName="more", PolicyDocument=POLICY)["Policy"]["Arn"]
    iam.attach_user_policy(UserName="eve", PolicyArn=policy)
    items = collect(world, "user", arn)
    kept = {item.what for item in items if item.status == "kept"}
    assert {
        "user eve",
        "inline policy own of user eve",
        "inline policy theirs of group team",
        f"policy {policy} v1",
        "access keys",
        f"last use of {key['AccessKeyId']}",
    } <= kept
    assert find_item(items, "console password").status == "none"
    content = b"".join(world.content(item) for item in items if item.has_file)
    assert key["SecretAccessKey"].encode() not in content
    assert {item.source.operation for item in items} <= {*READS, *HISTORY_READS}


def test_a_role_is_kept_with_its_trust(evidence_world: EvidenceWorld) -> None:
    world = evidence_world
    arn = make_service_role(world.response.client("iam"), "web", "ec2")
    items = collect(world, "role", arn)
    assert b"AssumeRolePolicyDocument" in world.content(find_item(items, "role web"))


def test_a_principal_that_is_gone_leaves_items_that_say_so(evidence_world: EvidenceWorld) -> None:
    items = collect(evidence_world, "user", f"arn:aws:iam::{ACCOUNT}:user/nobody")
    assert find_item(items, "user nobody").status == "none"


@pytest.mark.parametrize(
    ("arn", "found"),
    [
        (f"arn:aws:iam::{ACCOUNT}:user/eve", (ACCOUNT, "user", "eve")),
        (f"arn:aws-cn:iam::{ACCOUNT}:role/a/b/web", (ACCOUNT, "role", "web")),
        (f"arn:aws:sts::{ACCOUNT}:assumed-role/web/i-1", (ACCOUNT, "role", "web")),
        (f"arn:aws:iam::{ACCOUNT}:root", ("", "", "")),
        (f"arn:aws:iam::{ACCOUNT}:user/eve\n", ("", "", "")),
        (f"arn:aws:iam::{ACCOUNT}:user/", ("", "", "")),
        ("arn:aws:iam::x:user/" + "/" * 3000, ("", "", "")),
    ],
)
def test_principals_are_told_by_their_arn(arn: str, found: tuple[str, str, str]) -> None:
    assert find_principal(arn) == found


def test_what_is_no_principal_is_not_asked_for(evidence_world: EvidenceWorld) -> None:
    with pytest.raises(BadInput, match="not the ARN of a user or role"):
        collect(evidence_world, "user", f"arn:aws:iam::{ACCOUNT}:root")


class Advisor:
    """A reader whose access advisor needs some time for its report."""

    def __init__(self, inner: Any, waits: int) -> None:
        self.inner, self.waits = inner, waits

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def call(self, operation: str, **parameters: Any) -> Any:
        if operation == "iam.generate_service_last_accessed_details":
            return {"JobId": "job"}
        if operation == "iam.get_service_last_accessed_details":
            return self._report()
        return self.inner.call(operation, **parameters)

    def items(self, operation: str, path: str, **parameters: Any) -> Any:
        if operation == "iam.get_service_last_accessed_details":
            return [self._report()]
        return self.inner.items(operation, path, **parameters)

    def _report(self) -> Any:
        self.waits -= 1
        return {"JobStatus": "IN_PROGRESS" if self.waits >= 0 else "COMPLETED"}


@pytest.mark.parametrize(("waits", "status"), [(3, b"COMPLETED"), (99, b"IN_PROGRESS")])
def test_the_access_advisor_is_waited_for_and_not_without_end(
    evidence_world: EvidenceWorld, waits: int, status: bytes
) -> None:
    world = evidence_world
    arn = make_service_role(world.response.client("iam"), "web", "ec2")
    advisor = Advisor(world.response.world.sessions.reader(ACCOUNT, "eu-west-1"), waits)
    slept: list[float] = []
    items = collect(world, "role", arn, readers=lambda *_: advisor, sleep=slept.append)
    assert status in world.content(find_item(items, "access advisor"))
    assert len(slept) == min(waits, 10)
