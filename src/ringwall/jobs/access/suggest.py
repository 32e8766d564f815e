"""A policy with only what was used, proved to allow nothing that is not allowed now."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ringwall.jobs.access.organization import find_principal, open_organization
from ringwall.jobs.access.usage import LoggedTime, describe_windows, read_usage
from ringwall.jobs.outcome import JobOutcome, decide_outcome
from ringwall.model.errors import NotCollected
from ringwall.reason.facts.usage import judge_usage, policies_of
from ringwall.reason.iam.usage import suggest as reason_suggest
from ringwall.store.private_file import replacing


@dataclass(frozen=True)
class SuggestedPolicy:
    """A suggestion; `document` is None where there is nothing to suggest."""

    document: Mapping[str, Any] | None
    characters: int
    """As IAM counts them: without white space."""
    dropped: tuple[str, ...]
    """Actions that it no longer allows."""
    kept: tuple[str, ...]
    """Actions that are kept though no use was seen: the logs cannot show it."""
    notes: tuple[str, ...]
    windows: tuple[LoggedTime, ...]

    @property
    def outcome(self) -> JobOutcome:
        """Unknown where there is nothing to suggest."""
        return decide_outcome(findings=False, unknown=self.document is None)


def suggest_policy(
    home: Path, principal: str, *, drop_unknown: bool = False, snapshot: str = ""
) -> SuggestedPolicy:
    """Return a policy in the place of all identity policies of a principal.

    `drop_unknown` leaves out, too, what the logs cannot show. NotCollected where no logs of its
    account were read, or not all of its policies.
    """
    organization = open_organization(home, snapshot)
    windows, uses = read_usage(home, organization)
    person = find_principal(organization, principal)
    window = windows.get(person.account_id)
    if window is None:
        raise NotCollected(
            f"{person.arn}: no CloudTrail events of account {person.account_id}; "
            "run `ringwall collect --cloudtrail FOLDER`"
        )
    usage = judge_usage(person, uses, window)
    if not all(person.policies):
        raise NotCollected(f"{person.arn}: some of its policies were not collected")
    found = reason_suggest.suggest_policy(policies_of(person), usage, keep_unknown=not drop_unknown)
    return SuggestedPolicy(
        document=found.document,
        characters=found.size,
        dropped=found.dropped,
        kept=found.kept,
        notes=found.notes,
        windows=describe_windows((person.account_id,), windows),
    )


def format_policy(document: Mapping[str, Any]) -> str:
    """Return a policy as text, as it is printed."""
    return json.dumps(document, indent=2)


def write_policy(path: Path, document: Mapping[str, Any]) -> None:
    """Write a policy to a file that the user named."""
    with replacing(path) as file:
        file.write(f"{format_policy(document)}\n")
