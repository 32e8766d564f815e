"""The organization's own policy, which lets member accounts manage its policies."""

from collections.abc import Iterator

from ringwall.catalog.organizations.organization import NOT_IN_USE
from ringwall.model.table import Call, Reader, Row, Table, document, text


def _policy(reader: Reader) -> Iterator[Row]:
    found = reader.call("organizations.describe_resource_policy")["ResourcePolicy"]
    yield {**found["ResourcePolicySummary"], "Content": found["Content"]}


resource_policy = Table(
    name="organizations_resource_policy",
    doc=(
        "The organization's delegation policy. AWS takes no principals from outside the "
        "organization in it."
    ),
    cloudformation="AWS::Organizations::ResourcePolicy",
    scope="organization",
    fetch=_policy,
    absent=(*NOT_IN_USE, "ResourcePolicyNotFoundException", "UnsupportedAPIEndpointException"),
    arn="Arn",
    tags="Tags",
    calls=(
        Call(
            "organizations.list_tags_for_resource",
            "Tags",
            {"ResourceId": "{Id}"},
            into="Tags",
        ),
    ),
    gone=("TargetNotFoundException",),
    columns=(
        text("id", "Id", "The policy's ID: rp-..."),
        document("content", "Content", "The policy document.", property="Content", required=True),
    ),
)
