"""What Acme shares by resource policies: secrets and images."""

import json
from typing import Any

from ringwall.emulator.acme.team import HOME, Team, make_tags

PARTNER = "999988887777"
"""The account of another company that built a demo with dev."""


def build_dev_secret(team: Team) -> None:
    """Make a secret that another company's account can read.

    It is encrypted with the public key; otherwise the other account could not read it.
    """
    partner = {"AWS": f"arn:aws:iam::{PARTNER}:root"}
    _make_secret(team, "demo/api-key", "alias/acme-shared-demo", partner, {})


def build_prod_secret(team: Team, organization_id: str) -> None:
    """Make a secret that looks public, but that only the organization can read."""
    ours = {"StringEquals": {"aws:PrincipalOrgID": organization_id}}
    _make_secret(team, "orders/db", "alias/acme-data", "*", ours)


def _make_secret(team: Team, name: str, key: str, reader: Any, condition: dict[str, Any]) -> None:
    client = team.client("secretsmanager")
    arn = client.create_secret(
        Name=name, KmsKeyId=key, SecretString="made-up", Tags=make_tags(name, team)
    )["ARN"]
    policy = _policy(reader, ["secretsmanager:GetSecretValue"], condition, Resource="*")
    client.put_resource_policy(SecretId=arn, ResourcePolicy=policy)


def build_images(team: Team, organization_id: str) -> None:
    """Make a repository that looks public, but that only the organization can pull from."""
    ecr = team.client("ecr", HOME)
    ecr.create_repository(
        repositoryName="shop",
        imageTagMutability="IMMUTABLE",
        imageScanningConfiguration={"scanOnPush": True},
        tags=make_tags("shop", team),
    )
    actions = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    ours = {"StringEquals": {"aws:PrincipalOrgID": organization_id}}
    ecr.set_repository_policy(repositoryName="shop", policyText=_policy("*", actions, ours))


def _policy(principal: Any, actions: list[str], condition: dict[str, Any], **more: str) -> str:
    statement = {"Effect": "Allow", "Principal": principal, "Action": actions, **more}
    if condition:
        statement["Condition"] = condition
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
