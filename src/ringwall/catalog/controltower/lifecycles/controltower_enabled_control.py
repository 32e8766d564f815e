"""How controls of AWS Control Tower are enabled for an OU that is registered, and disabled."""

from ringwall.catalog.controltower.landing_zone import BUSY, GONE, poll
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

POLL = poll("control", "controlOperation")
TAG = Step(
    "controltower.tag_resource", {"resourceArn": "{found.arn}", "tags": "{tags}"}, blast="none"
)

enabled_control = Lifecycle(
    table="controltower_enabled_control",
    find=Find(
        "controltower.list_enabled_controls",
        {"targetIdentifier": "{target_identifier}"},
        items="enabledControls",
        match={"controlIdentifier": "{control_identifier}"},
        absent=GONE,
    ),
    identity=("target_identifier", "control_identifier"),
    create=Step(
        "controltower.enable_control",
        {
            "controlIdentifier": "{control_identifier}",
            "targetIdentifier": "{target_identifier}",
            "parameters": "{parameters}",
            "tags": "{tags}",
        },
        retry=BUSY,
        poll=POLL,
        blast="availability",
    ),
    creates=("control_identifier", "target_identifier", "parameters", "tags"),
    updates=(
        Update(
            ("parameters",),
            Step(
                "controltower.update_enabled_control",
                {"enabledControlIdentifier": "{found.arn}", "parameters": "{parameters}"},
                retry=BUSY,
                poll=POLL,
            ),
        ),
        Update(("tags",), TAG),
    ),
    erase=Step(
        "controltower.disable_control",
        {
            "controlIdentifier": "{control_identifier}",
            "targetIdentifier": "{target_identifier}",
        },
        retry=BUSY,
        poll=POLL,
    ),
    normal={"parameters": "json"},
    owner="tag",
    retag=TAG,
    serial="controltower",
)
