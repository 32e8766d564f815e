"""How the aggregator of findings comes, changes and goes: an account has at most one."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_COLUMNS = ("region_linking_mode", "regions")
_FROM = {"RegionLinkingMode": "{region_linking_mode}", "Regions": "{regions}"}


aggregator = Lifecycle(
    table="securityhub_finding_aggregator",
    find=Find(
        "securityhub.list_finding_aggregators",
        items="FindingAggregators",
        absent=("InvalidAccessException",),
    ),
    create=Step("securityhub.create_finding_aggregator", _FROM),
    creates=_COLUMNS,
    updates=(
        Update(
            _COLUMNS,
            Step(
                "securityhub.update_finding_aggregator",
                {"FindingAggregatorArn": "{found.arn}", **_FROM},
            ),
            whole=True,
        ),
    ),
    erase=Step("securityhub.delete_finding_aggregator", {"FindingAggregatorArn": "{found.arn}"}),
    normal={"regions": "set"},
)
