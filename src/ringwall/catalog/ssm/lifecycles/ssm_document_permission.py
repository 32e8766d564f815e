"""How documents are shared with accounts, and no longer."""

from typing import Any

from ringwall.model.lifecycle import Find, Lifecycle, Step

_OF: dict[str, Any] = {"Name": "{name}", "PermissionType": "Share"}


permission = Lifecycle(
    table="ssm_document_permission",
    find=Find(
        "ssm.describe_document_permission",
        _OF,
        items="AccountSharingInfoList",
        match={"AccountId": "{shared_account_id}"},
        absent=("InvalidDocument",),
    ),
    identity=("name", "shared_account_id"),
    ids=(),
    create=Step(
        "ssm.modify_document_permission", {**_OF, "AccountIdsToAdd": ["{shared_account_id}"]}
    ),
    creates=("name", "shared_account_id"),
    erase=Step(
        "ssm.modify_document_permission", {**_OF, "AccountIdsToRemove": ["{shared_account_id}"]}
    ),
)
