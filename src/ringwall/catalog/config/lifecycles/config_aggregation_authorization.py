"""How authorizations to aggregate come and go."""

from ringwall.model.lifecycle import Find, Lifecycle, Step

_WHO = {
    "AuthorizedAccountId": "{authorized_account_id}",
    "AuthorizedAwsRegion": "{authorized_aws_region}",
}


authorization = Lifecycle(
    table="config_aggregation_authorization",
    find=Find(
        "config.describe_aggregation_authorizations",
        items="AggregationAuthorizations",
        match=_WHO,
    ),
    identity=("authorized_account_id", "authorized_aws_region"),
    create=Step("config.put_aggregation_authorization", _WHO),
    creates=("authorized_account_id", "authorized_aws_region"),
    erase=Step("config.delete_aggregation_authorization", _WHO),
)
