"""How Inspector's scans are turned on and off in an account, each by itself."""

from ringwall.catalog.inspectorv2.accounts import SCANS
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

account = Lifecycle(
    table="inspectorv2_account",
    find=Find("inspector2.batch_get_account_status", take="accounts[0]"),
    ids=(),
    updates=tuple(
        Update(
            (f"{name}_status",),
            choose={
                "ENABLED": Step(
                    "inspector2.enable",
                    {"resourceTypes": [scan]},
                    retry=("ConflictException",),
                    also=("iam:CreateServiceLinkedRole",),
                ),
                "DISABLED": Step("inspector2.disable", {"resourceTypes": [scan]}),
            },
        )
        for name, (scan, _) in SCANS.items()
    ),
    serial="inspector2",
    wait=300.0,
)
