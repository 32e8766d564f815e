"""Things that take their time: each becomes ready after a number of reads.

What starts something that AWS does later calls `start`, with the function that ends it:

    instance.state = "pending"
    state.pending.start(state, call, "i-1", finish_launch)

`finish_launch(state, thing)` sets what the thing becomes. Without a delay it runs at once. It is
kept with the state, so it must be a function of a module. Each read of the service in the account
and Region counts as one read of all that is pending there: a client that waits sees it go by.

What belongs to an organization is read from several accounts and Regions. Handlers start it with
`running_operations.start_operation`, and ask `has_ended` there; each read of the service counts.

INVARIANT: all delays are drawn and counted here, so that `Behavior.delay` means one thing.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from ringwall.emulator.behavior.settings import Behavior
from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.trail.event_kind import find_kind

Finish = Callable[[Any, "PendingThing"], None]
"""Ends what a thing was on the way to, in the emulator's state."""


class Delaying(Protocol):
    """What says how long things take: the emulator's state."""

    behavior: Behavior


@dataclass
class PendingThing:
    """Something on its way to a state that it will have."""

    service: str
    account_id: str
    """'' for what is of no account alone: then the Region is '' too."""
    region: str
    name: str
    """What it is called in its service: an id, a name or an ARN."""
    finish: Finish
    reads_left: int
    held: Any = None
    """What `finish` needs besides."""

    def is_of(self, call: EmulatedCall) -> bool:
        """Whether a call is to the service, in the account and Region, that the thing is in."""
        is_there = self.account_id in {"", call.account_id} and self.region in {"", call.region}
        return is_there and self.service == call.service


@dataclass
class PendingThings:
    """All that is on its way, in the order in which it was started."""

    things: list[PendingThing] = field(default_factory=list)
    started: int = 0

    def start(  # one function is what all of it is for
        self, state: Delaying, call: EmulatedCall, name: str, finish: Finish, held: Any = None
    ) -> PendingThing:
        """Let `finish` be called after a seeded number of reads; at once if nothing takes time.

        What the thing was on its way to before is dropped: who stops what is starting, stops it.
        """
        self.cancel(call, name)
        place = (call.service, call.account_id, call.region)
        return self._add(state, PendingThing(*place, name, finish, self._draw(state), held))

    def start_everywhere(
        self, state: Delaying, service: str, name: str, finish: Finish
    ) -> PendingThing:
        """Let `finish` be called after a seeded number of reads of a service, wherever they are."""
        self.things = [t for t in self.things if (t.service, t.name) != (service, name)]
        return self._add(state, PendingThing(service, "", "", name, finish, self._draw(state)))

    def _draw(self, state: Delaying) -> int:
        most = state.behavior.delay
        self.started += 1
        draw = random.Random(f"{state.behavior.seed} {self.started}")  # noqa: S311 - no secret
        return draw.randint(1, most) if most else 0

    def _add(self, state: Delaying, thing: PendingThing) -> PendingThing:
        if thing.reads_left:
            self.things.append(thing)
        else:
            thing.finish(state, thing)
        return thing

    def cancel(self, call: EmulatedCall, name: str) -> None:
        """Forget what a thing of the call's service, account and Region is on its way to."""
        self.things = [t for t in self.things if not (t.is_of(call) and t.name == name)]

    def is_pending_somewhere(self, service: str, name: str) -> bool:
        """Whether a thing of a service is on its way, in whatever account and Region."""
        return any((thing.service, thing.name) == (service, name) for thing in self.things)

    def count_read(self, state: Delaying, call: EmulatedCall) -> None:
        """Count a call, if it reads; finish what has been read often enough before."""
        if not self.things or not find_kind(call.service, call.operation, call.model).is_read:
            return
        for thing in [thing for thing in self.things if thing.is_of(call)]:
            if thing.reads_left > 0:
                thing.reads_left -= 1
            else:
                self.things.remove(thing)
                thing.finish(state, thing)
