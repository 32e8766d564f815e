"""The organization's tree: the OUs above each account, and the policies that apply to it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ringwall.catalog.midway import unless_gone
from ringwall.model.errors import CallFailed
from ringwall.model.table import Reader, Row

SCP = "SERVICE_CONTROL_POLICY"
RCP = "RESOURCE_CONTROL_POLICY"
OTHER_TYPES = (
    "TAG_POLICY",
    "BACKUP_POLICY",
    "AISERVICES_OPT_OUT_POLICY",
    "CHATBOT_POLICY",
    "DECLARATIVE_POLICY_EC2",
    "SECURITYHUB_POLICY",
    "SECURITYHUB_CSPM_POLICY",
    "INSPECTOR_POLICY",
    "GUARDDUTY_POLICY",
    "S3_POLICY",
    "BEDROCK_POLICY",
    "NETWORK_SECURITY_DIRECTOR_POLICY",
    "UPGRADE_ROLLOUT_POLICY",
)
"""Policies that set what services do, and grant or deny nothing."""
NOT_OFFERED = ("InvalidInputException", "UnsupportedAPIEndpointException")
"""What AWS answers where it does not have a type of policies: a partition has not all of them."""
NO_UNIT = ("ParentNotFoundException", "OrganizationalUnitNotFoundException")
FULL_ACCESS = "p-FullAWSAccess"
"""The AWS managed SCP: at a level without it, only what its other SCPs allow is allowed."""


@dataclass(frozen=True)
class TreeNode:
    """A root or OU; `ids` and `names` lead from the root down to it."""

    id: str
    ids: tuple[str, ...]
    names: tuple[str, ...]
    unit: Row


def walk(reader: Reader) -> Iterator[TreeNode]:
    """Yield the root and every organizational unit, parents first; one call per unit.

    ValueError where a unit is there twice: it would have no end.
    """
    waiting = [
        TreeNode(root["Id"], (root["Id"],), (root["Name"],), root)
        for root in reader.items("organizations.list_roots", "Roots")
    ]
    seen: set[str] = set()
    while waiting:
        node = waiting.pop()
        if node.id in seen:
            raise ValueError(f"{node.id} has two parents")
        seen.add(node.id)
        yield node
        with unless_gone(*NO_UNIT):
            for unit in reader.items(
                "organizations.list_organizational_units_for_parent",
                "OrganizationalUnits",
                ParentId=node.id,
            ):
                names = (*node.names, unit["Name"])
                waiting.append(TreeNode(unit["Id"], (*node.ids, unit["Id"]), names, unit))


def read_placements(reader: Reader) -> Mapping[str, Row | CallFailed]:
    """Return each account's parents and the policies that apply to it, by account id.

    Where policies of a type are enabled, AWS leaves each level at least one: an account below a
    level without any has a `CallFailed`. It is not known what applies to it.
    https://docs.aws.amazon.com/organizations/latest/APIReference/API_DetachPolicy.html
    The cost is two calls per unit and one per twenty attachments, however many accounts there are.
    """
    scps = _targets(reader, SCP)
    rcps = _targets(reader, RCP)
    full = scps.get(FULL_ACCESS, set())
    placements: dict[str, Row | CallFailed] = {}
    enabled: set[str] | None = None
    for node in walk(reader):
        if len(node.ids) == 1:
            enabled = _enabled(node.unit)
        accounts: list[Row] = []
        with unless_gone(*NO_UNIT):
            accounts.extend(
                reader.items("organizations.list_accounts_for_parent", "Accounts", ParentId=node.id)
            )
        for account in accounts:
            levels = (*node.ids, account["Id"])
            if bare := [
                f"no {kind} is attached to {level}, and AWS always leaves one"
                for kind, targets in ((SCP, scps), (RCP, rcps))
                for level in levels
                if kind in (enabled or ()) and not _reaching(targets, [level])
            ]:
                placements[account["Id"]] = CallFailed(bare[0], "Unreadable")
                continue
            placements[account["Id"]] = {
                "ParentIds": list(node.ids),
                "Path": "/".join(node.names),
                "ScpIds": _reaching(scps, levels),
                "RcpIds": _reaching(rcps, levels),
                "ScpNarrowed": None
                if enabled is None
                else SCP in enabled and not full >= {*levels},
            }
    return placements


def list_policies(reader: Reader) -> Iterator[Row]:
    """Yield every policy of every type, without its content."""
    for kind in (SCP, RCP):
        yield from reader.items("organizations.list_policies", "Policies", Filter=kind)
    for kind in OTHER_TYPES:
        with unless_gone(*NOT_OFFERED):
            yield from reader.items("organizations.list_policies", "Policies", Filter=kind)


def _targets(reader: Reader, kind: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for policy in list(reader.items("organizations.list_policies", "Policies", Filter=kind)):
        with unless_gone("PolicyNotFoundException"):
            found[policy["Id"]] = {
                target["TargetId"]
                for target in reader.items(
                    "organizations.list_targets_for_policy", "Targets", PolicyId=policy["Id"]
                )
            }
    return found


def _enabled(root: Row) -> set[str] | None:
    """Return the types of policies that are enabled; all others are detached. None: not known."""
    types = root.get("PolicyTypes")
    return None if types is None else {t["Type"] for t in types if t["Status"] == "ENABLED"}


def _reaching(targets: Mapping[str, set[str]], levels: Iterable[str]) -> list[str]:
    wanted = set(levels)
    return sorted(policy_id for policy_id, found in targets.items() if found & wanted)
