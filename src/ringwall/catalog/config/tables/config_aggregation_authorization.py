"""Accounts that may aggregate the configurations of an account."""

from ringwall.model.table import Call, Table, text

authorization = Table(
    name="config_aggregation_authorization",
    doc="Lets an account outside of the organization aggregate what AWS Config records.",
    cloudformation="AWS::Config::AggregationAuthorization",
    list=Call("config.describe_aggregation_authorizations", "AggregationAuthorizations"),
    arn="AggregationAuthorizationArn",
    columns=(
        text("authorized_account_id", "AuthorizedAccountId", "The account that may aggregate."),
        text("authorized_aws_region", "AuthorizedAwsRegion", "The Region that it aggregates in."),
    ),
)
