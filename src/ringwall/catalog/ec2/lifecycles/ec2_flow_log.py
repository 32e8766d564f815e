"""How flow logs come and go: AWS changes nothing of one but its tags."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_FIXED = (
    "traffic_type",
    "log_destination_type",
    "log_format",
    "max_aggregation_interval",
    "deliver_logs_permission_arn",
)
_TAG = Step(
    "ec2.create_tags", {"Resources": ["{found.flow_log_id}"], "Tags": "{tags|pairs}"}, blast="none"
)


flow_log = Lifecycle(
    table="ec2_flow_log",
    find=Find(
        "ec2.describe_flow_logs",
        {"Filter": [{"Name": "resource-id", "Values": ["{logged_resource_id}"]}]},
        items="FlowLogs",
        match={"LogDestination": "{log_destination}"},
    ),
    identity=("logged_resource_id", "log_destination"),
    ids=("arn", "flow_log_id"),
    create=Step(
        "ec2.create_flow_logs",
        {
            "ResourceIds": ["{logged_resource_id}"],
            "ResourceType": "VPC",
            "TrafficType": "{traffic_type}",
            "LogDestinationType": "{log_destination_type}",
            "LogDestination": "{log_destination}",
            "LogFormat": "{log_format}",
            "MaxAggregationInterval": "{max_aggregation_interval}",
            "DeliverLogsPermissionArn": "{deliver_logs_permission_arn}",
            "TagSpecifications": [{"ResourceType": "vpc-flow-log", "Tags": "{tags|pairs}"}],
        },
        also=("ec2:CreateTags", "iam:PassRole", "logs:CreateLogDelivery"),
    ),
    creates=("logged_resource_id", "log_destination", *_FIXED, "tags"),
    updates=(Update(("tags",), _TAG),),
    erase=Step(
        "ec2.delete_flow_logs",
        {"FlowLogIds": ["{found.flow_log_id}"]},
        also=("logs:DeleteLogDelivery",),
    ),
    replaced_by=("log_destination", *_FIXED),
    owner="tag",
    retag=_TAG,
)
