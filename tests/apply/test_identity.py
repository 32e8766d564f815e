"""A write goes to the account that the resource is in, from the caller that is meant."""

from dataclasses import dataclass

import pytest

from ringwall.apply.identity import find_impostor
from ringwall.model.change import Change, Probe, Write

ACCOUNT = "123456789012"
REGION = "eu-west-1"


@dataclass(frozen=True)
class Said:
    """What AWS says of the caller, and the role that was assumed."""

    arn: str
    role: str = ""

    def caller(self, *_: str) -> str:
        return self.arn

    def role_of(self, _: str) -> str:
        return self.role


def change(resource: str) -> Change:
    return Change(
        account_id=ACCOUNT,
        region=REGION,
        resource=resource,
        write=Write("x.put", {}),
        probe=Probe("x.get", {}, "x"),
        before=1,
        after=2,
        why="because",
        layer="data",
    )


KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1"
USER = f"arn:aws:iam::{ACCOUNT}:user/ann"
ROLE = f"arn:aws:sts::{ACCOUNT}:assumed-role/RingwallFix/ringwall"


@pytest.mark.parametrize(
    ("resource", "said"),
    [
        (KEY, Said(USER)),
        (KEY, Said(ROLE, "RingwallFix")),
        ("arn:aws:s3:::bucket", Said(USER)),
        (f"arn:aws:ec2:{REGION}::snapshot/snap-1", Said(USER)),
        (f"arn:aws:iam::{ACCOUNT}:user/ann", Said(USER)),
    ],
)
def test_those_who_agree_may_write(resource: str, said: Said) -> None:
    assert find_impostor(change(resource), said) == ""


@pytest.mark.parametrize(
    ("resource", "said", "told"),
    [
        (KEY.replace(ACCOUNT, "999999999999"), Said(USER), "resource is in account 999999999999"),
        (KEY.replace(REGION, "us-east-1"), Said(USER), "resource is in us-east-1"),
        (KEY, Said(USER.replace(ACCOUNT, "999999999999")), "caller is arn:aws:iam::999999999999"),
        (
            KEY,
            Said(ROLE.replace("RingwallFix", "Admin"), "RingwallFix"),
            "not the role RingwallFix",
        ),
        (KEY, Said(USER, "RingwallFix"), "not the role RingwallFix"),
        (KEY, Said(USER.replace("ann", "assumed-role/RingwallFix"), "RingwallFix"), "not the role"),
        (KEY, Said(""), "caller is "),
        (KEY, Said("arn"), "caller is arn"),
    ],
)
def test_anyone_else_is_told(resource: str, said: Said, told: str) -> None:
    assert told in find_impostor(change(resource), said)
