"""How the newer Security Hub (V2) is turned on and off in a Region."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_TAG = Step("securityhub.tag_resource", {"ResourceArn": "{found.arn}", "Tags": "{tags|map}"})


hub = Lifecycle(
    table="securityhub_hub_v2",
    find=Find("securityhub.describe_security_hub_v2", absent=("ResourceNotFoundException",)),
    create=Step(
        "securityhub.enable_security_hub_v2",
        {"Tags": "{tags|map}"},
        also=("securityhub:TagResource", "iam:CreateServiceLinkedRole"),
    ),
    creates=("tags",),
    updates=(Update(("tags",), _TAG),),
    erase=Step("securityhub.disable_security_hub_v2"),
    owner="tag",
    retag=_TAG,
)
