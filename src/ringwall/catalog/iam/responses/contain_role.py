"""Takes a role of IAM from who got hold of it."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ringwall.catalog.cloudtrail.event_history import find_places, find_start, look_up_acts
from ringwall.catalog.iam.acting_rules import ACTING
from ringwall.catalog.iam.denials import (
    AGAIN,
    MARGIN,
    DeniedIdentity,
    deny_old_sessions,
    shape_denials,
)
from ringwall.catalog.iam.persistence import SWEEP, SWEEP_READS, tell_made_things
from ringwall.catalog.iam.principal_names import (
    KEY,
    LINKED,
    NAME,
    RESERVED,
    NamedPrincipal,
    find_role,
    read_principal,
)
from ringwall.catalog.iam.trust import (
    CLOSED,
    has_deleted,
    list_accounts,
    list_federated,
    remove_accounts,
)
from ringwall.model.change import Change, Probe, Write
from ringwall.model.errors import CallFailed, NeedsHuman
from ringwall.model.reference import write_json
from ringwall.model.response_playbook import HumanStep, ResponseOption, responds
from ringwall.model.state import is_same, read_state
from ringwall.model.table import Reader
from ringwall.model.text import make_visible
from ringwall.model.threat import Scene, Threat
from ringwall.model.write_shape import WriteShape

WRITES = (
    *shape_denials("role"),
    WriteShape(
        "iam.update_assume_role_policy", {"RoleName": NAME, "PolicyDocument": r"\{.{2,8190}\}"}
    ),
)
TRUST = ResponseOption(
    "trust",
    "Who cannot assume the role any more: those of the foreign account that acted, all, or nobody.",
    "foreign",
    "foreign|all|keep",
)
REMOVE = ResponseOption(
    "remove", "A foreign account whose principals lose the trust of the role.", "", r"(\d{12})?"
)
WHOSE = ResponseOption(
    "sessions", "Which old sessions are denied: all, or the one of the threat.", "all", "all|own"
)
MOST_EVIDENCE = 100_000


@responds(
    "Contain a role of IAM",
    "role",
    "session",
    "identity",
    writes=WRITES,
    reads=("iam.get_role", "iam.get_role_policy", *SWEEP_READS),
    risks=(
        "Whatever works with the role fails until it has a new session: within the hour on EC2.",
        "A workload of the role gets new sessions, and so does who can still run code in it.",
        "A session of another role that was begun with this one goes on: contain that one, too.",
    ),
    rollback="The trust policy is as it was, and open sessions are allowed what they were.",
    answers=(
        *ACTING,
        "guardduty.*:IAMUser/*",
        "lambda.function_credentials_are_used_elsewhere",
        "iam.new_administrator_role_is_assumed",
        "iam.role_gets_administrator",
        "iam.role_trusts_*",
        "iam.role_is_created",
        "iam.session_changes_address_fast",
        "sts.role_assumes_itself",
        "sts.role_is_assumed_from_outside",
        "sts.roles_are_chained",
    ),
    options=(TRUST, REMOVE, WHOSE, MARGIN, AGAIN, SWEEP),
)
def contain_role(threat: Threat, scene: Scene) -> Iterator[Change | HumanStep]:
    """Let those who should not assume the role do so no more, and deny the sessions that are open.

    The trust comes first: otherwise a new session would begin after those that are denied.
    """
    principal, reader = find_role(threat), scene.reader(threat)
    role = _read_role(principal, reader)
    yield from _tighten(role, threat, scene, reader)
    who = DeniedIdentity("role", principal.name, threat, reader)
    session = principal.session if scene.options["sessions"] == "own" else ""
    if scene.options["sessions"] == "own" and not session:
        raise NeedsHuman(f"{threat.resource} names no session: deny all old ones instead")
    yield from deny_old_sessions(who, scene, session)
    for provider in list_federated(role["AssumeRolePolicyDocument"]):
        what = f"Look at who signs in to {principal.name} with {make_visible(provider)}"
        why = "it trusts an identity provider: that one has to keep the attacker out"
        yield HumanStep(role["Arn"], what, why)
    yield from _tell_chain(role, principal, threat, scene)


def _read_role(principal: NamedPrincipal, reader: Reader) -> dict[str, Any]:
    """Return the role as IAM has it; NeedsHuman where nobody can edit it."""
    try:
        role: dict[str, Any] = reader.call("iam.get_role", RoleName=principal.name)["Role"]
    except CallFailed as error:
        if error.code != "NoSuchEntity":
            raise
        raise NeedsHuman(f"the role {principal.name} is not there any more") from error
    path = str(role.get("Path", ""))
    if path.startswith(LINKED):
        raise NeedsHuman(
            f"{principal.name} is the role of a service: its sessions cannot be revoked; contain "
            "what uses the service"
        )
    if path.startswith(RESERVED):
        raise NeedsHuman(
            f"{principal.name} is a role of Identity Center, which IAM lets nobody edit: use "
            "identitystore.contain_person"
        )
    return role


def _tighten(
    role: Mapping[str, Any], threat: Threat, scene: Scene, reader: Reader
) -> Iterator[Change | HumanStep]:
    """Yield the Change that takes the trust from some accounts, or from all."""
    choice, trust = scene.options["trust"], role["AssumeRolePolicyDocument"]
    accounts = _find_foreign(trust, threat, scene)
    if choice == "keep" or (choice == "foreign" and not accounts):
        what = f"Look at who may assume {role['RoleName']}"
        yield HumanStep(role["Arn"], what, "its trust stays as it is: new sessions can begin")
        return
    which = {"RoleName": role["RoleName"]}
    probe = Probe(
        "iam.get_role",
        which,
        "{document: Role.AssumeRolePolicyDocument}",
        absent=("NoSuchEntity",),
        normal={"document": "policy"},
    )
    before = read_state(probe, reader)
    after = {"document": CLOSED if choice == "all" else remove_accounts(trust, accounts)}
    if is_same(probe, before, after):
        return
    operation = "iam.update_assume_role_policy"
    is_lost = has_deleted(trust)
    undo = Write(operation, {**which, "PolicyDocument": write_json(before["document"])})
    whom = "nobody" if after["document"] == CLOSED else f"nobody of {', '.join(sorted(accounts))}"
    yield Change(
        account_id=threat.account_id,
        region=reader.region,
        resource=role["Arn"],
        write=Write(operation, {**which, "PolicyDocument": write_json(after["document"])}),
        probe=probe,
        before=before,
        after=after,
        why=f"{whom} begins a new session of the role any more",
        layer="response",
        blast="availability",
        undo=None if is_lost else undo,
        irreversible="the trust names somebody deleted: IAM does not take it back" * is_lost,
        stage="contain",
    )


def _find_foreign(trust: Mapping[str, Any], threat: Threat, scene: Scene) -> set[str]:
    """Return the foreign accounts that the trust lets in and that the threat is about."""
    let_in = list_accounts(trust) - {threat.account_id}
    actor = read_principal(threat.actor)
    wanted = {scene.options["remove"], actor.account_id if actor else ""}
    if threat.rule.startswith("iam.role_trusts_"):
        text = json.dumps(dict(threat.evidence), default=str)[:MOST_EVIDENCE]
        wanted |= {*re.findall(r"(?<!\d)\d{12}(?!\d)", text, re.ASCII)}
    is_stranger = actor is not None and actor.account_id != threat.account_id
    if threat.rule == "iam.role_trusts_everyone" or is_stranger:
        wanted.add("*")
    return let_in & wanted


def _tell_chain(
    role: Mapping[str, Any], principal: NamedPrincipal, threat: Threat, scene: Scene
) -> Iterator[HumanStep]:
    """Yield what the role's sessions made, and the roles that they went on to."""
    if re.fullmatch(KEY, threat.access_key, re.ASCII):
        yield from tell_made_things(threat, scene, "AccessKeyId", threat.access_key)
    elif principal.session:
        yield from tell_made_things(threat, scene, "Username", principal.session)
    elif scene.options["sweep"] == "yes":
        yield from _tell_assumed(role["Arn"], threat, scene)


def _tell_assumed(arn: str, threat: Threat, scene: Scene) -> Iterator[HumanStep]:
    """Yield the roles that any session of a role went on to."""
    found: dict[str, str] = {}
    start = find_start(threat, scene.now)
    try:
        for reader in find_places(threat, scene):
            for act in look_up_acts(reader, "EventName", "AssumeRole", start, scene.now):
                context = act.identity.get("sessionContext")
                issuer = context.get("sessionIssuer") if isinstance(context, Mapping) else None
                other = str(act.parameters.get("roleArn") or "")
                is_own = isinstance(issuer, Mapping) and issuer.get("arn") == arn
                if is_own and not act.error and read_principal(other) and other != arn:
                    found.setdefault(other, act.at)
    except CallFailed as error:
        what = "Look in CloudTrail for the roles that sessions of this one went on to"
        yield HumanStep(arn, what, f"it could not be read: {error}")
    for other, at in found.items():
        what = "Contain the role with iam.contain_role, unless the session was meant"
        yield HumanStep(other, what, f"a session of {arn} went on to it at {make_visible(at)}")
