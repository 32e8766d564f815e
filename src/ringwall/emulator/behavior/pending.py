"""Things that take their time: each becomes ready after a number of reads.

What starts something that AWS does later calls `start`, with the function that ends it:

    instance.state = "pending"
    state.pending.start(state, call, "i-1", finish_launch)

`finish_launch(state, thing)` sets what the thing becomes. Without a delay it runs at once. It is
kept with the state, so it must be a function of a module. Each read of the service in the account
and Region counts as one read of all that is pending there: a client that waits sees it go by.
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
    region: str
    name: str
    """What it is called in its service: an id, a name or an ARN."""
    finish: Finish
    reads_left: int
    held: Any = None
    """What `finish` needs besides."""

    def is_of(self, call: EmulatedCall) -> bool:
        """Whether a call is to the service, in the account and Region, that the thing is in."""
        return (self.service, self.account_id, self.region) == (
            call.service,
            call.account_id,
            call.region,
        )


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
        most = state.behavior.delay
        self.started += 1
        draw = random.Random(f"{state.behavior.seed} {self.started}")  # noqa: S311 - no secret
        reads = draw.randint(1, most) if most else 0
        thing = PendingThing(call.service, call.account_id, call.region, name, finish, reads, held)
        if reads:
            self.things.append(thing)
        else:
            finish(state, thing)
        return thing

    def cancel(self, call: EmulatedCall, name: str) -> None:
        """Forget what a thing of the call's service, account and Region is on its way to."""
        self.things = [t for t in self.things if not (t.is_of(call) and t.name == name)]

    def is_pending(self, call: EmulatedCall, name: str) -> bool:
        """Whether a thing of the call's service, account and Region is on its way."""
        return any(thing.is_of(call) and thing.name == name for thing in self.things)

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
