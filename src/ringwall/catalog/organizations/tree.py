"""The organization's tree: where each account stands and which policies reach it from above."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ringwall.model.table import Reader, Row

SCP = "SERVICE_CONTROL_POLICY"
RCP = "RESOURCE_CONTROL_POLICY"
FULL_ACCESS = "p-FullAWSAccess"
"""AWS's own SCP: a level without it lets through only what its other SCPs allow."""


@dataclass(frozen=True)
class Place:
    """A root or unit, with its ancestors and itself, from the root down."""

    id: str
    ids: tuple[str, ...]
    names: tuple[str, ...]
    unit: Row


def walk(reader: Reader) -> Iterator[Place]:
    """Yield the root and every organizational unit, parents first; one call per unit."""
    waiting = [
        Place(root["Id"], (root["Id"],), (root["Name"],), root)
        for root in reader.items("organizations.list_roots", "Roots")
    ]
    while waiting:
        place = waiting.pop()
        yield place
        for unit in reader.items(
            "organizations.list_organizational_units_for_parent",
            "OrganizationalUnits",
            ParentId=place.id,
        ):
            names = (*place.names, unit["Name"])
            waiting.append(Place(unit["Id"], (*place.ids, unit["Id"]), names, unit))


def read_placements(reader: Reader) -> Mapping[str, Row]:
    """Return each account's parents and the policies that apply to it, by account id.

    The cost is two calls per unit and one per twenty attachments, however many accounts there are.
    """
    scps = _targets(reader, SCP)
    rcps = _targets(reader, RCP)
    placements: dict[str, Row] = {}
    for place in walk(reader):
        accounts = reader.items(
            "organizations.list_accounts_for_parent", "Accounts", ParentId=place.id
        )
        for account in accounts:
            levels = (*place.ids, account["Id"])
            placements[account["Id"]] = {
                "ParentIds": list(place.ids),
                "Path": "/".join(place.names),
                "ScpIds": _reaching(scps, levels),
                "RcpIds": _reaching(rcps, levels),
                "ScpNarrowed": not scps.get(FULL_ACCESS, set()).issuperset(levels),
            }
    return placements


def read_targets(reader: Reader) -> Mapping[str, list[str]]:
    """Return the ids of roots, units and accounts that each SCP and RCP is attached to."""
    targets = _targets(reader, SCP) | _targets(reader, RCP)
    return {policy_id: sorted(found) for policy_id, found in targets.items()}


def list_policies(reader: Reader) -> Iterator[Row]:
    """Yield every SCP and RCP, without its content."""
    for kind in (SCP, RCP):
        yield from reader.items("organizations.list_policies", "Policies", Filter=kind)


def _targets(reader: Reader, kind: str) -> dict[str, set[str]]:
    policies = reader.items("organizations.list_policies", "Policies", Filter=kind)
    return {
        policy["Id"]: {
            target["TargetId"]
            for target in reader.items(
                "organizations.list_targets_for_policy", "Targets", PolicyId=policy["Id"]
            )
        }
        for policy in list(policies)
    }


def _reaching(targets: Mapping[str, set[str]], levels: Iterable[str]) -> list[str]:
    wanted = set(levels)
    return sorted(policy_id for policy_id, found in targets.items() if found & wanted)
