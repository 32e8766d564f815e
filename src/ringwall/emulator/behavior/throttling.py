"""Throttling by service: buckets of tokens that fill with the calls that were made, not with time.

https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html
"""

import random
from collections import Counter
from dataclasses import dataclass, field

from ringwall.emulator.behavior.settings import Behavior
from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.trail.event_kind import find_kind

IN_A_ROW = 2
"""How often the same request is throttled before it is answered: botocore's standard mode tries
three times."""
CallBucket = tuple[str, str, str, bool]
"""Account, Region, service, and whether the calls only read."""


@dataclass
class Throttle:
    """The buckets of each account, Region and service: reads apart from writes."""

    tokens: dict[CallBucket, float] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)
    """How often in a row each request was refused."""

    def refuses(self, behavior: Behavior, call: EmulatedCall) -> bool:
        """Whether a call comes too early; every call fills the bucket by half a token."""
        if not behavior.burst:
            return False
        kind = find_kind(call.service, call.operation, call.model)
        bucket = (call.account_id, call.region, call.service, kind.is_read)
        size = _size(behavior, bucket)
        tokens = min(size, self.tokens.get(bucket, size) + 0.5)
        request = f"{call.access_key} {call.region} {call.name} {call.parameters!r}"
        if tokens >= 1 or self.refused[request] >= IN_A_ROW:
            self.tokens[bucket] = max(tokens - 1, 0)
            del self.refused[request]
            return False
        self.tokens[bucket] = tokens
        self.refused[request] += 1
        return True


def _size(behavior: Behavior, bucket: CallBucket) -> float:
    """Return how many tokens a bucket holds: more for some services than for others."""
    draw = random.Random(f"{behavior.seed} {bucket}")  # noqa: S311 - no secret depends on it
    return behavior.burst * draw.uniform(1, 1.5)
