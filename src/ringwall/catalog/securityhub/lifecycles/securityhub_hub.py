"""How Security Hub CSPM is turned on, set and turned off in a Region."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_TAG = Step("securityhub.tag_resource", {"ResourceArn": "{found.arn}", "Tags": "{tags|map}"})


hub = Lifecycle(
    table="securityhub_hub",
    find=Find(
        "securityhub.describe_hub", absent=("InvalidAccessException", "ResourceNotFoundException")
    ),
    create=Step(
        "securityhub.enable_security_hub",
        {
            "EnableDefaultStandards": False,
            "ControlFindingGenerator": "{control_finding_generator}",
            "Tags": "{tags|map}",
        },
        also=("securityhub:TagResource", "iam:CreateServiceLinkedRole"),
    ),
    creates=("control_finding_generator", "tags"),
    updates=(
        Update(
            ("auto_enable_controls",),
            Step(
                "securityhub.update_security_hub_configuration",
                {"AutoEnableControls": "{auto_enable_controls}"},
            ),
        ),
        Update(
            ("control_finding_generator",),
            Step(
                "securityhub.update_security_hub_configuration",
                {"ControlFindingGenerator": "{control_finding_generator}"},
            ),
        ),
        Update(("tags",), _TAG),
    ),
    erase=Step("securityhub.disable_security_hub"),
    owner="tag",
    retag=_TAG,
)
