"""Has GuardDuty enabled in all accounts of the organization."""

from collections.abc import Iterator

from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

WRITES = (
    WriteShape(
        "guardduty.update_organization_configuration",
        {"DetectorId": "[0-9a-f]{1,300}", "AutoEnableOrganizationMembers": "ALL|NEW|NONE"},
    ),
)


@answers("guardduty.members_are_enabled_automatically", writes=WRITES)
def enable_for_members(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Enable GuardDuty in all accounts; undo leaves on what was enabled meanwhile."""
    detector = {"DetectorId": finding.resource.split("/")[1]}

    def enable(state: str) -> Write:
        parameters = {**detector, "AutoEnableOrganizationMembers": state}
        return Write("guardduty.update_organization_configuration", parameters)

    return change_setting(
        finding,
        reader,
        Probe(
            "guardduty.describe_organization_configuration",
            detector,
            "AutoEnableOrganizationMembers",
        ),
        enable,
        after="ALL",
        why="no account of the organization is left unwatched; AWS charges for what is analyzed",
    )
