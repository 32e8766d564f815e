"""Replaces an access key in stages, over days: each plan has the next stage alone."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from ringwall.catalog.iam.access_keys import (
    KEY_WRITES,
    find_owner,
    list_keys,
    probe_key,
    switch_off,
)
from ringwall.catalog.iam.principal_names import KEY, NAME, find_user
from ringwall.model.change import Change, Probe, Write
from ringwall.model.errors import CallFailed, NeedsHuman
from ringwall.model.response_playbook import HumanStep, ResponseOption, responds
from ringwall.model.state import read_state
from ringwall.model.table import Reader, Row
from ringwall.model.text import count_of, make_visible
from ringwall.model.threat import Scene, Threat
from ringwall.model.write_shape import WriteShape

TAG = "ringwall:old-key"
"""The tag of a user that says which key was switched off, and when."""
MARK = r"A[A-Z0-9]{15,127} \d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z"
TIME = "%Y-%m-%dT%H:%M:%SZ"
OWNER_TAGS = ("owner", "contact", "team", "email")
LONGEST = 100
WRITES = (
    *KEY_WRITES,
    WriteShape("iam.delete_access_key", {"UserName": NAME, "AccessKeyId": KEY}),
    WriteShape("iam.tag_user", {"UserName": NAME, "Tags": [{"Key": TAG, "Value": MARK}]}),
    WriteShape("iam.untag_user", {"UserName": NAME, "TagKeys": (TAG,)}),
)
IDLE = ResponseOption(
    "idle",
    "Hours for which the old key is unused before it is off.",
    "24",
    r"\d{1,3}",
)
KEEP = ResponseOption(
    "keep", "Days for which the old key is kept switched off before it is deleted.", "7", r"\d{1,3}"
)
FORCE = ResponseOption(
    "force", "Switch the old key off even where it is still used.", "no", "yes|no"
)


@dataclass(frozen=True)
class _Rotation:
    """The user and the two keys, as AWS has them now."""

    threat: Threat
    scene: Scene
    reader: Reader
    user: str
    old: Row
    new: Row | None
    """The key that was made after it; None where the owner has made none yet."""
    tags: Mapping[str, str]

    @property
    def owner(self) -> str:
        """Who owns the user, as its tags say; else the user itself."""
        folded = {name.lower(): value for name, value in self.tags.items()}
        found = next((folded[tag] for tag in OWNER_TAGS if folded.get(tag)), self.user)
        return make_visible(found)[:LONGEST]

    def hours(self, option: str, unit: str) -> timedelta:
        return timedelta(**{unit: int(self.scene.options[option])})

    def ask(self, what: str, why: str) -> HumanStep:
        return HumanStep(self.threat.resource, what, why)


@responds(
    "Rotate an access key in stages",
    "access_key",
    "user",
    writes=WRITES,
    reads=(
        "iam.list_access_keys",
        "iam.get_access_key_last_used",
        "iam.list_user_tags",
    ),
    risks=(
        "What still has the old key fails once it is off, however seldom it runs.",
        "A deleted key cannot be brought back, and is never deleted before it was off for days.",
        "Whoever has a leaked key has it until it is off: use iam.disable_access_key for that.",
    ),
    rollback="A key that was switched off is active again. One that was deleted is gone.",
    answers=("guardduty.*:IAMUser/*", "iam.other_credential_is_created"),
    options=(IDLE, KEEP, FORCE),
)
def rotate_access_key(threat: Threat, scene: Scene) -> Iterator[Change | HumanStep]:
    """Ask for a second key, switch the first one off when nothing uses it, delete it days later.

    Plan it again each day. The second key is made by its owner: AWS shows its secret once, in the
    answer to who makes it, and no secret passes through Ringwall or its journal.
    """
    rotation = _read(threat, scene)
    if rotation is None:
        return
    if rotation.old["Status"] == "Inactive":
        yield from _delete(rotation)
    elif rotation.new is None:
        yield _ask_for_key(rotation)
    else:
        yield from _switch_off(rotation)


def _read(threat: Threat, scene: Scene) -> _Rotation | None:
    """Return what is there; None where the rotation has come to its end."""
    reader = scene.reader(threat)
    if threat.access_key and not re.fullmatch(KEY, threat.access_key, re.ASCII):
        raise NeedsHuman(f"{threat.access_key!r} is no id of an access key")
    is_key_alone = threat.access_key and threat.resource in ("", threat.access_key)
    user = find_owner(threat.access_key, threat, reader) if is_key_alone else find_user(threat)
    try:
        keys = sorted(list_keys(user, reader), key=_age)
        listed = reader.items("iam.list_user_tags", "Tags", UserName=user)
        tags = {tag["Key"]: tag["Value"] for tag in listed}
    except CallFailed as error:
        if error.code != "NoSuchEntity":
            raise
        raise NeedsHuman(f"the user {user} is not there any more") from error
    if not keys:
        return None
    # Where no key is named, the oldest one is meant.
    wanted = threat.access_key or keys[0]["AccessKeyId"]
    old = next((key for key in keys if key["AccessKeyId"] == wanted), None)
    if old is None:
        return None
    new = next((key for key in keys if _age(key) > _age(old)), None)
    others = [key for key in keys if key is not old]
    if others and new is None:
        raise NeedsHuman(
            f"{user} has an older key beside {wanted}, and a user has two at most: rotate "
            f"{others[0]['AccessKeyId']} first"
        )
    return _Rotation(threat, scene, reader, user, old, new, tags)


def _age(key: Row) -> datetime:
    moment: datetime = key["CreateDate"]
    return moment


def _ask_for_key(rotation: _Rotation) -> HumanStep:
    what = (
        f"Ask {rotation.owner} to make a second key and to use it: aws iam create-access-key "
        f"--user-name {rotation.user}"
    )
    age = count_of((rotation.scene.now - _age(rotation.old)).days, "day")
    return rotation.ask(what, f"{rotation.old['AccessKeyId']} is {age} old; plan again then")


def _switch_off(rotation: _Rotation) -> Iterator[Change | HumanStep]:
    """Yield what switches the old key off, or what it still waits for."""
    old, new = rotation.old["AccessKeyId"], (rotation.new or {})["AccessKeyId"]
    used, service = _find_last_use(rotation, old)
    is_new_used = _find_last_use(rotation, new)[0] is not None
    is_busy = used is not None and rotation.scene.now - used < rotation.hours("idle", "hours")
    if rotation.scene.options["force"] != "yes" and (is_busy or not is_new_used):
        if is_busy:
            why = f"it was used by {service} at {used:%Y-%m-%d %H:%M} UTC"
            yield rotation.ask(f"Ask {rotation.owner} to put {new} where {old} still is", why)
        else:
            why = "a key that nothing has changed to cannot replace another one"
            yield rotation.ask(f"Ask {rotation.owner} to use {new}: nobody has yet", why)
        return
    why = f"{new} is used in place of {old}"
    off = switch_off(rotation.user, old, rotation.threat, rotation.reader, why)
    yield off
    yield from _mark(rotation, needs=(off.id,))


def _find_last_use(rotation: _Rotation, key: str) -> tuple[datetime | None, str]:
    answer = rotation.reader.call("iam.get_access_key_last_used", AccessKeyId=key)
    used = answer["AccessKeyLastUsed"]
    where = make_visible(f"{used.get('ServiceName')} in {used.get('Region')}")
    return used.get("LastUsedDate"), where


def _mark(rotation: _Rotation, needs: tuple[str, ...] = ()) -> Iterator[Change]:
    """Yield the Change that writes down when the old key was switched off: AWS does not say."""
    old, probe = rotation.old["AccessKeyId"], _probe_mark(rotation.user)
    before = read_state(probe, rotation.reader)
    if _find_mark(rotation) is not None:
        return
    value = f"{old} {rotation.scene.now.strftime(TIME)}"
    yield _tag(rotation, before, value, "the days count from here until the key is deleted", needs)


def _tag(rotation: _Rotation, before: Any, value: str, why: str, needs: tuple[str, ...]) -> Change:
    """Return the Change that sets the mark, or takes it away ('')."""
    user = {"UserName": rotation.user}
    off = Write("iam.untag_user", {**user, "TagKeys": [TAG]})
    had = before or ""
    is_ours = re.fullmatch(MARK, had, re.ASCII) is not None
    undo = Write("iam.tag_user", {**user, "Tags": [{"Key": TAG, "Value": had}]}) if is_ours else off
    put = Write("iam.tag_user", {**user, "Tags": [{"Key": TAG, "Value": value}]})
    return Change(
        account_id=rotation.threat.account_id,
        region=rotation.reader.region,
        resource=rotation.threat.resource,
        write=put if value else off,
        probe=_probe_mark(rotation.user),
        before=before,
        after=value or None,
        why=why,
        layer="response",
        blast="none",
        undo=undo if is_ours or before is None else None,
        irreversible="" if is_ours or before is None else "the tag was none of Ringwall's",
        needs=needs,
        stage="recover",
    )


def _probe_mark(user: str) -> Probe:
    return Probe(
        "iam.list_user_tags", {"UserName": user}, f"Tags[?Key=='{TAG}'] | [0].Value",
        absent=("NoSuchEntity",),
    )  # fmt: skip


def _find_mark(rotation: _Rotation) -> datetime | None:
    """Return when the old key was switched off; None where that was not written down."""
    text = rotation.tags.get(TAG, "")
    if not re.fullmatch(MARK, text, re.ASCII):
        return None
    key, _, moment = text.partition(" ")
    try:
        found = datetime.strptime(moment, TIME).replace(tzinfo=UTC)
    except ValueError:
        return None
    return found if key == rotation.old["AccessKeyId"] else None


def _delete(rotation: _Rotation) -> Iterator[Change | HumanStep]:
    """Yield what deletes a key that was off for days, or what it still waits for."""
    old, since = rotation.old["AccessKeyId"], _find_mark(rotation)
    if since is None:
        yield from _mark(rotation)
        return
    due = since + rotation.hours("keep", "days")
    if rotation.scene.now < due:
        what = f"Wait until {due:%Y-%m-%d %H:%M} UTC, and plan again: then {old} is deleted"
        yield rotation.ask(what, "whatever needs it shows until then, and it can be activated")
        return
    which = {"UserName": rotation.user, "AccessKeyId": old}
    deletion = Change(
        account_id=rotation.threat.account_id,
        region=rotation.reader.region,
        resource=rotation.threat.resource,
        write=Write("iam.delete_access_key", which),
        probe=probe_key(rotation.user, old),
        before="Inactive",
        after=None,
        why=f"{old} was off since {since:%Y-%m-%d}, and nobody missed it",
        layer="response",
        blast="irreversible",
        irreversible="a key that was deleted cannot be made again: its owner makes another one",
        stage="recover",
    )
    yield deletion
    told = rotation.tags[TAG]
    yield _tag(rotation, told, "", "the rotation has come to its end", (deletion.id,))
