"""Policies as tests write them: statements, and the text of a document."""

import json
from typing import Any

Statement = dict[str, Any]


def write(*statements: Statement) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [*statements]})


def allow(*actions: str, resource: Any = "*", **more: Any) -> Statement:
    return {"Effect": "Allow", "Action": [*actions], "Resource": resource, **more}


def deny(*actions: str, resource: Any = "*", **more: Any) -> Statement:
    return {**allow(*actions, resource=resource, **more), "Effect": "Deny"}


def trust(*services: str) -> str:
    """Return a trust policy for services: `lambda`."""
    principal = {"Service": [f"{service}.amazonaws.com" for service in services]}
    return write({"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"})


def trust_principal(arn: str) -> str:
    """Return a trust policy for a principal of AWS, whatever its sessions carry."""
    actions = ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"]
    return write({"Effect": "Allow", "Principal": {"AWS": arn}, "Action": actions})


OPERATOR_TRUST = trust_principal("arn:aws:iam::123456789012:root")
"""A trust policy that lets the emulator's operator assume a role."""


def make_service_role(iam: Any, name: str, service: str, *statements: Statement) -> str:
    """Make a role that a service may assume: `lambda`; return its ARN."""
    made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust(service))
    if statements:
        iam.put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=write(*statements))
    arn: str = made["Role"]["Arn"]
    return arn
