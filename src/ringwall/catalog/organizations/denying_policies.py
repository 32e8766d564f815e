"""Service control policies that deny something while a case is open: to an account, or to all.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ringwall.catalog.organizations.organization import BUSY, NOT_IN_USE
from ringwall.model.change import UNREAD, Change, Probe, ProbeLookup, Write
from ringwall.model.errors import CallFailed
from ringwall.model.normal import parse_json
from ringwall.model.reference import READ, write_json
from ringwall.model.response_playbook import HumanStep
from ringwall.model.state import Sight, is_same, look
from ringwall.model.table import Reader
from ringwall.model.threat import Scene, Threat
from ringwall.model.write_shape import WriteShape

SCP = "SERVICE_CONTROL_POLICY"
POLICY_ID = r"p-[0-9a-zA-Z_]{8,128}"
ACCOUNT = r"\d{12}"
ROOT = r"r-[0-9a-z]{4,32}"
DENYING_READS = (
    "organizations.list_roots",
    "organizations.list_policies",
    "organizations.describe_policy",
    "organizations.list_targets_for_policy",
)
_TIME = re.compile(r'(?<="aws:TokenIssueTime":")[\d:TZ-]{20}')
_BEGIN = r'\{"Version":"2012-10-17","Statement":\[\{"Sid":"RingwallDeny","Effect":"Deny",'
TYPE_OFF = "service control policies are not enabled: switch them on, and plan again"


@dataclass(frozen=True)
class DenyingPolicy:
    """A policy that denies, and what it is attached to: an account, or the root ('')."""

    name: str
    description: str
    target: str
    why: str
    instead: str
    """What a person does where no policy can be attached."""
    actions: str | list[str] = "*"
    condition: Mapping[str, Any] = field(default_factory=dict)
    """Whom it denies; all, if left out."""

    @property
    def content(self) -> str:
        """The text of the policy."""
        statement = {
            "Sid": "RingwallDeny",
            "Effect": "Deny",
            "Action": self.actions,
            "Resource": "*",
            **({"Condition": self.condition} if self.condition else {}),
        }
        return write_json({"Version": "2012-10-17", "Statement": [statement]})


def shape_denying(
    name: str, *conditions: str, actions: str | list[str] = "*", target: str = ACCOUNT
) -> tuple[WriteShape, ...]:
    """Return the shapes of the writes that make, attach and take away a policy.

    `name` is the pattern of what follows `ringwall-`, `conditions` are those of the texts that the
    condition can have; '' stands for no condition.
    """
    listed = re.escape(write_json(actions))
    ends = "|".join(f',"Condition":(?:{one})' if one else "" for one in conditions)
    attached = {"PolicyId": POLICY_ID, "TargetId": target}
    made = {
        "Name": rf"ringwall-{name}",
        "Description": r"[\w .:/-]{1,512}",
        "Type": SCP,
        "Content": rf'{_BEGIN}"Action":{listed},"Resource":"\*"(?:{ends})\}}\]\}}',
    }
    return (
        WriteShape("organizations.create_policy", made),
        WriteShape("organizations.delete_policy", {"PolicyId": POLICY_ID}),
        WriteShape("organizations.attach_policy", attached),
        WriteShape("organizations.detach_policy", attached),
    )


def deny_by_policy(
    policy: DenyingPolicy, threat: Threat, scene: Scene
) -> Iterator[Change | HumanStep]:
    """Yield the Changes that make and attach a policy, those that are left to be made.

    Where AWS says that the organization cannot have such a policy, or lets nobody look, a step
    says so: no policy holds the management account, and a lone account has none.
    """
    management = scene.settings.management_account_id
    if not management or management == policy.target:
        why = "no service control policy applies to the management account"
        why = why if management else "no management account is set"
        yield HumanStep(threat.resource, policy.instead, why)
        return
    reader = scene.readers(management, scene.settings.home_region)
    try:
        roots = [*reader.items("organizations.list_roots", "Roots")]
    except CallFailed as error:
        if not error.is_one_of(NOT_IN_USE) and error.status != "denied":
            raise
        told = f", with this condition: {write_json(policy.condition)}" if policy.condition else ""
        yield HumanStep(threat.resource, f"{policy.instead}{told}", f"Ringwall cannot: {error}")
        return
    kinds = {kind["Type"]: kind["Status"] for root in roots for kind in root["PolicyTypes"]}
    if kinds.get(SCP) != "ENABLED":
        yield HumanStep(threat.resource, policy.instead, TYPE_OFF)
        return
    target, probe = policy.target or roots[0]["Id"], _probe_policy(policy.name)
    seen = look(probe, reader)
    if seen.state is None:
        creation = _make(policy, probe, reader)
        yield creation
        for change in _attach(policy, {READ: f"{creation.id}.id"}, target, reader):
            yield replace(change, needs=(creation.id,))
    elif _says_the_same(policy, probe, seen):
        yield from _attach(policy, seen.ids["id"], target, reader)
    else:
        what = f"Look at the service control policy {policy.name}, and delete it"
        yield HumanStep(threat.resource, what, "somebody changed what Ringwall denies with")


def _probe_policy(name: str) -> Probe:
    return Probe(
        "organizations.list_policies",
        {"Filter": SCP},
        "{name: Name, content: Content}",
        items="Policies",
        match={"Name": name},
        lookups=(
            ProbeLookup(
                "organizations.describe_policy", {"PolicyId": "{Id}"}, "Policy.Content", "Content"
            ),
        ),
        ids={"id": "Id"},
        normal={"content": "policy"},
    )


def _says_the_same(policy: DenyingPolicy, probe: Probe, seen: Sight) -> bool:
    """Whether a policy denies what ours does, whenever the sessions began that it denies."""

    def drop_time(content: Any) -> dict[str, Any]:
        return {"content": parse_json(_TIME.sub("", write_json(parse_json(content))))}

    return is_same(probe, drop_time(seen.state["content"]), drop_time(policy.content))


def _make(policy: DenyingPolicy, probe: Probe, reader: Reader) -> Change:
    """Return the Change that makes the policy."""
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
        after={"name": policy.name, "content": parse_json(policy.content)},
        why=f"{policy.why}: this is the policy that says so",
        layer="response",
        blast="none",
        stage="contain",
        serial="organizations",
    )
    which = {"PolicyId": {READ: f"{change.id}.id"}}
    # It is detached before, which AWS may not know everywhere at once.
    retry = (*BUSY, "PolicyInUseException")
    return replace(change, undo=Write("organizations.delete_policy", which, retry=retry))


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
