"""Policies of the organization, of every type."""

from collections.abc import Iterator

from ringwall.catalog.iam.statements import explode_policy
from ringwall.catalog.organizations.organization import NOT_IN_USE
from ringwall.catalog.organizations.tree import RCP, SCP, list_policies
from ringwall.model.table import Call, Derived, Row, Table, boolean, document, text, texts

KINDS = {SCP: "scp", RCP: "rcp"}
"""The types of policies that have statements, as rows of statements name them."""


def _statements(policy: Row, _: Row) -> Iterator[Row]:
    if kind := KINDS.get(policy["Type"]):
        yield from explode_policy(policy["Content"], "organizations_policy", kind, policy["Name"])


def _attachments(policy: Row, row: Row) -> Iterator[Row]:
    for target in policy["Targets"]:
        yield {
            "arn": f"{row['arn']}/{target['TargetId']}",
            "policy_id": policy["Id"],
            "policy_name": policy["Name"],
            "policy_type": policy["Type"],
            "aws_managed": policy["AwsManaged"],
            "target_id": target["TargetId"],
            "target_type": target["Type"],
        }


policy = Table(
    name="organizations_policy",
    doc=(
        "A policy of the organization: a service control policy, a resource control policy, or one "
        "that sets what services do; resource_id is its id."
    ),
    cloudformation="AWS::Organizations::Policy",
    scope="organization",
    fetch=list_policies,
    absent=NOT_IN_USE,
    arn="Arn",
    tags="Tags",
    calls=(
        Call(
            "organizations.describe_policy",
            "Policy.Content",
            {"PolicyId": "{Id}"},
            into="Content",
        ),
        Call(
            "organizations.list_targets_for_policy",
            "Targets",
            {"PolicyId": "{Id}"},
            into="Targets",
        ),
        # AWS's own policies have no tags.
        Call(
            "organizations.list_tags_for_resource",
            "Tags",
            {"ResourceId": "{Id}"},
            into="Tags",
            when="!AwsManaged",
        ),
    ),
    gone=("PolicyNotFoundException", "TargetNotFoundException"),
    columns=(
        text("id", "Id", "The policy's ID: p-..."),
        text("name", "Name", "The policy's name.", required=True),
        text("description", "Description", "Its description.", default=""),
        text("type", "Type", "SERVICE_CONTROL_POLICY, S3_POLICY, ...", required=True),
        boolean("aws_managed", "AwsManaged", "It is an AWS managed policy."),
        document("content", "Content", "The policy document.", property="Content", required=True),
        texts(
            "target_ids",
            "sort(Targets[].TargetId)",
            "The root, OUs and accounts that it is attached to.",
            property="TargetIds",
            default=[],
        ),
    ),
    derived=(
        Derived("policy_statement", _statements, needs="Content"),
        Derived("organizations_policy_attachment", _attachments, needs="Targets"),
    ),
)
