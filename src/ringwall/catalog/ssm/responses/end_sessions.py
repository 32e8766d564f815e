"""Ends sessions with instances, and commands that run on them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from ringwall.catalog.actor_events import find_since
from ringwall.catalog.ec2.suspect import find_instance
from ringwall.catalog.response_site import (
    ACCOUNT,
    PARTITION,
    REGION,
    ResponseSite,
    attempt,
    find_regions,
    open_site,
)
from ringwall.catalog.ssm.node_sessions import (
    READS,
    SESSION,
    WRITES,
    cancel_of_actor,
    cancel_on_instance,
    end_sessions_of,
)
from ringwall.model.change import Change
from ringwall.model.errors import NeedsHuman, RegionDisabled
from ringwall.model.response_playbook import HumanStep, responds
from ringwall.model.table import Row
from ringwall.model.threat import Scene, Threat

NODE_SESSION = rf"arn:{PARTITION}:ssm:({REGION}):({ACCOUNT}):session/({SESSION})"
USER = rf"arn:{PARTITION}:iam::({ACCOUNT}):user/[!-~]{{1,600}}"
ROLE = rf"arn:({PARTITION}):iam::({ACCOUNT}):role/(?:[!-~]{{1,511}}/)?([\w+=,.@-]{{1,64}})"
ASSUMED = rf"arn:{PARTITION}:sts::({ACCOUNT}):assumed-role/[\w+=,.@-]{{1,64}}/{SESSION}"
Wanted = Callable[[Row], bool]


@responds(
    "End sessions with instances",
    "session",
    "instance",
    "user",
    "role",
    writes=WRITES,
    reads=(*READS, "ec2.describe_regions"),
    risks=(
        "People who work on the instance, or with the role, are thrown out.",
        "What a command has started on the instance may go on there.",
        "Whoever has the credentials starts another session at once.",
    ),
    rollback="None: sessions are started, and commands sent, again by who needs them.",
    answers=(
        "ssm.sessions_are_opened_on_many_instances",
        "ssm.session_reaches_another_host",
        "ssm.commands_are_run_on_many_instances",
    ),
)
def end_sessions(threat: Threat, scene: Scene) -> Iterator[Change | HumanStep]:
    """End the sessions of the actor, or with the instance, and the commands that run."""
    if threat.kind == "instance":
        yield from _end_on_instance(threat, scene)
    elif found := re.fullmatch(NODE_SESSION, threat.resource, re.ASCII):
        region, account, own = found.groups()
        _check(threat, account)
        site = open_site(threat, scene, region)
        yield from end_sessions_of(site, lambda one: bool(one["SessionId"] == own))
    else:
        yield from _end_of_actor(threat, scene)
    yield HumanStep(
        threat.resource,
        "Revoke the credentials of who started them, by the playbook for the user or the role",
        "whoever has the credentials starts another session at once",
    )
    yield HumanStep(
        threat.resource,
        "Look what was done: in the logs of Session Manager, and on the instance",
        "what runs there by now outlives the session; isolate the instance "
        "(ec2.isolate_instance) where it does",
    )


def _end_on_instance(threat: Threat, scene: Scene) -> Iterator[Change | HumanStep]:
    region, account, own = find_instance(threat.resource)
    _check(threat, account)
    site = open_site(threat, scene, region)
    sessions = end_sessions_of(site, lambda one: bool(one.get("Target") == own))
    yield from attempt(threat.resource, "End the sessions with it", sessions)
    commands = cancel_on_instance(site, own)
    yield from attempt(threat.resource, "Cancel the commands that run on it", commands)


def _end_of_actor(threat: Threat, scene: Scene) -> Iterator[Change | HumanStep]:
    account, is_wanted = _find_owner(threat)
    _check(threat, account)
    home = open_site(threat, scene, scene.settings.home_region)
    # Commands tell nobody who sent them: CloudTrail does.
    acting = replace(threat, actor=threat.resource)
    for region in find_regions(home, scene):
        site = open_site(threat, scene, region)
        yield from _end_in(site, is_wanted, acting, scene)


def _end_in(
    site: ResponseSite, is_wanted: Wanted, acting: Threat, scene: Scene
) -> Iterator[Change | HumanStep]:
    where = f"in {site.region}"
    try:
        sessions = end_sessions_of(site, is_wanted)
        yield from attempt(acting.resource, f"End the sessions {where}", sessions)
        commands = cancel_of_actor(site, acting, find_since(acting, scene))
        yield from attempt(acting.resource, f"Cancel the commands {where}", commands)
    except RegionDisabled:
        return


def _find_owner(threat: Threat) -> tuple[str, Wanted]:
    """Return the account of who has sessions, and whether one is theirs."""
    arn = threat.resource
    if found := re.fullmatch(ROLE, arn, re.ASCII):
        partition, account, role = found.groups()
        start = f"arn:{partition}:sts::{account}:assumed-role/{role}/"
        return account, lambda one: str(one.get("Owner")).startswith(start)
    if found := re.fullmatch(USER, arn, re.ASCII) or re.fullmatch(ASSUMED, arn, re.ASCII):
        return found[1], lambda one: bool(one.get("Owner") == arn)
    raise NeedsHuman("the finding names no session, instance, user or role: look up whose it is")


def _check(threat: Threat, account: str) -> None:
    if account != threat.account_id:
        raise NeedsHuman(f"it is of account {account}, the finding of another one")
