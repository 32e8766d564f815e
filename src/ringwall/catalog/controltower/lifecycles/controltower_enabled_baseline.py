"""How OUs are registered with AWS Control Tower, by a baseline that is enabled for them."""

from ringwall.catalog.controltower.landing_zone import BUSY, GONE, poll
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

POLL = poll("baseline", "baselineOperation")
TAG = Step(
    "controltower.tag_resource", {"resourceArn": "{found.arn}", "tags": "{tags}"}, blast="none"
)

enabled_baseline = Lifecycle(
    table="controltower_enabled_baseline",
    find=Find(
        "controltower.list_enabled_baselines",
        {
            "filter": {
                "targetIdentifiers": ["{target_identifier}"],
                "baselineIdentifiers": ["{baseline_identifier}"],
            }
        },
        items="enabledBaselines",
        match={
            "targetIdentifier": "{target_identifier}",
            "baselineIdentifier": "{baseline_identifier}",
        },
        absent=GONE,
    ),
    identity=("target_identifier", "baseline_identifier"),
    create=Step(
        "controltower.enable_baseline",
        {
            "baselineIdentifier": "{baseline_identifier}",
            "baselineVersion": "{baseline_version}",
            "targetIdentifier": "{target_identifier}",
            "parameters": "{parameters}",
            "tags": "{tags}",
        },
        retry=BUSY,
        poll=POLL,
        blast="availability",
    ),
    creates=("baseline_identifier", "baseline_version", "target_identifier", "parameters", "tags"),
    updates=(
        Update(
            ("baseline_version", "parameters"),
            Step(
                "controltower.update_enabled_baseline",
                {
                    "enabledBaselineIdentifier": "{found.arn}",
                    "baselineVersion": "{baseline_version}",
                    "parameters": "{parameters}",
                },
                retry=BUSY,
                poll=POLL,
                blast="availability",
            ),
            whole=True,
        ),
        Update(("tags",), TAG),
    ),
    erase=Step(
        "controltower.disable_baseline",
        {"enabledBaselineIdentifier": "{found.arn}"},
        retry=BUSY,
        poll=POLL,
        blast="availability",
    ),
    normal={"parameters": "json"},
    owner="tag",
    retag=TAG,
    serial="controltower",
)
