"""Policies: the statements of every policy, and managed policies themselves."""

from collections.abc import Iterator
from typing import Any

from ringwall.catalog.iam.statements import explode_policy
from ringwall.model.table import (
    Column,
    Derived,
    Reader,
    Row,
    Table,
    boolean,
    document,
    integer,
    moment,
    text,
)

policy_statement = Table(
    name="policy_statement",
    doc="One statement of one policy of any kind; arn is the policy's owner.",
    columns=(
        Column("owner_table", "TEXT", "The table of the owner: s3_bucket, iam_role, ..."),
        Column("policy_type", "TEXT", "resource, trust, inline, managed, scp, rcp or endpoint."),
        Column("policy_name", "TEXT", "The policy's name; '' for a resource's own policy."),
        Column("position", "BIGINT", "Which statement of the policy it is, from 0."),
        Column("sid", "TEXT", "The statement's Sid; '' for none."),
        Column("effect", "TEXT", "Allow or Deny."),
        Column("principals", "TEXT[]", "AWS:arn, Service:name, Federated:arn; anyone is *."),
        Column("not_principals", "TEXT[]", "The same for NotPrincipal."),
        Column("principal_accounts", "TEXT[]", "The accounts that its AWS principals belong to."),
        Column("actions", "TEXT[]", "Actions in lower case, wildcards as written."),
        Column(
            "not_actions", "TEXT[]", "The actions that it leaves out (NotAction), in lower case."
        ),
        Column("resources", "TEXT[]", "The resources that it speaks of, as written."),
        Column("not_resources", "TEXT[]", "The resources that it leaves out (NotResource)."),
        Column("condition", "JSON", "The Condition block; {} where there is none."),
        Column("condition_keys", "TEXT[]", "The condition's keys in lower case."),
    ),
)


def _policies(reader: Reader) -> Iterator[Row]:
    found = reader.items(
        "iam.get_account_authorization_details",
        "Policies",
        Filter=["LocalManagedPolicy", "AWSManagedPolicy"],
        MaxItems=1000,
    )
    for policy in found:
        # AWS's own policies matter where they are used; there are more than a thousand others.
        in_use = policy.get("AttachmentCount") or policy.get("PermissionsBoundaryUsageCount")
        if in_use or not is_aws_managed(policy["Arn"]):
            yield {**policy, "Document": _document_in_force(policy)}


def _document_in_force(policy: Row) -> Any:
    versions = policy.get("PolicyVersionList", ())
    return next((v.get("Document") for v in versions if v.get("IsDefaultVersion")), None)


def is_aws_managed(arn: str) -> bool:
    """Whether a policy's ARN says that AWS wrote it."""
    return arn.split(":")[4:5] == ["aws"]


def _statements(policy: Row, _: Row) -> Iterator[Row]:
    if policy["Document"] is None:
        raise ValueError("the version in force has no document")
    return explode_policy(policy["Document"], "iam_policy", "managed", policy["PolicyName"])


policy = Table(
    name="iam_policy",
    doc=(
        "A managed policy: the account's own, and AWS's where something in the account uses them "
        "(these share their ARN between accounts)."
    ),
    cloudformation="AWS::IAM::ManagedPolicy",
    scope="account",
    fetch=_policies,
    arn="Arn",
    columns=(
        text("policy_name", "PolicyName", "The policy's name."),
        text("policy_id", "PolicyId", "Its unique id: ANPA..."),
        text("path", "Path", "The path of its name."),
        text("description", "Description", "What its author says of it."),
        text("default_version_id", "DefaultVersionId", "The version that is in force."),
        document(
            "policy_document",
            "Document",
            "The version that is in force.",
            None,  # there always is one
        ),
        integer("attachment_count", "AttachmentCount", "How many users, groups and roles have it."),
        integer(
            "permissions_boundary_usage_count",
            "PermissionsBoundaryUsageCount",
            "How many users and roles have it as their boundary.",
        ),
        boolean("is_attachable", "IsAttachable", "It can be attached to somebody."),
        moment("create_date", "CreateDate", "When it was made."),
        moment("update_date", "UpdateDate", "When its version in force was made."),
    ),
    derived=(Derived("policy_statement", _statements),),
)
