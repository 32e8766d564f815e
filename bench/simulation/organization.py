"""The made-up organization: its accounts, Regions, offices, people and roles."""

from dataclasses import dataclass
from random import Random
from typing import Literal

from simulation.names import TEAMS

Job = Literal["developer", "administrator", "analyst", "security", "support"]
ACCOUNT_NAMES = (
    "management", "log-archive", "security", "backup", "network", "ci", "production-a",
    "production-b", "staging", "development", "data", "sandbox",
)  # fmt: skip
WORKLOADS = ("production-a", "production-b", "staging", "development", "data", "sandbox")
HOME, SECOND, OPENED = "eu-central-1", "us-east-1", "ap-southeast-2"
"""The Regions: the last is one that the organization starts to use on the ninth day."""
OPENED_ON = 9
OFFICE_MOVES_ON = 12
ISSUER = "token.actions.githubusercontent.com"
FIRST_NAMES = (
    "ada", "ben", "cara", "dan", "eva", "finn", "gita", "hugo", "ida", "jon", "kira", "leo", "mia",
    "nils", "olga", "paul", "quinn", "rosa", "sam", "tara", "uwe", "vera", "will", "xenia", "yann",
    "zoe",
)  # fmt: skip
COUNTRIES = {
    "DE": (1, ("84.128", "91.0", "79.192")),
    "GB": (0, ("86.128", "81.96", "90.192")),
    "US": (-5, ("73.10", "98.200", "24.16")),
    "IN": (5, ("122.160", "106.192", "49.32")),
}
"""Where people live: the hours from UTC, and how addresses of large providers there begin."""
OFFICES = {"DE": "62.159.10.20", "GB": "81.128.40.9", "US": "12.160.33.5", "IN": "182.72.11.40"}
NEW_OFFICE = {"DE": "62.159.77.61"}
"""The address of an office after it moved."""
ABROAD = ("83.32", "93.32", "133.32", "177.16", "202.88")
"""How addresses of providers in other countries begin: ES, IT, JP, BR and TH."""
SHARES: dict[Job, float] = {
    "developer": 0.62, "administrator": 0.10, "analyst": 0.14, "security": 0.06, "support": 0.08,
}  # fmt: skip
"""Which part of the people does which job."""
PEOPLE = 0.48
"""Which part of the principals are people; the others are machines."""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who works here, and what is known of the month beforehand."""

    name: str
    job: Job
    team: str
    country: str
    home: str
    """The address at home."""
    first_day: int
    last_day: int
    travels: tuple[int, int] = (-1, -1)
    abroad: str = ""
    """The address while travelling."""
    on_call: frozenset[int] = frozenset()
    """The weeks in which this one is called at night."""
    user: str = ""
    """An IAM user of old that this one still has; '' for most."""


@dataclass(frozen=True)
class Organization:
    """Who and what there is. The same for the same seed."""

    seed: str
    accounts: dict[str, str]
    """Account IDs by name."""
    people: tuple[Person, ...]
    machines: int
    """How many roles of machines there are."""

    def account(self, name: str) -> str:
        """Return the ID of an account."""
        return self.accounts[name]


def make_organization(seed: str, principals: int, days: int) -> Organization:
    """Return the organization of a seed, with about so many principals."""
    random = Random(f"{seed}/organization")
    accounts = {name: str(random.randrange(10**11, 10**12)) for name in ACCOUNT_NAMES}
    count = max(8, round(principals * PEOPLE))
    jobs = [job for job, share in SHARES.items() for _ in range(max(1, round(count * share)))]
    people = tuple(
        _make_person(random, number, job, days) for number, job in enumerate(jobs[:count])
    )
    return Organization(seed, accounts, people, max(20, principals - count))


def _make_person(random: Random, number: int, job: Job, days: int) -> Person:
    country = random.choices(("DE", "GB", "US", "IN"), (6, 2, 1, 1))[0]
    name = f"{FIRST_NAMES[number % len(FIRST_NAMES)]}.{_surname(random)}@synthetic.example"
    begin = random.randrange(1, max(2, days - 8))
    is_new, leaves, travels = (random.random() < share for share in (0.05, 0.05, 0.08))
    weeks = range(days // 7 + 1)
    is_called = job in ("administrator", "developer") and random.random() < 0.4
    return Person(
        name=name,
        job=job,
        team=random.choice(TEAMS),
        country=country,
        home=_address(random, random.choice(COUNTRIES[country][1])),
        first_day=begin if is_new else 0,
        last_day=begin + 5 if leaves and not is_new else days,
        travels=(begin, begin + 7) if travels and not leaves and not is_new else (-1, -1),
        abroad=_address(random, random.choice(ABROAD)),
        on_call=frozenset({random.choice(weeks)}) if is_called else frozenset(),
        user=f"{name.partition('@')[0]}-legacy" if job != "support" and number % 9 == 0 else "",
    )


def _surname(random: Random) -> str:
    return "".join(random.choice(pair) for pair in ("bdklmrstw", "aeiou", "lmnrst", "aeo", "rnks"))


def _address(random: Random, begin: str) -> str:
    return f"{begin}.{random.randrange(1, 255)}.{random.randrange(1, 255)}"
