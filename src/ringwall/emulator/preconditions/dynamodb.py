"""What DynamoDB refuses of tags and of the time to live of items, and moto takes.

https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html
"""

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.hooks import refuses
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState

MISSING = "Requested resource not found: Table: {} not found"


@refuses("dynamodb", "DescribeTimeToLive")
def check_table(_state: EmulatorState, call: EmulatedCall) -> None:
    """Raise Fault where there is no such table."""
    name = call.parameters["TableName"].rpartition("/")[2]
    if name not in moto_backend("dynamodb", call.account_id, call.region).tables:
        raise Fault("ResourceNotFoundException", MISSING.format(name))


@refuses("dynamodb", "TagResource", "UntagResource")
def check_tagged(_state: EmulatorState, call: EmulatedCall) -> None:
    """Raise Fault where what is tagged is a table that there is not."""
    arn = call.parameters["ResourceArn"]
    name = arn.rpartition(":table/")[2].partition("/")[0]
    if name not in moto_backend("dynamodb", call.account_id, call.region).tables:
        found = f"Requested resource not found: ResourcArn: {arn} not found"
        raise Fault("ResourceNotFoundException", found)


@refuses("dynamodb", "UpdateTimeToLive")
def check_time_to_live(state: EmulatorState, call: EmulatedCall) -> None:
    """Raise Fault where that is so already, or is of another attribute."""
    check_table(state, call)
    name = call.parameters["TableName"].rpartition("/")[2]
    found = moto_backend("dynamodb", call.account_id, call.region).tables[name].ttl
    asked = call.parameters["TimeToLiveSpecification"]
    is_on = found.get("TimeToLiveStatus") == "ENABLED"
    if asked["Enabled"] and is_on:
        raise Fault("ValidationException", "TimeToLive is already enabled")
    if not asked["Enabled"] and not is_on:
        raise Fault("ValidationException", "TimeToLive is already disabled")
    if not asked["Enabled"] and found.get("AttributeName") != asked["AttributeName"]:
        current = f"current AttributeName is {found['AttributeName']}"
        reason = f"TimeToLive is active on a different AttributeName: {current}"
        raise Fault("ValidationException", reason)
