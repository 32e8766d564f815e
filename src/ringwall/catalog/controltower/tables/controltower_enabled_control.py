"""The controls of AWS Control Tower that are enabled."""

from collections.abc import Iterator

from ringwall.catalog.controltower.landing_zone import GONE, read_landing_zones
from ringwall.model.table import Call, Reader, Row, Table, document, text


def _controls(reader: Reader) -> Iterator[Row]:
    for zone in read_landing_zones(reader):
        for found in reader.at(zone["Region"]).items(
            "controltower.list_enabled_controls", "enabledControls"
        ):
            yield {**found, "Region": zone["Region"]}


enabled = Table(
    name="controltower_enabled_control",
    doc="A control of AWS Control Tower that is enabled for an OU.",
    cloudformation="AWS::ControlTower::EnabledControl",
    scope="organization",
    fetch=_controls,
    arn="arn",
    region="Region",
    tags="Tags",
    calls=(
        Call(
            "controltower.get_enabled_control",
            "enabledControlDetails",
            {"enabledControlIdentifier": "{arn}"},
            into="Details",
        ),
        Call("controltower.list_tags_for_resource", "tags", {"resourceArn": "{arn}"}, into="Tags"),
    ),
    gone=GONE,
    columns=(
        text("control_identifier", "controlIdentifier", "The control's ARN.", required=True),
        text("target_identifier", "targetIdentifier", "The ARN of the OU.", required=True),
        text("status", "statusSummary.status", "SUCCEEDED, FAILED or UNDER_CHANGE."),
        text(
            "drift_status",
            "driftStatusSummary.driftStatus",
            "IN_SYNC, DRIFTED, ...; '' where AWS does not say.",
        ),
        document(
            "parameters",
            "Details.parameters",
            "Its parameters: key and value of each.",
            absent=[],
        ),
    ),
)
