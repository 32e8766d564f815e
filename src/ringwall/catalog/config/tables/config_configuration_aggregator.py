"""Aggregators of AWS Config."""

from ringwall.model.table import Call, Table, boolean, text, texts

_OURS, _THEIRS = "OrganizationAggregationSource", "AccountAggregationSources"


aggregator = Table(
    name="config_configuration_aggregator",
    doc="What brings the configurations of many accounts and Regions together.",
    cloudformation="AWS::Config::ConfigurationAggregator",
    list=Call("config.describe_configuration_aggregators", "ConfigurationAggregators"),
    arn="ConfigurationAggregatorArn",
    tags="Tags",
    calls=(
        Call(
            "config.list_tags_for_resource",
            "Tags",
            {"ResourceArn": "{ConfigurationAggregatorArn}"},
            into="Tags",
        ),
    ),
    gone=("ResourceNotFoundException",),
    columns=(
        text("configuration_aggregator_name", "ConfigurationAggregatorName", "Its name."),
        boolean(
            "aggregates_organization",
            f"type({_OURS}) == 'object'",
            "It takes in all accounts of the organization.",
            property=f"type({_OURS}) == 'object'",
        ),
        text(
            "role_arn",
            f"{_OURS}.RoleArn",
            "The role that it asks AWS Organizations for the accounts with.",
            property=f"{_OURS}.RoleArn",
            default="",
        ),
        boolean(
            "all_aws_regions",
            f"({_OURS} || {_THEIRS}[0]).AllAwsRegions",
            "It takes in all Regions.",
            property=f"({_OURS} || {_THEIRS}[0]).AllAwsRegions",
            default=False,
        ),
        texts(
            "aws_regions",
            f"({_OURS} || {_THEIRS}[0]).AwsRegions",
            "The Regions that it takes in, where these are not all.",
            property=f"({_OURS} || {_THEIRS}[0]).AwsRegions",
            default=[],
        ),
        texts(
            "account_ids",
            f"{_THEIRS}[].AccountIds[]",
            "The accounts that it names.",
            property=f"{_THEIRS}[].AccountIds[]",
            default=[],
        ),
    ),
)
