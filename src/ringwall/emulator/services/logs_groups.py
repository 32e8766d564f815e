"""CloudWatch Logs: the class of a log group, which it has from its creation to its end.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch_Logs_Log_Classes.html
"""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState

STANDARD = "STANDARD"
PAGE = 50


@emulates("logs", "CreateLogGroup")
def create_group(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make a group of a class."""
    given, backend = call.parameters, moto_backend("logs", call.account_id, call.region)
    name, tags = given["logGroupName"], given.get("tags")
    if name in backend.groups:
        raise Fault("ResourceAlreadyExistsException", "The specified log group already exists")
    backend.create_log_group(name, tags, kmsKeyId=given.get("kmsKeyId"))
    backend.groups[name].log_group_class = given.get("logGroupClass") or STANDARD
    return {}


@emulates("logs", "DescribeLogGroups")
def describe_groups(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return groups with their classes, a page at a time."""
    given, backend = call.parameters, moto_backend("logs", call.account_id, call.region)
    groups = sorted(backend.groups.values(), key=lambda group: str(group.name))
    prefix, pattern = given.get("logGroupNamePrefix", ""), given.get("logGroupNamePattern", "")
    chosen = [
        group
        for group in groups
        if group.name.startswith(prefix)
        and pattern.lower() in group.name.lower()
        and given.get("logGroupClass") in (None, _class_of(group))
        and group.name > given.get("nextToken", "")
    ]
    limit = given.get("limit") or PAGE
    page = [{**group.to_describe_dict(), "logGroupClass": _class_of(group)} for group in chosen]
    more = {"nextToken": page[limit - 1]["logGroupName"]} if len(page) > limit else {}
    return {"logGroups": page[:limit], **more}


def _class_of(group: Any) -> str:
    return getattr(group, "log_group_class", STANDARD)
