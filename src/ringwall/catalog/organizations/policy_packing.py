"""Policies packed into as few documents as AWS allows to be attached to their targets."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ringwall.catalog.organizations.policy_document import measure_document
from ringwall.model.errors import BadInput
from ringwall.model.organization_policy import POLICY_TYPES, RCP, SCP

FULL_ACCESS = {SCP: 1, RCP: 1}
"""Attachments that AWS's own policies take of each target: FullAWSAccess, RCPFullAWSAccess."""
_TRIES = 20_000
"""How many arrangements are tried before the best one so far is taken."""


@dataclass(frozen=True)
class PlacedPolicy:
    """A policy with its document filled in, and the targets that it is attached to."""

    name: str
    type: str
    document: Any
    targets: tuple[str, ...]
    is_whole: bool = False
    """Whether its document stays as it is: it is the user's own."""


@dataclass(frozen=True)
class PackedPolicy:
    """A document as it is to be attached."""

    name: str
    type: str
    document: Any
    targets: tuple[str, ...]
    parts: tuple[str, ...]
    """The names of the policies that are in it."""
    is_whole: bool = False
    """Whether it is the user's own."""


def pack_policies(policies: Iterable[PlacedPolicy]) -> tuple[PackedPolicy, ...]:
    """Return as few documents as have all statements: of one type, for the same targets.

    A document of one policy has its name; one of several is named after their type and targets,
    `scp-root-1`. Policies that AWS merges itself (the declarative ones) stay by themselves.
    BadInput names a policy that is too long, and a target with more policies than it can have.
    """
    placed = sorted(policies, key=lambda policy: policy.name)
    for policy in placed:
        _check_size(policy)
    packed = [
        one
        for (kind, targets), group in _group(placed).items()
        for one in _pack_group(kind, targets, group)
    ]
    _check_attachments(packed)
    return tuple(packed)


def _check_size(policy: PlacedPolicy) -> None:
    size, longest = measure_document(policy.document), POLICY_TYPES[policy.type].longest
    if size > longest:
        raise BadInput(
            f"the policy {policy.name} has {size:,} characters; AWS takes {longest:,} of a "
            f"{policy.type}"
        )


_Group = tuple[str, tuple[str, ...]]
"""A type and the targets: what policies must share to be one document."""


def _group(policies: Iterable[PlacedPolicy]) -> Mapping[_Group, list[PlacedPolicy]]:
    groups: dict[_Group, list[PlacedPolicy]] = {}
    for policy in policies:
        key = (policy.type, tuple(sorted(policy.targets)))
        groups.setdefault(key, []).append(policy)
    return groups


def _pack_group(
    kind: str, targets: tuple[str, ...], group: Sequence[PlacedPolicy]
) -> Iterator[PackedPolicy]:
    can_merge = not POLICY_TYPES[kind].is_inherited
    loose = [policy for policy in group if can_merge and not policy.is_whole]
    number = 0
    for members in _fill_bins(loose, POLICY_TYPES[kind].longest):
        name = members[0].name
        if len(members) > 1:
            number += 1
            name = _name(kind, targets, number)
        names = tuple(member.name for member in members)
        yield PackedPolicy(name, kind, _merge(members), targets, names)
    for policy in group:
        if policy not in loose:
            yield PackedPolicy(
                policy.name, kind, policy.document, targets, (policy.name,), policy.is_whole
            )


def _name(kind: str, targets: tuple[str, ...], number: int) -> str:
    short = {SCP: "scp", RCP: "rcp"}[kind]
    where = targets[0].replace("/", "-").replace(" ", "-")
    more = f"-and-{len(targets) - 1}" if len(targets) > 1 else ""
    return f"{short}-{where}{more}-{number}"


def _merge(policies: Sequence[PlacedPolicy]) -> Any:
    statements = [one for policy in policies for one in policy.document["Statement"]]
    return {**policies[0].document, "Statement": statements}


def _fill_bins(policies: Sequence[PlacedPolicy], room: int) -> tuple[tuple[PlacedPolicy, ...], ...]:
    """Return the fewest groups of policies whose documents have room, the names in order."""
    largest = sorted(policies, key=lambda policy: -measure_document(policy.document))
    best = _first_fit(largest, room)
    fewest = max(1, -(-sum(map(_measure_alone, largest)) // room))
    for count in range(fewest, len(best)):
        if found := _arrange(largest, count, room):
            best = found
            break
    bins = [tuple(sorted(one, key=lambda policy: policy.name)) for one in best]
    return tuple(sorted(bins, key=lambda one: one[0].name))


def _measure_alone(policy: PlacedPolicy) -> int:
    """Return how many characters a policy adds to a document at least."""
    return measure_document(policy.document["Statement"]) - len("[]")


def _first_fit(policies: Iterable[PlacedPolicy], room: int) -> list[list[PlacedPolicy]]:
    bins: list[list[PlacedPolicy]] = []
    for policy in policies:
        fitting = next((one for one in bins if _fits([*one, policy], room)), None)
        if fitting is None:
            bins.append([policy])
        else:
            fitting.append(policy)
    return bins


def _fits(policies: Sequence[PlacedPolicy], room: int) -> bool:
    return measure_document(_merge(policies)) <= room


def _arrange(
    policies: Sequence[PlacedPolicy], count: int, room: int
) -> list[list[PlacedPolicy]] | None:
    """Return the policies in a number of groups that have room; None where none was found."""
    bins: list[list[PlacedPolicy]] = [[] for _ in range(count)]
    left = [_TRIES]

    def place(at: int) -> bool:
        if at == len(policies):
            return True
        for one in bins:
            left[0] -= 1
            if left[0] > 0 and _fits([*one, policies[at]], room):
                one.append(policies[at])
                if place(at + 1):
                    return True
                one.pop()
            if not one:  # the other empty ones are no different
                break
        return False

    return [one for one in bins if one] if place(0) else None


def _check_attachments(policies: Iterable[PackedPolicy]) -> None:
    attached: dict[tuple[str, str], list[str]] = {}
    for policy in policies:
        for target in policy.targets:
            attached.setdefault((policy.type, target), []).append(policy.name)
    for (kind, target), names in attached.items():
        most = POLICY_TYPES[kind].attachments - FULL_ACCESS.get(kind, 0)
        if len(names) > most:
            raise BadInput(
                f"{target} would have {len(names)} policies of type {kind}, and AWS takes {most} "
                f"beside its own: {', '.join(names)}"
            )
