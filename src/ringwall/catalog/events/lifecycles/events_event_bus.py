"""How event buses come, change and go; their rules are rows of their own."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_BUSY = ("ConcurrentModificationException",)
_TAG = Step("events.tag_resource", {"ResourceARN": "{found.arn}", "Tags": "{tags|pairs}"})


event_bus = Lifecycle(
    table="events_event_bus",
    find=Find(
        "events.list_event_buses",
        {"NamePrefix": "{name}"},
        items="EventBuses",
        match={"Name": "{name}"},
    ),
    identity=("name",),
    named_by=("name",),
    create=Step(
        "events.create_event_bus",
        {"Name": "{name}", "Description": "{description}", "Tags": "{tags|pairs}"},
        retry=_BUSY,
        also=("events:TagResource",),
    ),
    creates=("name", "description", "tags"),
    updates=(
        Update(
            ("policy",),
            Step(
                "events.put_permission",
                {"EventBusName": "{name}", "Policy": "{policy|json}"},
                retry=_BUSY,
            ),
            clear=Step(
                "events.remove_permission",
                {"EventBusName": "{name}", "RemoveAllPermissions": True},
                retry=_BUSY,
            ),
        ),
        Update(
            ("description",),
            Step(
                "events.update_event_bus",
                {"Name": "{name}", "Description": "{description}"},
                retry=_BUSY,
                blast="none",
            ),
        ),
        Update(("tags",), _TAG),
    ),
    erase=Step("events.delete_event_bus", {"Name": "{name}"}, retry=_BUSY, blast="availability"),
    parts={"events_rule": {"event_bus_name": "name"}},
    normal={"policy": "policy"},
    owner="tag",
    retag=_TAG,
)
