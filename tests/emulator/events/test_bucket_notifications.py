"""What a bucket tells of its objects, and to whom."""

import json
from typing import Any

from policy_texts import allow, write

Functions = Any
"""plugins/function_world.py declares it."""
OWNER = "123456789012"
PLACE = f"us-east-1:{OWNER}"
BUCKET = "arn:aws:s3:::orders"


def let_bucket(functions: Functions, name: str) -> str:
    """Make a queue to which the bucket may send; return its URL."""
    arn = f"arn:aws:sqs:{PLACE}:{name}"
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "s3.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn,
        "Condition": {
            "ArnLike": {"aws:SourceArn": BUCKET},
            "StringEquals": {"aws:SourceAccount": OWNER},
        },
    }
    url: str = functions.queue(name)
    functions.client("sqs").set_queue_attributes(
        QueueUrl=url, Attributes={"Policy": write(statement)}
    )
    return url


def configure(functions: Functions, **config: Any) -> Any:
    s3 = functions.client("s3")
    s3.create_bucket(Bucket="orders")
    s3.put_bucket_notification_configuration(Bucket="orders", NotificationConfiguration=config)
    return s3


def test_a_queue_is_told_of_the_objects_that_it_asks_for(functions: Functions) -> None:
    url = let_bucket(functions, "seen")
    rules = [{"Name": "prefix", "Value": "in/"}]
    s3 = configure(
        functions,
        QueueConfigurations=[
            {
                "Id": "one",
                "QueueArn": f"arn:aws:sqs:{PLACE}:seen",
                "Events": ["s3:ObjectCreated:*", "s3:ObjectRemoved:Delete"],
                "Filter": {"Key": {"FilterRules": rules}},
            }
        ],
    )
    (test,) = functions.bodies(url)
    assert (test["Event"], test["Bucket"]) == ("s3:TestEvent", "orders")
    s3.put_object(Bucket="orders", Key="in/a b", Body=b"12345")
    s3.put_object(Bucket="orders", Key="out/a", Body=b"")
    s3.copy_object(Bucket="orders", Key="in/c", CopySource="orders/in/a b")
    s3.delete_object(Bucket="orders", Key="in/c")
    records = [body["Records"][0] for body in functions.bodies(url)]
    assert [(r["eventName"], r["s3"]["object"]["key"]) for r in records] == [
        ("ObjectCreated:Put", "in%2Fa+b"),
        ("ObjectCreated:Copy", "in%2Fc"),
        ("ObjectRemoved:Delete", "in%2Fc"),
    ]
    assert records[0]["s3"]["object"]["size"] == 5
    assert records[0]["s3"]["configurationId"] == "one"


def test_eventbridge_is_told_where_that_is_on(functions: Functions) -> None:
    url = functions.queue("seen", f"arn:aws:events:{PLACE}:rule/objects")
    functions.rule("objects", {"source": ["aws.s3"]}, f"arn:aws:sqs:{PLACE}:seen")
    s3 = configure(functions, EventBridgeConfiguration={})
    s3.put_object(Bucket="orders", Key="a", Body=b"12345")
    s3.put_object_tagging(
        Bucket="orders", Key="a", Tagging={"TagSet": [{"Key": "a", "Value": "b"}]}
    )
    s3.delete_objects(Bucket="orders", Delete={"Objects": [{"Key": "a"}]})
    created, tagged, deleted = functions.bodies(url)
    assert (created["detail-type"], created["resources"]) == ("Object Created", [BUCKET])
    assert created["detail"]["bucket"] == {"name": "orders"}
    assert (created["detail"]["object"]["size"], created["detail"]["reason"]) == (5, "PutObject")
    assert tagged["detail-type"] == "Object Tags Added"
    assert deleted["detail"]["deletion-type"] == "Permanently Deleted"
    assert deleted["detail"]["reason"] == "DeleteObject", "whichever call deleted it"


def test_a_marker_is_no_deletion(functions: Functions) -> None:
    url = let_bucket(functions, "seen")
    events = ["s3:ObjectRemoved:DeleteMarkerCreated"]
    queue = {"QueueArn": f"arn:aws:sqs:{PLACE}:seen", "Events": events}
    s3 = configure(functions, QueueConfigurations=[queue])
    functions.messages(url)
    s3.put_bucket_versioning(Bucket="orders", VersioningConfiguration={"Status": "Enabled"})
    s3.put_object(Bucket="orders", Key="a", Body=b"1")
    s3.delete_object(Bucket="orders", Key="a")
    (body,) = functions.bodies(url)
    assert body["Records"][0]["eventName"] == "ObjectRemoved:DeleteMarkerCreated"


SAVES = """
import boto3, os
def handler(event, context):
    key = event["Records"][0]["s3"]["object"]["key"]
    boto3.client("sqs").send_message(QueueUrl=os.environ["Q"], MessageBody=key)
"""


def test_a_function_is_invoked(functions: Functions) -> None:
    url = functions.queue("seen")
    arn = functions.function(
        "f", SAVES, allow("sqs:SendMessage"), Environment={"Variables": {"Q": url}}
    )
    functions.client("lambda").add_permission(
        FunctionName="f", StatementId="bucket", Action="lambda:InvokeFunction",
        Principal="s3.amazonaws.com", SourceArn=BUCKET, SourceAccount=OWNER,
    )  # fmt: skip
    target = {"LambdaFunctionArn": arn, "Events": ["s3:ObjectCreated:Put"]}
    s3 = configure(functions, LambdaFunctionConfigurations=[target])
    s3.put_object(Bucket="orders", Key="a", Body=b"1")
    assert [message["Body"] for message in functions.messages(url)] == ["a"]


def test_a_queue_that_lets_no_longer_is_not_told(functions: Functions) -> None:
    url = let_bucket(functions, "seen")
    queue = {"QueueArn": f"arn:aws:sqs:{PLACE}:seen", "Events": ["s3:ObjectCreated:*"]}
    s3 = configure(functions, QueueConfigurations=[queue])
    functions.messages(url)
    functions.client("sqs").set_queue_attributes(QueueUrl=url, Attributes={"Policy": ""})
    s3.put_object(Bucket="orders", Key="a", Body=b"1")
    assert functions.messages(url) == []
    (lost,) = functions.app.failed_deliveries
    assert (lost.code, lost.source_arn) == ("NO_PERMISSIONS", BUCKET)
    assert json.loads(lost.event)["Records"]
