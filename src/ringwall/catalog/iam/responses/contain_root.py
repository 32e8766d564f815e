"""Keeps whoever acts as the root user of a member account from acting on."""

import re
from collections.abc import Iterator

from ringwall.catalog.iam.persistence import SWEEP, SWEEP_READS, tell_made_things
from ringwall.catalog.iam.principal_names import CASE, name_policy, read_principal
from ringwall.catalog.organizations.denying_policies import (
    DENYING_READS,
    DenyingPolicy,
    deny_by_policy,
    shape_denying,
)
from ringwall.model.change import Change
from ringwall.model.errors import CallFailed, NeedsHuman
from ringwall.model.response_playbook import HumanStep, responds
from ringwall.model.table import Reader
from ringwall.model.threat import Scene, Threat

CONDITION = (
    r'\{"ArnLike":\{"aws:PrincipalArn":"arn:[\w-]{1,20}:iam::\d{12}:root"\},'
    r'"Null":\{"aws:AssumedRoot":"true"\}\}'
)
NAME = rf"{CASE}-root-\d{{12}}"
FEATURES = ("RootCredentialsManagement", "RootSessions")


@responds(
    "Contain a root user",
    "root",
    writes=shape_denying(NAME, CONDITION),
    reads=("iam.list_organizations_features", *DENYING_READS, *SWEEP_READS),
    risks=(
        "The owners of the account cannot use its root user either until it is undone.",
        "No policy holds the root user of the management account, nor that of a lone account.",
        "Roles and users that the root user made go on: they are told, not contained.",
    ),
    rollback="The policy is detached and deleted: the root user may do everything again.",
    answers=(
        "guardduty.*:IAMUser/RootCredentialUsage",
        "iam.management_of_root_is_switched_off",
        "iam.root_*",
        "sts.root_of_a_member_is_assumed",
    ),
    options=(SWEEP,),
)
def contain_root(threat: Threat, scene: Scene) -> Iterator[Change | HumanStep]:
    """Deny the root user of a member everything by a policy, and tell how it loses its credentials.

    Sessions of central root access (AssumeRoot) are not denied: with one, a person deletes the
    credentials. Ringwall has no such session itself, and so makes no Change of it.
    """
    principal = read_principal(threat.resource)
    if principal is None or principal.kind != "root":
        raise NeedsHuman(f"{threat.resource} is no root user")
    if principal.account_id != threat.account_id:
        raise NeedsHuman(f"{threat.resource} is not of the account {threat.account_id}")
    management = scene.settings.management_account_id
    if re.fullmatch(r"\d{12}", management, re.ASCII) and management != threat.account_id:
        reader = scene.readers(management, scene.settings.home_region)
        yield from deny_by_policy(_write_policy(threat, reader), threat, scene)
        yield from _tell_central_access(threat, scene, reader)
    elif management:
        what = "Sign in as root and change its password at once, before the attacker does"
        yield HumanStep(threat.resource, what, "no policy holds the management account")
    else:
        what = "Sign in as root and change its password at once, before the attacker does"
        why = "Ringwall knows of no management account whose policies could hold it"
        yield HumanStep(threat.resource, what, why)
    yield from _tell_rest(threat)
    yield from tell_made_things(threat, scene, "Username", "root")


def _write_policy(threat: Threat, reader: Reader) -> DenyingPolicy:
    arn = f"arn:{reader.partition}:iam::{threat.account_id}:root"
    return DenyingPolicy(
        name=name_policy(threat, f"root-{threat.account_id}"),
        description=f"Ringwall: denies the root user while {threat.case} lasts",
        # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
        condition={
            "ArnLike": {"aws:PrincipalArn": arn},
            "Null": {"aws:AssumedRoot": "true"},
        },
        target=threat.account_id,
        why=f"the root user of {threat.account_id} is denied everything",
        instead=f"Deny {arn} everything by a service control policy",
    )


def _tell_central_access(threat: Threat, scene: Scene, reader: Reader) -> Iterator[HumanStep]:
    """Yield how the root user loses its credentials for good."""
    try:
        answer = reader.call("iam.list_organizations_features")
        features = set(answer.get("EnabledFeatures", ()))
    except CallFailed as error:
        features, problem = set(), str(error)
    else:
        problem = "central root access is not on"
    why = "with its credentials gone, nobody signs in as root"
    if not features.issuperset(FEATURES):
        what = (
            "Switch on central root access in the management account: aws iam "
            "enable-organizations-root-credentials-management; aws iam "
            "enable-organizations-root-sessions"
        )
        yield HumanStep(threat.resource, what, f"{why}; {problem}")
    task = f"arn:{reader.partition}:iam::aws:policy/root-task/IAMDeleteRootUserCredentials"
    what = (
        f"Delete the credentials of root: aws sts assume-root --region {scene.settings.home_region}"
        f" --target-principal {threat.account_id} --task-policy-arn arn={task}"
        " --duration-seconds 900; with what it prints: aws iam delete-login-profile; aws iam"
        " list-access-keys, and delete-access-key for each; aws iam list-mfa-devices, and"
        " deactivate-mfa-device for each"
    )
    yield HumanStep(threat.resource, what, why)


def _tell_rest(threat: Threat) -> Iterator[HumanStep]:
    """Yield what has no API, or none that Ringwall may use."""
    root = threat.resource
    what = "Change the password of the mailbox that root's address belongs to"
    yield HumanStep(root, what, "who reads it can set a new password of root")
    what = "See that the MFA devices, the address and the phone number of root are yours"
    yield HumanStep(root, what, "an attacker changes them first: aws account get-primary-email")
    what = "See that the alternate contacts are yours: aws account get-alternate-contact"
    yield HumanStep(root, what, "AWS tells them of what it sees, and of changes of the account")
    what = "Open a support case of the type 'Account and billing: security'"
    yield HumanStep(root, what, "AWS can help to get the account back, and with what it cost")
