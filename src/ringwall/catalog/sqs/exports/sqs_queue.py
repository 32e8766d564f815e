"""Where CloudFormation has queues: their policy is a resource of its own."""

from ringwall.model.export import FurtherResource, TableExport

queue = TableExport(
    table="sqs_queue",
    known={"arn": "arn:{partition}:sqs:{region}:{account_id}:{queue_name}"},
    properties={"SqsManagedSseEnabled": "{sqs_managed_sse_enabled}"},
    also=(
        FurtherResource(
            "AWS::SQS::QueueInlinePolicy",
            {"Queue": "{found.queue_url}", "PolicyDocument": "{policy}"},
            "policy",
        ),
    ),
)
