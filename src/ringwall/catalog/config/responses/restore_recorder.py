"""Restores AWS Config in a Region: its recorder, its delivery channel, and that it records."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from ringwall.catalog.audited_calls import AuditedCall, tell_calls
from ringwall.catalog.cloudtrail.past_calls import find_calls
from ringwall.catalog.config.recorded_settings import (
    CHANNEL,
    NAME,
    RECORDER,
    find_past,
    probe_channel,
    probe_recorder,
    show_recorder,
    take_put,
    write_channel,
    write_recorder,
)
from ringwall.model.change import UNREAD, Change, Probe, Write
from ringwall.model.response_playbook import HumanStep, responds
from ringwall.model.state import read_state
from ringwall.model.table import Reader, Row
from ringwall.model.threat import Scene, Threat
from ringwall.model.write_shape import WriteShape

WRITES = (
    WriteShape(
        "config.put_configuration_recorder",
        {"ConfigurationRecorder": RECORDER},
        also=("iam:PassRole",),
    ),
    WriteShape("config.delete_configuration_recorder", {"ConfigurationRecorderName": NAME}),
    WriteShape("config.put_delivery_channel", {"DeliveryChannel": CHANNEL}),
    WriteShape("config.delete_delivery_channel", {"DeliveryChannelName": NAME}),
    WriteShape("config.start_configuration_recorder", {"ConfigurationRecorderName": NAME}),
    WriteShape("config.stop_configuration_recorder", {"ConfigurationRecorderName": NAME}),
)
_LESS = "Config does not tell any more of what they looked at"
AUDITED = (
    AuditedCall("DeleteConfigRule", "configRuleName", "Create these rules again: {}", _LESS),
    AuditedCall(
        "DeleteConformancePack", "conformancePackName", "Deploy these packs again: {}", _LESS
    ),
    AuditedCall(
        "DeleteRemediationConfiguration", "configRuleName", "Put remediations back: {}", _LESS
    ),
    AuditedCall(
        "DeleteConfigurationAggregator",
        "configurationAggregatorName",
        "Create the aggregators again: {}",
        _LESS,
    ),
    AuditedCall(
        "DeleteRetentionConfiguration",
        "retentionConfigurationName",
        "Set how long history is kept again: {}",
        "history may be deleted sooner, or is kept for seven years",
    ),
)


@dataclass(frozen=True)
class _Place:
    """An account and a Region whose Config is restored."""

    account_id: str
    reader: Reader
    since: int

    @property
    def arn(self) -> str:
        return f"arn:{self.reader.partition}:config:{self.reader.region}:{self.account_id}"

    def make(self, resource: str, **facts: Any) -> Change:
        make = partial(Change, account_id=self.account_id, region=self.reader.region)
        facts = {"blast": "none", "stage": "recover", **facts}
        return make(resource=f"{self.arn}:{resource}", layer="response", **facts)


@responds(
    "Restore AWS Config",
    "detector",
    "service",
    writes=WRITES,
    reads=(
        "cloudtrail.lookup_events",
        "config.describe_configuration_recorder_status",
        "config.describe_configuration_recorders",
        "config.describe_delivery_channels",
    ),
    risks=(
        "What changed while nothing was recorded is not in the history.",
        "Recording costs again what it did.",
        "What somebody else has set since then, on purpose, is set back too.",
    ),
    rollback="The recorder and the delivery channel are as the attacker left them.",
    answers=(
        "config.delivery_is_changed",
        "config.recorder_is_stopped",
        "config.recorder_records_less",
        "config.rules_are_deleted",
    ),
)
def restore_recorder(threat: Threat, scene: Scene) -> Iterator[Change | HumanStep]:
    """Put the recorder and the channel back as records tell they were, and start to record."""
    place = _Place(threat.account_id, scene.reader(threat), threat.first_at)
    recorder = read_state(probe_recorder(), place.reader)
    channel = read_state(probe_channel(), place.reader)
    needs: list[str] = []
    for item in _mend_recorder(place, recorder):
        if isinstance(item, Change):
            needs.append(item.id)
            recorder = item.after
        yield item
    for item in _mend_channel(place, channel):
        if isinstance(item, Change):
            needs.append(item.id)
            channel = item.after
        yield item
    if recorder is not None and channel is not None:
        yield from _start(place, recorder["name"], needs)
    yield from tell_calls(place.reader, AUDITED, place.arn, place.since)


def _mend_recorder(place: _Place, now: Row | None) -> Iterator[Change | HumanStep]:
    """Yield the Change that sets the recorder as it was, where it was changed or deleted since."""
    call, member = "PutConfigurationRecorder", "configurationRecorder"
    if now is not None and not _was_put(place, call, member):
        return
    put = find_past(place.reader, call, member, place.since) if place.since else None
    if put is None or not put.get("roleARN"):
        what = "Look at what the recorder records, and whether there is one"
        yield HumanStep(f"{place.arn}:recorder", what, "nothing tells how it was before")
        return
    past = show_recorder(put)
    if past == now or (now is not None and past["name"] != now["name"]):
        return
    undo = Write(
        "config.delete_configuration_recorder", {"ConfigurationRecorderName": past["name"]}
    )
    if now is not None:
        undo = Write("config.put_configuration_recorder", write_recorder(now))
    yield place.make(
        f"recorder/{past['name']}",
        write=Write(
            "config.put_configuration_recorder",
            write_recorder(past),
            retry=("InvalidRoleException",),
        ),
        probe=probe_recorder(),
        before=now,
        after=past,
        why="Config records what it did",
        undo=undo,
    )


def _was_put(place: _Place, call: str, member: str) -> bool:
    if not place.since:
        return False
    found = find_calls(
        place.reader, call, lambda one: bool(take_put(one, member)), since=place.since
    )
    return any(found)


def _mend_channel(place: _Place, now: Row | None) -> Iterator[Change | HumanStep]:
    """Yield the Change that sets the delivery channel as it was."""
    call, member = "PutDeliveryChannel", "deliveryChannel"
    if now is not None and not _was_put(place, call, member):
        return
    put = find_past(place.reader, call, member, place.since) if place.since else None
    if put is None or not put.get("s3BucketName"):
        what = "Look where Config delivers to, and whether it does"
        yield HumanStep(f"{place.arn}:channel", what, "nothing tells how it was before")
        return
    past = {name.rstrip("?"): put.get(name.rstrip("?")) for name in CHANNEL}
    if past == now or (now is not None and past["name"] != now["name"]):
        return
    undo = Write(
        "config.delete_delivery_channel",
        {"DeliveryChannelName": past["name"]},
        retry=("LastDeliveryChannelDeleteFailedException",),
    )
    if now is not None:
        undo = Write("config.put_delivery_channel", write_channel(now))
    yield place.make(
        f"channel/{past['name']}",
        write=Write(
            "config.put_delivery_channel",
            write_channel(past),
            retry=("NoAvailableConfigurationRecorderException",),
        ),
        probe=probe_channel(),
        before=now,
        after=past,
        why="Config delivers to where it did",
        undo=undo,
    )


def _start(place: _Place, name: str, needs: list[str]) -> Iterator[Change]:
    which = {"ConfigurationRecorderName": name}
    probe = Probe(
        "config.describe_configuration_recorder_status",
        {"ConfigurationRecorderNames": [name]},
        "ConfigurationRecordersStatus[0].recording",
        ("NoSuchConfigurationRecorderException",),
    )
    before = read_state(probe, place.reader)
    if before is True:
        return
    yield place.make(
        f"recorder/{name}",
        write=Write(
            "config.start_configuration_recorder",
            which,
            retry=("NoAvailableDeliveryChannelException",),
        ),
        probe=probe,
        before=UNREAD if before is None else before,
        after=True,
        why="what is changed is recorded again",
        undo=Write("config.stop_configuration_recorder", which),
        stage="contain",
        needs=tuple(needs) if before is None else (),
    )
