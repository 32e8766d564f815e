"""The weaknesses planted at Acme: what an audit must find, and nothing else."""

import csv
from dataclasses import dataclass, fields
from fnmatch import fnmatchcase
from importlib.resources import files

from ringwall.emulator.acme.organization import Acme

FILE = "weaknesses.csv"


@dataclass(frozen=True)
class Weakness:
    """One planted weakness; every resource that it matches fails the rule."""

    rule: str
    account: str
    """Name of the account at Acme."""
    region: str
    resource: str
    """ARN with {account}, {management}, {organization}, {region}; `*` where AWS makes the id."""
    name: str
    """Name tag of the resource, or a key's alias, if its ARN does not identify it."""
    why: str
    """How it came about."""

    def arn(self, acme: Acme) -> str:
        """Return the pattern of the resource's ARN at a given Acme."""
        return self.resource.format(
            account=acme.accounts[self.account],
            management=acme.management,
            organization=acme.organization_id,
            region=self.region,
        )

    def covers(self, acme: Acme, rule: str, resource: str) -> bool:
        """Whether a failure of a rule at a resource is this weakness, by its ARN alone."""
        return rule == self.rule and fnmatchcase(resource, self.arn(acme))


def load_weaknesses() -> tuple[Weakness, ...]:
    """Return all planted weaknesses in the order of the file."""
    text = (files("ringwall.emulator") / FILE).read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple(Weakness(**{f.name: row[f.name] for f in fields(Weakness)}) for row in rows)
