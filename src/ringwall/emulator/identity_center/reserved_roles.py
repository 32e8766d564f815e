"""The roles that Identity Center makes in accounts: one for each permission set.

https://docs.aws.amazon.com/singlesignon/latest/userguide/using-service-linked-roles.html
https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
"""

import hashlib
import json
from typing import Any

from moto.iam.models import Role

from ringwall.emulator.authorization.deleted_principals import forget_principal
from ringwall.emulator.call import Fault
from ringwall.emulator.identity_center.instance import CenterInstance, CenterPermissionSet
from ringwall.emulator.linked_roles import make_linked_role, make_steady_id
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.on_moto.moto_state import own_partition
from ringwall.emulator.services.iam import is_of_aws, load_managed_policy
from ringwall.emulator.state import EmulatorState

INLINE = "AwsSSOInlinePolicy"
LONGEST = "43200"


def provision(instance: CenterInstance, given: CenterPermissionSet, account_id: str) -> str:
    """Make or change the role of a permission set in an account; return why that fails, or ''."""
    backend = moto_backend("iam", account_id)
    missing = [arn for arn in _list_own(given, account_id) if arn not in backend.managed_policies]
    if missing:
        return (
            f"Received a 404 status error: Not supported policy {missing[0]}. The policy does not "
            "exist in the account."
        )
    role = find_reserved_role(instance, given, account_id) or _make(instance, given, account_id)
    for policy in list(role.managed_policies.values()):
        policy.detach_from(role)
    for arn in given.managed:
        load_managed_policy(account_id, arn)
    for arn in (*given.managed, *_list_own(given, account_id)):
        if arn in backend.managed_policies:
            backend.attach_role_policy(arn, role.name)
    role.policies = {INLINE: given.inline} if given.inline else {}
    role.permissions_boundary_arn = _find_boundary(given, account_id)
    given.provisioned[account_id] = given.revision
    return ""


def _list_own(given: CenterPermissionSet, account_id: str) -> list[str]:
    return [
        f"arn:{own_partition()}:iam::{account_id}:policy{path}{name}"
        for name, path in given.customer
    ]


def _find_boundary(given: CenterPermissionSet, account_id: str) -> str | None:
    if not given.boundary:
        return None
    own = given.boundary.get("CustomerManagedPolicyReference")
    if own:
        return (
            f"arn:{own_partition()}:iam::{account_id}:policy{own.get('Path') or '/'}{own['Name']}"
        )
    return str(given.boundary["ManagedPolicyArn"])


def find_reserved_role(
    instance: CenterInstance, given: CenterPermissionSet, account_id: str
) -> Any:
    """Return moto's role of a permission set in an account; None where there is none."""
    name = _name(instance, given, account_id)
    roles = moto_backend("iam", account_id).roles.values()
    return next((role for role in roles if role.name == name), None)


def _name(instance: CenterInstance, given: CenterPermissionSet, account_id: str) -> str:
    digest = hashlib.sha256(f"{instance.arn}/{given.arn}/{account_id}".encode()).hexdigest()
    return f"AWSReservedSSO_{given.name}_{digest[:16]}"


def _make(instance: CenterInstance, given: CenterPermissionSet, account_id: str) -> Any:
    provider = _make_provider(instance, account_id)
    make_linked_role(account_id, "sso.amazonaws.com")
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Federated": provider},
                "Action": ["sts:AssumeRoleWithSAML", "sts:TagSession"],
                "Condition": {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}},
            }
        ],
    }
    place = "" if instance.region == "us-east-1" else f"{instance.region}/"
    name = _name(instance, given, account_id)
    kind: Any = Role
    role = kind(
        account_id=account_id,
        partition=own_partition(),
        role_id=make_steady_id("AROA", account_id, name),
        name=name,
        assume_role_policy_document=json.dumps(trust),
        path=f"/aws-reserved/sso.amazonaws.com/{place}",
        permissions_boundary=None,
        description=given.description,
        tags=[],
        max_session_duration=LONGEST,
    )
    moto_backend("iam", account_id).roles[role.id] = role
    return role


def _make_provider(instance: CenterInstance, account_id: str) -> str:
    """Return the ARN of the instance's SAML provider in an account, which is made if need be."""
    backend = moto_backend("iam", account_id)
    name = f"AWSSSO_{instance.instance_id}_DO_NOT_DELETE"
    arn = f"arn:{own_partition()}:iam::{account_id}:saml-provider/{name}"
    if arn not in backend.saml_providers:
        backend.create_saml_provider(name, "<EntityDescriptor/>")
    return arn


def remove_role(
    state: EmulatorState, instance: CenterInstance, given: CenterPermissionSet, account_id: str
) -> None:
    """Delete the role of a permission set in an account."""
    role = find_reserved_role(instance, given, account_id)
    given.provisioned.pop(account_id, None)
    if role is not None:
        for policy in list(role.managed_policies.values()):
            policy.detach_from(role)
        del moto_backend("iam", account_id).roles[role.id]
        forget_principal(state, role.arn, role.id)


def check_managed_policy(arn: str, account_id: str) -> str:
    """Return the name of a managed policy of AWS; Fault where AWS has none of that ARN."""
    load_managed_policy(account_id, arn)
    found = moto_backend("iam", account_id).managed_policies.get(arn)
    if found is None or not is_of_aws(arn):
        raise Fault("ResourceNotFoundException", f"Policy does not exist with ARN: {arn}")
    return str(found.name)
