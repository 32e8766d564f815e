"""Enables Security Hub CSPM in a Region, with the standards that AWS enables by default."""

from collections.abc import Iterator

from ringwall.catalog.securityhub.hub import read_hub
from ringwall.catalog.securityhub.standards import WRITES as STANDARDS
from ringwall.catalog.securityhub.standards import enable_standard
from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

ABSENT = ("InvalidAccessException", "ResourceNotFoundException")
WRITES = (
    *STANDARDS,
    WriteShape(
        "securityhub.enable_security_hub",
        {"EnableDefaultStandards": True},
        also=("iam:CreateServiceLinkedRole",),
    ),
    WriteShape("securityhub.disable_security_hub", {}),
)


@answers("securityhub.hub_is_enabled", writes=WRITES)
def enable_hub(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Enable Security Hub; where it is enabled and checks nothing, have it check FSBP."""
    if list(read_hub(reader)):
        yield from enable_standard(finding, reader)
        return

    def enable(state: str | None) -> Write:
        if state is None:
            return Write("securityhub.disable_security_hub", {})
        return Write("securityhub.enable_security_hub", {"EnableDefaultStandards": True})

    where = f"{reader.region}:{finding.account_id}"
    yield from change_setting(
        finding,
        reader,
        Probe("securityhub.describe_hub", {}, "HubArn", ABSENT),
        enable,
        after=f"arn:{reader.partition}:securityhub:{where}:hub/default",
        why="findings of all services are in one place and settings are checked; AWS charges for "
        "checks and findings, after 30 days for nothing",
        blast="none",
    )
