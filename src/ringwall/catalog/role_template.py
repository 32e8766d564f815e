"""A CloudFormation template of roles, for one account or as a service-managed StackSet for many."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ringwall.model.table import Row

_TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"AWS": {"Ref": "Auditor"}},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"aws:PrincipalOrgID": {"Ref": "Organization"}}},
        }
    ],
}


def write_role_template(roles: Mapping[str, Iterable[Row]]) -> Row:
    """Return a template that makes roles, each with its policies, by the names of the roles.

    Only a principal of the organization that is named when the stack is made can assume them.
    """
    resources: Row = {}
    for name, documents in roles.items():
        resources.update(_write_role(name, list(documents)))
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": "The roles that Ringwall works with.",
        "Parameters": {
            "Auditor": {
                "Type": "String",
                "Description": "ARN of the role or user that runs Ringwall",
            },
            "Organization": {
                "Type": "String",
                "Description": "Id of the organization that the auditor is in: o-...",
            },
        },
        "Resources": resources,
    }


def _write_role(name: str, documents: list[Row]) -> Iterator[tuple[str, Any]]:
    logical = "".join(part.capitalize() for part in name.split("-"))
    policies = [f"{logical}Policy{number}" for number in range(1, len(documents) + 1)]
    yield (
        logical,
        {
            "Type": "AWS::IAM::Role",
            "Properties": {
                "RoleName": name,
                "MaxSessionDuration": 3600,
                "AssumeRolePolicyDocument": _TRUST,
                "ManagedPolicyArns": [{"Ref": policy} for policy in policies],
            },
        },
    )
    for number, (policy, document) in enumerate(zip(policies, documents, strict=True), 1):
        yield (
            policy,
            {
                "Type": "AWS::IAM::ManagedPolicy",
                "Properties": {"ManagedPolicyName": f"{name}-{number}", "PolicyDocument": document},
            },
        )
