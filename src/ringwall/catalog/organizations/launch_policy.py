"""A service control policy by which an account launches nothing.

It does not bind the management account, nor service-linked roles: Auto Scaling goes on launching.
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
"""

import json
from collections.abc import Iterator

from ringwall.catalog.organizations.organization import BUSY
from ringwall.catalog.response_site import ACCOUNT, CASE, ResponseSite
from ringwall.model.change import UNREAD, Change, Probe, Write
from ringwall.model.errors import CallFailed
from ringwall.model.reference import READ
from ringwall.model.response_playbook import HumanStep
from ringwall.model.state import look
from ringwall.model.threat import Scene, Threat
from ringwall.model.write_shape import WriteShape

SCP = "SERVICE_CONTROL_POLICY"
WHAT = "Deny launches in the account by a service control policy"
CONTENT = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Deny",
                "Action": [
                    "ec2:CreateFleet",
                    "ec2:RequestSpotFleet",
                    "ec2:RequestSpotInstances",
                    "ec2:RunInstances",
                ],
                "Resource": "*",
            }
        ],
    },
    separators=(",", ":"),
)
_DESCRIPTION = "Denies launches while a case is open"
_POLICY_ID = r"p-[0-9a-z]{8,128}"
_BOTH = {"PolicyId": _POLICY_ID, "TargetId": ACCOUNT}
WRITES = (
    WriteShape(
        "organizations.create_policy",
        {
            "Name": rf"ringwall-no-launches-{CASE}",
            "Description": _DESCRIPTION,
            "Type": SCP,
            "Content": r'\{"Version":"2012-10-17","Statement":\[\{"Effect":"Deny","Action":'
            r'\["ec2:CreateFleet","ec2:RequestSpotFleet","ec2:RequestSpotInstances",'
            r'"ec2:RunInstances"\],"Resource":"\*"\}\]\}',
        },
    ),
    WriteShape("organizations.delete_policy", {"PolicyId": _POLICY_ID}),
    WriteShape("organizations.attach_policy", _BOTH),
    WriteShape("organizations.detach_policy", _BOTH),
)
READS = (
    "organizations.list_roots",
    "organizations.list_policies",
    "organizations.list_policies_for_target",
)


def deny_launches(threat: Threat, scene: Scene) -> Iterator[Change | HumanStep]:
    """Attach a policy to the account that denies launches; a person is told what is missing."""
    manager = scene.settings.management_account_id
    if not manager or manager == threat.account_id:
        why = (
            "policies of an organization do not bind its management account"
            if manager
            else "no management account is set"
        )
        yield HumanStep(threat.resource, WHAT, why)
        return
    site = ResponseSite(scene.readers(manager, scene.settings.home_region), threat.case)
    try:
        roots = site.reader.call("organizations.list_roots")["Roots"]
    except CallFailed as error:
        if error.code != "AWSOrganizationsNotInUseException":
            raise
        roots = []
    enabled = {one["Type"] for root in roots for one in root.get("PolicyTypes") or ()}
    if SCP not in enabled:
        yield HumanStep(threat.resource, WHAT, "the organization has them not enabled")
        return
    yield from _attach(site, threat.account_id)


def _attach(site: ResponseSite, account: str) -> Iterator[Change]:
    name = f"ringwall-no-launches-{site.case}"
    probe = Probe(
        "organizations.list_policies",
        {"Filter": SCP},
        "Name",
        items="Policies",
        match={"Name": name},
        ids={"policy_id": "Id"},
    )
    seen = look(probe, site.reader)
    policy = seen.ids.get("policy_id")
    if policy is None:
        made = _create(site, name, probe)
        policy = {READ: f"{made.id}.policy_id"}
        yield made
    attached = Probe(
        "organizations.list_policies_for_target",
        {"TargetId": account, "Filter": SCP},
        "Name",
        items="Policies",
        match={"Id": policy},
    )
    before = look(attached, site.reader).state if isinstance(policy, str) else UNREAD
    if before == name:
        return
    which = {"PolicyId": policy, "TargetId": account}
    yield site.change(
        f"arn:{site.reader.partition}:organizations::{site.account_id}:account/{account}",
        write=Write("organizations.attach_policy", which, retry=BUSY),
        probe=attached,
        before=before,
        after=name,
        why="nobody in the account launches instances, in any Region",
        blast="availability",
        undo=Write("organizations.detach_policy", which, retry=BUSY),
        serial="organizations",
        stage="contain",
    )


def _create(site: ResponseSite, name: str, probe: Probe) -> Change:
    wanted = {"Name": name, "Description": _DESCRIPTION, "Type": SCP, "Content": CONTENT}
    facts = {
        "write": Write("organizations.create_policy", wanted, retry=BUSY),
        "probe": probe,
        "before": None,
        "after": name,
        "why": "a policy that denies launches, to be attached to the account",
        "blast": "none",
        "serial": "organizations",
        "stage": "contain",
    }
    arn = f"arn:{site.reader.partition}:organizations::{site.account_id}:policy/{name}"
    own = {READ: f"{site.change(arn, **facts).id}.policy_id"}
    undo = Write("organizations.delete_policy", {"PolicyId": own}, retry=BUSY)
    return site.change(arn, undo=undo, **facts)
