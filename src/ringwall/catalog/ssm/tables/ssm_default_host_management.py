"""Whether Systems Manager manages instances that have no role for it."""

from collections.abc import Iterator

from ringwall.model.table import Reader, Row, Table, text

SETTING = "/ssm/managed-instance/default-ec2-instance-management-role"
NONE = "$None"


def _roles(reader: Reader) -> Iterator[Row]:
    """Yield the setting where it names a role."""
    setting = reader.call("ssm.get_service_setting", SettingId=SETTING)["ServiceSetting"]
    if setting["SettingValue"] != NONE:
        yield setting


host_management = Table(
    name="ssm_default_host_management",
    doc="The default host management configuration of an account and Region, where there is one.",
    fetch=_roles,
    arn="arn:{partition}:ssm:{region}:{account_id}:servicesetting{SettingId}",
    columns=(
        text(
            "role_name",
            "SettingValue",
            "The role of instances without one, with its path: service-role/...",
            required=True,
        ),
    ),
)
