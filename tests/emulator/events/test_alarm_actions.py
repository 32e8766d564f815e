"""What alarms do when their state changes."""

import json
from typing import Any

import pytest
from policy_texts import allow, write

Functions = Any
"""plugins/function_world.py declares it."""
OWNER = "123456789012"
PLACE = f"us-east-1:{OWNER}"
TOPIC = f"arn:aws:sns:{PLACE}:alarms"
ALARM = f"arn:aws:cloudwatch:{PLACE}:alarm:cpu"


def put_alarm(functions: Functions, **actions: Any) -> Any:
    cloudwatch = functions.client("cloudwatch")
    cloudwatch.put_metric_alarm(
        AlarmName="cpu",
        Namespace="AWS/EC2",
        MetricName="CPUUtilization",
        Statistic="Average",
        Period=60,
        EvaluationPeriods=1,
        Threshold=80,
        ComparisonOperator="GreaterThanThreshold",
        **actions,
    )
    return cloudwatch


@pytest.fixture
def seen(functions: Functions) -> str:
    """Return a queue that has what is published to the topic."""
    url: str = functions.queue("seen")
    arn = f"arn:aws:sqs:{PLACE}:seen"
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn,
    }
    functions.client("sqs").set_queue_attributes(
        QueueUrl=url, Attributes={"Policy": write(statement)}
    )
    sns = functions.client("sns")
    sns.create_topic(Name="alarms")
    sns.subscribe(TopicArn=TOPIC, Protocol="sqs", Endpoint=arn)
    publish = {
        "Effect": "Allow",
        "Principal": {"Service": "cloudwatch.amazonaws.com"},
        "Action": "sns:Publish",
        "Resource": TOPIC,
        "Condition": {"ArnLike": {"aws:SourceArn": ALARM}},
    }
    sns.set_topic_attributes(TopicArn=TOPIC, AttributeName="Policy", AttributeValue=write(publish))
    return url


def test_a_topic_is_told_of_a_change(functions: Functions, seen: str) -> None:
    cloudwatch = put_alarm(functions, AlarmActions=[TOPIC])
    for value in ("ALARM", "ALARM", "OK"):
        cloudwatch.set_alarm_state(AlarmName="cpu", StateValue=value, StateReason="hot")
    (body,) = functions.bodies(seen)
    assert body["Subject"] == 'ALARM: "cpu" in us-east-1'
    message = json.loads(body["Message"])
    assert (message["OldStateValue"], message["NewStateValue"]) == ("OK", "ALARM")
    assert (message["AlarmArn"], message["NewStateReason"]) == (ALARM, "hot")
    assert message["Trigger"]["MetricName"] == "CPUUtilization"


def test_actions_can_be_off(functions: Functions, seen: str) -> None:
    cloudwatch = put_alarm(functions, AlarmActions=[TOPIC], ActionsEnabled=False)
    cloudwatch.set_alarm_state(AlarmName="cpu", StateValue="ALARM", StateReason="hot")
    assert functions.messages(seen) == []


SAVES = """
import boto3, os
def handler(event, context):
    name = event["alarmData"]["alarmName"]
    boto3.client("sqs").send_message(QueueUrl=os.environ["Q"], MessageBody=name)
"""


def test_a_function_is_invoked_where_it_lets_the_alarm(functions: Functions) -> None:
    url = functions.queue("names")
    arn = functions.function(
        "f", SAVES, allow("sqs:SendMessage"), Environment={"Variables": {"Q": url}}
    )
    cloudwatch = put_alarm(functions, AlarmActions=[arn], OKActions=[arn])
    cloudwatch.set_alarm_state(AlarmName="cpu", StateValue="ALARM", StateReason="hot")
    assert [lost.code for lost in functions.app.failed_deliveries] == ["NO_PERMISSIONS"]
    functions.client("lambda").add_permission(
        FunctionName="f", StatementId="alarm", Action="lambda:InvokeFunction",
        Principal="lambda.alarms.cloudwatch.amazonaws.com", SourceArn=ALARM,
    )  # fmt: skip
    cloudwatch.set_alarm_state(AlarmName="cpu", StateValue="OK", StateReason="cool")
    assert [message["Body"] for message in functions.messages(url)] == ["cpu"]


def test_other_actions_are_written_down(functions: Functions) -> None:
    action = "arn:aws:automate:us-east-1:ec2:stop"
    cloudwatch = put_alarm(functions, AlarmActions=[action])
    cloudwatch.set_alarm_state(AlarmName="cpu", StateValue="ALARM", StateReason="hot")
    (lost,) = functions.app.failed_deliveries
    assert (lost.code, lost.target_arn) == ("UNKNOWN", action)
