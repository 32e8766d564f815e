"""Targets of rules: queues, log groups, other buses, Systems Manager; by policy or by role."""

import json
from typing import Any

import pytest
from policy_texts import write

World = Any
"""plugins/event_world.py declares it."""
OWNER = "123456789012"
PLACE = f"us-east-1:{OWNER}"
RULE = f"arn:aws:events:{PLACE}:rule/orders"
PATTERN = {"source": ["shop"]}


def test_a_queue_gets_the_whole_event(world: World) -> None:
    url = world.queue("orders", RULE)
    world.rule("orders", PATTERN, f"arn:aws:sqs:{PLACE}:orders")
    event_id = world.put({"n": 1}, Resources=["a"])["Entries"][0]["EventId"]
    (event,) = world.bodies(url)
    assert event.pop("time").endswith("Z")
    assert event == {
        "version": "0",
        "id": event_id,
        "detail-type": "order",
        "source": "shop",
        "account": OWNER,
        "region": "us-east-1",
        "resources": ["a"],
        "detail": {"n": 1},
    }


def test_a_fifo_queue_gets_events_in_a_group(world: World) -> None:
    fifo = {"FifoQueue": "true", "ContentBasedDeduplication": "true"}
    url = world.queue("orders.fifo", RULE, **fifo)
    plain = world.queue("plain.fifo", RULE, FifoQueue="true")
    for name in ("orders.fifo", "plain.fifo"):
        target = {
            "Arn": f"arn:aws:sqs:{PLACE}:{name}",
            "SqsParameters": {"MessageGroupId": "one"},
            "Id": name,
        }
        world.rule("orders", PATTERN, target)
    world.put({"n": 1})
    assert len(world.messages(url)) == 1
    assert world.messages(plain) == []
    assert [failed.code for failed in world.app.failed_deliveries] == ["INVALID_PARAMETER"]


def test_a_log_group_is_written_to_where_a_resource_policy_allows_it(world: World) -> None:
    logs = world.client("logs")
    logs.create_log_group(logGroupName="/aws/events/orders")
    arn = f"arn:aws:logs:{PLACE}:log-group:/aws/events/orders"
    world.rule("orders", PATTERN, arn)
    world.put({"n": 1})
    assert [failed.code for failed in world.app.failed_deliveries] == ["NO_PERMISSIONS"]
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": ["events.amazonaws.com", "delivery.logs.amazonaws.com"]},
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": f"arn:aws:logs:{PLACE}:log-group:/aws/events/*:*",
    }
    logs.put_resource_policy(policyName="events", policyDocument=write(statement))
    world.put({"n": 2})
    found = logs.filter_log_events(logGroupName="/aws/events/orders")["events"]
    assert [json.loads(event["message"])["detail"] for event in found] == [{"n": 2}]


def forwarder(world: World, *buses: str) -> str:
    statement = {"Effect": "Allow", "Action": "events:PutEvents", "Resource": [*buses]}
    role: str = world.role("forwarder", "events", statement)
    return role


def test_another_bus_gets_the_event_as_it_was(world: World) -> None:
    bus = f"arn:aws:events:{PLACE}:event-bus/other"
    events = world.client("events")
    events.create_event_bus(Name="other")
    there = f"arn:aws:events:{PLACE}:rule/other/orders"
    url = world.queue("orders", there)
    world.rule("orders", PATTERN, {"Arn": bus, "RoleArn": forwarder(world, bus)})
    world.rule("orders", PATTERN, f"arn:aws:sqs:{PLACE}:orders", EventBusName="other")
    event_id = world.put({"n": 1})["Entries"][0]["EventId"]
    assert [event["id"] for event in world.bodies(url)] == [event_id]


@pytest.mark.parametrize("last", ["third", "default"], ids=["a third", "round in a circle"])
def test_an_event_is_forwarded_once(world: World, last: str) -> None:
    place = f"arn:aws:events:{PLACE}"
    events = world.client("events")
    events.create_event_bus(Name="other")
    events.create_event_bus(Name="third")
    buried = world.queue("dead", f"{place}:rule/other/on")
    kept = world.queue("kept", f"{place}:rule/other/keep")
    first, next_ = f"{place}:event-bus/other", f"{place}:event-bus/{last}"
    role = forwarder(world, first, next_)
    world.rule("orders", PATTERN, {"Arn": first, "RoleArn": role})
    world.rule("keep", PATTERN, f"arn:aws:sqs:{PLACE}:kept", EventBusName="other")
    dead = {"Arn": f"arn:aws:sqs:{PLACE}:dead"}
    on = {"Arn": next_, "RoleArn": role, "DeadLetterConfig": dead}
    world.rule("on", PATTERN, on, EventBusName="other")
    event_id = world.put({"n": 1})["Entries"][0]["EventId"]
    assert [event["id"] for event in world.bodies(kept)] == [event_id]
    assert [event["id"] for event in world.bodies(buried)] == [event_id]
    (failed,) = world.app.failed_deliveries
    assert failed.code == "THIRD_ACCOUNT_HOP_DETECTED"
    assert "only once" in failed.message


def test_events_cross_accounts_where_the_bus_lets_them_once(world: World) -> None:
    member = world.member()
    keys = world.enter(member)
    there = world.client("events", *keys)
    bus = f"arn:aws:events:us-east-1:{member}:event-bus/default"
    back = f"arn:aws:events:{PLACE}:event-bus/default"
    world.rule("orders", PATTERN, {"Arn": bus, "RoleArn": forwarder(world, bus)})
    world.put({"n": 1})
    assert [failed.code for failed in world.app.failed_deliveries] == ["NO_PERMISSIONS"]
    there.put_permission(Action="events:PutEvents", Principal=OWNER, StatementId="hub")
    there.put_rule(Name="all", EventPattern=json.dumps(PATTERN))
    queue = f"arn:aws:sqs:us-east-1:{member}:orders"
    url = world.client("sqs", *keys).create_queue(QueueName="orders")["QueueUrl"]
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": queue,
    }
    world.client("sqs", *keys).set_queue_attributes(
        QueueUrl=url, Attributes={"Policy": write(statement)}
    )
    there.put_targets(Rule="all", Targets=[{"Id": "q", "Arn": queue}])
    world.put({"n": 2})
    found = world.client("sqs", *keys).receive_message(QueueUrl=url)["Messages"]
    (event,) = [json.loads(message["Body"]) for message in found]
    assert (event["account"], event["detail"]) == (OWNER, {"n": 2})
    assert len(world.app.failed_deliveries) == 1
    assert back != bus


def test_systems_manager_starts_an_automation_with_the_role(world: World) -> None:
    arn = f"arn:aws:ssm:{PLACE}:automation-definition/Stop:$DEFAULT"
    start = {"Effect": "Allow", "Action": "ssm:StartAutomationExecution", "Resource": "*"}
    role = world.role("starter", "events", start)
    target = {"Arn": arn, "RoleArn": role, "Input": '{"InstanceId": ["i-1"], "Wait": 5}'}
    world.rule("orders", PATTERN, target)
    world.put({"n": 1})
    (record,) = [r for r in world.app.trail if r["eventName"] == "StartAutomationExecution"]
    assert record["userIdentity"]["arn"] == f"arn:aws:sts::{OWNER}:assumed-role/starter/orders"
    assert record["userIdentity"]["invokedBy"] == "events.amazonaws.com"


def test_a_command_runs_on_the_instances_of_the_target(world: World) -> None:
    arn = "arn:aws:ssm:us-east-1::document/AWS-RunShellScript"
    role = world.role("starter", "events", {"Effect": "Allow", "Action": "*", "Resource": "*"})
    chosen = [{"Key": "tag:team", "Values": ["shop"]}]
    target = {
        "Arn": arn,
        "RoleArn": role,
        "Input": '{"commands": "date"}',
        "RunCommandParameters": {"RunCommandTargets": chosen},
    }
    world.rule("orders", PATTERN, target)
    world.put({"n": 1})
    (command,) = world.client("ssm").list_commands()["Commands"]
    assert command["Parameters"] == {"commands": ["date"]}
    assert command["Targets"] == chosen


@pytest.mark.parametrize("text", ["[]", '"a"'])
def test_documents_take_parameters_by_name(world: World, text: str) -> None:
    arn = f"arn:aws:ssm:{PLACE}:automation-definition/Stop"
    role = world.role("starter", "events", {"Effect": "Allow", "Action": "*", "Resource": "*"})
    world.rule("orders", PATTERN, {"Arn": arn, "RoleArn": role, "Input": text})
    world.put({"n": 1})
    assert [failed.code for failed in world.app.failed_deliveries] == ["INVALID_PARAMETER"]


def test_a_stream_gets_a_record(world: World) -> None:
    kinesis = world.client("kinesis")
    kinesis.create_stream(StreamName="orders", ShardCount=1)
    arn = f"arn:aws:kinesis:{PLACE}:stream/orders"
    put = {"Effect": "Allow", "Action": "kinesis:PutRecord", "Resource": arn}
    world.rule("orders", PATTERN, {"Arn": arn, "RoleArn": world.role("putter", "events", put)})
    world.put({"n": 1})
    shard = kinesis.get_shard_iterator(
        StreamName="orders", ShardId="shardId-000000000000", ShardIteratorType="TRIM_HORIZON"
    )
    (record,) = kinesis.get_records(ShardIterator=shard["ShardIterator"])["Records"]
    assert json.loads(record["Data"])["detail"] == {"n": 1}
