"""What an actor made to come back by: told, so that a person looks at it.

https://attack.mitre.org/tactics/TA0003/
"""

import re
from collections.abc import Iterator
from typing import Any

from ringwall.catalog.cloudtrail.event_history import (
    LookupKey,
    PastAct,
    find_places,
    find_start,
    look_up_acts,
)
from ringwall.catalog.iam.principal_names import KEY, TEMPORARY, read_principal
from ringwall.model.errors import CallFailed
from ringwall.model.response_playbook import HumanStep, ResponseOption
from ringwall.model.text import count_of, make_visible
from ringwall.model.threat import Scene, Threat

SWEEP = ResponseOption(
    "sweep", "Look in CloudTrail for what the actor made to come back by.", "yes", "yes|no"
)
SWEEP_READS = ("cloudtrail.lookup_events",)
SESSION_CALLS = frozenset({"AssumeRole", "GetFederationToken", "GetSessionToken"})
MOST_SESSIONS = 4
"""Sessions whose acts are looked up too: every lookup takes its time."""
MOST_STEPS = 50
LONGEST = 200
MADE = {
    "AddPermission20150331v2": ("the permissions of the function", "functionName"),
    "AddUserToGroup": ("the groups of the user", "userName"),
    "AttachGroupPolicy": ("the policies of the group", "groupName"),
    "AttachRolePolicy": ("the policies of the role", "roleName"),
    "AttachUserPolicy": ("the policies of the user", "userName"),
    "AuthorizeSecurityGroupIngress": ("the rules of the security group", "groupId"),
    "CreateAccessKey": ("the access keys of the user", "userName"),
    "CreateFunction20150331": ("the function", "functionName"),
    "CreateFunctionUrlConfig": ("the URL of the function", "functionName"),
    "CreateKeyPair": ("the key pair", "keyName"),
    "CreateLoginProfile": ("the password of the user", "userName"),
    "CreateOpenIDConnectProvider": ("the identity provider", "url"),
    "CreatePolicy": ("the policy", "policyName"),
    "CreatePolicyVersion": ("the versions of the policy", "policyArn"),
    "CreateProfile": ("the profile of Roles Anywhere", "name"),
    "CreateRole": ("the role", "roleName"),
    "CreateSAMLProvider": ("the identity provider", "name"),
    "CreateServiceSpecificCredential": ("the service credentials of the user", "userName"),
    "CreateStack": ("the stack", "stackName"),
    "CreateTrustAnchor": ("the trust anchor of Roles Anywhere", "name"),
    "CreateUser": ("the user", "userName"),
    "CreateVirtualMFADevice": ("the MFA device", "virtualMFADeviceName"),
    "EnableMFADevice": ("the MFA devices of the user", "userName"),
    "ImportKeyPair": ("the key pair", "keyName"),
    "PutGroupPolicy": ("the inline policies of the group", "groupName"),
    "PutRolePolicy": ("the inline policies of the role", "roleName"),
    "PutRule": ("the rule of EventBridge", "name"),
    "PutUserPolicy": ("the inline policies of the user", "userName"),
    "RunInstances": ("the instances", "imageId"),
    "SetDefaultPolicyVersion": ("the versions of the policy", "policyArn"),
    "UpdateAccessKey": ("the access keys of the user", "userName"),
    "UpdateAssumeRolePolicy": ("the trust of the role", "roleName"),
    "UpdateFunctionCode20150331v2": ("the code of the function", "functionName"),
    "UpdateLoginProfile": ("the password of the user", "userName"),
    "UploadSSHPublicKey": ("the SSH keys of the user", "userName"),
    "UploadSigningCertificate": ("the signing certificates of the user", "userName"),
}
"""What makes something to come back by: what to look at, and the parameter that names it."""


def tell_made_things(
    threat: Threat, scene: Scene, key: LookupKey, value: str
) -> Iterator[HumanStep]:
    """Yield a step for each thing that was made, and each role whose sessions were begun.

    Sessions that were begun are followed, some of them. A look that AWS refuses is a step, too: it
    must not cost what contains.
    """
    if scene.options["sweep"] != "yes":
        return
    told: dict[tuple[str, str], HumanStep] = {}
    wanted: list[tuple[LookupKey, str]] = [(key, value)]
    problem = ""
    for each, what in wanted:  # it grows meanwhile
        for reader in find_places(threat, scene):
            try:
                acts = [*look_up_acts(reader, each, what, find_start(threat, scene.now), scene.now)]
            except CallFailed as error:
                problem = problem or str(error)
                continue
            for act in acts:
                if (step := _tell(act)) is not None:
                    told.setdefault((step.resource, step.what), step)
                begun = _find_session(act)
                if begun and len(wanted) <= MOST_SESSIONS and ("AccessKeyId", begun) not in wanted:
                    wanted.append(("AccessKeyId", begun))
    yield from [*told.values()][:MOST_STEPS]
    if problem:
        what = f"Look in CloudTrail for what was done since with {key} {value}"
        yield HumanStep(threat.resource, what, f"it could not be read: {problem}")
    if len(told) > MOST_STEPS:
        left = count_of(len(told) - MOST_STEPS, "more thing")
        what = f"Look in CloudTrail for {left} made since then"
        yield HumanStep(threat.resource, what, "there are too many to name here")


def _tell(act: PastAct) -> HumanStep | None:
    """Return what a person has to look at because of an act; None for nothing."""
    if act.error:
        return None
    if act.name == "AssumeRole":
        arn = act.parameters.get("roleArn")
        role = read_principal(arn) if isinstance(arn, str) else None
        if role is None or role.kind != "role":
            return None
        what = "Contain the role with iam.contain_role, unless the session was meant"
        return HumanStep(str(arn), what, f"a session of it was begun at {_show(act.at)}")
    if act.name not in MADE:
        return None
    noun, member = MADE[act.name]
    name = _show(act.parameters.get(member) or "")
    what = f"Look at {noun} {name}".rstrip()
    return HumanStep(name, what, f"{act.name} was called at {_show(act.at)} in {_show(act.region)}")


def _find_session(act: PastAct) -> str:
    """Return the access key of a session that an act began; '' where it began none."""
    if act.name not in SESSION_CALLS or act.error:
        return ""
    credentials = act.answer.get("credentials")
    key = credentials.get("accessKeyId") if isinstance(credentials, dict) else None
    is_key = isinstance(key, str) and re.fullmatch(KEY, key, re.ASCII)
    return str(key) if is_key and str(key).startswith(TEMPORARY) else ""


def _show(value: Any) -> str:
    return make_visible(str(value))[:LONGEST]
