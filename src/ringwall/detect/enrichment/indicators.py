"""Indicators: the addresses, networks and domains that a list names, as lists write them."""

import ipaddress
import re
import socket
from typing import NamedTuple
from urllib.parse import urlsplit

from ringwall.detect.enrichment.registered_domain import is_public_suffix

WIDEST = {4: 8, 6: 19}
"""The shortest prefix of a network that a list can mean: a wider one would match half the world."""
BITS = {4: 32, 6: 128}
MAPPED = 0xFFFF
"""What an IPv4 address in IPv6's spelling begins with."""
LONGEST = 2048
"""Letters of one indicator that are looked at."""
SHARED_HOSTS = frozenset({
    "amazonaws.com", "azureedge.net", "bitbucket.org", "bit.ly",
    "box.com", "cdn.discordapp.com", "cloudflare.com", "cloudfront.net",
    "discord.com", "discordapp.com", "docs.google.com", "drive.google.com",
    "dropbox.com", "dropboxusercontent.com", "facebook.com", "firebasestorage.googleapis.com",
    "gist.github.com", "github.com", "githubusercontent.com", "gitlab.com",
    "google.com", "googleapis.com", "googleusercontent.com", "live.com",
    "mediafire.com", "mega.nz", "microsoft.com", "npmjs.org",
    "office.com", "onedrive.live.com", "pastebin.com", "pypi.org",
    "raw.githubusercontent.com", "sharepoint.com", "sites.google.com", "sourceforge.net",
    "steamcommunity.com", "t.me", "telegra.ph", "telegram.org",
    "transfer.sh", "twitter.com", "windows.net", "wordpress.com",
    "x.com", "youtube.com",
})  # fmt: skip
"""Hosts with pages of millions of people: the address of one bad page says nothing of the host."""

_DOMAIN = re.compile(
    r"(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
    r"(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)+"
)
_V4 = re.compile(r"\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}")


class AddressRange(NamedTuple):
    """Addresses from the first to the last, as numbers; one address is a network of its own."""

    version: int
    first: int
    last: int


class NotUnderstoodError(ValueError):
    """A text is no indicator that logs could show; the message says why, in a few words."""


def read_indicator(text: str, *, takes_suffixes: bool = False) -> AddressRange | str:
    """Return the network or the domain that a text means; NotUnderstoodError where it means none.

    Addresses, networks, ranges (`a-b`), domains, `*.domain`, URLs, `host:port`, and the same made
    harmless as `hxxp://evil[.]example`. A domain below which anyone registers names would suspect
    them all: it is taken where that is what the list is about.
    """
    found = _read_any(text)
    if isinstance(found, str) and not takes_suffixes and is_public_suffix(found):
        raise NotUnderstoodError("a suffix below which anyone registers names")
    return found


def _read_any(text: str) -> AddressRange | str:
    plain = _undo_harmless(text.strip())
    if not plain or len(plain) > LONGEST:
        raise NotUnderstoodError("empty or too long")
    if "://" in plain:
        return _read_url(plain)
    first, dash, last = plain.partition("-")
    if dash and (start := read_address(first.strip())) and (end := read_address(last.strip())):
        return _check_width(_make_range(start, end))
    if network := _read_network(plain):
        return _check_width(network)
    if found := _read_host(plain):
        return found
    raise NotUnderstoodError("no address, network or domain")


def read_address(text: str) -> tuple[int, int] | None:
    """Return the version and the number of an address; None where a text is none.

    An IPv4 address in IPv6's spelling (`::ffff:1.2.3.4`) is that IPv4 address.
    """
    try:
        if ":" not in text:
            # Unlike inet_aton, inet_pton takes all four parts only, and none as octal.
            return 4, int.from_bytes(socket.inet_pton(socket.AF_INET, text))
        number = int.from_bytes(socket.inet_pton(socket.AF_INET6, text))
    except (OSError, ValueError):
        return None
    return (4, number & 0xFFFFFFFF) if number >> 32 == MAPPED else (6, number)


def _undo_harmless(text: str) -> str:
    plain = text.replace("[.]", ".").replace("(.)", ".").replace("[:]", ":").replace("[://]", "://")
    if plain[:4].lower() in {"hxxp", "fxp:"}:
        plain = "http" + plain[4:] if plain[:4].lower() == "hxxp" else "ftp:" + plain[4:]
    return plain


def _read_url(text: str) -> AddressRange | str:
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").rstrip(".")
    except ValueError as error:
        raise NotUnderstoodError("no URL") from error
    if address := read_address(host):
        return AddressRange(address[0], address[1], address[1])
    is_page = parts.path not in {"", "/"} or bool(parts.query)
    if is_page and (host in SHARED_HOSTS or f"www.{host}" in SHARED_HOSTS or _is_below(host)):
        raise NotUnderstoodError("a page of a host that millions share")
    if found := _read_domain(host):
        return found
    raise NotUnderstoodError("no URL")


def _is_below(host: str) -> bool:
    """Whether a host is below one that is shared: `www.github.com`."""
    labels = host.split(".")
    return any(".".join(labels[start:]) in SHARED_HOSTS for start in range(1, len(labels)))


def _make_range(start: tuple[int, int], end: tuple[int, int]) -> AddressRange:
    if start[0] != end[0] or start[1] > end[1]:
        raise NotUnderstoodError("no range of addresses")
    return AddressRange(start[0], start[1], end[1])


def _read_network(text: str) -> AddressRange | None:
    base, slash, _ = text.partition("/")
    address = read_address(base)
    if not slash:
        return AddressRange(address[0], address[1], address[1]) if address else None
    if address is None:
        return None
    try:
        found = ipaddress.ip_network(text, strict=False)
    except ValueError as error:
        raise NotUnderstoodError("no network") from error
    first = int(found.network_address)
    return AddressRange(found.version, first, first + found.num_addresses - 1)


def _check_width(network: AddressRange) -> AddressRange:
    if network.last - network.first >= 1 << (BITS[network.version] - WIDEST[network.version]):
        raise NotUnderstoodError("a network that is too wide to mean anything")
    return network


def _read_host(text: str) -> AddressRange | str | None:
    """Return what a host, or a host and a port, is."""
    host, colon, port = text.rpartition(":")
    if colon and port.isdecimal() and host:
        address = read_address(host.strip("[]"))
        return AddressRange(address[0], address[1], address[1]) if address else _read_domain(host)
    return _read_domain(text)


def _read_domain(text: str) -> str | None:
    """Return a domain in lower case, in ASCII."""
    name = text.strip().rstrip(".").lower().removeprefix("*.").removeprefix(".")
    if not name.isascii():
        try:
            name = name.encode("idna").decode()
        except UnicodeError:
            return None
    if _V4.fullmatch(name) or not _DOMAIN.fullmatch(name) or name.rpartition(".")[2].isdecimal():
        return None
    return name
