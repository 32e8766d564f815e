"""Acme's KMS keys."""

import json
from typing import Any

from ringwall.emulator.acme.team import HOME, Team, make_tags


def make_key(team: Team, region: str, alias: str, *, rotated: bool = True, **other: Any) -> str:
    """Make a key with an alias and return its ARN."""
    kms = team.client("kms", region)
    tags = [{"TagKey": t["Key"], "TagValue": t["Value"]} for t in make_tags(alias, team)]
    key = kms.create_key(Description=alias, Tags=tags, **other)["KeyMetadata"]
    kms.create_alias(AliasName=f"alias/{alias}", TargetKeyId=key["KeyId"])
    if rotated:
        kms.enable_key_rotation(KeyId=key["KeyId"])
    arn: str = key["Arn"]
    return arn


def build_trail_key(team: Team, organization_id: str) -> str:
    """Make the key of the log archive with which CloudTrail encrypts for the organization.

    It is where the bucket is, as CloudTrail demands, and trails of all accounts use it.
    """
    owner = {
        "Sid": "Owner",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{team.account_id}:root"},
        "Action": "kms:*",
        "Resource": "*",
    }
    trails = {
        "Sid": "Trails",
        "Effect": "Allow",
        "Principal": {"Service": "cloudtrail.amazonaws.com"},
        "Action": ["kms:GenerateDataKey*", "kms:DescribeKey"],
        "Resource": "*",
        "Condition": {"StringEquals": {"aws:SourceOrgID": organization_id}},
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [owner, trails]})
    return make_key(team, HOME, "acme-trail", Policy=policy)


def build_prod_keys(team: Team) -> None:
    """Make prod's keys: one does not rotate; the signing key is asymmetric and cannot."""
    make_key(team, HOME, "acme-data")
    make_key(team, "eu-west-1", "acme-data")
    make_key(team, HOME, "acme-legacy-payments", rotated=False)
    make_key(
        team, HOME, "acme-signing", rotated=False, KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY"
    )


def build_staging_keys(team: Team) -> None:
    """Make staging's keys, one of them scheduled for deletion."""
    make_key(team, "eu-west-1", "acme-data", Policy=_policy(team, through="rds"))
    old = make_key(team, "eu-west-1", "acme-old-search")
    team.client("kms", "eu-west-1").schedule_key_deletion(KeyId=old, PendingWindowInDays=30)


def build_dev_keys(team: Team) -> None:
    """Make dev's key, which anyone can use."""
    make_key(team, HOME, "acme-shared-demo", Policy=_policy(team, through=""))


def _policy(team: Team, through: str) -> str:
    """Return a key policy for anyone; `through` limits it to one service in this account."""
    owner = {
        "Sid": "Owner",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{team.account_id}:root"},
        "Action": "kms:*",
        "Resource": "*",
    }
    anyone: dict[str, Any] = {
        "Sid": "Use",
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
        "Resource": "*",
    }
    if through:
        anyone["Condition"] = {
            "StringEquals": {
                "kms:CallerAccount": team.account_id,
                "kms:ViaService": f"{through}.eu-west-1.amazonaws.com",
            }
        }
    return json.dumps({"Version": "2012-10-17", "Statement": [owner, anyone]})
