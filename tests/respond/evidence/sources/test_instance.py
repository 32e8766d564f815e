"""What is collected of an instance."""

import base64
from typing import Any

import pytest
from evidence_world import SECRET, EvidenceWorld, find_item
from policy_texts import deny, make_service_role, write

from ringwall.model.errors import BadInput
from ringwall.respond.evidence.sources.history import READS as HISTORY_READS
from ringwall.respond.evidence.sources.instance import READS, collect_instance

HUGE = "\u202e\x1b]0;owned\x07../../\n" * 100_000


def collect(world: EvidenceWorld, arn: str, **more: Any) -> Any:
    collector = world.collector(**more)
    collect_instance(collector, world.threat("instance", arn))
    return collector.items


def test_an_instance_is_kept_with_all_around_it(evidence_world: EvidenceWorld) -> None:
    world = evidence_world
    iam = world.response.client("iam")
    make_service_role(iam, "web", "ec2")
    policy = write(deny("*"))
    iam.put_role_policy(RoleName="web", PolicyName="own", PolicyDocument=policy)
    iam.create_instance_profile(InstanceProfileName="web")
    iam.add_role_to_instance_profile(InstanceProfileName="web", RoleName="web")
    arn = world.start_instance(IamInstanceProfile={"Name": "web"})
    items = collect(world, arn)
    kept = {item.what for item in items if item.status == "kept"}
    assert {
        "instance",
        "network interfaces",
        "security groups",
        "security group rules",
        "network ACLs",
        "route tables of the VPC",
        "volumes",
        "user data",
        "commands",
        "sessions (history)",
        "instance profile",
        "role web",
        "inline policy own of role web",
    } <= kept
    assert arn.rpartition("/")[2].encode() in world.content(find_item(items, "instance"))


def test_user_data_is_kept_as_it_was_written_and_marked(evidence_world: EvidenceWorld) -> None:
    world = evidence_world
    item = find_item(collect(world, world.start_instance()), "user data")
    assert item.sensitive
    assert world.content(item) == f"#!/bin/sh\nexport PASSWORD={SECRET}\n".encode()
    assert (
        find_item(collect(world, world.start_instance(UserData="")), "user data").status == "none"
    )


class Screen:
    """A reader that shows what an instance printed, and its screen."""

    def __init__(self, inner: Any, *, is_old: bool) -> None:
        self.inner, self.is_old = inner, is_old

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def call(self, operation: str, **parameters: Any) -> Any:
        from ringwall.model.errors import CallFailed  # noqa: PLC0415 - of this class alone

        if operation == "ec2.get_console_output":
            if self.is_old and parameters.get("Latest"):
                raise CallFailed("Latest is not supported", "UnsupportedOperation")
            return {"Output": HUGE}
        if operation == "ec2.get_console_screenshot":
            return {"ImageData": base64.b64encode(b"\xff\xd8\xff").decode()}
        return self.inner.call(operation, **parameters)


@pytest.mark.parametrize("is_old", [True, False], ids=["before Nitro", "Nitro"])
def test_what_the_console_shows_is_kept_as_it_is(
    evidence_world: EvidenceWorld, *, is_old: bool
) -> None:
    world = evidence_world
    real = world.response.world.sessions.reader
    arn = world.start_instance()
    items = collect(world, arn, readers=lambda *place: Screen(real(*place), is_old=is_old))
    printed = find_item(items, "console output")
    assert world.content(printed) == HUGE.encode()
    assert ("Latest" in printed.source.parameters) is not is_old
    shown = find_item(items, "console screenshot")
    assert world.content(shown) == b"\xff\xd8\xff"
    assert shown.attributes["type"] == "image/jpeg"


def test_an_instance_that_is_gone_leaves_items_that_say_so(evidence_world: EvidenceWorld) -> None:
    world = evidence_world
    arn = f"arn:aws:ec2:eu-west-1:{world.account_id}:instance/i-0123456789abcdef0"
    items = collect(world, arn)
    assert find_item(items, "instance").status == "none"
    assert find_item(items, "volumes").status == "kept"


@pytest.mark.parametrize("end", ["i-1", "i-0123456789abcdef0/../x", "i-0123456789abcdef0\n", ""])
def test_what_is_no_instance_is_not_asked_for(evidence_world: EvidenceWorld, end: str) -> None:
    with pytest.raises(BadInput, match="not the ARN of an EC2 instance"):
        collect(evidence_world, f"arn:aws:ec2:eu-west-1:123456789012:instance/{end}")


def test_what_is_asked_is_declared(evidence_world: EvidenceWorld) -> None:
    items = collect(evidence_world, evidence_world.start_instance())
    asked = {item.source.operation for item in items}
    assert {one for one in asked if not one.startswith("iam.")} <= {*READS, *HISTORY_READS}
