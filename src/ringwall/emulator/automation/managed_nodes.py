"""Instances that Systems Manager manages: those that run, with a role that lets the agent report.

https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from ringwall.emulator.authorization.callers import ApiCaller
from ringwall.emulator.authorization.identity_policies import find_identity_policies
from ringwall.emulator.on_moto.moto_client import moto_backend

REPORT = "ssm:updateinstanceinformation"
"""What the agent on an instance must be allowed, so that Systems Manager knows of it."""


@dataclass(frozen=True)
class ManagedNode:
    """An instance that Systems Manager knows."""

    instance_id: str
    is_online: bool
    platform: str
    role: str
    """The name of the role in its profile."""
    address: str


def list_nodes(account_id: str, region: str) -> Iterator[ManagedNode]:
    """Yield the managed instances of an account in a Region."""
    backend = moto_backend("ec2", account_id, region)
    for reservation in backend.all_reservations():
        for instance in reservation.instances:
            role = _find_role(backend, instance.id)
            if role is None or instance.state == "terminated" or not _lets_report(account_id, role):
                continue
            yield ManagedNode(
                instance.id,
                instance.state == "running",
                "Windows" if instance.platform == "windows" else "Linux",
                str(role.name),
                str(instance.private_ip or ""),
            )


def _find_role(backend: Any, instance_id: str) -> Any:
    association = backend.iam_instance_profile_associations.get(instance_id)
    if association is None:
        return None
    return next(iter(association.iam_instance_profile.roles), None)


def _lets_report(account_id: str, role: Any) -> bool:
    policies = find_identity_policies(ApiCaller("session", "", account_id, holder=role))
    statements = [part for policy in policies for part in _read_statements(policy.text)]
    return any(_allows(statement) for statement in statements)


def _read_statements(text: str) -> list[Mapping[str, Any]]:
    found = json.loads(text).get("Statement") or []
    return found if isinstance(found, list) else [found]


def _allows(statement: Mapping[str, Any]) -> bool:
    actions = statement.get("Action") or []
    listed = actions if isinstance(actions, list) else [actions]
    is_allowed = any(fnmatchcase(REPORT, str(action).lower()) for action in listed)
    return statement.get("Effect") == "Allow" and is_allowed
