"""Service control policies and resource control policies."""

from collections.abc import Iterator

from ringwall.catalog.iam.statements import explode_policy
from ringwall.catalog.organizations.organization import NOT_IN_USE
from ringwall.catalog.organizations.tree import RCP, list_policies, read_targets
from ringwall.model.table import Call, Derived, Row, Shared, Table, boolean, document, text, texts


def _statements(policy: Row, _: Row) -> Iterator[Row]:
    kind = "rcp" if policy["Type"] == RCP else "scp"
    return explode_policy(policy["Content"], "organizations_policy", kind, policy["Name"])


policy = Table(
    name="organizations_policy",
    doc="A service control policy or resource control policy; resource_id is its id.",
    cloudformation="AWS::Organizations::Policy",
    scope="organization",
    fetch=list_policies,
    absent=NOT_IN_USE,
    arn="Arn",
    calls=(
        Call(
            "organizations.describe_policy",
            "Policy.Content",
            {"PolicyId": "{Id}"},
            into="Content",
        ),
    ),
    shared=(Shared("TargetIds", read_targets, "Id"),),
    gone=("PolicyNotFoundException",),
    columns=(
        text("id", "Id", "The policy's ID: p-..."),
        text("name", "Name", "The policy's name.", required=True),
        text("description", "Description", "Its description.", default=""),
        text("type", "Type", "SERVICE_CONTROL_POLICY or RESOURCE_CONTROL_POLICY.", required=True),
        boolean("aws_managed", "AwsManaged", "It is an AWS managed policy."),
        document("content", "Content", "The policy document.", property="Content", required=True),
        texts(
            "target_ids",
            "TargetIds",
            "The root, OUs and accounts that it is attached to.",
            property="TargetIds",
            default=[],
        ),
    ),
    derived=(Derived("policy_statement", _statements, needs="Content"),),
)
