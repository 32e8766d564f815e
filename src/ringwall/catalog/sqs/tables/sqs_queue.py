"""SQS queues, with their policies."""

from collections.abc import Iterator

from ringwall.model.table import Call, Reader, Row, Table, boolean, document, integer, moment, text


def _queues(reader: Reader) -> Iterator[Row]:
    # Without MaxResults SQS lists a thousand queues and says nothing of the others.
    # Where there is no queue, AWS answers with nothing at all.
    for url in reader.items("sqs.list_queues", "keys(@) && QueueUrls", MaxResults=1000):
        if not isinstance(url, str) or "/" not in url:
            raise TypeError(f"not the URL of a queue: {url!r:.40}")
        yield {"QueueUrl": url, "QueueName": url.rpartition("/")[2]}


queue = Table(
    name="sqs_queue",
    doc="An SQS queue.",
    cloudformation="AWS::SQS::Queue",
    fetch=_queues,
    arn="arn:{partition}:sqs:{region}:{account_id}:{QueueName}",
    tags="Tags",
    calls=(
        Call(
            "sqs.get_queue_attributes",
            "(Attributes.QueueArn || `null`) && Attributes",  # without it, they are not all
            {"QueueUrl": "{QueueUrl}", "AttributeNames": ["All"]},
            into="Attributes",
        ),
        Call("sqs.list_queue_tags", "Tags || `{}`", {"QueueUrl": "{QueueUrl}"}, into="Tags"),
    ),
    gone=("AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist"),
    columns=(
        text("queue_name", "QueueName", "The queue's name."),
        text("queue_url", "QueueUrl", "The queue's URL."),
        document("policy", "Attributes.Policy", "The queue policy; {} where there is none."),
        text(
            "kms_master_key_id",
            "Attributes.KmsMasterKeyId",
            "The KMS key; '' for none.",
            property="KmsMasterKeyId",
            default="",
        ),
        boolean(
            "sqs_managed_sse_enabled",
            "Attributes.SqsManagedSseEnabled == 'true'",
            "SQS-managed encryption is enabled.",
            property="not_null(SqsManagedSseEnabled, !KmsMasterKeyId)",
        ),
        document(
            "redrive_policy",
            "Attributes.RedrivePolicy",
            "The dead-letter queue and its settings.",
            property="RedrivePolicy",
            default={},
        ),
        boolean(
            "fifo_queue",
            "Attributes.FifoQueue",
            "It is a FIFO queue.",
            property="FifoQueue",
            default=False,
        ),
        integer(
            "message_retention_period",
            "Attributes.MessageRetentionPeriod",
            "In seconds.",
            property="MessageRetentionPeriod",
            default=345_600,
        ),
        integer(
            "visibility_timeout",
            "Attributes.VisibilityTimeout",
            "In seconds.",
            property="VisibilityTimeout",
            default=30,
        ),
        moment(
            "created_timestamp", "to_number(Attributes.CreatedTimestamp)", "When it was created."
        ),
    ),
    policy="policy",
)
