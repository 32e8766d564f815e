"""Where CloudFormation has aggregators: ours are of organizations."""

from ringwall.model.export import TableExport

aggregator = TableExport(
    table="config_configuration_aggregator",
    properties={
        "OrganizationAggregationSource.AllAwsRegions": "{all_aws_regions}",
        "OrganizationAggregationSource.AwsRegions": "{aws_regions}",
    },
)
