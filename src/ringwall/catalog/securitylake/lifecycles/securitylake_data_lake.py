"""How data lakes come, change and go. The bucket of a lake stays when the lake is deleted."""

from typing import Any

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_COLUMNS = ("kms_key_id", "expiration_days")
_LAKE: dict[str, Any] = {
    "region": "{region}",
    "encryptionConfiguration": {"kmsKeyId": "{kms_key_id}"},
    "lifecycleConfiguration": {"expiration": {"days": "{expiration_days}"}},
}
_TAG = Step(
    "securitylake.tag_resource", {"resourceArn": "{found.arn}", "tags": "{tags|lower_pairs}"}
)
_BUSY = ("ConflictException",)


lake = Lifecycle(
    table="securitylake_data_lake",
    find=Find(
        "securitylake.list_data_lakes",
        {"regions": ["{region}"]},
        items="dataLakes",
        match={"region": "{region}"},
    ),
    given=("meta_store_manager_role_arn",),
    create=Step(
        "securitylake.create_data_lake",
        {
            "configurations": [_LAKE],
            "metaStoreManagerRoleArn": "{meta_store_manager_role_arn}",
            "tags": "{tags|lower_pairs}",
        },
        retry=_BUSY,
        also=("iam:CreateServiceLinkedRole", "iam:PassRole", "securitylake:TagResource"),
    ),
    creates=(*_COLUMNS, "tags"),
    updates=(
        Update(
            _COLUMNS,
            Step("securitylake.update_data_lake", {"configurations": [_LAKE]}, retry=_BUSY),
            whole=True,
        ),
        Update(("tags",), _TAG),
    ),
    erase=Step("securitylake.delete_data_lake", {"regions": ["{region}"]}, retry=_BUSY),
    owner="tag",
    retag=_TAG,
    serial="securitylake",
    wait=600.0,
)
