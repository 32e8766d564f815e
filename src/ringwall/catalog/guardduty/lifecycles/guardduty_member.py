"""How accounts become members of GuardDuty's administrator, and how they stop to be."""

from ringwall.model.lifecycle import Find, Lifecycle, Step

_WHO = {"DetectorId": "{detector_id}", "AccountIds": ["{member_account_id}"]}


member = Lifecycle(
    table="guardduty_member",
    find=Find(
        "guardduty.list_members",
        {"DetectorId": "{detector_id}", "OnlyAssociated": "true"},
        items="Members",
        match={"AccountId": "{member_account_id}"},
    ),
    identity=("member_account_id",),
    given=("detector_id", "email"),
    ids=("member_account_id",),
    create=Step(
        "guardduty.create_members",
        {
            "DetectorId": "{detector_id}",
            "AccountDetails": [{"AccountId": "{member_account_id}", "Email": "{email}"}],
        },
    ),
    creates=("member_account_id",),
    erase=Step("guardduty.disassociate_members", _WHO),
    serial="guardduty",
)
