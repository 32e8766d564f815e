"""How policies of the organization come, change and go, of every type."""

from ringwall.catalog.organizations.organization import BUSY, TAG
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

policy = Lifecycle(
    table="organizations_policy",
    find=Find(
        "organizations.list_policies",
        {"Filter": "{type}"},
        items="Policies",
        match={"Name": "{name}"},
        known={"Id": "{found.id}"},
    ),
    identity=("type", "name"),
    ids=("id", "arn"),
    create=Step(
        "organizations.create_policy",
        {
            "Name": "{name}",
            "Description": "{description}",
            "Type": "{type}",
            "Content": "{content|json}",
            "Tags": "{tags|pairs}",
        },
        retry=BUSY,
        also=("organizations:TagResource",),
    ),
    creates=("name", "description", "type", "content", "tags"),
    updates=(
        Update(
            ("content",),
            Step(
                "organizations.update_policy",
                {"PolicyId": "{found.id}", "Content": "{content|json}"},
                retry=BUSY,
                blast="availability",
            ),
        ),
        Update(
            ("description",),
            Step(
                "organizations.update_policy",
                {"PolicyId": "{found.id}", "Description": "{description}"},
                retry=BUSY,
                blast="none",
            ),
        ),
        Update(
            ("name",),
            Step(
                "organizations.update_policy",
                {"PolicyId": "{found.id}", "Name": "{name}"},
                retry=BUSY,
                blast="none",
            ),
        ),
        Update(("tags",), TAG),
    ),
    erase=Step("organizations.delete_policy", {"PolicyId": "{found.id}"}, retry=BUSY),
    # AWS keeps the text as it was sent.
    normal={"content": "json"},
    owner="tag",
    retag=TAG,
    serial="organizations",
)
