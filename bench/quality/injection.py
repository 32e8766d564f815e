"""Attacks moved into the simulated organization: its accounts, principals, Regions and times.

What an attack does stays as it is. Who does it becomes one of the organization (someone whose
credentials were stolen), from an address that nobody of it uses.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from heapq import merge
from random import Random
from typing import Any

from quality.cases import Case, Event
from quality.score import begin_of, read_time
from simulation.names import make_unique_id, make_uuid
from simulation.organization import HOME
from simulation.scripts import Timed
from simulation.stream import Simulation

FIRST_DAY = 8
"""Attacks begin after a week: what is usual is known by then."""
ATTACKERS = ("45.83", "185.220", "193.32", "104.244", "179.43")
"""How addresses begin of networks from which attackers come."""
REGION = re.compile(r"^[a-z]+(-[a-z]+)?-[a-z]+-\d[a-z]?$")


@dataclass(frozen=True)
class Victim:
    """A principal whose credentials were stolen."""

    account: str
    user: str
    user_id: str
    role: str
    """A role of the same account, which the attacker takes on where the attack does so."""


def find_victims(simulation: Simulation) -> list[Victim]:
    """Return whose credentials may be stolen: IAM users, and roles of the same accounts."""
    organization = simulation.organization
    roles: dict[str, list[str]] = {}
    for account, role in simulation.roles():
        roles.setdefault(account, []).append(role)
    found = []
    for account, user in simulation.users():
        user_id = make_unique_id(Random(user), "AIDA")
        own = sorted(roles.get(account, ["deploy"]))[:3]
        found += [Victim(account, user, user_id, role) for role in own]
    return found or [Victim(organization.account("sandbox"), "nobody", "AIDANOBODY", "deploy")]


def inject(simulation: Simulation, cases: Iterable[Case], seed: str) -> list[Case]:
    """Return attacks as they would be in the organization, in the order of their times."""
    victims = find_victims(simulation)
    random = Random(f"{seed}/injection")
    hours = max(1, (simulation.days - FIRST_DAY) * 24 - 3)
    first = simulation.start + timedelta(days=min(FIRST_DAY, simulation.days - 1))
    moved = []
    for case in cases:
        at = first + timedelta(hours=random.randrange(hours), seconds=random.randrange(3600))
        moved.append(move(case, random.choice(victims), at, random))
    return sorted(moved, key=begin_of)


def move(case: Case, victim: Victim, at: datetime, random: Random) -> Case:
    """Return an attack as if the victim's credentials had been used for it at a time."""
    change = at.astimezone(UTC).replace(tzinfo=None) - begin_of(case)
    words = _find_words(case, victim, random)
    pattern = re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))
    events = []
    for event in case.events:
        text = json.dumps(event)
        text = pattern.sub(lambda found: words[found[0]], text) if words else text
        new: Event = json.loads(text)
        new["eventTime"] = f"{read_time(event['eventTime']) + change:%Y-%m-%dT%H:%M:%SZ}"
        new["eventID"] = make_uuid(random)
        _shift_session(new, change)
        events.append(new)
    return replace(case, events=tuple(events), account="")


def _find_words(case: Case, victim: Victim, random: Random) -> dict[str, str]:
    """Return the words of an attack that name its principals and places, and what they become."""
    address = f"{random.choice(ATTACKERS)}.{random.randrange(256)}.{random.randrange(1, 255)}"
    words: dict[str, str] = {}
    for event in case.events:
        identity = event.get("userIdentity") or {}
        issuer = (identity.get("sessionContext") or {}).get("sessionIssuer") or {}
        for account in (event.get("recipientAccountId"), identity.get("accountId"),
                        *_accounts_of(event)):  # fmt: skip
            _add(words, account, victim.account)
        if REGION.match(str(event.get("awsRegion", ""))):
            _add(words, event["awsRegion"], HOME)
        if _is_address(event.get("sourceIPAddress")):
            _add(words, event["sourceIPAddress"], address)
        if identity.get("type") == "IAMUser":
            _add(words, f"user/{identity.get('userName')}", f"user/{victim.user}")
            _add(words, f'"userName": "{identity.get("userName")}"', f'"userName": "{victim.user}"')
            _add(words, identity.get("principalId"), victim.user_id)
        if issuer.get("type") == "Role":
            name = str(issuer.get("userName"))
            _add(words, f"role/{name}", f"role/{victim.role}")
            _add(words, f"assumed-role/{name}", f"assumed-role/{victim.role}")
            _add(words, f'"userName": "{name}"', f'"userName": "{victim.role}"')
            role_id = make_unique_id(Random(f"{victim.account}/{victim.role}"), "AROA")
            _add(words, issuer.get("principalId"), role_id)
    return words


def _accounts_of(event: Mapping[str, Any]) -> Iterator[str]:
    """Yield the accounts of the roles that a call takes on, which are the organization's own."""
    for resource in event.get("resources") or ():
        if isinstance(resource, dict) and ":role/" in str(resource.get("ARN")):
            yield str(resource["ARN"]).split(":")[4]


def _add(words: dict[str, str], old: object, new: str) -> None:
    if isinstance(old, str) and len(old) > 3 and "None" not in old:  # noqa: PLR2004 - never a letter
        words.setdefault(old, new)


def _is_address(value: object) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"[0-9.]+|[0-9a-f:]+", value))


def _shift_session(event: Event, change: timedelta) -> None:
    context = (event.get("userIdentity") or {}).get("sessionContext") or {}
    attributes = context.get("attributes") or {}
    if isinstance(attributes.get("creationDate"), str):
        moment = read_time(attributes["creationDate"]) + change
        attributes["creationDate"] = f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def mix(simulation: Simulation, cases: Iterable[Case]) -> Iterator[Timed]:
    """Yield the organization's events and those of the attacks, in the order of time."""
    attacks = (
        (read_time(event["eventTime"]).replace(tzinfo=UTC).timestamp(), event)
        for case in cases
        for event in case.events
    )
    yield from merge(simulation.events(), sorted(attacks, key=lambda each: each[0]),
                     key=lambda each: each[0])  # fmt: skip
