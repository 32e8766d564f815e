"""How targets of rules come, change and go."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_RULE = {"Rule": "{rule}", "EventBusName": "{event_bus_name}"}
_COLUMNS = ("target_arn", "role_arn", "dead_letter_arn")
_PUT = Step(
    "events.put_targets",
    {
        **_RULE,
        "Targets": [
            {
                "Id": "{target_id}",
                "Arn": "{target_arn}",
                "RoleArn": "{role_arn}",
                "DeadLetterConfig": {"Arn": "{dead_letter_arn}"},
            }
        ],
    },
    retry=("ConcurrentModificationException",),
    also=("iam:PassRole",),
)


target = Lifecycle(
    table="events_target",
    find=Find(
        "events.list_targets_by_rule",
        _RULE,
        items="Targets",
        match={"Id": "{target_id}"},
        absent=("ResourceNotFoundException",),
    ),
    identity=("target_id",),
    given=("rule", "event_bus_name"),
    ids=("target_id",),
    create=_PUT,
    creates=("target_id", *_COLUMNS),
    updates=(Update(_COLUMNS, _PUT),),
    erase=Step("events.remove_targets", {**_RULE, "Ids": ["{target_id}"]}),
)
