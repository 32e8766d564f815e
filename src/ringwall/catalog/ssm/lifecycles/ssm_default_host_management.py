"""How the default host management configuration comes, changes and goes."""

from ringwall.catalog.ssm.tables.ssm_default_host_management import NONE, SETTING
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_ID = {"SettingId": SETTING}
_MEMBERS = "{SettingId: SettingId, SettingValue: SettingValue}"
_WHERE_SET = f"[ServiceSetting][?SettingValue!='{NONE}'].{_MEMBERS}"
_SET = Step(
    "ssm.update_service_setting",
    {**_ID, "SettingValue": "{role_name}"},
    retry=("TooManyUpdates",),
    also=("iam:PassRole",),
)


host_management = Lifecycle(
    table="ssm_default_host_management",
    find=Find("ssm.get_service_setting", _ID, items=_WHERE_SET),
    ids=(),
    create=_SET,
    creates=("role_name",),
    updates=(Update(("role_name",), _SET),),
    erase=Step("ssm.reset_service_setting", _ID, retry=("TooManyUpdates",)),
)
