"""Traffic of the organization's VPCs: flow log records (version 5) and Resolver query logs.

https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-query-logs-format.html
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from simulation.names import make, make_hex
from simulation.organization import HOME, OFFICES, WORKLOADS, Organization
from simulation.records import write_time

FIELDS = (
    "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start "
    "end action log-status vpc-id subnet-id instance-id tcp-flags type pkt-srcaddr pkt-dstaddr "
    "region az-id flow-direction traffic-path"
)
PER_ACCOUNT = 40
"""Interfaces of an account."""
SERVICE_PORTS = (443, 5432, 6379, 9200, 8080, 3306)
PROBED = (22, 23, 80, 443, 445, 3389, 8080, 6379, 5060, 8443)
"""What scanners of the internet ask for."""
OUTSIDE = (
    "140.82.121", "151.101.1", "104.18.32", "13.107.42", "34.120.50", "52.94.236", "3.5.136",
)  # fmt: skip
"""How addresses of services on the internet begin that programs talk to."""
NAMES = (
    "s3.eu-central-1.amazonaws.com", "sqs.eu-central-1.amazonaws.com", "api.github.com",
    "sts.eu-central-1.amazonaws.com", "logs.eu-central-1.amazonaws.com", "pypi.org",
    "registry.npmjs.org", "deb.debian.org", "security.ubuntu.com", "time.aws.com",
    "api.stripe.com", "hooks.slack.com", "login.microsoftonline.com", "www.google.com",
    "ocsp.digicert.com", "auth.docker.io", "production.cloudflare.docker.com",
    "otlp.eu01.nr-data.net", "intake.logs.datadoghq.eu", "app.launchdarkly.com",
)  # fmt: skip
INTERNAL = "internal.synthetic.example"


@dataclass(frozen=True, slots=True)
class Interface:
    """A network interface of an instance."""

    account: str
    id: str
    vpc: str
    subnet: str
    instance: str
    address: str
    is_public: bool
    port: int
    """What it serves."""


def make_interfaces(organization: Organization) -> list[Interface]:
    """Return the interfaces of the accounts with workloads."""
    random = Random(f"{organization.seed}/interfaces")
    found = []
    for number, name in enumerate(WORKLOADS):
        vpc = make("vpc", random)
        subnets = [make("subnet", random) for _ in range(3)]
        for host in range(PER_ACCOUNT):
            port = random.choice(SERVICE_PORTS)
            found.append(
                Interface(
                    account=organization.account(name),
                    id=make("interface", random),
                    vpc=vpc,
                    subnet=random.choice(subnets),
                    instance=make("instance", random),
                    address=f"10.{number}.{host // 16}.{10 + host % 200}",
                    is_public=port == 443 and host % 2 == 0,
                    port=port,
                )
            )
    return found


def flow_lines(interfaces: list[Interface], random: Random, begin: int, count: int) -> Iterator[
    tuple[float, Interface, str]
]:  # fmt: skip
    """Yield flow records of one hour, in the order of time: when, whose, and the line."""
    step = 3600 / max(1, count)
    for number in range(count):
        at = int(begin + number * step)
        own = random.choice(interfaces)
        yield at, own, _flow(own, interfaces, random, at)


def _flow(own: Interface, interfaces: list[Interface], random: Random, at: int) -> str:
    high = random.randrange(1024, 65536)
    packets = random.randrange(1, 60)
    size = packets * random.randrange(60, 1200)
    action, flags, protocol, path = "ACCEPT", 3, 6, "-"
    chance = random.random()
    if own.is_public and chance < 0.06:  # background of the internet
        source = f"{random.choice((45, 80, 162, 185, 193, 205))}.{random.randrange(256)}"
        source += f".{random.randrange(256)}.{random.randrange(1, 255)}"
        port = random.choice(PROBED)
        ends = (source, own.address, high, port)
        packets, size, flags = 1, 44, 2
        action = "ACCEPT" if port == own.port else "REJECT"
        direction = "ingress"
    elif own.is_public and chance < 0.5:  # visitors
        source = f"{random.choice((79, 84, 91, 93, 217))}.{random.randrange(256)}"
        ends = (
            f"{source}.{random.randrange(256)}.{random.randrange(1, 255)}",
            own.address,
            high,
            443,
        )
        direction = "ingress"
    elif chance < 0.75:  # one service and another
        other = random.choice(interfaces)
        ends = (own.address, other.address, high, other.port)
        direction, path = "egress", "1"
    elif chance < 0.95:  # services on the internet
        other_end = f"{random.choice(OUTSIDE)}.{random.randrange(1, 40)}"
        ends = (own.address, other_end, high, 443)
        direction, path = "egress", "8"
    elif chance < 0.999:  # the clock
        ends = (own.address, "169.254.169.123", high, 123)
        packets, size, flags, protocol, direction = 1, 76, 0, 17, "egress"
    else:  # an administrator
        ends = (random.choice(tuple(OFFICES.values())), own.address, high, 22)
        direction = "ingress"
        action = "ACCEPT" if own.is_public else "REJECT"
    source, destination, from_port, to_port = ends
    return (
        f"5 {own.account} {own.id} {source} {destination} {from_port} {to_port} {protocol} "
        f"{packets} {size} {at} {at + 58} {action} OK {own.vpc} {own.subnet} {own.instance} "
        f"{flags} IPv4 {source} {destination} {HOME} euc1-az2 {direction} {path}"
    )


def dns_queries(interfaces: list[Interface], random: Random, begin: int, count: int) -> Iterator[
    tuple[float, Interface, dict[str, Any]]
]:  # fmt: skip
    """Yield queries of one hour, in the order of time: when, whose, and the record."""
    step = 3600 / max(1, count)
    for number in range(count):
        at = int(begin + number * step)
        own = random.choice(interfaces)
        yield at, own, _query(own, random, at)


def _query(own: Interface, random: Random, at: int) -> dict[str, Any]:
    kind, code = random.choices(("A", "AAAA"), (3, 1))[0], "NOERROR"
    chance = random.random()
    if chance < 0.7:
        name = random.choice(NAMES)
    elif chance < 0.85:
        name = f"{make('database', Random(random.randrange(20)))}.{INTERNAL}"
    elif chance < 0.91:  # the search list of a host
        name, code = f"{random.choice(NAMES)}.{INTERNAL}", "NXDOMAIN"
    elif chance < 0.96:  # names that look made up, of networks that deliver files
        name = f"d{make_hex(Random(random.randrange(60)), 13)}.cloudfront.net"
    elif chance < 0.98:
        name, kind = f"{random.randrange(256)}.0.{own.address.split('.')[1]}.10.in-addr.arpa", "PTR"
    else:
        name, kind = f"_dmarc.{random.choice(('example.com', 'example.org'))}", "TXT"
    answer = f"10.0.0.{random.randrange(255)}" if INTERNAL in name else "52.94.236.10"
    value = {"TXT": '"v=DMARC1; p=reject"', "PTR": f"ip.{INTERNAL}."}.get(kind, answer)
    answers = [] if code != "NOERROR" else [{"Rdata": value, "Type": kind, "Class": "IN"}]
    return {
        "version": "1.100000",
        "account_id": own.account,
        "region": HOME,
        "vpc_id": own.vpc,
        "query_timestamp": write_time(at),
        "query_name": f"{name}.",
        "query_type": kind,
        "query_class": "IN",
        "rcode": code,
        "answers": answers,
        "srcaddr": own.address,
        "srcport": str(random.randrange(1024, 65536)),
        "transport": "UDP",
        "srcids": {"instance": own.instance},
    }
