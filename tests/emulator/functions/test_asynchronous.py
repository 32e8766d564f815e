"""Asynchronous invocations: retries, destinations, dead letters; and the whole way of an event."""

import json
from typing import Any

from policy_texts import allow

from ringwall.emulator.published_events import publish

Functions = Any
"""plugins/function_world.py declares it."""
OWNER = "123456789012"
PLACE = f"us-east-1:{OWNER}"
COUNTS = """
import boto3, os
def handler(event, context):
    boto3.client("sqs").send_message(QueueUrl=os.environ["Q"], MessageBody=context.aws_request_id)
    raise ValueError("no")
"""
SEND = allow("sqs:SendMessage")


def sqs(name: str) -> str:
    return f"arn:aws:sqs:{PLACE}:{name}"


def test_a_failure_is_tried_three_times_and_told(functions: Functions) -> None:
    tries, dead, failed = (functions.queue(name) for name in ("tries", "dead", "failed"))
    functions.function(
        "f",
        COUNTS,
        SEND,
        Environment={"Variables": {"Q": tries}},
        DeadLetterConfig={"TargetArn": sqs("dead")},
    )
    functions.client("lambda").put_function_event_invoke_config(
        FunctionName="f", DestinationConfig={"OnFailure": {"Destination": sqs("failed")}}
    )
    assert functions.invoke("f", {"n": 1}, InvocationType="Event")["StatusCode"] == 202
    ids = [message["Body"] for message in functions.messages(tries)]
    assert len(ids) == 3
    assert len(set(ids)) == 1
    (letter,) = functions.messages(dead)
    assert json.loads(letter["Body"]) == {"n": 1}
    told = {name: value["StringValue"] for name, value in letter["MessageAttributes"].items()}
    assert told == {"RequestID": ids[0], "ErrorCode": "200", "ErrorMessage": "no"}
    (record,) = functions.bodies(failed)
    assert record["requestContext"] == {
        "requestId": ids[0],
        "functionArn": f"arn:aws:lambda:{PLACE}:function:f:$LATEST",
        "condition": "RetriesExhausted",
        "approximateInvokeCount": 3,
    }
    assert record["requestPayload"] == {"n": 1}
    assert record["responseContext"]["functionError"] == "Unhandled"
    assert record["responsePayload"]["errorMessage"] == "no"
    (lost,) = functions.app.failed_deliveries
    assert (lost.message, lost.dead_letter_queue) == ("no", sqs("dead"))


def test_retries_can_be_turned_off(functions: Functions) -> None:
    tries = functions.queue("tries")
    functions.function("f", COUNTS, SEND, Environment={"Variables": {"Q": tries}})
    functions.client("lambda").put_function_event_invoke_config(
        FunctionName="f", MaximumRetryAttempts=0
    )
    functions.invoke("f", InvocationType="Event")
    assert len(functions.messages(tries)) == 1


def test_success_is_told_to_another_function_or_a_bus(functions: Functions) -> None:
    url = functions.queue("orders", f"arn:aws:events:{PLACE}:rule/done")
    functions.rule("done", {"source": ["lambda"]}, sqs("orders"))
    functions.function("f", "def handler(e, c): return 'done'", allow("events:PutEvents"))
    bus = f"arn:aws:events:{PLACE}:event-bus/default"
    functions.client("lambda").put_function_event_invoke_config(
        FunctionName="f", DestinationConfig={"OnSuccess": {"Destination": bus}}
    )
    functions.invoke("f", {}, InvocationType="Event")
    (event,) = functions.bodies(url)
    assert event["detail-type"] == "Lambda Function Invocation Result - Success"
    assert event["detail"]["responsePayload"] == "done"


def test_a_role_that_may_not_send_loses_the_letter(functions: Functions) -> None:
    dead = functions.queue("dead")
    code = "def handler(e, c): raise ValueError('no')"
    functions.function("f", code, DeadLetterConfig={"TargetArn": sqs("dead")})
    functions.invoke("f", InvocationType="Event")
    assert functions.messages(dead) == []
    codes = [lost.code for lost in functions.app.failed_deliveries]
    assert codes == ["200", "NO_PERMISSIONS"]


CLOSE = """
import boto3
def handler(event, context):
    group = event["detail"]["resource"]["group"]
    ec2 = boto3.client("ec2")
    rules = ec2.describe_security_group_rules(
        Filters=[{"Name": "group-id", "Values": [group]}]
    )["SecurityGroupRules"]
    ids = [rule["SecurityGroupRuleId"] for rule in rules if not rule["IsEgress"]]
    ec2.revoke_security_group_ingress(GroupId=group, SecurityGroupRuleIds=ids)
"""


def respond(functions: Functions, *statements: Any) -> tuple[str, Any]:
    """Open a group, let a function close it on a finding, and publish one."""
    ec2 = functions.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    group = ec2.create_security_group(GroupName="g", Description="g", VpcId=vpc)["GroupId"]
    world = {"CidrIp": "0.0.0.0/0"}
    ec2.authorize_security_group_ingress(
        GroupId=group,
        IpPermissions=[{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [world]}],
    )
    functions.queue("dead")
    arn = functions.function(
        "close", CLOSE, SEND, *statements, DeadLetterConfig={"TargetArn": sqs("dead")}
    )
    pattern = {"source": ["aws.guardduty"], "detail": {"severity": [{"numeric": [">=", 7]}]}}
    rule = functions.rule("respond", pattern, arn)
    functions.client("lambda").add_permission(
        FunctionName="close",
        StatementId="rule",
        Action="lambda:InvokeFunction",
        Principal="events.amazonaws.com",
        SourceArn=rule,
    )
    detail = {"severity": 8, "resource": {"group": group}}
    with functions.app.mounted():
        publish(
            functions.app.state, OWNER, "us-east-1", "aws.guardduty", "GuardDuty Finding", detail
        )
    functions.client("sts").get_caller_identity()
    found = ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"][0]
    return group, found["IpPermissions"]


def test_a_finding_lets_a_function_close_a_group(functions: Functions) -> None:
    group, open_rules = respond(
        functions,
        allow("ec2:DescribeSecurityGroupRules", "ec2:RevokeSecurityGroupIngress"),
    )
    assert functions.app.failed_deliveries == []
    assert open_rules == []
    (record,) = [r for r in functions.app.trail if r["eventName"] == "RevokeSecurityGroupIngress"]
    assert record["userIdentity"]["arn"] == f"arn:aws:sts::{OWNER}:assumed-role/close-role/close"
    assert record["requestParameters"]["groupId"] == group


def test_a_role_without_the_permission_fails_inside_and_the_event_is_a_dead_letter(
    functions: Functions,
) -> None:
    group, open_rules = respond(functions, allow("ec2:DescribeSecurityGroupRules"))
    assert len(open_rules) == 1
    url = functions.client("sqs").get_queue_url(QueueName="dead")["QueueUrl"]
    (letter,) = functions.messages(url)
    assert json.loads(letter["Body"])["detail"]["resource"] == {"group": group}
    message = letter["MessageAttributes"]["ErrorMessage"]["StringValue"]
    assert "UnauthorizedOperation" in message
    assert "ec2:RevokeSecurityGroupIngress" in message


def test_a_function_that_does_not_let_the_rule_is_not_invoked(functions: Functions) -> None:
    arn = functions.function("f", "def handler(e, c): pass")
    functions.rule("orders", {"source": ["shop"]}, arn)
    functions.put({"n": 1})
    (lost,) = functions.app.failed_deliveries
    assert (lost.code, lost.target_arn) == ("NO_PERMISSIONS", arn)


def test_what_cannot_be_sent_of_an_error_is_replaced(functions: Functions) -> None:
    dead = functions.queue("dead")
    code = "import os, sys\ndef handler(e, c):\n    os.write(int(sys.argv[2]), "
    code += r"""b'{"error": {"errorMessage": "half \\ud800"}}\n\n')"""
    code += "\n    os._exit(0)"
    config = {"TargetArn": sqs("dead")}
    functions.function("f", code, SEND, DeadLetterConfig=config)
    functions.client("lambda").put_function_event_invoke_config(
        FunctionName="f", MaximumRetryAttempts=0
    )
    functions.invoke("f", {"n": 1}, InvocationType="Event")
    (letter,) = functions.messages(dead)
    assert json.loads(letter["Body"]) == {"n": 1}
