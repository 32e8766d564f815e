"""Settings of Systems Manager, one by one."""

from collections.abc import Iterator

from ringwall.model.table import Reader, Row, Table, text

SETTINGS = ("/ssm/documents/console/public-sharing-permission",)
"""Those that are read: AWS lists none."""


def _settings(reader: Reader) -> Iterator[Row]:
    """Yield each setting."""
    for setting in SETTINGS:
        yield reader.call("ssm.get_service_setting", SettingId=setting)["ServiceSetting"]


service_setting = Table(
    name="ssm_service_setting",
    doc="A setting of Systems Manager in an account and Region, which has always a value.",
    fetch=_settings,
    arn="arn:{partition}:ssm:{region}:{account_id}:servicesetting{SettingId}",
    columns=(
        text("setting_id", "SettingId", "Its name: /ssm/...", required=True),
        text("setting_value", "SettingValue", "Its value.", required=True),
        text("status", "Status", "Default, Customized or PendingUpdate."),
    ),
)
