"""How groups of IAM Identity Center come, change and go, where no directory sends them."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

group = Lifecycle(
    table="identitystore_group",
    find=Find(
        "identitystore.list_groups",
        {"IdentityStoreId": "{identity_store_id}"},
        items="Groups",
        match={"DisplayName": "{display_name}"},
    ),
    identity=("identity_store_id", "display_name"),
    ids=("group_id", "arn"),
    create=Step(
        "identitystore.create_group",
        {
            "IdentityStoreId": "{identity_store_id}",
            "DisplayName": "{display_name}",
            "Description": "{description}",
        },
        retry=("ThrottlingException",),
    ),
    creates=("identity_store_id", "display_name", "description"),
    updates=(
        Update(
            ("description",),
            Step(
                "identitystore.update_group",
                {
                    "IdentityStoreId": "{identity_store_id}",
                    "GroupId": "{found.group_id}",
                    "Operations": [
                        {"AttributePath": "description", "AttributeValue": "{description}"}
                    ],
                },
                retry=("ThrottlingException", "ConflictException"),
                blast="none",
            ),
        ),
    ),
    erase=Step(
        "identitystore.delete_group",
        {"IdentityStoreId": "{identity_store_id}", "GroupId": "{found.group_id}"},
        retry=("ThrottlingException", "ConflictException"),
        blast="availability",
    ),
)
