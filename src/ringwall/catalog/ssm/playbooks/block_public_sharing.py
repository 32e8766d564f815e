"""Blocks that documents are shared with everybody."""

from collections.abc import Iterator

from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

SETTING = "/ssm/documents/console/public-sharing-permission"
WRITES = (
    WriteShape(
        "ssm.update_service_setting", {"SettingId": SETTING, "SettingValue": "Enable|Disable"}
    ),
)


@answers("ssm.public_sharing_is_blocked", writes=WRITES)
def block_public_sharing(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Refuse to share documents with everybody; those that are shared stay so."""
    setting = {"SettingId": SETTING}

    def allow(state: str) -> Write:
        return Write("ssm.update_service_setting", {**setting, "SettingValue": state})

    return change_setting(
        finding,
        reader,
        Probe("ssm.get_service_setting", setting, "ServiceSetting.SettingValue"),
        allow,
        after="Disable",
        why="nobody in the account can share a document with all AWS accounts by mistake",
    )
