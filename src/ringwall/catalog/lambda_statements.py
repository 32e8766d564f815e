"""Removes the statements of a Lambda policy that let anyone in: each is added and removed alone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ringwall.catalog.policy_closing import list_statements, names_everyone
from ringwall.model.change import Change, Probe, Write
from ringwall.model.errors import NeedsHuman
from ringwall.model.finding import Finding
from ringwall.model.state import read_state
from ringwall.model.table import Reader, Row

SID = r"[\w-]{1,100}"


@dataclass(frozen=True)
class StatementCalls:
    """How the policy is read, and how a statement of it goes and comes back."""

    probe: Probe
    remove: Callable[[str], Write]
    add: Callable[[Row], Write | None]
    """Makes the write that adds the very same statement; None where there is no such call."""


def policy_probe(operation: str, parameters: Row) -> Probe:
    """Return the probe of a policy of Lambda, None where there is none."""
    absent, normal = ("ResourceNotFoundException",), {"Policy": "policy"}
    return Probe(operation, parameters, "Policy.{Policy: @}", absent, normal=normal)


def remove_public(finding: Finding, reader: Reader, calls: StatementCalls) -> Iterator[Change]:
    """Yield a Change for each statement that lets anyone in; NeedsHuman where one has no undo."""
    before: Any = read_state(calls.probe, reader)
    needs: tuple[str, ...] = ()
    for statement in list_statements(before["Policy"]) if before else []:
        if statement.get("Effect") != "Allow" or not names_everyone(statement.get("Principal")):
            continue
        undo = calls.add(statement)
        if undo is None:
            raise NeedsHuman(
                f"{finding.resource}: statement {statement.get('Sid')} lets in whom its condition "
                "takes: remove it, and grant the permission to the callers that need it"
            )
        left = [one for one in list_statements(before["Policy"]) if one != statement]
        after = {"Policy": {**before["Policy"], "Statement": left}} if left else None
        change = Change(
            account_id=finding.account_id,
            region=reader.region,
            resource=finding.resource,
            write=calls.remove(statement["Sid"]),
            probe=calls.probe,
            before=before,
            after=after,
            why="anyone with an AWS account, or anyone at all by its URL, may use it; who needs it "
            "has to be granted the permission by name",
            layer=finding.layer,
            blast="availability",
            undo=undo,
            needs=needs,
        )
        yield change
        before, needs = after, (change.id,)
