"""How accounts become members of Inspector's administrator, who turns their scans on."""

from ringwall.catalog.inspectorv2.accounts import SCANS
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update
from ringwall.model.table import Call

_WHO = {"accountId": "{member_account_id}"}


member = Lifecycle(
    table="inspectorv2_member",
    find=Find(
        "inspector2.list_members",
        {"onlyAssociated": True},
        items="members",
        match=_WHO,
        then=(
            Call(
                "inspector2.batch_get_account_status",
                "accounts[0]",
                {"accountIds": ["{accountId}"]},
                into="Status",
            ),
        ),
        direct={"accountId": "{member_account_id}"},
    ),
    identity=("member_account_id",),
    ids=("member_account_id",),
    create=Step("inspector2.associate_member", _WHO),
    creates=("member_account_id",),
    updates=tuple(
        Update(
            (f"{name}_status",),
            choose={
                state: Step(
                    f"inspector2.{verb}",
                    {"resourceTypes": [scan], "accountIds": ["{member_account_id}"]},
                    retry=("ConflictException",),
                    also=also,
                )
                for state, verb, also in (
                    ("ENABLED", "enable", ("iam:CreateServiceLinkedRole",)),
                    ("DISABLED", "disable", ()),
                )
            },
        )
        for name, (scan, _) in SCANS.items()
    ),
    erase=Step("inspector2.disassociate_member", _WHO),
    serial="inspector2",
    wait=300.0,
)
