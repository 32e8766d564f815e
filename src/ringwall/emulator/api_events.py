"""What EventBridge is told of calls: CloudTrail's events.

It costs nothing where no rule waits for it.
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
"""

from datetime import datetime

from ringwall.emulator.on_moto.moto_client import moto_backends
from ringwall.emulator.published_events import publish
from ringwall.emulator.state import EmulatorState
from ringwall.emulator.trail.delivery import CLOUDTRAIL, find_settings
from ringwall.emulator.trail.record import TrailRecord, add_shared

SIGN_IN = "AwsConsoleSignIn"
ALL_EVENTS = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
"""The state of a rule that gets reads, too."""
Places = frozenset[tuple[str, str]]
"""Accounts and Regions."""


def publish_call(state: EmulatorState) -> None:
    """Publish the CloudTrail event of the last call."""
    listening = find_listening()
    if not listening:
        return
    # What CloudTrail wrote in consequence follows the record of the call.
    own = (r for r in reversed(state.log.records) if r["sourceIPAddress"] != CLOUDTRAIL)
    record = next(own)
    publish_record(state, record, listening)


def find_listening() -> Places:
    """Return the accounts and Regions whose default bus has a rule."""
    return frozenset(
        (account, region)
        for account, region, backend in moto_backends("events").iter_backends()
        if "default" in backend.event_buses and backend.event_buses["default"].rules
    )


def publish_record(state: EmulatorState, record: TrailRecord, listening: Places) -> None:
    """Publish a CloudTrail event in each account that has it, where a trail logs it.

    Reads are published only where a rule asks for all management events.
    """
    kind = "AWS API Call via CloudTrail"
    if record["eventType"] == SIGN_IN:
        kind = "AWS Console Sign In via CloudTrail"
    for seen in add_shared([record]):
        place = (seen["recipientAccountId"], seen["awsRegion"])
        if place not in listening or (seen["readOnly"] and not _wants_reads(*place)):
            continue
        if any(trail.is_logging and trail.takes(seen) for trail in find_settings()):
            source = seen["eventSource"].removesuffix(".amazonaws.com")
            at = datetime.fromisoformat(seen["eventTime"])
            publish(state, *place, f"aws.{source}", kind, seen, (), at)


def _wants_reads(account_id: str, region: str) -> bool:
    bus = moto_backends("events")[account_id][region].event_buses["default"]
    return any(rule.state == ALL_EVENTS for rule in bus.rules.values())
