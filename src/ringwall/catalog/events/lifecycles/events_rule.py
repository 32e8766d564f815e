"""How rules of EventBridge come, change and go; their targets are rows of their own."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_NAME = {"Name": "{name}", "EventBusName": "{event_bus_name}"}
_COLUMNS = (
    "event_pattern",
    "schedule_expression",
    "description",
    "state",
    "role_arn",
)
_RULE = {
    **_NAME,
    "EventPattern": "{event_pattern|json}",
    "ScheduleExpression": "{schedule_expression}",
    "Description": "{description}",
    "State": "{state}",
    "RoleArn": "{role_arn}",
}
_TAG = Step("events.tag_resource", {"ResourceARN": "{found.arn}", "Tags": "{tags|pairs}"})
_BUSY = ("ConcurrentModificationException",)


rule = Lifecycle(
    table="events_rule",
    find=Find(
        "events.list_rules",
        {"NamePrefix": "{name}", "EventBusName": "{event_bus_name}"},
        items="Rules",
        match={"Name": "{name}"},
        absent=("ResourceNotFoundException",),
    ),
    identity=("event_bus_name", "name"),
    named_by=("name",),
    create=Step(
        "events.put_rule",
        {**_RULE, "Tags": "{tags|pairs}"},
        retry=_BUSY,
        also=("events:TagResource",),
    ),
    creates=("event_bus_name", "name", *_COLUMNS, "tags"),
    updates=(
        Update(_COLUMNS, Step("events.put_rule", _RULE, retry=_BUSY)),
        Update(("tags",), _TAG),
    ),
    erase=Step("events.delete_rule", _NAME, retry=_BUSY),
    normal={"event_pattern": "json"},
    parts={
        "events_target": {"rule_arn": "arn", "rule": "name", "event_bus_name": "event_bus_name"}
    },
    owner="tag",
    retag=_TAG,
)
