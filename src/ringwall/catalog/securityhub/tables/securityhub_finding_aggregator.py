"""Where Security Hub brings the findings of Regions together."""

from ringwall.catalog.securityhub.hub import read_aggregators
from ringwall.model.table import Call, Table, text, texts

aggregator = Table(
    name="securityhub_finding_aggregator",
    doc="Brings the findings of other Regions to its own, the home Region.",
    cloudformation="AWS::SecurityHub::FindingAggregator",
    fetch=read_aggregators,
    arn="FindingAggregatorArn",
    calls=(
        Call(
            "securityhub.get_finding_aggregator",
            "",
            {"FindingAggregatorArn": "{FindingAggregatorArn}"},
            into="Aggregator",
        ),
    ),
    gone=("ResourceNotFoundException",),
    columns=(
        text("finding_aggregator_arn", "FindingAggregatorArn", "Its ARN."),
        text(
            "region_linking_mode",
            "Aggregator.RegionLinkingMode",
            "ALL_REGIONS, ALL_REGIONS_EXCEPT_SPECIFIED, SPECIFIED_REGIONS or NO_REGIONS.",
            property="RegionLinkingMode",
            required=True,
        ),
        texts(
            "regions",
            "Aggregator.Regions",
            "The Regions that the mode speaks of.",
            property="Regions",
            default=[],
        ),
    ),
)
