"""What several service folders say of the layer response: names, principals, keys of its rows."""

from typing import Any

from ringwall.catalog.detection_keys import LONGEST, join
from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount
from ringwall.model.blueprint.wanted import Join, RowKey
from ringwall.model.table import Row

RESPONDER = "ringwall-responder"
"""The role in each account by which responders act."""
INVESTIGATOR = "ringwall-investigator"
"""The role in each account by which responders read."""
FORENSICS = "ringwall-forensics"
"""The role of the instances on which evidence is examined."""


def evidence_account(landscape: Landscape) -> LandscapeAccount:
    """Return the account that keeps evidence: the log archive where none is named, or there."""
    name = landscape.settings.response.evidence.account
    return next((each for each in landscape.accounts if each.name == name), landscape.logs)


def forensics_account(landscape: Landscape) -> LandscapeAccount:
    """Return the account where evidence is examined: the security account where none is named."""
    name = landscape.settings.response.forensics.account
    return next((each for each in landscape.accounts if each.name == name), landscape.security)


def evidence_bucket_key(landscape: Landscape) -> RowKey:
    """Return the key of the bucket for evidence."""
    account = evidence_account(landscape)
    return RowKey(account.name, landscape.home_region, "s3_bucket", "evidence")


def evidence_bucket_arn(landscape: Landscape) -> str | Join:
    """Return the ARN of the bucket for evidence."""
    return join(f"arn:{landscape.partition}:s3:::", evidence_bucket_name(landscape))


def evidence_bucket_name(landscape: Landscape) -> str | Join:
    """Return the name of the bucket for evidence."""
    if given := landscape.settings.response.evidence.s3_bucket_name:
        return given
    start = landscape.name[:LONGEST].rstrip("-")
    account = evidence_account(landscape)
    return join(f"{start}-evidence-", account.id, f"-{landscape.home_region}")


def allow_roles(
    landscape: Landscape, sid: str, roles: tuple[str, ...], actions: tuple[str, ...], resource: Any
) -> Row:
    """Return a statement for roles of these names, in any account of the organization."""
    place = f"arn:{landscape.partition}:iam::*:role/"
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": list(actions),
        "Resource": resource,
        "Condition": {
            "StringEquals": {"aws:PrincipalOrgID": landscape.organization_id},
            "ArnLike": {"aws:PrincipalArn": [f"{place}{role}" for role in roles]},
        },
    }


def allow_role(landscape: Landscape, sid: str, actions: tuple[str, ...], resource: Any) -> Row:
    """Return a statement for the role of forensics."""
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": {"AWS": account_root(landscape, forensics_account(landscape))},
        "Action": list(actions),
        "Resource": resource,
        "Condition": {"ArnEquals": {"aws:PrincipalArn": forensics_role_arn(landscape)}},
    }


def account_root(landscape: Landscape, account: LandscapeAccount) -> str | Join:
    """Return what names a whole account as a principal."""
    return join(f"arn:{landscape.partition}:iam::", account.id, ":root")


def forensics_role_arn(landscape: Landscape) -> str | Join:
    """Return the ARN of the role of forensics."""
    account = forensics_account(landscape)
    return join(f"arn:{landscape.partition}:iam::", account.id, f":role/{FORENSICS}")
