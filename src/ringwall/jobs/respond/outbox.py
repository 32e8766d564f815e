"""The outbox of a home folder: who tells its channels, what waits in it, and what is dead."""

from collections.abc import Collection, Iterator

from ringwall.jobs.respond.responders import Responders
from ringwall.jobs.respond.tell import ChannelTeller, make_teller
from ringwall.model.errors import BadInput
from ringwall.model.outbox import NonceLog, NoticeStatus, Outbox, QueuedNotice
from ringwall.store.database.connection import open_database
from ringwall.store.database.nonces import Nonces
from ringwall.store.database.outbox import DatabaseOutbox
from ringwall.store.home import Home
from ringwall.store.seal_key import find_key


def open_teller(responders: Responders) -> ChannelTeller:
    """Return what tells the channels of the policy; BadInput where its templates cannot be used."""
    return make_teller(responders, open_outbox(responders))


def open_outbox(responders: Responders) -> Outbox:
    """Return the notices of a home folder."""
    home = Home(responders.home)
    return DatabaseOutbox(open_database(home.database_url), find_key(home.path))


def open_nonces(responders: Responders) -> NonceLog:
    """Return what came from channels once, in the database of a home folder."""
    return Nonces(open_database(Home(responders.home).database_url))


def list_notices(
    responders: Responders, statuses: Collection[NoticeStatus] = ()
) -> Iterator[QueuedNotice]:
    """Yield the notices in a state, or all, oldest first."""
    yield from open_outbox(responders).list(statuses)


def retry_notices(responders: Responders, wanted: Collection[str] = ()) -> int:
    """Let dead notices be tried again: those with these uids, or the beginnings of them, or all.

    BadInput where one is named that is not dead.
    """
    outbox = open_outbox(responders)
    dead = [one.uid for one in outbox.list(["dead"])]
    found = [uid for uid in dead for word in wanted if uid.startswith(word)]
    for word in wanted:
        if not any(uid.startswith(word) for uid in dead):
            raise BadInput(f"no notice {word} is dead; `ringwall respond notices` lists them")
    return outbox.revive(found) if dead else 0
