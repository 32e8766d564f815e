"""Attack sequences, as GuardDuty names them: weak signals that make a strong one together.

A sequence holds where enough of its signals lie within a day.
https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-attack-sequence-finding-types.html
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
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


def find_sequences(signals: Sequence[Signal]) -> tuple[AttackSequence, ...]:
    """Return the sequences that hits make; they come in the order of their time."""
    found = []
    for sequence in SEQUENCES:
        mine = [signal for signal in signals if sequence.is_signal(signal)]
        if any(sequence.is_enough(part) for part in _days(mine)):
            found.append(sequence)
    return tuple(found)


def _days(signals: Sequence[Signal]) -> Iterator[Sequence[Signal]]:
    """Yield the signals of each day that begins with one."""
    for place, signal in enumerate(signals):
        end = place
        while end < len(signals) and signals[end].hit.at - signal.hit.at <= DAY:
            end += 1
        yield signals[place:end]


def _count(signals: Sequence[Signal]) -> tuple[int, int]:
    """Return how many rules and how many stages signals have."""
    stages = {signal.stage for signal in signals} - {None}
    return len({signal.hit.rule for signal in signals}), len(stages)


def _is_by_principal(signal: Signal) -> bool:
    return bool(_PRINCIPAL.match(signal.hit.actor)) or bool(signal.hit.access_key)


def _shows_credentials(signals: Sequence[Signal]) -> bool:
    """Three rules in two stages, one of them grave or a foothold."""
    rules, stages = _count(signals)
    is_grave = any(s.severity in {"high", "critical"} or s.stage in FOOTHOLDS for s in signals)
    return rules >= 3 and stages >= 2 and is_grave  # noqa: PLR2004 - as the docstring says


def _is_on_bucket(signal: Signal) -> bool:
    return any(":s3:::" in text for text in (signal.hit.resource, *signal.hit.entities))


def _shows_data(signals: Sequence[Signal]) -> bool:
    """Data of a bucket taken or destroyed, after a signal of another stage."""
    taken = [signal for signal in signals if _is_on_bucket(signal) and signal.stage in TAKES]
    return any(
        other.stage not in {None, take.stage} and other.hit.at <= take.hit.at
        for take in taken
        for other in signals
    )


def _is_on_instance(signal: Signal) -> bool:
    hit = signal.hit
    return any(_INSTANCE.search(text) for text in (hit.actor, hit.session, hit.resource))


def _shows_two_stages(signals: Sequence[Signal]) -> bool:
    rules, stages = _count(signals)
    return rules >= 2 and stages >= 2  # noqa: PLR2004 - two of each, as its name says


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
