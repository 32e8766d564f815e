"""How much responses have done in the last hour that no person approved, and what is left."""

from collections import Counter
from collections.abc import Iterable, Mapping

from ringwall.model.case import CaseEvent
from ringwall.model.change import Change
from ringwall.model.response_policy import LimitsPart

HOUR = 3_600_000
"""Milliseconds."""
COUNTED: Mapping[str, tuple[str, ...]] = {
    "access_keys": ("iam.update_access_key", "iam.delete_access_key"),
    "instances": (
        "ec2.modify_network_interface_attribute",
        "ec2.modify_instance_attribute",
        "ec2.stop_instances",
        "ec2.terminate_instances",
    ),
    "principals": (
        "iam.put_user_policy",
        "iam.put_role_policy",
        "iam.update_assume_role_policy",
        "iam.delete_login_profile",
    ),
}
"""Which writes count for which limit of the policy; each resource counts once in a plan."""


def count_uses(changes: Iterable[Change]) -> dict[str, int]:
    """Return how much of each limit a plan uses."""
    changes = list(changes)
    found: dict[str, set[tuple[str, str]]] = {name: set() for name in COUNTED}
    for change in changes:
        for name, operations in COUNTED.items():
            if change.write.operation in operations:
                key = str(change.write.parameters.get("AccessKeyId", change.resource))
                found[name].add((change.account_id, key))
    return {**{name: len(keys) for name, keys in found.items()}, "changes": len(changes)}


def find_excess(
    limits: LimitsPart, uses: Mapping[str, int], events: Iterable[CaseEvent], now: int
) -> str:
    """Return which limit a plan would pass that nobody approved; '' where it passes none.

    `events` are those of all cases: each start says what it used, and whether a person approved.
    Times that lie ahead of `now` count too: a clock that was set back frees nothing.
    """
    used: Counter[str] = Counter()
    for event in events:
        if event.kind == "started" and event.at > now - HOUR and event.body.get("automatic"):
            used.update({name: int(count) for name, count in event.body["uses"].items()})
    for name, wanted in uses.items():
        most = getattr(limits, name)
        if wanted and used[name] + wanted > most:
            words = name.replace("_", " ")
            return (
                f"{used[name]} {words} were changed in the last hour without a person, this plan "
                f"has {wanted}, and the limit is {most}"
            )
    return ""
