"""Restores a trail that was stopped, narrowed, led elsewhere or deleted."""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from ringwall.catalog.cloudtrail.log_bucket import BUCKET_WRITES, restore_policy
from ringwall.catalog.cloudtrail.past_calls import find_calls
from ringwall.catalog.cloudtrail.trail_settings import (
    FLAGS,
    LOGS,
    SHAPES,
    TEXTS,
    NamedTrail,
    find_past_selectors,
    find_past_settings,
    write_selectors,
    write_settings,
)
from ringwall.catalog.cloudtrail.trails import TRAIL
from ringwall.catalog.kms.revived_key import KEY_WRITES, revive_key
from ringwall.model.change import UNREAD, Change, Probe, Write
from ringwall.model.errors import AccessDenied, NeedsHuman
from ringwall.model.response_playbook import HumanStep, responds
from ringwall.model.state import read_state
from ringwall.model.table import Row
from ringwall.model.threat import Scene, Threat
from ringwall.model.write_shape import Shape, WriteShape

NAME = r"[\w.-]{3,128}"
NOT_YET = (
    "CloudWatchLogsDeliveryUnavailableException",
    "ConflictException",
    "InsufficientEncryptionPolicyException",
    "InsufficientS3BucketPolicyException",
)
"""What a policy that was put back a moment ago makes CloudTrail answer."""
SELECTORS: Mapping[str, Shape] = {"EventSelectors?": [object], "AdvancedEventSelectors?": [object]}
WRITES = (
    WriteShape("cloudtrail.start_logging", {"Name": TRAIL}),
    WriteShape("cloudtrail.stop_logging", {"Name": TRAIL}),
    WriteShape("cloudtrail.update_trail", {"Name": TRAIL, **SHAPES}, also=("iam:PassRole",)),
    WriteShape("cloudtrail.put_event_selectors", {"TrailName": TRAIL, **SELECTORS}),
    WriteShape("cloudtrail.create_trail", {"Name": NAME, **SHAPES}, also=("iam:PassRole",)),
    WriteShape("cloudtrail.delete_trail", {"Name": TRAIL}),
    *BUCKET_WRITES,
    *KEY_WRITES,
)
READS = (
    "cloudtrail.describe_trails",
    "cloudtrail.get_event_selectors",
    "cloudtrail.get_trail_status",
    "cloudtrail.lookup_events",
    "config.get_resource_config_history",
    "config.list_discovered_resources",
    "kms.describe_key",
    "s3.get_bucket_location",
    "s3.get_bucket_policy",
)


@responds(
    "Restore a CloudTrail trail",
    "trail",
    writes=WRITES,
    reads=READS,
    risks=(
        "What happened while the trail was off is not in its log, but in the event history.",
        "What somebody else has set since then, on purpose, is set back too.",
    ),
    rollback="The trail is as the attacker left it: stopped, narrowed, or deleted if it was.",
    answers=(
        "cloudtrail.insights_are_switched_off",
        "cloudtrail.log_key_is_taken_away",
        "cloudtrail.trail_*",
        "guardduty.Stealth:IAMUser/CloudTrailLoggingDisabled",
    ),
)
def restore_trail(threat: Threat, scene: Scene) -> Iterator[Change | HumanStep]:
    """Start logging; put back the bucket's policy, the key, the settings and the selectors.

    What was set before is taken from the records of the calls that set it, and from AWS Config.
    """
    trail = _open(threat, scene)
    since = threat.first_at
    past = None
    try:
        past = find_past_settings(trail, since) if since else None
    except AccessDenied as error:
        what = "Look in CloudTrail and AWS Config how the trail was set before it began"
        yield HumanStep(trail.arn, what, f"it could not be read: {error}")
    now = read_state(trail.probe(), trail.reader)
    if now is None and past is None:
        raise NeedsHuman(f"{trail.arn} is gone, and nothing tells how it was: create it anew")
    if now is not None:
        yield from _start(trail)
    needs: list[str] = []
    for item in _mend_target(trail, past or now, since):
        needs += [item.id] if isinstance(item, Change) else []
        yield item
    if now is None:
        yield from _create(trail, past or {}, since, tuple(needs))
    elif since:
        yield from _mend_settings(trail, now, past, since, tuple(needs))
        yield from _mend_selectors(trail, since)
    else:
        what = "Compare what the trail records, and where to, with how it should be"
        yield HumanStep(trail.arn, what, "it is not known when it began")
    if threat.rule == "cloudtrail.insights_are_switched_off":
        what = "Put the trail's Insights back: aws cloudtrail put-insight-selectors"
        yield HumanStep(trail.arn, what, "unusual activity is not told without them")


def _open(threat: Threat, scene: Scene) -> NamedTrail:
    """Return the trail of a threat: by its ARN, or by its name in the threat's Region."""
    reader, owner = scene.reader(threat), threat.account_id
    store = re.fullmatch(
        r"arn:[a-z-]{3,20}:cloudtrail:[\w-]+:\d{12}:eventdatastore/([\w-]{1,64})", threat.resource
    )
    if store:
        command = f"aws cloudtrail restore-event-data-store --event-data-store {store[1]}"
        raise NeedsHuman(f"Restore the event data store within 7 days: {command}")
    found = re.fullmatch(
        rf"(?:arn:[a-z-]{{3,20}}:cloudtrail:([a-z0-9-]{{5,20}}):(\d{{12}}):trail/)?({NAME})",
        threat.resource,
        re.ASCII,
    )
    if not found:
        raise NeedsHuman(f"{threat.resource} is no trail")
    if found[2] and found[2] != owner:
        raise NeedsHuman(f"{threat.resource}: account {found[2]} owns the trail; restore it there")
    region = found[1] or reader.region
    arn = f"arn:{reader.partition}:cloudtrail:{region}:{owner}:trail/{found[3]}"
    return NamedTrail(found[3], arn, owner, reader.at(region))


def _make(trail: NamedTrail, **facts: Any) -> Change:
    make = partial(Change, account_id=trail.owner, region=trail.reader.region, resource=trail.arn)
    return make(layer="response", **{"stage": "recover", "blast": "config", **facts})


def _make_start(trail: NamedTrail, **facts: Any) -> Change:
    which = {"Name": trail.arn}
    return _make(
        trail,
        write=Write("cloudtrail.start_logging", which),
        probe=Probe("cloudtrail.get_trail_status", which, "IsLogging"),
        after=True,
        why="while the trail is stopped, nobody can see what an attacker does",
        undo=Write("cloudtrail.stop_logging", which),
        stage="contain",
        **{"blast": "none", **facts},
    )


def _start(trail: NamedTrail) -> Iterator[Change]:
    change = _make_start(trail, before=False)
    if read_state(change.probe, trail.reader) is not True:
        yield change


def _mend_target(trail: NamedTrail, wanted: Row, since: int) -> Iterator[Change | HumanStep]:
    """Yield what lets CloudTrail write to the bucket, with the key."""
    if since:
        yield from restore_policy(wanted["S3BucketName"], trail.owner, trail.reader, since)
    if key := wanted["KmsKeyId"]:
        place = re.fullmatch(r"arn:[a-z-]{3,20}:kms:([a-z0-9-]{5,20}):\d{12}:[^\n]*", key)
        reader = trail.reader.at(place[1]) if place else trail.reader
        yield from revive_key(reader, trail.owner, key, trail.arn)


def _mend_settings(
    trail: NamedTrail, now: Row, past: Row | None, since: int, target: tuple[str, ...]
) -> Iterator[Change | HumanStep]:
    if past is None:
        if any(find_calls(trail.reader, "UpdateTrail", trail.is_about, since=since)):
            what = "Put the trail's settings back: it was updated, and nothing tells how it was"
            yield HumanStep(trail.arn, what, "it may leave events out, or write elsewhere")
        return
    names = [name for name in (*TEXTS, *FLAGS) if now[name] != past[name]]
    if set(names) & set(LOGS):
        names = [*dict.fromkeys([*names, *LOGS])]
    if not names:
        return
    yield _make(
        trail,
        write=Write(
            "cloudtrail.update_trail", {"Name": trail.arn, **write_settings(past, names)}, NOT_YET
        ),
        probe=trail.probe(),
        before=now,
        after=past,
        why=f"the trail records what it did, and where it did: {', '.join(names)}",
        undo=Write(
            "cloudtrail.update_trail", {"Name": trail.arn, **write_settings(now, names)}, NOT_YET
        ),
        # CloudTrail looks whether it can write to a bucket, and use a key, before it takes them.
        needs=target if {"S3BucketName", "KmsKeyId"} & set(names) else (),
    )


def _mend_selectors(trail: NamedTrail, since: int) -> Iterator[Change | HumanStep]:
    if not any(find_calls(trail.reader, "PutEventSelectors", trail.is_about, since=since)):
        return
    past = find_past_selectors(trail, since)
    if past is None:
        what = "Put the trail's event selectors back: they were changed, and nothing tells how"
        yield HumanStep(trail.arn, what, "it may leave out what an attacker does")
        return
    now = read_state(trail.selectors_probe(), trail.reader)
    if now != past:
        undo = Write("cloudtrail.put_event_selectors", write_selectors(trail, now))
        yield _select(trail, past, before=now, undo=undo)


def _select(trail: NamedTrail, past: Row, **facts: Any) -> Change:
    return _make(
        trail,
        write=Write("cloudtrail.put_event_selectors", write_selectors(trail, past)),
        probe=trail.selectors_probe(),
        after=past,
        why="the trail records the events that it did",
        **facts,
    )


def _create(
    trail: NamedTrail, past: Row, since: int, target: tuple[str, ...]
) -> Iterator[Change | HumanStep]:
    """Yield the Changes that create a trail again that was deleted, as it was."""
    names = tuple(name for name in (*TEXTS, *FLAGS) if past[name])
    create = _make(
        trail,
        write=Write(
            "cloudtrail.create_trail", {"Name": trail.name, **write_settings(past, names)}, NOT_YET
        ),
        probe=trail.probe(),
        before=None,
        after=past,
        why="the trail was deleted: it is created again as it was",
        undo=Write("cloudtrail.delete_trail", {"Name": trail.arn}),
        needs=target,
    )
    yield create
    part = {"before": UNREAD, "needs": (create.id,), "part_of": create.id}
    yield _make_start(trail, **part)
    selectors = find_past_selectors(trail, since)
    if selectors is not None:
        yield _select(trail, selectors, **part)
    else:
        what = "Choose what the trail records: nothing tells what it did, so it records what is "
        yield HumanStep(trail.arn, f"{what}usual", "data events are left out then")
