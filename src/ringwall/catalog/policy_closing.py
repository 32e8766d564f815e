"""Narrows resource-based policies: what anyone may do, only the account of the resource may."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ringwall.model.change import Change, Probe, Write
from ringwall.model.errors import NeedsHuman
from ringwall.model.finding import Finding
from ringwall.model.reference import write_json
from ringwall.model.state import read_state
from ringwall.model.table import Reader, Row

EVERYONE = "*"
TEXT = r"(?s)\{.{1,51200}\}"
"""The text of a policy in a write."""
NOT_ABOUT_WHO = frozenset(
    {
        "aws:currenttime",
        "aws:epochtime",
        "aws:securetransport",
        "s3:delimiter",
        "s3:max-keys",
        "s3:prefix",
        "s3:tlsversion",
    }
)
"""Condition keys that anyone on the internet can meet, whatever their values are."""


@dataclass(frozen=True)
class PolicyPlace:
    """Where a policy is read, and how it is written."""

    operation: str
    parameters: Mapping[str, Any]
    path: str
    """JMESPath of the policy, a document or its text, in the answer."""
    write: Callable[[str], Write]
    """Makes the write of a policy's text."""
    absent: tuple[str, ...] = ()
    wait: float = 24.0
    """Seconds that the service may need to show what was written."""

    @property
    def probe(self) -> Probe:
        """The probe of the whole policy, which is compared by what it says."""
        take = f"{self.path}.{{Policy: @}}"
        normal = {"Policy": "policy"}
        return Probe(
            self.operation, self.parameters, take, self.absent, wait=self.wait, normal=normal
        )


def close_policy(finding: Finding, reader: Reader, place: PolicyPlace) -> Iterator[Change]:
    """Yield the Change that leaves to the account what a policy lets anyone do.

    Only statements that say so without a condition on who calls are changed, and nothing else of
    them; all others stay. NeedsHuman where the policy is public in another way.
    """
    probe = place.probe
    before = read_state(probe, reader)
    policy = before["Policy"] if before else {}
    root = f"arn:{reader.partition}:iam::{finding.account_id}:root"
    statements = list_statements(policy)
    narrowed = [_narrow(one, root) if is_for_anyone(one) else one for one in statements]
    if narrowed == statements:
        _refuse_others(statements, root, finding)
        return
    after = {**policy, "Statement": narrowed}
    yield Change(
        account_id=finding.account_id,
        region=reader.region,
        resource=finding.resource,
        write=place.write(write_json(after)),
        probe=probe,
        before=before,
        after={"Policy": after},
        why=f"anyone on the internet may use it; then only account {finding.account_id} may, whose "
        "IAM policies decide for whom: who else needs it has to be named in the policy",
        layer=finding.layer,
        blast="availability",
        undo=place.write(write_json(policy)),
    )


def list_statements(policy: Any) -> list[Row]:
    """Return the statements of a policy's document; one alone need not be in a list."""
    found = policy.get("Statement", []) if isinstance(policy, Mapping) else []
    return [dict(found)] if isinstance(found, Mapping) else list(found)


def is_for_anyone(statement: Row) -> bool:
    """Whether a statement allows everyone something, without a condition on who calls."""
    keys = {
        key.lower() for keys in (statement.get("Condition") or {}).values() for key in keys or ()
    }
    return (
        statement.get("Effect") == "Allow"
        and names_everyone(statement.get("Principal"))
        and keys <= NOT_ABOUT_WHO
    )


def names_everyone(principal: Any) -> bool:
    """Whether the element Principal means anybody."""
    if isinstance(principal, Mapping):
        named = principal.get("AWS", [])
        return EVERYONE in ([named] if isinstance(named, str) else named)
    return bool(principal == EVERYONE)


def _narrow(statement: Row, root: str) -> Row:
    """Return the statement with the account in place of everyone; others that it names stay."""
    principal = statement["Principal"]
    if not isinstance(principal, Mapping):
        return {**statement, "Principal": {"AWS": root}}
    named = principal["AWS"]
    listed = [named] if isinstance(named, str) else named
    kept = [one for one in listed if one not in (EVERYONE, root)]
    return {**statement, "Principal": {**principal, "AWS": [root, *kept] if kept else root}}


def _refuse_others(statements: list[Row], root: str, finding: Finding) -> None:
    """Raise NeedsHuman where a statement may be what makes the policy public."""
    for number, one in enumerate(statements):
        loose = one.get("Effect") == "Allow" and (
            "NotPrincipal" in one or names_everyone(one.get("Principal"))
        )
        if loose and one.get("Principal") != {"AWS": root}:
            name = one.get("Sid") or f"number {number + 1}"
            raise NeedsHuman(
                f"{finding.resource}: statement {name} lets anyone in whom its condition takes: "
                "name who needs it in the statement, or correct the condition"
            )
