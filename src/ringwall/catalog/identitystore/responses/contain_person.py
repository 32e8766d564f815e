"""Takes the access of a person of Identity Center, in all accounts."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from ringwall.catalog.iam.denials import MARGIN
from ringwall.catalog.iam.principal_names import CASE, name_policy
from ringwall.catalog.identitystore.people import (
    PERSON_READS,
    STORE_ID,
    USER_ID,
    Person,
    find_person,
)
from ringwall.catalog.organizations.denying_policies import (
    ACCOUNT,
    DENYING_READS,
    ROOT,
    DenyingPolicy,
    deny_by_policy,
    shape_denying,
)
from ringwall.model.change import Change, Poll, Probe, Write
from ringwall.model.response_playbook import HumanStep, ResponseOption, responds
from ringwall.model.text import make_visible
from ringwall.model.threat import Scene, Threat
from ringwall.model.write_shape import Shape, WriteShape

GONE = ("ResourceNotFoundException",)
BUSY = ("ConflictException", "ThrottlingException")
INSTANCE = r"arn:[\w-]{1,20}:sso:::instance/(sso)?ins-[\w.-]{16}"
SET = r"arn:[\w-]{1,20}:sso:::permissionSet/(sso)?ins-[\w.-]{16}/ps-[\w./-]{16}"
GROUP_ID = USER_ID
CONDITION = (
    rf'\{{"StringEquals":\{{"identitystore:userId":"{USER_ID}"\}}'
    r'(,"DateLessThan":\{"aws:TokenIssueTime":"[\d:TZ-]{20}"\})?\}'
)
NAME = rf"{CASE}-person-[\w-]{{1,12}}"
ASSIGNMENT: Mapping[str, Shape] = {
    "InstanceArn": INSTANCE,
    "TargetId": r"\d{12}",
    "TargetType": "AWS_ACCOUNT",
    "PermissionSetArn": SET,
    "PrincipalType": "USER",
    "PrincipalId": USER_ID,
}
WRITES = (
    *shape_denying(NAME, CONDITION, target=rf"{ROOT}|{ACCOUNT}"),
    WriteShape("sso-admin.delete_account_assignment", ASSIGNMENT),
    WriteShape("sso-admin.create_account_assignment", ASSIGNMENT),
    WriteShape(
        "identitystore.delete_group_membership",
        {"IdentityStoreId": STORE_ID, "MembershipId": r"[\w-]{1,47}"},
    ),
    WriteShape(
        "identitystore.create_group_membership",
        {"IdentityStoreId": STORE_ID, "GroupId": GROUP_ID, "MemberId": {"UserId": USER_ID}},
    ),
)
WHERE = ResponseOption(
    "where", "Where the policy is attached: all accounts, or that of the threat.", "root",
    "root|account|nowhere",
)  # fmt: skip
DENIED = ResponseOption(
    "sessions", "Which sessions it denies: all of the person, or those that are open.", "all",
    "all|old",
)  # fmt: skip


@responds(
    "Contain a person of Identity Center",
    "person",
    "session",
    writes=WRITES,
    reads=(
        *PERSON_READS,
        *DENYING_READS,
        "sso-admin.list_account_assignments_for_principal",
        "sso-admin.list_account_assignments",
        "sso-admin.describe_account_assignment_deletion_status",
        "sso-admin.describe_account_assignment_creation_status",
        "identitystore.list_group_memberships_for_member",
    ),
    risks=(
        "The person can do nothing in any account until it is undone.",
        "No policy holds the management account: sessions that are open there go on.",
        "A directory that people come from brings memberships back when it is synchronized.",
        "An application that is assigned to the person is not touched.",
    ),
    rollback=(
        "The person has the assignments and groups from before, and is denied nothing. A role that "
        "nobody else had is made anew: sessions that were open in it do not come back."
    ),
    answers=(
        "guardduty.*:IAMUser/*",
        "identitystore.*",
        "sso.access_is_assigned_to_one_user",
        "sso.device_code_is_*",
        "sso.identity_*",
        "sso.mfa_of_identity_center_is_weakened",
        "sso.permission_set_gets_administrator",
    ),
    options=(WHERE, DENIED, MARGIN),
)
def contain_person(threat: Threat, scene: Scene) -> Iterator[Change | HumanStep]:
    """Deny the person's sessions by a policy, and remove assignments and memberships.

    AWS documents no API that disables a user: a person does that.
    """
    person = find_person(threat, scene)
    # Containment does not wait for what follows: it may be refused.
    yield from _deny(person, threat, scene)
    yield from _remove_assignments(person)
    yield from _remove_memberships(person)
    yield from _tell_rest(person, threat)


def _deny(person: Person, threat: Threat, scene: Scene) -> Iterator[Change | HumanStep]:
    """Yield the Changes that deny the person by a policy of the organization."""
    where, management = scene.options["where"], scene.settings.management_account_id
    if where == "nowhere":
        return
    what = f"Attach a policy that denies sessions of the user {person.user_id}"
    if not re.fullmatch(r"\d{12}", management, re.ASCII):
        why = "sessions in accounts go on, and Ringwall knows of no management account"
        yield HumanStep(threat.resource, what, why)
        return
    # https://docs.aws.amazon.com/singlesignon/latest/userguide/prereqs-revoking-user-permissions.html
    condition: dict[str, Any] = {"StringEquals": {"identitystore:userId": person.user_id}}
    if scene.options["sessions"] == "old":
        end = scene.now + timedelta(minutes=int(scene.options["margin"]), seconds=1)
        until = end.strftime("%Y-%m-%dT%H:%M:%SZ")
        condition["DateLessThan"] = {"aws:TokenIssueTime": until}
    policy = DenyingPolicy(
        name=name_policy(threat, f"person-{person.user_id[-12:]}"),
        description=f"Ringwall: denies a person while {threat.case} lasts",
        condition=condition,
        target=threat.account_id if where == "account" else "",
        why="sessions of the person, in whatever role, are denied everything",
        instead=what,
    )
    yield from deny_by_policy(policy, threat, scene)


def _remove_assignments(person: Person) -> Iterator[Change]:
    """Yield the Changes that take the person's own assignments; those of groups are not its."""
    reader = person.reader
    every = reader.items(
        "sso-admin.list_account_assignments_for_principal",
        "AccountAssignments",
        InstanceArn=person.instance_arn,
        PrincipalId=person.user_id,
        PrincipalType="USER",
    )
    for held in every:
        if held["PrincipalType"] != "USER" or held["PrincipalId"] != person.user_id:
            continue
        account, given = held["AccountId"], held["PermissionSetArn"]
        which = {
            "InstanceArn": person.instance_arn,
            "TargetId": account,
            "TargetType": "AWS_ACCOUNT",
            "PermissionSetArn": given,
            "PrincipalType": "USER",
            "PrincipalId": person.user_id,
        }
        yield Change(
            account_id=reader.account_id,
            region=reader.region,
            resource=f"{given} in {account}",
            write=_write_assignment("delete", which),
            probe=Probe(
                "sso-admin.list_account_assignments",
                {
                    "InstanceArn": person.instance_arn,
                    "AccountId": account,
                    "PermissionSetArn": given,
                },
                "{principal: PrincipalId}",
                items="AccountAssignments",
                match={"PrincipalType": "USER", "PrincipalId": person.user_id},
                absent=GONE,
            ),
            before={"principal": person.user_id},
            after=None,
            why=f"{make_visible(person.user_name)} gets no new session in {account} by it",
            layer="response",
            blast="availability",
            undo=_write_assignment("create", which),
            stage="contain",
        )


def _write_assignment(verb: str, which: Mapping[str, Any]) -> Write:
    work = {"create": "Creation", "delete": "Deletion"}[verb]
    answer = f"AccountAssignment{work}Status"
    poll = Poll(
        f"sso-admin.describe_account_assignment_{work.lower()}_status",
        {
            "InstanceArn": which["InstanceArn"],
            f"AccountAssignment{work}RequestId": {"$answer": f"{answer}.RequestId"},
        },
        take=f"{answer}.Status",
        done=("SUCCEEDED",),
        failed=("FAILED",),
        why=f"{answer}.FailureReason",
    )
    return Write(f"sso-admin.{verb}_account_assignment", which, retry=BUSY, poll=poll)


def _remove_memberships(person: Person) -> Iterator[Change]:
    """Yield the Changes that take the person out of all groups."""
    reader, member = person.reader, {"UserId": person.user_id}
    which = {"IdentityStoreId": person.store_id, "MemberId": member}
    operation = "identitystore.list_group_memberships_for_member"
    for held in reader.items(operation, "GroupMemberships", **which):
        group = held["GroupId"]
        yield Change(
            account_id=reader.account_id,
            region=reader.region,
            resource=f"{person.user_id} in group {group}",
            write=Write(
                "identitystore.delete_group_membership",
                {"IdentityStoreId": person.store_id, "MembershipId": held["MembershipId"]},
                retry=BUSY,
            ),
            probe=Probe(
                operation,
                which,
                "{group: GroupId}",
                items="GroupMemberships",
                match={"GroupId": group},
                absent=GONE,
            ),
            before={"group": group},
            after=None,
            why=f"{make_visible(person.user_name)} has nothing by the group any more",
            layer="response",
            blast="availability",
            undo=Write(
                "identitystore.create_group_membership", {**which, "GroupId": group}, retry=BUSY
            ),
            stage="contain",
        )


def _tell_rest(person: Person, threat: Threat) -> Iterator[HumanStep]:
    name = make_visible(person.user_name)
    what = f"Disable the user {name} in the console of Identity Center, and end its active sessions"
    yield HumanStep(
        threat.resource, what, "AWS has no API for it; the portal stays open until then"
    )
    what = f"Disable {name} at the identity provider, if people come from one, and end its sessions"
    yield HumanStep(threat.resource, what, "else it brings the user and its groups back")
    what = f"See that the MFA devices of {name} are theirs before it is undone"
    yield HumanStep(threat.resource, what, "a device that the attacker registered works again")
    what = "Look for sessions of the person in the management account, and end them"
    yield HumanStep(threat.resource, what, "no policy of the organization holds that account")
