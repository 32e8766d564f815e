"""How the logging of DNS queries comes and goes; the VPCs are rows of their own."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_TAG = Step("route53resolver.tag_resource", {"ResourceArn": "{found.arn}", "Tags": "{tags|pairs}"})


config = Lifecycle(
    table="route53resolver_resolver_query_logging_config",
    find=Find(
        "route53resolver.list_resolver_query_log_configs",
        {"Filters": [{"Name": "Name", "Values": ["{name}"]}]},
        items="ResolverQueryLogConfigs",
        match={"Name": "{name}", "OwnerId": "{account_id}"},
    ),
    identity=("name",),
    named_by=("name",),
    ids=("arn", "id"),
    create=Step(
        "route53resolver.create_resolver_query_log_config",
        {
            "Name": "{name}",
            "DestinationArn": "{destination_arn}",
            "Tags": "{tags|pairs}",
        },
        also=("logs:CreateLogDelivery", "route53resolver:TagResource"),
    ),
    creates=("name", "destination_arn", "tags"),
    updates=(Update(("tags",), _TAG),),
    erase=Step(
        "route53resolver.delete_resolver_query_log_config",
        {"ResolverQueryLogConfigId": "{found.id}"},
        # The VPCs let go of it late.
        retry=("InvalidRequestException",),
        also=("logs:DeleteLogDelivery",),
    ),
    replaced_by=("destination_arn",),
    parts={
        "route53resolver_resolver_query_logging_config_association": {
            "resolver_query_log_config_id": "id"
        }
    },
    owner="tag",
    retag=_TAG,
)
