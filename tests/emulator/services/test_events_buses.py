"""Event buses of one's own: what they are called, who may send, and whose tags are whose."""

import json
from typing import Any

import pytest

PLACE = "arn:aws:events:us-east-1:123456789012"


@pytest.fixture
def events(client: Any) -> Any:
    found = client("events")
    found.create_event_bus(Name="a", Description="first", Tags=[{"Key": "of", "Value": "bus"}])
    return found


def write(sid: str) -> str:
    statement = {"Sid": sid, "Effect": "Allow", "Principal": {"AWS": "*"}}
    action = {"Action": "events:PutEvents", "Resource": f"{PLACE}:event-bus/a"}
    return json.dumps({"Version": "2012-10-17", "Statement": [{**statement, **action}]})


def test_a_bus_has_a_description_that_changes(events: Any) -> None:
    (bus,) = events.list_event_buses(NamePrefix="a")["EventBuses"]
    assert bus["Description"] == "first"
    assert events.update_event_bus(Name="a", Description="second")["Arn"] == bus["Arn"]
    assert events.list_event_buses(NamePrefix="a")["EventBuses"][0]["Description"] == "second"


def test_a_whole_policy_replaces_another(events: Any, refusal: Any) -> None:
    events.put_permission(EventBusName="a", Policy=write("one"))
    events.put_permission(
        EventBusName="a", Action="events:PutEvents", Principal="111122223333", StatementId="two"
    )
    events.put_permission(EventBusName="a", Policy=write("three"))
    policy = json.loads(events.describe_event_bus(Name="a")["Policy"])
    assert [each["Sid"] for each in policy["Statement"]] == ["three"]
    call = events.put_permission
    assert refusal(call, EventBusName="a", Policy="{")[0] == "ValidationException"
    assert refusal(call, EventBusName="b", Policy=write("x"))[0] == "ResourceNotFoundException"


def test_a_bus_with_rules_is_not_deleted(events: Any, refusal: Any) -> None:
    events.put_rule(Name="r", EventBusName="a", EventPattern='{"source": ["x"]}')
    assert refusal(events.delete_event_bus, Name="a")[0] == "ValidationException"
    events.delete_rule(Name="r", EventBusName="a")
    events.delete_event_bus(Name="a")
    assert events.list_event_buses(NamePrefix="a")["EventBuses"] == []


def test_a_bus_and_a_rule_of_its_name_have_tags_of_their_own(events: Any, refusal: Any) -> None:
    events.put_rule(Name="a", EventPattern='{"source": ["x"]}')

    def tags_of(kind: str) -> list[str]:
        found = events.list_tags_for_resource(ResourceARN=f"{PLACE}:{kind}/a")["Tags"]
        return [f"{each['Key']}={each['Value']}" for each in found]

    assert (tags_of("event-bus"), tags_of("rule")) == (["of=bus"], [])
    events.tag_resource(ResourceARN=f"{PLACE}:rule/a", Tags=[{"Key": "of", "Value": "rule"}])
    assert (tags_of("event-bus"), tags_of("rule")) == (["of=bus"], ["of=rule"])
    events.untag_resource(ResourceARN=f"{PLACE}:event-bus/a", TagKeys=["of"])
    assert (tags_of("event-bus"), tags_of("rule")) == ([], ["of=rule"])
    call = events.list_tags_for_resource
    missing = f"{PLACE}:rule/b"
    assert refusal(call, ResourceARN=missing)[0] == "ResourceNotFoundException"
