"""What CloudTrail calls an operation: its event name, its source, its category.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
"""

import functools
import re
from dataclasses import dataclass

from moto.core.model import OperationModel

S3_CONTROL_NAMES = re.compile(r"^(Put|Get|Delete)PublicAccessBlock$")
"""What S3 Control has for an account: `PutAccountPublicAccessBlock`; S3 has it for a bucket."""
S3_NAMES = {
    "DeletePublicAccessBlock": "DeleteBucketPublicAccessBlock",
    "GetBucketLifecycleConfiguration": "GetBucketLifecycle",
    "GetBucketNotificationConfiguration": "GetBucketNotification",
    "GetPublicAccessBlock": "GetBucketPublicAccessBlock",
    "ListObjectsV2": "ListObjects",
    "PutBucketLifecycleConfiguration": "PutBucketLifecycle",
    "PutBucketNotificationConfiguration": "PutBucketNotification",
    "PutPublicAccessBlock": "PutBucketPublicAccessBlock",
}
"""https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html"""
LAMBDA_DATED = re.compile(r"^/(201[4-8])-(\d\d)-(\d\d)/")
LAMBDA_SECOND = frozenset(
    {
        "AddPermission", "GetFunction", "GetFunctionConfiguration", "GetPolicy", "RemovePermission",
        "TagResource", "UntagResource", "UpdateFunctionCode", "UpdateFunctionConfiguration",
    }
)  # fmt: skip
"""https://docs.aws.amazon.com/lambda/latest/dg/logging-using-cloudtrail.html"""

READS = re.compile(
    "^(Get|List|Describe|Head|Lookup|Search|BatchGet|BatchDescribe|BatchCheck|Query|Scan|Select"
    "|Filter|Simulate|Receive|Check|Validate|Preview|TransactGet)"
)
MORE_READS = {
    "kms": re.compile("^(Decrypt|Encrypt|ReEncrypt|Sign|Verify|Generate.*|DeriveSharedSecret)"),
    "sts": re.compile("^(AssumeRole.*|DecodeAuthorizationMessage)$"),
}
NO_READS = {("sts", "GetFederationToken"), ("sts", "GetSessionToken")}

DATA_EVENTS = {
    "bedrock-runtime": (re.compile("^(ApplyGuardrail|.*Stream)$"), "AWS::Bedrock::Model"),
    "cloudwatch": (
        re.compile("^(GetMetric(Data|Statistics|WidgetImage)|ListMetrics|PutMetricData)$"),
        "AWS::CloudWatch::Metric",
    ),
    "dynamodb": (
        re.compile("^((Get|Put|Update|Delete|Batch.*|Transact.*)Items?|Query|Scan|.*Statement"
                   "|ExecuteTransaction)$"),
        "AWS::DynamoDB::Table",
    ),
    "dynamodbstreams": (re.compile("^Get(Records|ShardIterator)$"), "AWS::DynamoDB::Stream"),
    "ebs": (re.compile("^(List|Get|Put).*Blocks?$"), "AWS::EC2::Snapshot"),
    "events": (re.compile("^PutEvents$"), "AWS::Events::EventBus"),
    "kinesis": (
        re.compile("^(GetRecords|GetShardIterator|PutRecords?|SubscribeToShard)$"),
        "AWS::Kinesis::Stream",
    ),
    "lambda": (re.compile("^Invoke"), "AWS::Lambda::Function"),
    "s3": (
        re.compile(
            "^(.*Objects?(V2|Acl|Attributes|Tagging|Torrent|Retention|LegalHold|Versions|Content)?"
            "|.*MultipartUploads?|ListParts|UploadPart(Copy)?|HeadBucket)$"
        ),
        "AWS::S3::Object",
    ),
    "ses": (re.compile("^Send"), "AWS::SES::EmailIdentity"),
    "sesv2": (re.compile("^Send"), "AWS::SES::EmailIdentity"),
    "sns": (re.compile("^Publish(Batch)?$"), "AWS::SNS::Topic"),
    "sqs": (
        re.compile("^(ChangeMessageVisibility|DeleteMessage|ReceiveMessage|SendMessage)(Batch)?$"),
        "AWS::SQS::Queue",
    ),
}  # fmt: skip
"""Operations of the data plane, and the resource type that a trail's selectors name.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
"""
UNLOGGED = frozenset(
    {("firehose", "PutRecord"), ("firehose", "PutRecordBatch"), ("logs", "PutLogEvents")}
)
"""Operations that leave no event."""

SOURCES = {"application-autoscaling": "autoscaling", "rds-data": "rdsdata"}
"""Sources that are not the name which requests of the service are signed with."""
HOMES = {
    "account": "us-east-1",
    "cloudfront": "us-east-1",
    "globalaccelerator": "us-west-2",
    "iam": "us-east-1",
    "networkmanager": "us-west-2",
    "organizations": "us-east-1",
    "route53": "us-east-1",
    "shield": "us-east-1",
    "support": "us-east-1",
}
"""The Region of the events of services that have one endpoint.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html
"""


@dataclass(frozen=True)
class EventKind:
    """What is the same in all events of an operation."""

    name: str
    source: str
    is_read: bool
    data_type: str
    """The resource type of a data event; '' for a management event."""
    is_logged: bool

    @property
    def category(self) -> str:
        """`Management` or `Data`."""
        return "Data" if self.data_type else "Management"


@functools.cache
def find_kind(service: str, operation: str, model: OperationModel) -> EventKind:
    """Return what CloudTrail says of every call of an operation."""
    pattern, data_type = DATA_EVENTS.get(service, (None, ""))
    signing = model.service_model.signing_name
    return EventKind(
        name=_find_name(service, operation, model),
        source=f"{SOURCES.get(service, signing)}.amazonaws.com",
        is_read=_is_read(service, operation, model),
        data_type=data_type if pattern and pattern.match(operation) else "",
        is_logged=(service, operation) not in UNLOGGED,
    )


def find_region(service: str, region: str) -> str:
    """Return the Region in which an event is recorded: that of the endpoint."""
    home = HOMES.get(service)
    if home is None:
        return region
    if region.startswith("cn-"):
        return "cn-north-1"
    return "us-gov-west-1" if region.startswith("us-gov-") else home


def _find_name(service: str, operation: str, model: OperationModel) -> str:
    uri = model.http.get("requestUri", "")
    if service == "s3":
        return S3_NAMES.get(operation, operation)
    if service == "s3control":
        return S3_CONTROL_NAMES.sub(r"\1AccountPublicAccessBlock", operation)
    if service == "cloudfront":
        return operation + model.service_model.api_version.replace("-", "_")
    dated = LAMBDA_DATED.match(uri) if service == "lambda" else None
    if dated and not operation.startswith("Invoke"):
        return operation + "".join(dated.groups()) + "v2" * (operation in LAMBDA_SECOND)
    return operation


def _is_read(service: str, operation: str, model: OperationModel) -> bool:
    if (service, operation) in NO_READS:
        return False
    more = MORE_READS.get(service)
    if READS.match(operation) or (more and more.match(operation)):
        return True
    method = model.http.get("method", "POST")
    return "rest" in str(model.service_model.protocol) and method in ("GET", "HEAD")
