"""All that the organization does, in the order of time, an hour in memory at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from simulation.infrastructure import DEPLOY
from simulation.machines import LinkedService, OldKey, make_machines
from simulation.names import Estate
from simulation.operations import make_operations
from simulation.organization import WORKLOADS, Organization, make_organization
from simulation.people import Worker
from simulation.records import Scene
from simulation.scripts import Actor, Timed

START = datetime(2026, 9, 28, tzinfo=UTC)
"""A Monday."""
BASE = 35_000
"""About how many events a day there are where nothing is scaled."""
FIXED = 21_000
"""About how many of them are not scaled: those of people, of CI, of scanners."""

OLD_KEYS = 4
"""How many IAM users there are for programs that cannot have a role."""


@dataclass(frozen=True)
class Simulation:
    """A simulation; the same settings give the same events."""

    seed: str = "1"
    days: int = 30
    principals: int = 200
    events_per_day: int = BASE
    start: datetime = START

    @property
    def organization(self) -> Organization:
        """The organization."""
        return make_organization(self.seed, self.principals, self.days)

    def events(self) -> Iterator[Timed]:
        """Yield all records with their times, in order."""
        actors, estates = self._actors(), dict[str, Estate]()
        begin = int(self.start.timestamp())
        waiting: list[Timed] = []
        for hour in range(self.days * 24):
            for actor in actors:
                scene = Scene(self.seed, actor.name, hour, begin, estates)
                waiting.extend(actor.work(scene))
            waiting.sort(key=_time)
            end = begin + (hour + 1) * 3600
            later = [each for each in waiting if each[0] >= end]
            yield from waiting[: len(waiting) - len(later)]
            waiting = later
        yield from waiting

    def users(self) -> Iterator[tuple[str, str]]:
        """Yield the IAM users: account and name."""
        organization = self.organization
        for person in organization.people:
            if person.user and person.last_day == self.days:
                yield organization.account("sandbox"), person.user
        for number in range(OLD_KEYS):
            yield organization.account("production-b"), f"svc-partner-{number}"

    def roles(self) -> Iterator[tuple[str, str]]:
        """Yield the roles of machines: account and name."""
        for machine in make_machines(self.organization, 1):
            yield machine.account, machine.name

    def _actors(self) -> Sequence[Actor]:
        organization, begin = self.organization, int(self.start.timestamp())
        scale = max(0.2, (self.events_per_day - FIXED) / (BASE - FIXED))
        actors: list[Actor] = [
            Worker(person, organization, begin) for person in organization.people
        ]
        actors += make_machines(organization, scale)
        for name, account in organization.accounts.items():
            actors.append(LinkedService(f"services-{name}", account, name in WORKLOADS))
        for number in range(OLD_KEYS):
            actors.append(
                OldKey(
                    f"svc-partner-{number}",
                    organization.account("production-b"),
                    f"194.25.{number + 3}.17",
                    5 + number * 6,
                )
            )
        actors.append(
            OldKey("svc-deploy", organization.account("staging"), "20.61.4.18", 17, DEPLOY, 0.1)
        )
        actors += make_operations(organization)
        return actors


def _time(timed: Timed) -> float:
    return timed[0]
