"""A made-up AWS for runs: things are made, set and erased, and it can lose answers and kill.

A thing has a name that need not be its own alone, an id that AWS chooses, a parent that it needs,
and a colour. `world.make` gives the id; `world.begin` only starts the work of making it.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from threading import Lock
from typing import Any

from ringwall.apply.environment import RunEnvironment
from ringwall.apply.recent import RecentAnswers
from ringwall.model.change import UNREAD, Change, Poll, Probe, Write
from ringwall.model.errors import AccessDenied, CallFailed
from ringwall.model.table import Row
from ringwall.model.write_shape import WriteShape
from ringwall.store.database.journal import Journal
from ringwall.store.database.leases import Leases

ACCOUNT = "123456789012"
REGION = "eu-west-1"
ACTOR = f"arn:aws:iam::{ACCOUNT}:user/ann"
NAME = r"[\w-]*"
SHAPES = (
    *(
        WriteShape(f"world.{verb}", {"Name": NAME, "Parent": NAME, "Colour?": NAME})
        for verb in ("make", "begin")
    ),
    WriteShape("world.paint", {"Id": NAME, "Colour": NAME}),
    WriteShape("world.erase", {"Id": NAME}),
)


class Killed(BaseException):
    """The process is gone."""


@dataclass
class World:
    """The things by id, and what is to go wrong. Thread-safe."""

    things: dict[str, Row] = field(default_factory=dict)
    work: dict[str, Row] = field(default_factory=dict)
    """What was begun: how often it is still asked after before it is done, and of what thing."""
    kill_at: int = -1
    """The act at which the process is killed; -1 for none."""
    acts: int = 0
    lost: set[int] = field(default_factory=set)
    """Numbers of writes whose answers are lost."""
    refusals: dict[str, list[CallFailed]] = field(default_factory=dict)
    """By operation, what the next calls are refused with."""
    closed: dict[str, int] = field(default_factory=dict)
    """Accounts that do not let anybody in, and for how many tries."""
    asks: int = 1
    """How often work is asked after before it is done."""
    fails: set[str] = field(default_factory=set)
    """Names of things that cannot be made by work."""
    calls: Counter[str] = field(default_factory=Counter)
    writes: int = 0
    made: int = 0
    at_once: int = 0
    most_at_once: int = 0
    lock: Any = field(default_factory=Lock)
    partition: str = "aws"

    def act(self) -> None:
        """Be killed where it is time, and from then on at every act."""
        with self.lock:
            self.acts += 1
            if 0 <= self.kill_at < self.acts:
                raise Killed

    def revive(self, kill_at: int = -1) -> None:
        self.acts, self.kill_at = 0, kill_at

    def state(self) -> list[tuple[str, str, str]]:
        """Return what is there, without what AWS chooses: names, names of parents, colours."""
        named = {id_: thing["Name"] for id_, thing in self.things.items()}
        return sorted(
            (thing["Name"], named.get(thing["Parent"], ""), thing["Colour"])
            for thing in self.things.values()
        )

    def finish_work(self) -> None:
        """Let what was begun come to its end at AWS."""
        for name, work in self.work.items():
            work["Left"] = 0
            WorldReader(self, "", "").call("world.ask", Work=name)

    def reader(self, account_id: str, region: str) -> Any:
        self.let_in(account_id)
        return WorldReader(self, account_id, region)

    def writer(self, account_id: str, region: str) -> Any:
        self.let_in(account_id)
        return WorldWriter(self, account_id, region)

    def let_in(self, account_id: str) -> None:
        if left := self.closed.get(account_id, 0):
            self.closed[account_id] = left - 1
            raise AccessDenied(f"{account_id}: not yet", "AccessDenied")

    def caller(self, account_id: str, _region: str) -> str:
        return f"arn:aws:iam::{account_id}:user/ann"

    def role_of(self, _account_id: str) -> str:
        return ""

    def ask_again(self, account_id: str) -> None:
        self.calls[f"ask again {account_id}"] += 1


@dataclass(frozen=True)
class WorldReader:
    world: World
    account_id: str
    region: str
    partition: str = "aws"

    def items(self, operation: str, path: str, **parameters: Any) -> Iterator[Row]:
        assert (operation, path, parameters) == ("world.list", "@", {})
        self.world.act()
        with self.world.lock:
            return iter([{"Things": [dict(thing) for thing in self.world.things.values()]}])

    def at(self, region: str) -> "WorldReader":
        raise AssertionError(region)

    def call(self, operation: str, **parameters: Any) -> Row:
        assert operation == "world.ask"
        self.world.act()
        world = self.world
        with world.lock:
            world.calls[operation] += 1
            work = world.work[parameters["Work"]]
            if work["Left"] > 0:
                work["Left"] -= 1
                return {"State": "BUSY"}
            if work["Name"] in world.fails:
                return {"State": "BAD", "Why": "it broke"}
            if not work["Id"]:
                work["Id"] = _add(world, work)
            return {"State": "DONE"}


@dataclass(frozen=True)
class WorldWriter:
    world: World
    account_id: str
    region: str

    def call(
        self,
        operation: str,
        parameters: Mapping[str, Any],
        token: str = "",
        check: Callable[[], None] = lambda: None,
    ) -> Row:
        del token
        world = self.world
        with world.lock:
            world.at_once += 1
            world.most_at_once = max(world.most_at_once, world.at_once)
        try:
            world.act()
            check()
            with world.lock:
                world.writes += 1
                world.calls[operation] += 1
                number = world.writes
                if waiting := world.refusals.get(operation):
                    raise waiting.pop(0)
                answer = _write(world, operation, dict(parameters))
            world.act()
            if number in world.lost:
                raise CallFailed("read timeout", "ReadTimeoutError")
            return answer
        finally:
            with world.lock:
                world.at_once -= 1

    def takes_token(self, _operation: str) -> bool:
        return False


def _write(world: World, operation: str, asked: Row) -> Row:
    match operation:
        case "world.make":
            return {"Id": _add(world, asked)}
        case "world.begin":
            name = f"work-{len(world.work)}"
            world.work[name] = {**asked, "Left": world.asks, "Id": ""}
            return {"Work": name}
        case "world.paint":
            _find(world, asked["Id"])["Colour"] = asked["Colour"]
        case _:
            thing = _find(world, asked["Id"])
            if users := [
                one["Name"] for one in world.things.values() if one["Parent"] == thing["Id"]
            ]:
                why = f"{thing['Name']} is needed by {users[0]}"
                raise CallFailed(why, "DependencyViolation", is_rejected=True)
            del world.things[thing["Id"]]
    return {}


def _add(world: World, asked: Row) -> str:
    if asked["Parent"]:
        _find(world, asked["Parent"])
    world.made += 1
    id_ = f"id-{world.made}"
    world.things[id_] = {
        "Id": id_,
        "Name": asked["Name"],
        "Parent": asked["Parent"],
        "Colour": asked.get("Colour", "plain"),
    }
    return id_


def _find(world: World, id_: str) -> Row:
    if id_ not in world.things:
        raise CallFailed(f"no {id_}", "NotFound", is_rejected=True)
    found: Row = world.things[id_]
    return found


POLL = Poll("world.ask", {"Work": {"$answer": "Work"}}, "State", ("DONE",), ("BAD",), "Why", 60.0)


def probe(name: str, take: str) -> Probe:
    return Probe(
        "world.list", {}, take, items="Things", match={"Name": name}, ids={"id": "Id"}, wait=2.0
    )


def make(name: str, parent: str = "", *, begin: bool = False, **other: Any) -> Change:
    """Return the creation of a thing; `parent` is the id of the Change that makes its parent."""
    members: dict[str, Any] = {
        "account_id": ACCOUNT,
        "region": REGION,
        "resource": f"thing {name}",
        "write": Write(
            "world.begin" if begin else "world.make",
            {"Name": name, "Parent": {"$read": f"{parent}.id"} if parent else ""},
            poll=POLL if begin else None,
        ),
        "probe": probe(name, "{Name: Name}"),
        "before": None,
        "after": {"Name": name},
        "why": "because",
        "layer": "data",
        "undo": Write("world.erase", {"Id": {"$read": f"{name}.id"}}),
        "id": name,
    }
    return Change(**(members | other))


def paint(name: str, colour: str, made_by: str = "", **other: Any) -> Change:
    """Return the Change that gives a thing a colour; of a thing that another Change makes, too."""
    thing = {"$read": f"{made_by}.id"} if made_by else {"$read": f"paint-{name}.id"}
    members: dict[str, Any] = {
        "write": Write("world.paint", {"Id": {"$read": f"{made_by}.id"}, "Colour": colour}),
        "probe": probe(name, "{Colour: Colour}"),
        "before": UNREAD,
        "after": {"Colour": colour},
        "undo": Write("world.paint", {"Id": thing, "Colour": {"$before": "Colour"}}),
        "id": f"paint-{name}",
        "part_of": made_by,
        "needs": (made_by,) if made_by else (),
    }
    return replace(make(name), **(members | other))


def repaint(thing: Row, colour: str) -> Change:
    """Return the Change that gives a thing that is there already another colour."""
    name = str(thing["Name"])
    return paint(
        name,
        colour,
        write=Write("world.paint", {"Id": thing["Id"], "Colour": colour}),
        before={"Colour": thing["Colour"]},
    )


@dataclass
class DyingJournal:
    """The journal of a process that the world kills around what it writes."""

    inner: Journal
    world: World

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.inner, name)
        return self.around(found) if name in {"start", "append", "end", "reopen"} else found

    def around(self, act: Callable[..., Any]) -> Callable[..., Any]:
        def acted(*args: Any, **kwargs: Any) -> Any:
            self.world.act()
            done = act(*args, **kwargs)
            self.world.act()
            return done

        return acted


def environment_of(world: World, journal: Journal, sleep: Any = lambda _: None) -> RunEnvironment:
    """Return what runs in the world are performed with."""
    dying: Any = DyingJournal(journal, world)
    connections: Any = world
    ticks = count()
    # What is remembered does not depend on how busy the machine is.
    answers, leases = RecentAnswers(lambda: next(ticks) / 1e6), Leases(journal.engine)
    return RunEnvironment(dying, connections, SHAPES, leases, sleep, answers=answers)
