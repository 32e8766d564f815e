"""How the organization's delegation policy comes, changes and goes."""

from ringwall.catalog.organizations.organization import BUSY, NOT_IN_USE, TAG
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

resource_policy = Lifecycle(
    table="organizations_resource_policy",
    find=Find(
        "organizations.describe_resource_policy",
        take=(
            "ResourcePolicy.{Id: ResourcePolicySummary.Id, Arn: ResourcePolicySummary.Arn,"
            " Content: Content}"
        ),
        absent=(*NOT_IN_USE, "ResourcePolicyNotFoundException"),
    ),
    ids=("id", "arn"),
    create=Step(
        "organizations.put_resource_policy",
        {"Content": "{content|json}", "Tags": "{tags|pairs}"},
        retry=BUSY,
        also=("organizations:TagResource",),
    ),
    creates=("content", "tags"),
    updates=(
        Update(
            ("content",),
            Step("organizations.put_resource_policy", {"Content": "{content|json}"}, retry=BUSY),
        ),
        Update(("tags",), TAG),
    ),
    erase=Step("organizations.delete_resource_policy", retry=BUSY),
    normal={"content": "policy"},
    owner="tag",
    retag=TAG,
    serial="organizations",
)
