"""Has a protection of GuardDuty enabled in all accounts of the organization."""

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
        {
            "DetectorId": "[0-9a-f]{1,300}",
            "AutoEnableOrganizationMembers": "ALL|NEW|NONE",
            "Features": ({"Name": "[A-Z0-9_]{1,50}", "AutoEnable": "ALL|NEW|NONE"},),
        },
    ),
)


@answers("guardduty.features_are_enabled_automatically", writes=WRITES)
def enable_feature_for_members(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Enable the protection in all accounts; undo leaves on what was enabled meanwhile."""
    _, detector_id, _, name = finding.resource.split("/")
    detector, read = {"DetectorId": detector_id}, "guardduty.describe_organization_configuration"
    # AWS wants to be told with each feature which accounts have GuardDuty enabled.
    members = reader.call(read, **detector)["AutoEnableOrganizationMembers"]

    def enable(state: str) -> Write:
        parameters = {
            **detector,
            "AutoEnableOrganizationMembers": members,
            "Features": [{"Name": name, "AutoEnable": state}],
        }
        return Write("guardduty.update_organization_configuration", parameters)

    return change_setting(
        finding,
        reader,
        Probe(read, detector, f"Features[?Name=='{name}'] | [0].AutoEnable"),
        enable,
        after="ALL",
        why=f"{name} is on in all accounts of the organization; AWS charges for what is analyzed",
    )
