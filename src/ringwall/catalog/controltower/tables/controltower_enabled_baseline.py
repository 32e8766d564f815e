"""The baselines of AWS Control Tower that are enabled."""

from collections.abc import Iterator

from ringwall.catalog.controltower.landing_zone import GONE, read_landing_zones
from ringwall.model.table import Call, Reader, Row, Table, document, text


def _baselines(reader: Reader) -> Iterator[Row]:
    for zone in read_landing_zones(reader):
        for found in reader.at(zone["Region"]).items(
            "controltower.list_enabled_baselines", "enabledBaselines"
        ):
            yield {**found, "Region": zone["Region"]}


enabled = Table(
    name="controltower_enabled_baseline",
    doc="A baseline of AWS Control Tower that is enabled for an OU.",
    cloudformation="AWS::ControlTower::EnabledBaseline",
    scope="organization",
    fetch=_baselines,
    arn="arn",
    region="Region",
    tags="Tags",
    calls=(
        Call(
            "controltower.get_enabled_baseline",
            "enabledBaselineDetails",
            {"enabledBaselineIdentifier": "{arn}"},
            into="Details",
        ),
        Call("controltower.list_tags_for_resource", "tags", {"resourceArn": "{arn}"}, into="Tags"),
    ),
    gone=GONE,
    columns=(
        text("baseline_identifier", "baselineIdentifier", "The baseline's ARN.", required=True),
        text("target_identifier", "targetIdentifier", "The ARN of the OU.", required=True),
        text("baseline_version", "baselineVersion", "The baseline's version."),
        text("status", "statusSummary.status", "SUCCEEDED, FAILED or UNDER_CHANGE."),
        text(
            "inheritance_drift_status",
            "driftStatusSummary.types.inheritance.status",
            "IN_SYNC or DRIFTED; '' where AWS does not say.",
        ),
        document(
            "parameters",
            "Details.parameters",
            "Its parameters: key and value of each.",
            absent=[],
        ),
    ),
)
