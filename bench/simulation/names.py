"""Names and IDs of made-up resources: a pool of each kind for each account, and new ones."""

import re
from collections.abc import Callable, Mapping
from random import Random

UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
ANOTHER = re.compile(r"_\d+$")
HEX_DIGITS = re.compile(r"hex(\d+)")
FRESH = frozenset({"uuid", "octet", "object", "private", "digest", "count"})
"""Kinds of which each call has a new one."""
POOL = 24
"""How many resources of a kind an account has."""
TEAMS = (
    "orders", "billing", "search", "catalog", "mobile", "payments", "identity", "data", "web",
    "logistics",
)  # fmt: skip
PARTS = (
    "api",
    "worker",
    "ingest",
    "export",
    "reports",
    "events",
    "cache",
    "jobs",
    "images",
    "mail",
)
SHORT_IDS = {
    "instance": "i-", "volume": "vol-", "snapshot": "snap-", "vpc": "vpc-", "subnet": "subnet-",
    "group": "sg-", "group_rule": "sgr-", "interface": "eni-", "image": "ami-", "table": "rtb-",
    "gateway": "igw-", "nat": "nat-", "allocation": "eipalloc-", "network_acl": "acl-",
    "flow_log": "fl-", "template": "lt-", "endpoint": "vpce-", "association": "rtbassoc-",
    "command": "cmd-", "reservation": "r-",
}  # fmt: skip


def make_hex(random: Random, length: int) -> str:
    """Return hex digits."""
    return f"{random.getrandbits(length * 4):0{length}x}"


def make_uuid(random: Random) -> str:
    """Return a random UUID as text."""
    digits = f"{random.getrandbits(128):032x}"
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"


def make_unique_id(random: Random, prefix: str) -> str:
    """Return a unique ID of IAM: AROA, AIDA, AKIA or ASIA and 16 characters."""
    return prefix + "".join(random.choices(UPPER, k=16))


def _word(random: Random) -> str:
    return f"{random.choice(TEAMS)}-{random.choice(PARTS)}"


MAKE: Mapping[str, Callable[[Random], str]] = {
    "uuid": make_uuid,
    "key": make_uuid,
    "digest": lambda random: make_hex(random, 64),
    "access_key": lambda random: make_unique_id(random, "AKIA"),
    "session_key": lambda random: make_unique_id(random, "ASIA"),
    "role_id": lambda random: make_unique_id(random, "AROA"),
    "user_id": lambda random: make_unique_id(random, "AIDA"),
    "bucket": lambda random: f"synthetic-{_word(random)}-{make_hex(random, 6)}",
    "object": lambda random: f"{random.choice(PARTS)}/part-{make_hex(random, 12)}.parquet",
    "secret": lambda random: f"{_word(random)}/credentials-{make_hex(random, 6)}",
    "parameter": lambda random: f"/{random.choice(TEAMS)}/{random.choice(PARTS)}/setting",
    "octet": lambda random: str(random.randrange(256)),
    "private": lambda random: (
        f"10.{random.randrange(64)}.{random.randrange(256)}.{random.randrange(4, 250)}"
    ),
    "count": lambda random: str(random.randrange(1, 20)),
}


def make(kind: str, random: Random) -> str:
    """Return a new name or ID of a kind; of a kind without a form of its own, a word."""
    if kind in SHORT_IDS:
        return SHORT_IDS[kind] + make_hex(random, 17)
    if kind in MAKE:
        return MAKE[kind](random)
    if digits := HEX_DIGITS.fullmatch(kind):
        return make_hex(random, int(digits[1]))
    return f"{_word(random)}-{make_hex(random, 6)}"


class Estate:
    """The resources of one account: the same for the same seed."""

    def __init__(self, seed: str, account: str) -> None:
        self._seed = f"{seed}/{account}"
        self._pools: dict[str, list[str]] = {}

    def pick(self, kind: str, random: Random) -> str:
        """Return one of the account's resources of a kind."""
        pool = self._pools.get(kind)
        if pool is None:
            own = Random(f"{self._seed}/{kind}")
            pool = self._pools[kind] = [make(kind, own) for _ in range(POOL)]
        return pool[int(random.random() * POOL)]


class Picked(dict[str, str]):
    """The names in one call: each is picked when it is first asked for.

    `new_bucket` is a new one, `bucket` one that the account has, `bucket_2` another.
    """

    __slots__ = ("estate", "random")

    def __init__(self, estate: Estate, random: Random, given: Mapping[str, str]) -> None:
        super().__init__(given)
        self.estate, self.random = estate, random

    def __missing__(self, key: str) -> str:
        """Return the name, and keep it for the rest of the call."""
        kind = ANOTHER.sub("", key)
        if kind.startswith("new_"):
            value = make(kind[4:], self.random)
        elif kind in FRESH or HEX_DIGITS.fullmatch(kind):
            value = make(kind, self.random)
        else:
            value = self.estate.pick(kind, self.random)
        self[key] = value
        return value
