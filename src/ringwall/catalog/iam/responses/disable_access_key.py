"""Switches a leaked access key off, and ends the sessions that were made with it."""

import re
from collections.abc import Iterator

from ringwall.catalog.cloudtrail.event_history import find_places, find_start, look_up_acts
from ringwall.catalog.iam.access_keys import (
    KEY_WRITES,
    find_owner,
    list_keys,
    switch_off,
    tell_last_use,
)
from ringwall.catalog.iam.denials import (
    AGAIN,
    MARGIN,
    DeniedIdentity,
    deny_old_sessions,
    shape_denials,
)
from ringwall.catalog.iam.persistence import SWEEP, SWEEP_READS, tell_made_things
from ringwall.catalog.iam.principal_names import KEY, TEMPORARY, read_principal
from ringwall.model.change import Change
from ringwall.model.errors import CallFailed, NeedsHuman
from ringwall.model.response_playbook import HumanStep, responds
from ringwall.model.table import Reader
from ringwall.model.threat import Scene, Threat


@responds(
    "Disable a leaked access key",
    "access_key",
    writes=(*KEY_WRITES, *shape_denials("user")),
    reads=(
        "iam.get_access_key_last_used",
        "iam.list_access_keys",
        "iam.get_user_policy",
        *SWEEP_READS,
    ),
    risks=(
        "Whatever works with the key fails until it has another one.",
        "All sessions of the user that are open are denied, those of its other key among them.",
        "A role that was assumed with the key stays in use until iam.contain_role contains it.",
    ),
    rollback="The key is active, and open sessions are allowed again. It is still known.",
    answers=(
        "guardduty.*:IAMUser/*",
        "guardduty.*:S3/*",
        "guardduty.AttackSequence:IAM/*",
        "iam.access_key_is_activated_again",
        "iam.key_is_quarantined",
        "sts.key_is_tried_out",
        "sts.user_key_asks_*",
    ),
    options=(MARGIN, AGAIN, SWEEP),
)
def disable_access_key(threat: Threat, scene: Scene) -> Iterator[Change | HumanStep]:
    """Deactivate the key, and deny the user's sessions that began before.

    Sessions that GetSessionToken and GetFederationToken made outlive the key by up to 36 hours. It
    is never deleted: then nobody could see any more what it was used for.
    """
    key, reader = _find_key(threat), scene.reader(threat)
    if key.startswith(TEMPORARY):
        yield from _lead_to_session(key, threat, scene)
        return
    for arn in (threat.resource, threat.actor):
        principal = read_principal(arn)
        if principal is not None and principal.kind == "root":
            raise NeedsHuman(f"{key} is a key of the root user: use iam.contain_root")
    user = find_owner(key, threat, reader)
    found = _read_keys(user, key, reader)
    if key not in found:
        what = f"See whose key {key} is: the user {user} has none such"
        yield HumanStep(threat.resource, what, "a deleted key may have left sessions behind")
    elif found[key] == "Active":
        why = f"{key} is known to somebody else: nobody can act with it any more"
        yield switch_off(user, key, threat, reader, why)
    yield from deny_old_sessions(DeniedIdentity("user", user, threat, reader), scene)
    yield from tell_last_use(key, threat, reader)
    yield from tell_made_things(threat, scene, "AccessKeyId", key)


def _read_keys(user: str, key: str, reader: Reader) -> dict[str, str]:
    """Return the states of a user's keys by their ids; NeedsHuman where the user is gone."""
    try:
        return {one["AccessKeyId"]: one["Status"] for one in list_keys(user, reader)}
    except CallFailed as error:
        if error.code != "NoSuchEntity":
            raise
        raise NeedsHuman(f"the user {user} is not there any more, nor {key}") from error


def _find_key(threat: Threat) -> str:
    """Return the id of the key: what the threat names, or what it is about."""
    for text in (threat.access_key, threat.resource.rpartition("/")[2]):
        if re.fullmatch(KEY, text, re.ASCII) and len(text) >= 16:  # noqa: PLR2004 - as IAM's
            return text
    raise NeedsHuman(f"{threat.resource}: nobody says which access key it is about")


def _lead_to_session(key: str, threat: Threat, scene: Scene) -> Iterator[HumanStep]:
    """Yield who has the session that a temporary key is of: such a key cannot be switched off."""
    arns = {arn: None for arn in (threat.actor, threat.resource) if read_principal(arn)}
    if not arns:
        start = find_start(threat, scene.now)
        for reader in find_places(threat, scene):
            acts = look_up_acts(reader, "AccessKeyId", key, start, scene.now)
            arns |= {act.principal: None for act in acts if read_principal(act.principal)}
    why = f"{key} is the key of a session: it ends where its role or user is denied"
    for arn in arns:
        principal = read_principal(arn)
        kind = principal.kind if principal else ""
        playbook = "contain_role" if kind in ("role", "assumed-role") else "contain_user"
        playbook = "contain_root" if kind == "root" else playbook
        yield HumanStep(arn, f"Contain it with iam.{playbook}", why)
    if not arns:
        yield HumanStep(threat.resource, f"Find out whose session {key} is of", why)
    yield from tell_made_things(threat, scene, "AccessKeyId", key)
