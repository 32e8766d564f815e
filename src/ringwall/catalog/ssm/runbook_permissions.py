"""What runbooks may do: just the calls of their steps, each on resources of its own account."""

from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

from ringwall.catalog.iam.responder_policies import CASE
from ringwall.catalog.permissions import find_templates, list_operations
from ringwall.model.table import Row

ANY = "*"
_EC2, _ELB = "arn:{partition}:ec2:*:{account_id}:", "arn:{partition}:elasticloadbalancing:*:"
_BUCKETS = ("arn:{partition}:s3:::*",)
_SNAPSHOT = "arn:{partition}:ec2:*::snapshot/*"
NARROWED: Mapping[str, tuple[str, ...]] = {
    "autoscaling:DetachInstances": (
        "arn:{partition}:autoscaling:*:{account_id}:autoScalingGroup:*",
    ),
    "ec2:CreateSnapshots": (f"{_EC2}instance/*", f"{_EC2}volume/*", _SNAPSHOT),
    "ec2:CreateTags": (
        *(f"{_EC2}{kind}/*" for kind in ("instance", "network-interface", "volume")),
        _SNAPSHOT,
    ),
    "ec2:DisassociateAddress": tuple(
        f"{_EC2}{kind}/*" for kind in ("elastic-ip", "instance", "network-interface")
    ),
    "ec2:DisassociateIamInstanceProfile": (f"{_EC2}instance/*",),
    "ec2:ModifyInstanceAttribute": (f"{_EC2}instance/*",),
    "ec2:ModifyNetworkInterfaceAttribute": tuple(
        f"{_EC2}{kind}/*" for kind in ("instance", "network-interface", "security-group")
    ),
    "ec2:RevokeSecurityGroupEgress": (
        f"{_EC2}security-group/*",
        f"{_EC2}security-group-rule/*",
    ),
    "ec2:RevokeSecurityGroupIngress": (
        f"{_EC2}security-group/*",
        f"{_EC2}security-group-rule/*",
    ),
    "elasticloadbalancing:DeregisterTargets": (f"{_ELB}{{account_id}}:targetgroup/*",),
    "iam:CreateServiceLinkedRole": (
        "arn:{partition}:iam::{account_id}:role/aws-service-role/securityhub.amazonaws.com/*",
    ),
    "iam:GetAccessKeyLastUsed": ("arn:{partition}:iam::{account_id}:user/*",),
    "lambda:DeleteProvisionedConcurrencyConfig": (
        "arn:{partition}:lambda:*:{account_id}:function:*",
    ),
    "s3:GetBucketAcl": _BUCKETS,
}
"""What actions are about that AWS checks on several resources, or on none that a call names."""
ALSO: Mapping[str, tuple[str, ...]] = {
    "ec2.create_snapshots": ("ec2:CreateTags",),
    "securityhub.enable_security_hub": ("iam:CreateServiceLinkedRole",),
}
"""Further actions that AWS checks for a call as the steps make it."""
LIMITS: Mapping[str, Row] = {
    "case": {"ForAllValues:StringEquals": {"aws:TagKeys": [CASE]}},
    "hub": {"StringEquals": {"iam:AWSServiceName": "securityhub.amazonaws.com"}},
    "own": {"StringEquals": {"s3:ResourceAccount": "{account_id}"}},
    "remove": {"Null": {"ec2:Add/group": "true", "ec2:Add/userId": "true"}},
}
"""Conditions by which a role may do no more with an action than the steps do."""
LIMITED: Mapping[str, str] = {
    "ec2:CreateTags": "case",
    "ec2:ModifyImageAttribute": "remove",
    "ec2:ModifySnapshotAttribute": "remove",
    "iam:CreateServiceLinkedRole": "hub",
}
"""The condition that an action has; those on buckets have `own`."""


def list_calls(content: Mapping[str, Any]) -> Iterator[str]:
    """Yield the operations that the steps of a runbook call, as the catalog names them."""
    yield from dict.fromkeys(_walk(content["mainSteps"]))


def _walk(steps: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for step in steps:
        inputs = step.get("inputs", {})
        yield from _walk(inputs.get("Steps", ()))
        if "Api" in inputs:
            yield _find_operation(inputs["Service"], inputs["Api"])


def _find_operation(service: str, api: str) -> str:
    """Return an operation by its name in the API; ValueError where no permission is known."""
    found = _by_api().get(f"{service}.{api}".lower())
    if found is None:
        raise ValueError(f"{service} {api}: no IAM action is known for it; `make docs` finds it")
    return found


@cache
def _by_api() -> Mapping[str, str]:
    return {name.replace("_", "").lower(): name for name in list_operations()}


def permit_runbooks(contents: Iterable[Mapping[str, Any]]) -> Mapping[str, tuple[str, ...]]:
    """Return the resources of each action that runbooks need: templates of ARNs, or `*`."""
    needed: dict[str, set[str]] = {}
    for content in contents:
        for operation in list_calls(content):
            for action, templates in find_templates(operation).items():
                needed.setdefault(action, set()).update(_name(action, templates))
            for action in ALSO.get(operation, ()):
                needed.setdefault(action, set()).update(_name(action, ()))
    return {action: _shorten(resources) for action, resources in sorted(needed.items())}


def _name(action: str, templates: Iterable[str]) -> Iterator[str]:
    """Yield what an action is about: all of its kind in the account."""
    if action in NARROWED:
        yield from NARROWED[action]
        return
    listed = [*templates]
    yield from map(_widen, listed or [ANY])


def _widen(template: str) -> str:
    """Return a template in which any text stands for each parameter of the call."""
    parts = template.replace("{partition}", "\0").replace("{account_id}", "\1")
    kept, is_open = "", False
    for letter in parts:
        if letter == "{":
            kept, is_open = f"{kept}{ANY}", True
        elif letter == "}":
            is_open = False
        elif not is_open:
            kept += letter
    while ANY * 2 in kept:
        kept = kept.replace(ANY * 2, ANY)
    return kept.replace("\0", "{partition}").replace("\1", "{account_id}")


def _shorten(resources: set[str]) -> tuple[str, ...]:
    """Return resources without those that another one takes in."""
    return tuple(
        sorted(
            one
            for one in resources
            if not any(other != one and fnmatchcase(one, other) for other in resources)
        )
    )


def share_statements(needed: Mapping[str, tuple[str, ...]]) -> Iterator[Row]:
    """Yield statements for actions and their resources: one for those that are about the same."""
    shared: dict[tuple[tuple[str, ...], str], list[str]] = {}
    for action, resources in needed.items():
        shared.setdefault((resources, _find_limit(action, resources)), []).append(action)
    for (resources, limit), actions in shared.items():
        made: Row = {
            "Effect": "Allow",
            "Action": actions,
            "Resource": resources[0] if len(resources) == 1 else [*resources],
        }
        yield {**made, "Condition": LIMITS[limit]} if limit else made


def _find_limit(action: str, resources: tuple[str, ...]) -> str:
    """Return which of the limits an action has; '' for none."""
    is_of_bucket = action.startswith("s3:") and resources == _BUCKETS
    return LIMITED.get(action, "own" if is_of_bucket else "")
