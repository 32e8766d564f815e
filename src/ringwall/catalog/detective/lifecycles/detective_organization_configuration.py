"""How it is set whether new accounts are members."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

configuration = Lifecycle(
    table="detective_organization_configuration",
    find=Find("detective.describe_organization_configuration", {"GraphArn": "{graph_arn}"}),
    given=("graph_arn",),
    ids=(),
    updates=(
        Update(
            ("auto_enable",),
            Step(
                "detective.update_organization_configuration",
                {"GraphArn": "{graph_arn}", "AutoEnable": "{auto_enable}"},
            ),
        ),
    ),
)
