"""A budget of calls per second for each service: a part of each quota is left to others."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

RATES: Mapping[str, float] = {
    "account": 4,
    "access-analyzer": 10,
    "accessanalyzer": 10,
    "cloudtrail": 8,
    "cloudtrail.lookup_events": 1.8,
    "config": 8,
    "guardduty": 15,
    "iam": 20,
    "iam.get_account_authorization_details": 5,
    "inspector2": 8,
    "macie2": 8,
    "organizations": 6,
    "securityhub": 8,
    "securityhub.get_findings": 2.5,
    "sso-admin": 12,
    "identitystore": 12,
    "sts": 50,
    "support": 2,
}
"""Calls per second, of one service or one operation, in one account and region.

They leave about a fifth of the published quota (AWS General Reference, and each service's quota
page) to others; IAM publishes none. Services that are not here have limits far above our pace.
"""
BURST_SECONDS = 2.0
"""A bucket holds the tokens of this many seconds."""


@dataclass
class _Bucket:
    tokens: float
    at: float


@dataclass(frozen=True)
class Limits:
    """Token buckets by account, region and service; thread-safe. `clock` is in seconds."""

    rates: Mapping[str, float] = field(default_factory=lambda: RATES)
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _buckets: dict[tuple[str, str, str], _Bucket] = field(
        default_factory=dict, init=False, repr=False
    )
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    def wait(self, account_id: str, region: str, operation: str) -> float:
        """Wait until `service.operation` may be sent; return the seconds waited."""
        service = operation.partition(".")[0]
        name = operation if operation in self.rates else service
        rate = self.rates.get(name)
        if not rate:
            return 0.0
        delay = self._reserve((account_id, region, name), rate)
        if delay > 0:
            self.sleep(delay)
        return delay

    def forget(self, account_id: str) -> None:
        """Let go of an account's buckets."""
        with self._lock:
            for key in [key for key in self._buckets if key[0] == account_id]:
                del self._buckets[key]

    def _reserve(self, key: tuple[str, str, str], rate: float) -> float:
        # INVARIANT: a token is taken at once, even one that is still to come; so those who wait
        # queue up behind each other and nobody sleeps while holding the lock.
        size = max(1.0, rate * BURST_SECONDS)
        with self._lock:
            now = self.clock()
            bucket = self._buckets.setdefault(key, _Bucket(size, now))
            bucket.tokens = min(size, bucket.tokens + (now - bucket.at) * rate) - 1
            bucket.at = now
            return max(0.0, -bucket.tokens / rate)
