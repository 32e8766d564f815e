"""How settings of Systems Manager change."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_ID = {"SettingId": "{setting_id}"}


service_setting = Lifecycle(
    table="ssm_service_setting",
    find=Find("ssm.get_service_setting", _ID, take="ServiceSetting"),
    identity=("setting_id",),
    updates=(
        Update(
            ("setting_value",),
            Step(
                "ssm.update_service_setting",
                {**_ID, "SettingValue": "{setting_value}"},
                retry=("TooManyUpdates",),
            ),
        ),
    ),
)
