"""Service control policies that deny one identity everything, attached while a case lasts.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ringwall.catalog.organizations.organization import BUSY, NOT_IN_USE
from ringwall.model.change import UNREAD, Change, Probe, Write
from ringwall.model.errors import CallFailed
from ringwall.model.reference import READ, write_json
from ringwall.model.response_playbook import HumanStep
from ringwall.model.state import is_same, look
from ringwall.model.table import Reader
from ringwall.model.threat import Threat
from ringwall.model.write_shape import Shape, WriteShape

SCP = "SERVICE_CONTROL_POLICY"
NAME = r"ringwall-[\w-]{1,110}"
POLICY_ID = r"p-[0-9a-zA-Z_]{8,128}"
TARGET = r"r-[0-9a-z]{4,32}|\d{12}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}"
DENYING_READS = (
    "organizations.list_roots",
    "organizations.list_policies",
    "organizations.describe_policy",
    "organizations.list_targets_for_policy",
)
TYPE_OFF = "the organization has no service control policies: they are switched off"


@dataclass(frozen=True)
class DenyingPolicy:
    """A policy that denies, and what it is attached to: an account, or the root ('')."""

    name: str
    description: str
    condition: Mapping[str, Any]
    target: str
    why: str

    @property
    def content(self) -> str:
        """The text of the policy."""
        statement = {
            "Sid": "RingwallDeny",
            "Effect": "Deny",
            "Action": "*",
            "Resource": "*",
            "Condition": self.condition,
        }
        return write_json({"Version": "2012-10-17", "Statement": [statement]})


def shape_denying(condition: str) -> tuple[WriteShape, ...]:
    """Return the shapes of the writes; `condition` is the pattern of the text of the condition."""
    text = (
        r'\{"Version":"2012-10-17","Statement":\[\{"Sid":"RingwallDeny","Effect":"Deny",'
        rf'"Action":"\*","Resource":"\*","Condition":({condition})\}}\]\}}'
    )
    attached: Mapping[str, Shape] = {"PolicyId": POLICY_ID, "TargetId": TARGET}
    made: Mapping[str, Shape] = {
        "Name": NAME,
        "Description": r"[\w .:/-]{1,512}",
        "Type": SCP,
        "Content": text,
    }
    return (
        WriteShape("organizations.create_policy", made),
        WriteShape("organizations.delete_policy", {"PolicyId": POLICY_ID}),
        WriteShape("organizations.attach_policy", attached),
        WriteShape("organizations.detach_policy", attached),
    )


def deny_by_policy(
    policy: DenyingPolicy, threat: Threat, reader: Reader
) -> Iterator[Change | HumanStep]:
    """Yield the Changes that make and attach a policy, those that are left to be made.

    `reader` is that of the management account. Where AWS says that the organization cannot have
    such a policy, a step says so.
    """
    try:
        roots = [*reader.items("organizations.list_roots", "Roots")]
    except CallFailed as error:
        if not error.is_one_of(NOT_IN_USE) and error.status != "denied":
            raise
        what = (
            f"Attach a service control policy with this condition: {write_json(policy.condition)}"
        )
        yield HumanStep(threat.resource, what, f"Ringwall cannot: {error}")
        return
    kinds = {kind["Type"]: kind["Status"] for root in roots for kind in root["PolicyTypes"]}
    if kinds.get(SCP) != "ENABLED":
        what = "Switch on service control policies, and plan again"
        yield HumanStep(threat.resource, what, TYPE_OFF)
        return
    target = policy.target or roots[0]["Id"]
    creation, policy_id = _make(policy, reader)
    if creation is None:
        yield from _attach(policy, policy_id, target, reader)
        return
    yield creation
    for change in _attach(policy, {READ: f"{creation.id}.id"}, target, reader):
        yield replace(change, needs=(creation.id,))


def _make(policy: DenyingPolicy, reader: Reader) -> tuple[Change | None, str]:
    """Return the Change that makes the policy, or None and the id of the one that is there."""
    probe = Probe(
        "organizations.list_policies",
        {"Filter": SCP},
        "{name: Name}",
        items="Policies",
        match={"Name": policy.name},
        ids={"id": "Id"},
    )
    seen = look(probe, reader)
    if seen.state is not None:
        return None, str(seen.ids["id"])
    change = Change(
        account_id=reader.account_id,
        region=reader.region,
        resource=policy.name,
        write=Write(
            "organizations.create_policy",
            {
                "Name": policy.name,
                "Description": policy.description,
                "Type": SCP,
                "Content": policy.content,
            },
            retry=BUSY,
        ),
        probe=probe,
        before=None,
        after={"name": policy.name},
        why=f"{policy.why}: this is the policy that says so",
        layer="response",
        blast="none",
        stage="contain",
        serial="organizations",
    )
    which = {"PolicyId": {READ: f"{change.id}.id"}}
    return replace(change, undo=Write("organizations.delete_policy", which, retry=BUSY)), ""


def _attach(policy: DenyingPolicy, policy_id: Any, target: str, reader: Reader) -> Iterator[Change]:
    """Yield the Change that attaches the policy, unless it is attached."""
    is_there = isinstance(policy_id, str)
    probe = Probe(
        "organizations.list_targets_for_policy",
        {"PolicyId": policy_id},
        "{target: TargetId}",
        items="Targets",
        match={"TargetId": target},
    )
    after = {"target": target}
    before = look(probe, reader).state if is_there else UNREAD
    if is_there and is_same(probe, before, after):
        return
    which = {"PolicyId": policy_id, "TargetId": target}
    yield Change(
        account_id=reader.account_id,
        region=reader.region,
        resource=f"{policy.name} at {target}",
        write=Write("organizations.attach_policy", which, retry=BUSY),
        probe=probe,
        before=before,
        after=after,
        why=policy.why,
        layer="response",
        blast="availability",
        undo=Write("organizations.detach_policy", which, retry=BUSY),
        stage="contain",
        serial="organizations",
    )
