"""Statements of resource policies that sections of a blueprint give to services of AWS."""

from collections.abc import Mapping
from typing import Any

from ringwall.catalog.detection_keys import join
from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount
from ringwall.model.blueprint.wanted import Join
from ringwall.model.table import Row

VERSION = "2012-10-17"


def write_policy(*statements: Row) -> Row:
    """Return a policy of these statements."""
    return {"Version": VERSION, "Statement": list(statements)}


def allow_service(
    sid: str, service: str, actions: tuple[str, ...], resource: Any, condition: Mapping[str, Any]
) -> Row:
    """Return a statement that allows a service something, under a condition that names whose."""
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": list(actions),
        "Resource": resource,
        "Condition": dict(condition),
    }


def require_tls(bucket_arn: str | Join, objects: str | Join) -> Row:
    """Return the statement by which a bucket refuses what is not encrypted on its way."""
    return {
        "Sid": "RequireTls",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [bucket_arn, objects],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def of_organization(landscape: Landscape, **more: str | Join) -> Row:
    """Return the condition that a service acts for an account of the organization."""
    return {"StringEquals": {"aws:SourceOrgID": landscape.organization_id, **more}}


def administer_key(landscape: Landscape, account: LandscapeAccount) -> Row:
    """Return the statement of a key policy that leaves the key to the account's IAM policies."""
    root = join(f"arn:{landscape.partition}:iam::", account.id, ":root")
    return {
        "Sid": "Account",
        "Effect": "Allow",
        "Principal": {"AWS": root},
        "Action": "kms:*",
        "Resource": "*",
    }
