"""How types of policies are enabled in the root. Disabling one detaches all of that type."""

from ringwall.catalog.organizations.organization import BUSY, NOT_IN_USE
from ringwall.model.lifecycle import Find, Lifecycle, Step

policy_type = Lifecycle(
    table="organizations_policy_type",
    find=Find(
        "organizations.list_roots",
        items="Roots[].PolicyTypes[]",
        match={"Type": "{type}"},
        absent=NOT_IN_USE,
    ),
    identity=("type",),
    ids=(),
    create=Step(
        "organizations.enable_policy_type",
        {"RootId": "{root_id}", "PolicyType": "{type}"},
        # Another type is being enabled.
        retry=(*BUSY, "PolicyChangesInProgressException"),
    ),
    creates=("type",),
    erase=Step(
        "organizations.disable_policy_type",
        {"RootId": "{root_id}", "PolicyType": "{type}"},
        retry=(*BUSY, "PolicyChangesInProgressException"),
        blast="availability",
    ),
    given=("root_id",),
    serial="organizations",
)
