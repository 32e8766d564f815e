"""Managed policies."""

from collections.abc import Iterator
from typing import Any

from ringwall.model.errors import CallFailed
from ringwall.model.table import (
    Call,
    Reader,
    Row,
    Table,
    boolean,
    document,
    integer,
    moment,
    text,
)


def _policies(reader: Reader) -> Iterator[Any]:
    found = reader.items(
        "iam.get_account_authorization_details",
        "Policies",
        Filter=["LocalManagedPolicy", "AWSManagedPolicy"],
        MaxItems=1000,
    )
    for policy in found:
        if isinstance(policy, CallFailed):  # a bad row of a file: its reason goes on
            yield policy
            continue
        # AWS's own policies matter where they are used; there are more than a thousand others.
        in_use = policy.get("AttachmentCount") != 0 or policy.get("PermissionsBoundaryUsageCount")
        if in_use or not is_aws_managed(str(policy.get("Arn"))):
            yield {
                **policy,
                "Document": _document_in_force(policy),
                "OtherVersions": _find_other_versions(policy),
            }


def _document_in_force(policy: Row) -> Any:
    """Return the version in force; None where AWS did not list them: it is not known."""
    versions = policy.get("PolicyVersionList") or ()
    return next((v.get("Document") for v in versions if v.get("IsDefaultVersion")), None)


def _find_other_versions(policy: Row) -> list[Row] | None:
    """Return the versions that can be set in force; None where AWS did not list them."""
    if is_aws_managed(str(policy.get("Arn"))):
        return []  # nobody but AWS sets them
    versions = policy.get("PolicyVersionList")
    return versions and [v for v in versions if not v.get("IsDefaultVersion")]


def is_aws_managed(arn: str) -> bool:
    """Whether a policy's ARN says that AWS wrote it."""
    return arn.split(":")[4:5] == ["aws"]


policy = Table(
    name="iam_policy",
    doc=(
        "A managed policy: customer managed, and AWS managed where the account uses it (the ARN is "
        "then the same in all accounts)."
    ),
    cloudformation="AWS::IAM::ManagedPolicy",
    scope="account",
    fetch=_policies,
    arn="Arn",
    tags="Tags",
    calls=(
        Call(
            "iam.list_policy_tags",
            "Tags",
            {"PolicyArn": "{Arn}"},
            into="Tags",
            when="!contains(Arn, ':iam::aws:')",
        ),
    ),
    gone=("NoSuchEntity",),
    columns=(
        text(
            "policy_name",
            "PolicyName",
            "The policy's name.",
            property="ManagedPolicyName",
            required=True,
        ),
        text("policy_id", "PolicyId", "Its unique ID: ANPA..."),
        text("path", "Path", "The path of its name.", default="/"),
        text("description", "Description", "Its description.", default=""),
        text("default_version_id", "DefaultVersionId", "The version that is in force."),
        document(
            "policy_document",
            "Document",
            "The version that is in force.",
            None,  # there always is one
            property="PolicyDocument",
        ),
        document(
            "other_versions",
            "OtherVersions",
            "Its versions that are not in force, as AWS gives them: whoever may call "
            "iam:SetDefaultPolicyVersion can set them in force. [] for an AWS managed policy.",
            None,  # AWS always lists them
            items=("VersionId", "Document"),
        ),
        text(
            "surplus_version_id",
            "OtherVersions[3].VersionId",
            "The last one of these where AWS keeps no further version; '' where it does.",
        ),
        integer(
            "attachment_count",
            "AttachmentCount",
            "The number of users, groups and roles that it is attached to.",
            required=True,
        ),
        integer(
            "permissions_boundary_usage_count",
            "PermissionsBoundaryUsageCount",
            "The number of users and roles that it is the boundary of.",
        ),
        boolean("is_attachable", "IsAttachable", "It can be attached."),
        moment("create_date", "CreateDate", "When it was created."),
        moment("update_date", "UpdateDate", "When the default version was created."),
    ),
    policy="policy_document",
    policy_type="managed",
    policy_name="policy_name",
)
