"""Rules of Suricata, as far as addresses, ports and the names in TLS and HTTP decide them.

https://docs.suricata.io/en/latest/rules/intro.html
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from ipaddress import ip_address, ip_network

from ringwall.emulator.traffic.filters import PacketFlow
from ringwall.emulator.traffic.script import NUMBERS, BadTraffic

TRANSPORT: Mapping[str, int] = {str(name): number for name, number in NUMBERS.items()}
NAMES = {"tls.sni": "tls", "http.host": "http"}
"""Keywords of what a content is looked for in -> the protocol that has it."""
SAID = frozenset(
    {"msg", "sid", "rev", "gid", "classtype", "priority", "metadata", "reference", "noalert"}
)
"""Options that say something of a rule, and do not change what it is about."""
PLACES = frozenset({"startswith", "endswith", "nocase"})
"""Options that say where in a name the content before them is looked for."""
FLOWS = {"established": True, "not_established": False}
ANY_FLOW = frozenset({"to_server", "from_client", "stateless", "only_stream", "no_stream"})
_WORD = re.compile(r"\[[^()]*?\](?=\s|$)|\S+")
_FIELDS = 7


@dataclass(frozen=True)
class SeenPackets:
    """What a firewall knows of a connection when a rule is tried."""

    flow: PacketFlow
    is_established: bool
    application: str = ""
    """tls or http, once that is seen; ''."""
    name: str = ""
    """The name of the server in TLS or HTTP."""


@dataclass(frozen=True)
class NameMatch:
    """A content of a rule: the text, and where the name may have more."""

    keyword: str
    text: str
    is_negated: bool = False
    flags: frozenset[str] = frozenset()

    def fits(self, seen: SeenPackets) -> bool:
        """Whether the name of a connection has the content."""
        if seen.application != NAMES[self.keyword]:
            return False
        name = f".{seen.name}" if "dotprefix" in self.flags else seen.name
        text = self.text
        if "nocase" in self.flags:
            name, text = name.lower(), text.lower()
        found = text in name
        if "startswith" in self.flags:
            found = found and name.startswith(text)
        if "endswith" in self.flags:
            found = found and name.endswith(text)
        return found != self.is_negated


@dataclass(frozen=True)
class SuricataRule:
    """A rule: what it does, and what it is about."""

    action: str
    protocol: str
    source: str
    source_port: str
    destination: str
    destination_port: str
    is_both_ways: bool
    established: bool | None
    names: tuple[NameMatch, ...]

    def fits(self, seen: SeenPackets, variables: Mapping[str, str]) -> bool:
        """Whether a rule is about what was seen."""
        if self.established not in {None, seen.is_established}:
            return False
        if not self._has_protocol(seen) or not all(name.fits(seen) for name in self.names):
            return False
        ways = (seen.flow, seen.flow.turn()) if self.is_both_ways else (seen.flow,)
        return any(self._has_ends(flow, variables) for flow in ways)

    def _has_protocol(self, seen: SeenPackets) -> bool:
        if self.protocol in TRANSPORT:
            return TRANSPORT[self.protocol] == seen.flow.protocol
        return self.protocol in {"ip", seen.application}

    def _has_ends(self, flow: PacketFlow, variables: Mapping[str, str]) -> bool:
        has_ports = self.protocol != "ip" or flow.source_port or flow.destination_port
        return (
            _fits(self.source, _is_address(flow.source), variables)
            and _fits(self.destination, _is_address(flow.destination), variables)
            and (
                not has_ports
                or (
                    _fits(self.source_port, _is_port(flow.source_port), variables)
                    and _fits(self.destination_port, _is_port(flow.destination_port), variables)
                )
            )
        )


def read_rules(text: str) -> Iterator[SuricataRule]:
    """Yield the rules of a text; BadTraffic for one that has more than is modelled."""
    for line in map(str.strip, text.splitlines()):
        if line and not line.startswith("#"):
            yield _read(line)


def _read(line: str) -> SuricataRule:
    header, _, rest = line.partition("(")
    words = _WORD.findall(header)
    if len(words) != _FIELDS:
        raise BadTraffic(f"this rule of a firewall cannot be read: {line}")
    action, protocol, source, source_port, direction, destination, destination_port = words
    established: bool | None = None
    names: list[NameMatch] = []
    keyword, is_dotted = "", False
    for name, value in _list_options(rest.removesuffix(")")):
        if name in NAMES:
            keyword, is_dotted = name, False
        elif name == "dotprefix" and keyword:
            is_dotted = True
        elif name == "content" and keyword:
            names.append(_read_content(keyword, value, is_dotted=is_dotted))
        elif name in PLACES and names:
            names[-1] = replace(names[-1], flags=names[-1].flags | {name})
        elif name == "flow":
            established = _read_flow(value, line)
        elif name not in SAID:
            raise BadTraffic(f"the option {name} of this rule is not modelled: {line}")
    if protocol not in {"ip", *TRANSPORT, *NAMES.values()}:
        raise BadTraffic(f"the protocol {protocol} of this rule is not modelled: {line}")
    return SuricataRule(
        action, protocol, source, source_port, destination, destination_port,
        is_both_ways=direction == "<>", established=established, names=tuple(names),
    )  # fmt: skip


def _list_options(text: str) -> Iterator[tuple[str, str]]:
    """Yield the options of a rule with their values: each ends with ; outside of quotes."""
    letters: list[str] = []
    is_quoted, before = False, ""
    for letter in text:
        is_escaped, before = before == "\\", letter
        is_quoted ^= letter == '"' and not is_escaped
        if letter == ";" and not is_quoted and not is_escaped:
            name, _, value = "".join(letters).partition(":")
            yield name.strip(), value.strip()
            letters = []
        else:
            letters.append(letter)


def _read_content(keyword: str, value: str, *, is_dotted: bool) -> NameMatch:
    flags = frozenset({"dotprefix"} if is_dotted else ())
    return NameMatch(keyword, value.lstrip("!").strip('"'), value.startswith("!"), flags)


def _read_flow(value: str, line: str) -> bool | None:
    """Return whether a rule is about established connections alone, or others alone; None: both."""
    words = [word.strip() for word in value.split(",")]
    unknown = next((word for word in words if word not in {*FLOWS, *ANY_FLOW}), "")
    if unknown:
        raise BadTraffic(f"flow:{unknown} of this rule is not modelled: {line}")
    return next((FLOWS[word] for word in words if word in FLOWS), None)


def _fits(said: str, fits: Callable[[str], bool], variables: Mapping[str, str]) -> bool:
    """Whether an address or a port is what a part of a rule says: `any`, `!x`, `[x,!y]`, `$X`."""
    said = said.strip()
    if said == "any":
        return True
    if said.startswith("!"):
        return not _fits(said[1:], fits, variables)
    if said.startswith("$"):
        if said[1:] not in variables:
            raise BadTraffic(f"a rule of a firewall names {said}, which nobody has said")
        return _fits(variables[said[1:]], fits, variables)
    if said.startswith("["):
        parts = list(_split(said.removeprefix("[").removesuffix("]")))
        wanted = [part for part in parts if not part.startswith("!")]
        refused = [part[1:] for part in parts if part.startswith("!")]
        is_in = not wanted or any(_fits(part, fits, variables) for part in wanted)
        return is_in and not any(_fits(part, fits, variables) for part in refused)
    return fits(said)


def _split(text: str) -> Iterator[str]:
    """Yield the parts of a list, which may have lists in it."""
    depth, start = 0, 0
    for at, letter in enumerate(text):
        depth += (letter == "[") - (letter == "]")
        if letter == "," and depth == 0:
            yield text[start:at].strip()
            start = at + 1
    yield text[start:].strip()


def _is_address(address: str) -> Callable[[str], bool]:
    def fits(said: str) -> bool:
        network, found = ip_network(said, strict=False), ip_address(address)
        return network.version == found.version and found in network

    return fits


def _is_port(port: int) -> Callable[[str], bool]:
    def fits(said: str) -> bool:
        first, colon, last = said.partition(":")
        return int(first or 0) <= port <= int((last or "65535") if colon else first)

    return fits
