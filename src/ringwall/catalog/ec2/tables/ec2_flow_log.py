"""Flow logs: the record of network traffic."""

from ringwall.model.table import Call, Table, integer, moment, text

flow_log = Table(
    name="ec2_flow_log",
    doc="A log of the traffic of a VPC, a subnet or a network interface.",
    cloudformation="AWS::EC2::FlowLog",
    list=Call("ec2.describe_flow_logs", "FlowLogs"),
    arn="arn:{partition}:ec2:{region}:{account_id}:vpc-flow-log/{FlowLogId}",
    tags="Tags",
    columns=(
        text("flow_log_id", "FlowLogId", "The log's ID: fl-...", property="Id"),
        text(
            "logged_resource_id",
            "ResourceId",
            "Whose traffic: vpc-..., subnet-... or eni-...",
            required=True,
        ),
        text("traffic_type", "TrafficType", "ACCEPT, REJECT or ALL."),
        text("flow_log_status", "FlowLogStatus", "ACTIVE where it is running."),
        text(
            "deliver_logs_status",
            "DeliverLogsStatus",
            "SUCCESS or FAILED; '' before the first delivery.",
        ),
        text("deliver_logs_error_message", "DeliverLogsErrorMessage", "Why delivery failed."),
        text(
            "log_destination_type",
            "LogDestinationType",
            "cloud-watch-logs, s3 or a stream.",
            default="cloud-watch-logs",
        ),
        text("log_destination", "LogDestination", "The ARN of the bucket, group or stream."),
        text("log_group_name", "LogGroupName", "The log group; '' where it delivers elsewhere."),
        text(
            "deliver_logs_permission_arn",
            "DeliverLogsPermissionArn",
            "The role that it writes to the log group with; '' for none.",
            default="",
        ),
        text("log_format", "LogFormat", "The fields of each line."),
        integer(
            "max_aggregation_interval",
            "MaxAggregationInterval",
            "The longest time that a record covers, in seconds.",
        ),
        moment("creation_time", "CreationTime", "When it was created."),
    ),
)
