"""What ties a hit to others: principals, sessions, keys, resources and addresses that they share.

Each value is written in one way, wherever a hit has it: an instance by its ID, a bucket by its
ARN, a name without an account together with the account. What everyone shares ties nothing: own
and private addresses, names of AWS services, account numbers.
"""

import re
from collections.abc import Collection, Iterator
from hashlib import sha256
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import NamedTuple

from ringwall.model.detection import Hit

_UNROUTED = tuple(
    map(
        ip_network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "::/127",
            "fc00::/7",
            "fe80::/10",
        ),
    )
)
"""Networks of which everyone may have one: https://www.iana.org/assignments/iana-ipv4-special-registry.
Those for documentation are not among them: emulated attackers come from there."""
_INSTANCE = re.compile(r"(?:^|[/:])(i-[0-9a-f]{8,17})$")
_KEY = re.compile(r"(?:AKIA|ASIA|AIDA|AROA)[A-Z0-9]{12,124}")
_SESSION = re.compile(r"arn:([\w-]+):sts::(\d{12}):(?:assumed-role|federated-user)/(.+)")
_ROLE = re.compile(r"arn:([\w-]+):iam::(\d{12}):role/(?:[^/]+/)*([^/]+)")
_NAMED = re.compile(
    r"arn:[\w-]+:(?:iam::(?=\d{12}:(?:user|role)/)|s3:::)(?:(\d{12}):(?:user|role)/(?:[^/]+/)*)?([^/]+)"
)
_SERVICE = re.compile(
    r"(?:.*\.)?(?:amazonaws\.com(?:\.cn)?|amazon\.com|aws)|aws internal", re.IGNORECASE
)
_NOTHING = frozenset({"", "*", "-", "unknown", "anonymous", "anonymous_principal"})
LONGEST = 300
"""Letters of a value that are kept as they are."""
_ACCOUNT = re.compile(r"\d{12}")


class Tie(NamedTuple):
    """A value by which a hit may be joined to others.

    `party` is who was seen with it: a value that many parties share is common, and joins nothing.
    An identity is the hit's own (its session, its key, its user): it always joins.
    """

    value: str
    party: str
    is_identity: bool = False


def find_ties(hit: Hit, own: Collection[str] = ()) -> tuple[Tie, ...]:
    """Return the ties of a hit, each value once; `own` are addresses of the organization."""
    party = hit.session or hit.actor or hit.access_key or hit.address
    found: dict[str, Tie] = {}
    for value in map(_shorten, _identities(hit)):
        found.setdefault(value, Tie(value, value, is_identity=True))
    for value in map(_shorten, (*_read_principal(hit), *_read_things(hit, own))):
        found.setdefault(value, Tie(value, party or value, bool(_KEY.fullmatch(value))))
    return tuple(found.values())


def name_stack(hit: Hit) -> str:
    """Return what hits of one rule by one principal share: alone, they are one incident.

    Of a hit by nobody who is known, it is the hit itself.
    """
    return _shorten(f"again {hit.rule} {hit.account_id} {hit.actor or hit.uid}")


def _identities(hit: Hit) -> Iterator[str]:
    """Yield who acted, as far as only one can be meant."""
    if hit.session.lower() not in _NOTHING:
        yield _write_session(hit)
    if hit.access_key.lower() not in _NOTHING:
        yield hit.access_key
    if _SESSION.fullmatch(hit.actor):
        yield hit.actor
    elif ":role/" not in hit.actor and (value := _write(hit.actor, hit)) and not _read_ip(value):
        yield value
        yield from _name_short(value, hit)


def _read_principal(hit: Hit) -> Iterator[str]:
    """Yield the role behind a session, and the instance that it is named after.

    Many may share a role, and whoever assumes one names the session as they like.
    """
    if instance := _INSTANCE.search(hit.session):
        yield instance[1]
    if ":role/" in hit.actor:
        yield hit.actor
        yield from _name_short(hit.actor, hit)
    elif found := _SESSION.fullmatch(hit.actor):
        role = found[3].partition("/")[0]
        yield f"arn:{found[1]}:iam::{found[2]}:role/{role}"
    elif (address := _read_ip(hit.actor)) and not _is_unrouted(address):
        yield str(address)


def _read_things(hit: Hit, own: Collection[str]) -> Iterator[str]:
    """Yield what was acted on, and the other side."""
    for text in (hit.resource, hit.address, *hit.entities):
        if (address := _read_ip(text)) and (text in own or _is_unrouted(address)):
            continue
        if value := _write(text, hit):
            yield value
            yield from _name_short(value, hit)


def _name_short(value: str, hit: Hit) -> Iterator[str]:
    """Yield a user, role or bucket as rules write it that know its name alone."""
    if found := _NAMED.fullmatch(value):
        yield f"{found[1] or hit.account_id} {found[2]}"


def _write_session(hit: Hit) -> str:
    """Return a session by its ARN, also where a hit has its name alone."""
    if hit.session.startswith("arn:"):
        return hit.session
    if role := _ROLE.fullmatch(hit.actor):
        return f"arn:{role[1]}:sts::{role[2]}:assumed-role/{role[3]}/{hit.session}"
    return f"{hit.actor or hit.account_id} session {hit.session}"


def _write(text: str, hit: Hit) -> str:
    """Return a value as all hits write it, '' for what ties nothing."""
    if text.lower() in _NOTHING or _SERVICE.fullmatch(text) or _ACCOUNT.fullmatch(text):
        return ""
    if address := _read_ip(text):
        return str(address)
    if instance := _INSTANCE.search(text):
        return instance[1]
    if ":s3:::" in text:
        return text.partition("/")[0]
    if text == hit.address:
        return text.lower().rstrip(".")
    is_whole = text.startswith("arn:") or _KEY.fullmatch(text)
    return text if is_whole else f"{hit.account_id} {text}"


def _read_ip(text: str) -> IPv4Address | IPv6Address | None:
    if not text[:1].isalnum() and not text.startswith(":"):
        return None
    try:
        return ip_address(text)
    except ValueError:
        return None


def _is_unrouted(address: IPv4Address | IPv6Address) -> bool:
    return address.is_multicast or any(address in network for network in _UNROUTED)


def _shorten(value: str) -> str:
    """Return a value as an index takes it: a long one by its beginning and its hash."""
    if len(value) <= LONGEST:
        return value
    return f"{value[:LONGEST]} {sha256(value.encode('utf-8', 'replace')).hexdigest()}"
