"""Rotates the secrets that somebody read who should not have."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ringwall.catalog.cloudtrail.event_history import (
    PastAct,
    find_every_place,
    find_start,
    look_up_acts,
)
from ringwall.catalog.iam.principal_names import KEY, read_principal
from ringwall.model.change import Change, Poll, Probe, Write
from ringwall.model.errors import CallFailed, NeedsHuman
from ringwall.model.response_playbook import HumanStep, responds
from ringwall.model.table import Reader, Row
from ringwall.model.text import count_of, make_visible
from ringwall.model.threat import Scene, Threat
from ringwall.model.write_shape import WriteShape

ARN = r"arn:[\w-]{1,20}:secretsmanager:[a-z0-9-]{1,30}:\d{12}:secret:[\w/+=.@!-]{1,520}"
OWN = r"arn:[\w-]{1,20}:secretsmanager:{region}:{account_id}:secret:[\w/+=.@!-]{1,520}"
NAME = r"[\w/+=.@!-]{1,512}"
VERSION = r"[\w-]{1,64}"
MOST = 200
RECENT = timedelta(hours=1)
"""Where nobody knows when a secret was read: what was rotated since then is not rotated again."""


@dataclass(frozen=True)
class _ReadSecret:
    """A secret that was read: how it was named, where, and when it was last."""

    name: str
    reader: Reader
    at: datetime


@responds(
    "Rotate secrets that were read",
    "secret",
    "access_key",
    "identity",
    "role",
    "session",
    "user",
    writes=(
        WriteShape("secretsmanager.rotate_secret", {"SecretId": OWN, "RotateImmediately": True}),
    ),
    reads=(
        "cloudtrail.lookup_events",
        "ec2.describe_regions",
        "secretsmanager.describe_secret",
        "secretsmanager.list_secret_version_ids",
    ),
    risks=(
        "Whatever keeps the old value, and does not read the secret again, fails.",
        "A rotation function that fails half way leaves a secret that does not open its database.",
        "A value that was read before it was rotated may have been used: look at what it opens.",
    ),
    rollback="Nothing: the value that was read must not come back.",
    answers=("secretsmanager.*", "guardduty.CredentialAccess:IAMUser/*"),
)
def rotate_secrets(threat: Threat, scene: Scene) -> Iterator[Change | HumanStep]:
    """Rotate each secret that the actor read and that has a rotation; name the others.

    They are those of the evidence, and those of CloudTrail's event history.
    """
    if (first := _name_containment(threat)) is not None:
        yield first
    found: dict[tuple[str, str], _ReadSecret] = {}
    problems: list[str] = []
    for one in (*_find_named(threat, scene), *_find_read(threat, scene, problems)):
        key = (one.name, one.reader.region)
        if key not in found or found[key].at < one.at:
            found[key] = one
    for problem in problems:
        what = "Look in CloudTrail for the secrets that were read: event name GetSecretValue"
        yield HumanStep(threat.resource, what, f"it could not be read: {problem}")
    if not found and not problems:
        raise NeedsHuman(f"{threat.resource}: nobody says which secrets were read")
    done: set[str] = set()
    for one in [*found.values()][:MOST]:
        yield from _rotate(one, threat, done)
    if len(found) > MOST:
        what = f"Look at {count_of(len(found) - MOST, 'more secret')} of those read, or plan again"
        yield HumanStep(threat.resource, what, f"one plan has {MOST} at most")


def _name_containment(threat: Threat) -> HumanStep | None:
    """Return the playbook that keeps the actor from reading the new values, too."""
    if threat.kind == "access_key" or re.fullmatch(KEY, threat.access_key, re.ASCII):
        arn, playbook = threat.access_key or threat.resource, "iam.disable_access_key"
    else:
        arn = threat.actor or threat.resource
        principal = read_principal(arn)
        if principal is None:
            return None
        is_role = principal.kind in ("role", "assumed-role")
        playbook = "iam.contain_role" if is_role else "iam.contain_user"
        playbook = "iam.contain_root" if principal.kind == "root" else playbook
    why = "who still has access reads the new values, too"
    return HumanStep(arn, f"Contain who read the secrets first, with {playbook}", why)


def _find_named(threat: Threat, scene: Scene) -> Iterator[_ReadSecret]:
    """Yield the secrets that the threat is, or that its evidence names."""
    listed = threat.evidence.get("secrets")
    names = [threat.resource, *(listed if isinstance(listed, list | tuple) else ())]
    parameters = threat.evidence.get("parameters")
    if isinstance(parameters, Mapping):
        names.append(parameters.get("secretId"))
    last = threat.last_at or threat.first_at
    at = datetime.fromtimestamp(last / 1000, UTC) if last > 0 else scene.now - RECENT
    for name in names:
        if not isinstance(name, str) or read_principal(name) is not None:
            continue
        if re.fullmatch(ARN, name, re.ASCII):
            if name.split(":")[4] == threat.account_id:
                region = name.split(":")[3]
                yield _ReadSecret(name, scene.readers(threat.account_id, region), at)
        elif name != threat.resource and re.fullmatch(NAME, name, re.ASCII):
            yield _ReadSecret(name, scene.reader(threat), at)


def _find_read(threat: Threat, scene: Scene, problems: list[str]) -> Iterator[_ReadSecret]:
    """Yield the secrets that CloudTrail says the actor read; what cannot be read is a problem."""
    has_key = re.fullmatch(KEY, threat.access_key, re.ASCII) is not None
    arns = {arn for arn in (threat.actor, threat.resource) if read_principal(arn)}
    if not has_key and not arns:
        return
    start = find_start(threat, scene.now)
    for reader in find_every_place(threat, scene):
        try:
            # A batch (BatchGetSecretValue) leaves an event of this name for each secret, too.
            acts = (
                look_up_acts(reader, "AccessKeyId", threat.access_key, start, scene.now)
                if has_key
                else look_up_acts(reader, "EventName", "GetSecretValue", start, scene.now)
            )
            for act in acts:
                name = act.parameters.get("secretId")
                is_read = act.name == "GetSecretValue" and not act.error
                is_theirs = has_key or bool(arns & _find_principals(act))
                if is_read and is_theirs and isinstance(name, str):
                    yield _ReadSecret(name, reader, act.moment)
        except CallFailed as error:
            problems.append(str(error))


def _find_principals(act: PastAct) -> set[str]:
    """Return the ARNs that an act is somebody's by: the session's, and its role's."""
    found = {act.principal}
    context = act.identity.get("sessionContext")
    issuer = context.get("sessionIssuer") if isinstance(context, Mapping) else None
    if isinstance(issuer, Mapping):
        found.add(str(issuer.get("arn") or ""))
    return found - {""}


def _rotate(one: _ReadSecret, threat: Threat, done: set[str]) -> Iterator[Change | HumanStep]:
    """Yield the Change that rotates a secret, or what a person does in its place."""
    shown = make_visible(one.name)[:600]
    if not re.fullmatch(rf"{ARN}|{NAME}", one.name, re.ASCII):
        yield HumanStep(shown, "Look at what was read", "that is no name of a secret")
        return
    try:
        secret = one.reader.call("secretsmanager.describe_secret", SecretId=one.name)
        versions = [
            *one.reader.items(
                "secretsmanager.list_secret_version_ids", "Versions", SecretId=one.name
            )
        ]
    except CallFailed as error:
        what = "Change what the secret opens, and store the new value"
        yield HumanStep(shown, what, f"it was read, and it cannot be looked at: {error}")
        return
    arn = str(secret["ARN"])
    current = next((v for v in versions if "AWSCURRENT" in v.get("VersionStages", ())), None)
    is_new = current is not None and current["CreatedDate"] > one.at
    if arn in done or current is None or is_new:
        return
    done.add(arn)
    if reason := _find_hindrance(secret, current, arn, threat):
        what = "Change what the secret opens, and store the new value"
        yield HumanStep(arn, what, f"it was read, and {reason}")
        return
    yield _make_change(arn, current["VersionId"], one.reader)


def _find_hindrance(secret: Row, current: Row, arn: str, threat: Threat) -> str:
    """Return why a secret cannot be rotated from here; '' where it can."""
    if secret.get("DeletedDate"):
        return "it waits for its deletion"
    if not secret.get("RotationEnabled"):
        return "nothing rotates it"
    if not re.fullmatch(ARN, arn, re.ASCII) or arn.split(":")[4] != threat.account_id:
        return "it is of another account"
    if not re.fullmatch(VERSION, current["VersionId"], re.ASCII):
        return "its version has an odd name"
    return ""


def _make_change(arn: str, version: str, reader: Reader) -> Change:
    is_current = f"contains(VersionIdsToStages.\"{version}\" || `[]`, 'AWSCURRENT')"
    return Change(
        account_id=reader.account_id,
        region=reader.region,
        resource=arn,
        write=Write(
            "secretsmanager.rotate_secret",
            {"SecretId": arn, "RotateImmediately": True},
            # The function is called after AWS has answered.
            poll=Poll(
                "secretsmanager.describe_secret",
                {"SecretId": {"$answer": "ARN"}},
                take=f"{is_current} && 'that the old value is current' || 'rotated'",
                done=("rotated",),
                failed=(),
            ),
        ),
        probe=Probe(
            "secretsmanager.describe_secret",
            {"SecretId": arn},
            f"{{is_read_value_current: {is_current}}}",
            absent=("ResourceNotFoundException",),
        ),
        before={"is_read_value_current": True},
        after={"is_read_value_current": False},
        why="the value that was read opens nothing any more",
        layer="response",
        blast="irreversible",
        irreversible="the value that was read must not come back",
        stage="recover",
    )
