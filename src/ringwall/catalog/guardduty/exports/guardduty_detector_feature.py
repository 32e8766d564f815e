"""Where CloudFormation has features: in their detectors."""

from ringwall.model.export import PartOf, TableExport


def write_configurations(names: list[str]) -> list[dict[str, str]]:
    """Return the parts of a feature that are enabled."""
    return [{"Name": name, "Status": "ENABLED"} for name in names]


feature = TableExport(
    table="guardduty_detector_feature",
    values={"enabled_configurations": write_configurations},
    part_of=PartOf(
        "guardduty_detector",
        {"detector_id": "{detector_id}"},
        "Features",
        {
            "Name": "{name}",
            "Status": "{status}",
            "AdditionalConfiguration": "{enabled_configurations}",
        },
    ),
)
