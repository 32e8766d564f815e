"""EventBridge: buses with their policies and tags."""

from collections.abc import Callable
from typing import Any

from ringwall.model.errors import AccessDenied
from ringwall.model.table import Reader

ARN = "arn:aws:events:eu-west-1:111111111111:event-bus/"
POLICY = (
    '{"Statement": [{"Sid": "all", "Effect": "Allow", "Principal": "*",'
    ' "Action": "events:PutEvents", "Resource": "*"}]}'
)
PAGES = [
    {"EventBuses": [{"Name": "default", "Arn": f"{ARN}default"}], "NextToken": "more"},
    {"EventBuses": [{"Name": "orders", "Arn": f"{ARN}orders", "Policy": POLICY}]},
]


def test_buses_are_read_with_their_policies(canned: Any, collect: Any) -> None:
    tags = {"Tags": [{"Key": "team", "Value": "shop"}]}
    answers = {"events.list_event_buses": PAGES, "events.list_tags_for_resource": tags}
    reader = canned(answers)
    rows, gaps = collect(reader, "events_event_bus")
    assert gaps == []
    policies = {row["name"]: row["policy"] for row in rows["events_event_bus"]}
    assert policies["default"] == {}
    assert "events:PutEvents" in policies["orders"]
    (statement,) = rows["policy_statement"]
    assert (statement["arn"], statement["principals"]) == (f"{ARN}orders", ["*"])
    assert statement["owner_table"] == "events_event_bus"
    assert rows["events_event_bus"][0]["tags"] == {"team": "shop"}
    assert len(reader.calls) == 3


def test_a_denied_list_is_a_gap_of_both_tables(canned: Any, collect: Any) -> None:
    denied = AccessDenied("no", "AccessDeniedException")
    rows, gaps = collect(canned({"events.list_event_buses": denied}), "events_event_bus")
    assert rows["events_event_bus"] == []
    assert {g.table_name for g in gaps} == {"events_event_bus", "policy_statement"}


def test_the_service_reads_a_bus(live: Reader, aws: Callable[[str], Any], collect: Any) -> None:
    client = aws("events")
    client.create_event_bus(Name="orders")
    client.put_permission(EventBusName="orders", Policy=POLICY)
    rows, gaps = collect(live, "events_event_bus")
    assert gaps == []
    assert {r["name"] for r in rows["events_event_bus"]} == {"default", "orders"}
    assert [s["principals"] for s in rows["policy_statement"]] == [["*"]]
