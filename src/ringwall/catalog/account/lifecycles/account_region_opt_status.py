"""How an account enables and disables Regions. It takes minutes, at times hours."""

from ringwall.model.change import Poll
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

BUSY = ("ConflictException", "TooManyRequestsException")
"""Another Region of the account is being changed."""


def _poll(state: str) -> Poll:
    return Poll(
        "account.get_region_opt_status",
        {"RegionName": "{region_name}"},
        take="RegionOptStatus",
        done=(state,),
        failed=(),
        wait=86_400.0,
    )


REGION = {"RegionName": "{region_name}"}

region_opt_status = Lifecycle(
    table="account_region_opt_status",
    find=Find("account.list_regions", items="Regions", match={"RegionName": "{region_name}"}),
    identity=("region_name",),
    ids=(),
    updates=(
        Update(
            ("region_opt_status",),
            choose={
                "ENABLED": Step("account.enable_region", REGION, retry=BUSY, poll=_poll("ENABLED")),
                "DISABLED": Step(
                    "account.disable_region",
                    REGION,
                    retry=BUSY,
                    poll=_poll("DISABLED"),
                    blast="availability",
                ),
            },
        ),
    ),
)
