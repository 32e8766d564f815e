"""A policy reduced to what was used of the granted permissions, proved to allow nothing new.

Deny statements and conditions stay. What the logs cannot show is kept as granted, and listed.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ringwall.model.text import count_of
from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.language.policy import Patterns, Policy
from ringwall.reason.iam.symbolic.check_answer import PASS, CheckAnswer
from ringwall.reason.iam.symbolic.questions import check_no_new_access
from ringwall.reason.iam.usage.granted import Usage
from ringwall.reason.iam.usage.grants import expand_actions, find_statements
from ringwall.reason.iam.usage.narrow import NarrowedStatement, narrow_statement
from ringwall.reason.iam.usage.render import PolicyJson, render_policy, render_statement

MANAGED_LIMIT = 6_144
"""The most characters of a managed policy, white space aside.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"""


@dataclass(frozen=True)
class Suggestion:
    """A suggested policy and the proof that it allows nothing new.

    `document` is None where there is nothing to suggest: nothing was used, or the proof failed.
    `kept` are actions that are kept without a known use, `dropped` those that are not.
    """

    document: PolicyJson | None
    answer: CheckAnswer
    kept: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """The document's characters as IAM counts them: white space aside."""
        return len(json.dumps(self.document, separators=(",", ":"))) if self.document else 0


def suggest_policy(
    policies: Sequence[Policy], usage: Usage, *, keep_unknown: bool = True
) -> Suggestion:
    """Return one policy that replaces a principal's identity policies.

    `usage` is of `report_usage` for the same policies. Without `keep_unknown` the policy has only
    what the logs show. A policy that is not proved is not suggested.
    """
    original = _merge(policies)
    pieces = [
        piece
        for _, statement in find_statements(policies, "Allow")
        for piece in narrow_statement(statement, usage, keep_unknown=keep_unknown)
    ]
    denies = _render_denies(policies)
    unseen = tuple(
        found.action for found in usage.actions.values() if found.verdict == "unknown"
    )  # fmt: skip
    kept = unseen if keep_unknown else ()
    dropped = tuple(
        found.action
        for found in usage.actions.values()
        if found.verdict == "unused" or (found.verdict == "unknown" and not keep_unknown)
    )
    if not pieces:
        note = "no permission of these policies was used: no policy is needed"
        return Suggestion(None, PASS, (), dropped, (note,))
    found, answer, notes = _prove(original, pieces, denies)
    if answer.verdict != "pass":
        why = answer.reason or answer.witness
        note = f"no suggestion: no proof that it allows nothing new ({why})"
        return Suggestion(None, answer, kept, dropped, (note,))
    suggestion = Suggestion(render_policy([*found, *denies]), answer, kept, dropped, notes)
    return replace(suggestion, notes=(*notes, *_describe(suggestion, usage)))


def _merge(policies: Sequence[Policy]) -> Policy:
    statements = (statement for policy in policies for statement in policy.statements)
    return Policy(
        tuple(replace(statement, index=index) for index, statement in enumerate(statements)),
        version="2012-10-17",
        name="granted",
    )


def _render_denies(policies: Sequence[Policy]) -> list[PolicyJson]:
    """Return the Deny statements unchanged; a Sid that appears twice is removed."""
    sids: set[str] = set()
    found: list[PolicyJson] = []
    for _, statement in find_statements(policies, "Deny"):
        rendered = render_statement(statement)
        if rendered.get("Sid") in sids:
            del rendered["Sid"]
        sids.add(rendered.get("Sid", ""))
        found.append(rendered)
    return found


def _prove(
    original: Policy, pieces: Sequence[NarrowedStatement], denies: Sequence[PolicyJson]
) -> tuple[list[PolicyJson], CheckAnswer, tuple[str, ...]]:
    """Return the statements, the proof, and notes on the resources that are kept as granted."""
    found = [piece.statement for piece in pieces]
    answer = _check(original, [*found, *denies])
    if answer.verdict == "pass":
        return found, answer, ()
    notes: list[str] = []
    for position, piece in enumerate(pieces):
        if _check(original, [piece.statement, *denies]).verdict != "pass":
            found[position] = piece.as_granted
            actions = ", ".join(piece.statement["Action"])
            notes.append(
                f"resources kept as granted for {actions}: there is no proof for the used ones"
            )
    return found, _check(original, [*found, *denies]), tuple(notes)


def _check(original: Policy, statements: Iterable[PolicyJson]) -> CheckAnswer:
    candidate = read_policy(render_policy(list(statements)), "suggestion", "identity")
    return check_no_new_access(original, candidate, "IDENTITY")


def _describe(suggestion: Suggestion, usage: Usage) -> Iterable[str]:
    reasons: dict[str, int] = {}
    for found in usage.actions.values():
        if found.verdict == "unknown":
            reasons[found.reason] = reasons.get(found.reason, 0) + 1
    what = "kept as granted" if suggestion.kept else "removed"
    for reason, count in sorted(reasons.items()):
        yield f"{count_of(count, 'action')} {what}: {reason}"
    if lost := _find_lost(suggestion, usage):
        yield f"used, but not on a resource that these policies grant: {', '.join(lost)}"
    if usage.beyond:
        yield f"used, but not granted by these policies: {', '.join(usage.beyond)}"
    if suggestion.size > MANAGED_LIMIT:
        size = suggestion.size
        yield f"{size} characters exceed the quota of {MANAGED_LIMIT} for a managed policy"


def _find_lost(suggestion: Suggestion, usage: Usage) -> tuple[str, ...]:
    """Return the used actions that no statement of the suggestion has."""
    statements = suggestion.document["Statement"] if suggestion.document else []
    allowed = tuple(
        action.lower() for s in statements if s["Effect"] == "Allow" for action in s["Action"]
    )
    names = expand_actions(Patterns(allowed))
    return tuple(
        found.action
        for name, found in usage.actions.items()
        if found.verdict == "used" and name not in names
    )
