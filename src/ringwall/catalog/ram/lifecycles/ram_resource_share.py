"""How resource shares come, change and go."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_TAG = Step(
    "ram.tag_resource",
    {"resourceShareArn": "{found.arn}", "tags": "{tags|lower_pairs}"},
    blast="none",
)
_CHANGE = "aws ram associate-resource-share, or disassociate-resource-share, which ends its use"

share = Lifecycle(
    table="ram_resource_share",
    find=Find(
        "ram.get_resource_shares",
        {"resourceOwner": "SELF", "name": "{name}", "resourceShareStatus": "ACTIVE"},
        items="resourceShares",
    ),
    identity=("name",),
    create=Step(
        "ram.create_resource_share",
        {
            "name": "{name}",
            "resourceArns": "{resource_arns}",
            "principals": "{principals}",
            "allowExternalPrincipals": "{allow_external_principals}",
            "tags": "{tags|lower_pairs}",
        },
        retry=("OperationNotPermittedException",),
        also=("ram:TagResource",),
    ),
    creates=("name", "resource_arns", "principals", "allow_external_principals", "tags"),
    updates=(
        Update(
            ("allow_external_principals",),
            Step(
                "ram.update_resource_share",
                {
                    "resourceShareArn": "{found.arn}",
                    "allowExternalPrincipals": "{allow_external_principals}",
                },
            ),
        ),
        Update(("tags",), _TAG),
    ),
    erase=Step(
        "ram.delete_resource_share", {"resourceShareArn": "{found.arn}"}, blast="availability"
    ),
    by_hand={"principals": _CHANGE, "resource_arns": _CHANGE},
    ending={"status": ("DELETING", "DELETED")},
    normal={"principals": "set", "resource_arns": "set"},
    wait=60,
    owner="tag",
    retag=_TAG,
)
