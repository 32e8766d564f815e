"""The nonces in a table of DynamoDB: what came from channels once, and is not taken again."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from ringwall.apply.dynamodb.table import ConditionFailed, ItemTable, ItemTransaction
from ringwall.model.outbox import digest_nonce

KEPT_SECONDS = 3_600
"""After its end, a nonce may be deleted by DynamoDB: `ttl`."""


def _now() -> int:
    return time.time_ns() // 1_000_000


@dataclass(frozen=True)
class DynamoNonces:
    """The nonces in a table; see `model.outbox.NonceLog`. Thread-safe.

    INVARIANT: who takes a nonce has checked a signature first, so that strangers fill no table.
    """

    table: ItemTable
    now: Callable[[], int] = _now
    _takers: dict[tuple[str, str], str] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def take(self, via: str, nonce: str, until: int) -> bool:
        """Take a nonce, which is kept until a time; False where it was taken before."""
        digest, taker = digest_nonce(nonce), secrets.token_hex(8)
        ttl = until // 1000 + KEPT_SECONDS
        item = {"pk": _name(via), "sk": digest, "until": until, "taker": taker, "ttl": ttl}
        is_free = "attribute_not_exists(pk) or #until < :until"
        put = self.table.put(item, is_free, until=self.now())
        try:
            self.table.write(ItemTransaction([put]))
        except ConditionFailed:
            return False
        self._takers[via, digest] = taker
        return True

    def give_back(self, via: str, nonce: str) -> None:
        """Forget a nonce: what came with it was not done, and may come again."""
        digest = digest_nonce(nonce)
        taker = self._takers.pop((via, digest), "")
        delete = self.table.delete(_name(via), digest, "#taker = :taker", taker=taker)
        try:
            self.table.write(ItemTransaction([delete]))
        except ConditionFailed:
            return  # it is somebody else's, or nobody's


def _name(via: str) -> str:
    return f"NONCE#{via}"
