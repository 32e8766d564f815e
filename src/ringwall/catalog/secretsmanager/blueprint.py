"""Secrets that nobody outside of the organization can use, and how they rotate."""

from collections.abc import Iterator

from ringwall.catalog.data_keys import has_purpose, purpose_key
from ringwall.catalog.policy_statements import write_policy
from ringwall.catalog.secretsmanager.secret_rows import SECTION, list_secrets
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Ref, Wanted
from ringwall.model.table import Row

EMPTY = (
    "rotation waits for a value: once the secret is there, put one in, then plan again (the "
    "function would fail with none)"
)


@wants(SECTION)
def want_secrets(landscape: Landscape) -> Iterator[Wanted]:
    """Have the secrets that the blueprint names, without a value."""
    for each in list_secrets(landscape):
        columns: Row = {
            "name": each.wanted.name,
            "description": each.wanted.description,
            "resource_policy": write_secret_policy(landscape),
        }
        if each.wanted.key and has_purpose(each.account, "secrets"):
            columns["kms_key_id"] = Ref(purpose_key(each.account, each.region, "secrets"), "arn")
        yield Wanted(
            key=each.key,
            columns=columns,
            section=SECTION,
            layer="data",
            why="a value that is in one place alone can be changed, and who reads it is logged",
        )


@wants(SECTION)
def want_rotation(landscape: Landscape) -> Iterator[Wanted]:
    """Have the secrets rotate that have a function for it, and a value."""
    for each in list_secrets(landscape):
        if each.wanted.rotation_lambda_arn:
            yield Wanted(
                key=each.key._replace(table="secretsmanager_rotation"),
                columns={
                    "name": each.wanted.name,
                    "rotation_lambda_arn": each.wanted.rotation_lambda_arn,
                    "automatically_after_days": each.wanted.rotate_after_days,
                },
                needs=(each.key,),
                section=SECTION,
                layer="data",
                why="what is changed by itself is of no use to a thief after some days",
                by_hand=EMPTY,
            )


def write_secret_policy(landscape: Landscape) -> Row:
    """Return the policy that keeps everybody out who does not act for the organization.

    It allows nothing: who may use the secret, the account's IAM policies say. Services that act for
    the organization pass, and so do those that say of no account that they act for it.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
    """
    organization = landscape.organization_id
    return write_policy(
        _deny(
            "OurOrganizationAlone",
            {
                "StringNotEqualsIfExists": {"aws:PrincipalOrgID": organization},
                "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
            },
        ),
        _deny(
            "ServicesForUsAlone",
            {
                "StringNotEqualsIfExists": {"aws:SourceOrgID": organization},
                "Null": {"aws:SourceAccount": "false"},
                "Bool": {"aws:PrincipalIsAWSService": "true"},
            },
        ),
        _deny("RequireTls", {"Bool": {"aws:SecureTransport": "false"}}),
    )


def _deny(sid: str, condition: Row) -> Row:
    return {
        "Sid": sid,
        "Effect": "Deny",
        "Principal": "*",
        "Action": "secretsmanager:*",
        "Resource": "*",
        "Condition": condition,
    }
