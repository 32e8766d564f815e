"""Attack sequences, as GuardDuty names them: weak signals that make a strong one together.

A sequence holds where enough of its signals lie within a day.
https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-attack-sequence-finding-types.html
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from ringwall.model.attack import Tactic
from ringwall.model.detection import Hit
from ringwall.model.rule import Severity

DAY = timedelta(hours=24)
FOOTHOLDS: frozenset[Tactic] = frozenset({"initial access", "credential access"})
TAKES: frozenset[Tactic] = frozenset({"collection", "exfiltration", "impact"})
_PRINCIPAL = re.compile(r"arn:[\w-]+:(?:iam|sts)::\d{12}:(?:user/|role/|assumed-role/|root$)")
_INSTANCE = re.compile(r"(?:^|[/:])i-[0-9a-f]{8,17}$")


class Signal(NamedTuple):
    """A hit, with what its rule says of it."""

    hit: Hit
    stage: Tactic | None
    severity: Severity


@dataclass(frozen=True)
class AttackSequence:
    """One attack sequence: which hits are signals of it, and when they are enough."""

    name: str
    why: str
    is_signal: Callable[[Signal], bool]
    is_enough: Callable[[Sequence[Signal]], bool]
    """Whether some of them, which come in the order of their time, are enough within a day."""


def find_sequences(signals: Sequence[Signal]) -> tuple[AttackSequence, ...]:
    """Return the sequences that hits make; they come in the order of their time."""
    found = []
    for sequence in SEQUENCES:
        mine = [signal for signal in signals if sequence.is_signal(signal)]
        if sequence.is_enough(mine):
            found.append(sequence)
    return tuple(found)


class _Kind(NamedTuple):
    """What it matters of signals that are alike: an incident may have very many."""

    rule: str
    stage: Tactic | None
    severity: Severity


def _list_days(signals: Sequence[Signal]) -> Iterator[Collection[_Kind]]:
    """Yield the kinds of signals within a day, whenever there is one more."""
    counts: Counter[_Kind] = Counter()
    first = 0
    for signal in signals:
        while signal.hit.at - signals[first].hit.at > DAY:
            gone = _find_kind(signals[first])
            counts[gone] -= 1
            if not counts[gone]:
                del counts[gone]
            first += 1
        kind = _find_kind(signal)
        counts[kind] += 1
        if counts[kind] == 1:
            yield tuple(counts)


def _find_kind(signal: Signal) -> _Kind:
    return _Kind(signal.hit.rule, signal.stage, signal.severity)


def _count(kinds: Collection[_Kind]) -> tuple[int, int]:
    """Return how many rules and how many stages there are."""
    return len({kind.rule for kind in kinds}), len({kind.stage for kind in kinds} - {None})


def _is_by_principal(signal: Signal) -> bool:
    return bool(_PRINCIPAL.match(signal.hit.actor)) or bool(signal.hit.access_key)


def _shows_credentials(signals: Sequence[Signal]) -> bool:
    """Three rules in two stages, one of them grave or a foothold."""
    return any(
        _count(kinds)[0] >= 3  # noqa: PLR2004 - as the docstring says
        and _count(kinds)[1] >= 2  # noqa: PLR2004 - as the docstring says
        and any(k.severity in {"high", "critical"} or k.stage in FOOTHOLDS for k in kinds)
        for kinds in _list_days(signals)
    )


def _is_on_bucket(signal: Signal) -> bool:
    return any(":s3:::" in text for text in (signal.hit.resource, *signal.hit.entities))


def _shows_data(signals: Sequence[Signal]) -> bool:
    """Data of a bucket taken or destroyed, after a signal of another stage."""
    latest: dict[Tactic | None, datetime] = {}
    for at, together in groupby(signals, lambda signal: signal.hit.at):
        those = list(together)
        latest |= {signal.stage: at for signal in those}
        for stage in {s.stage for s in those if s.stage in TAKES and _is_on_bucket(s)}:
            if any(
                at - seen <= DAY for other, seen in latest.items() if other not in {None, stage}
            ):
                return True
    return False


def _is_on_instance(signal: Signal) -> bool:
    hit = signal.hit
    return any(_INSTANCE.search(text) for text in (hit.actor, hit.session, hit.resource))


def _shows_two_stages(signals: Sequence[Signal]) -> bool:
    """Two rules in two stages."""
    return any(min(_count(kinds)) >= 2 for kinds in _list_days(signals))  # noqa: PLR2004


def _is_of(service: str) -> Callable[[Signal], bool]:
    def is_of(signal: Signal) -> bool:
        hit = signal.hit
        texts = (hit.actor, hit.resource, *hit.entities)
        return hit.rule.startswith(f"{service}.") or any(f":{service}:" in text for text in texts)

    return is_of


SEQUENCES = (
    AttackSequence(
        "AttackSequence:IAM/CompromisedCredentials",
        "one set of credentials did several things of an attack within a day",
        _is_by_principal,
        _shows_credentials,
    ),
    AttackSequence(
        "AttackSequence:S3/CompromisedData",
        "data of a bucket was taken or destroyed after other signs of an attack",
        _is_by_principal,
        _shows_data,
    ),
    AttackSequence(
        "AttackSequence:EC2/CompromisedInstanceGroup",
        "instances showed several stages of an attack within a day",
        _is_on_instance,
        _shows_two_stages,
    ),
    AttackSequence(
        "AttackSequence:ECS/CompromisedCluster",
        "a cluster of ECS showed several stages of an attack within a day",
        _is_of("ecs"),
        _shows_two_stages,
    ),
    AttackSequence(
        "AttackSequence:EKS/CompromisedCluster",
        "a cluster of EKS showed several stages of an attack within a day",
        _is_of("eks"),
        _shows_two_stages,
    ),
)
"""The sequences that logs can show."""
