"""Findings to a plan: each finding's playbook says what would fix it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from ringwall.catalog.unfixed import explain_unfixed
from ringwall.model.change import Cause, Change, Plan
from ringwall.model.errors import CallFailed, NeedsHuman
from ringwall.model.finding import Finding
from ringwall.model.playbook import Playbook
from ringwall.model.table import Reader

Readers = Callable[[str, str], Reader]
NO_REGION = ("", "global")
DELETED = "nothing to do: another change of this plan deletes it"


def plan_fixes(
    findings: Iterable[Finding],
    playbooks: Iterable[Playbook],
    readers: Readers,
    home_region: str = "us-east-1",
) -> Plan:
    """Return the Changes that fix the findings, in their order, and what cannot be planned.

    Only reads. `readers` gives the reader of an account and region; findings of no region are
    planned at `home_region`. A Change that two findings ask for is planned once; one about what
    another deletes is not planned.
    """
    answering = {rule: playbook for playbook in playbooks for rule in playbook.answers}
    changes: dict[str, Change] = {}
    skipped: list[tuple[str, str]] = []
    for finding in findings:
        try:
            wanted = list(_plan_one(finding, answering, readers, home_region))
        except (NeedsHuman, CallFailed) as error:
            skipped.append((finding.resource, str(error)))
            continue
        except (LookupError, TypeError, AttributeError) as error:
            # A playbook takes AWS's answers apart: one that lacks a member is no state to change.
            reason = f"{finding.rule}: AWS's answer cannot be read: {error!r}"
            skipped.append((finding.resource, reason))
            continue
        for change in wanted:
            changes.setdefault(change.id, change)
    gone = {
        _place(change, change.before): change for change in changes.values() if _deletes(change)
    }
    kept = [change for change in changes.values() if not _goes_with(change, gone)]
    left = (change for change in changes.values() if change not in kept)
    skipped += [(change.resource, DELETED) for change in left]
    return Plan(tuple(kept), tuple(skipped))


def _deletes(change: Change) -> bool:
    """Whether a Change deletes what its probe showed the id of."""
    return change.after is None and isinstance(change.before, str)


def _goes_with(change: Change, gone: Mapping[tuple[str, str, str], Change]) -> bool:
    """Whether what a Change is about is deleted by another one: it would not be there any more."""
    deletion = gone.get(_place(change, change.resource.rpartition("/")[2]))
    return deletion is not None and deletion.resource != change.resource


def _place(change: Change, name: str) -> tuple[str, str, str]:
    return change.account_id, change.region, name


def _plan_one(
    finding: Finding, answering: dict[str, Playbook], readers: Readers, home_region: str
) -> Iterator[Change]:
    if finding.answer != "fail":
        raise NeedsHuman(f"{finding.rule}: it is not known whether this fails: {finding.reason}")
    playbook = answering.get(finding.rule)
    if playbook is None:
        reason = explain_unfixed(finding.rule)
        told = " ".join(filter(None, (reason, finding.remediation.text)))
        raise NeedsHuman(f"no playbook fixes {finding.rule}: {told}".strip())
    region = home_region if finding.region in NO_REGION else finding.region
    found = False
    for change in playbook.plan(finding, readers(finding.account_id, region)):
        found = True
        yield replace(change, cause=Cause("finding", finding.uid))
    if not found:
        raise NeedsHuman(f"{finding.rule}: nothing to do: it is fixed already")
