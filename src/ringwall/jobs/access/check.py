"""One request: whether it is allowed, under policies of files or under everything collected."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ringwall.jobs.access.changes import PolicyChanges, read_changes
from ringwall.jobs.access.context_values import check_values
from ringwall.jobs.access.organization import open_organization
from ringwall.jobs.access.policy_files import PolicyFiles, read_policy_set
from ringwall.jobs.access.resource_types import describe_misfits
from ringwall.jobs.access.rows import describe_decision
from ringwall.jobs.access.spelling import (
    describe_missing,
    describe_unknown_action,
    describe_unknown_keys,
)
from ringwall.jobs.events import Events
from ringwall.jobs.outcome import JobOutcome, decide_outcome
from ringwall.model.table import Row
from ringwall.reason.iam.evaluation.combined_decision import combine_decisions
from ringwall.reason.iam.evaluation.evaluate import Decision, evaluate
from ringwall.reason.iam.evaluation.request import Request, find_account, make_request
from ringwall.reason.iam.evaluation.request_fields import check_fields
from ringwall.reason.iam.evaluation.requester import Requester, read_requester
from ringwall.reason.iam.organization.change import apply_changes
from ringwall.reason.iam.organization.model import Organization
from ringwall.reason.iam.question.decision import decide_in_estate

_IN_SNAPSHOT = re.compile(r"arn:[a-z-]+:iam::\d{12}:(user|role)/")
"""ARNs of principals that a snapshot has, where it has their account."""


@dataclass(frozen=True)
class AccessRequest:
    """One request. Keys of `context` are condition keys; a key whose value is None is unknown."""

    principal: str
    """ARN of a user, role, session or root, a service, an account, or anonymous."""
    action: str
    resources: tuple[str, ...] = ()
    """ARNs; several where the action needs several, none for all resources (*)."""
    context: Mapping[str, Any] = field(default_factory=dict)
    resource_account: str = ""
    """Account that owns the resource, where the ARN does not say; '' for the caller's."""
    role_arn: str = ""
    """ARN of the session's role, where it has a path."""
    management_account: str = ""


@dataclass(frozen=True)
class RequestDecision:
    """The decision on a request as a row; `before` is the verdict without the changes, if any."""

    row: Row
    before: str = ""

    @property
    def outcome(self) -> JobOutcome:
        """Clean where the request is allowed, a finding where it is denied."""
        verdict = self.row["verdict"]
        is_unknown = verdict == "unknown"
        return decide_outcome(findings=verdict != "allowed" and not is_unknown, unknown=is_unknown)


def check_request_fields(request: AccessRequest) -> None:
    """Raise BadInput where an account or ARN of a request is of the wrong form, by its name."""
    names = ("resource_account", "role_arn", "management_account")
    for name in names:
        check_fields({name: getattr(request, name) or None})


def check_by_files(request: AccessRequest, files: PolicyFiles, events: Events) -> RequestDecision:
    """Decide a request under the policies of files alone."""
    check_request_fields(request)
    check_values(request.context)
    for doubt in (
        *describe_unknown_action(request.action),
        *describe_misfits(request.action, request.resources),
        *describe_unknown_keys(request.context, request.action),
    ):
        events.note(doubt)
    policy_set = read_policy_set(files, events)
    requester = read_requester(request.principal, role_arn=request.role_arn)
    requests = [_make_request(request, requester, arn) for arn in request.resources or ("*",)]
    decision = combine_decisions(evaluate(each, policy_set) for each in requests)
    return RequestDecision(describe_decision(decision))


def check_by_snapshot(
    home: Path,
    request: AccessRequest,
    events: Events,
    *,
    changes: PolicyChanges | None = None,
    snapshot: str = "",
) -> RequestDecision:
    """Decide a request under everything that a snapshot has, after `changes` if there are any.

    A principal or resource that the snapshot does not have is noted, and so is an action or a
    condition key that AWS is not known to have. BadInput for an action much like a known one, for
    a resource that the action does not take, and for a value that its key never has.
    """
    check_request_fields(request)
    check_values(request.context)
    new = (
        *describe_unknown_action(request.action),
        *describe_misfits(request.action, request.resources),
    )
    organization = open_organization(home, snapshot)
    role = request.role_arn or request.principal
    people = (role,) if _IN_SNAPSHOT.match(role) else ()
    missing = describe_missing(organization, (*people, *request.resources))
    for doubt in (*new, *missing, *describe_unknown_keys(request.context, request.action)):
        events.note(doubt)
    if changes is None or changes.is_empty:
        return RequestDecision(describe_decision(_decide(organization, request)))
    changed = apply_changes(organization, read_changes(changes, organization, events))
    decision = _decide(changed, request)
    return RequestDecision(describe_decision(decision), _decide(organization, request).verdict)


def _decide(organization: Organization, request: AccessRequest) -> Decision:
    return decide_in_estate(
        organization,
        read_requester(request.principal, role_arn=request.role_arn),
        request.action,
        request.resources,
        request.context,
        resource_account=request.resource_account,
    )


def _make_request(request: AccessRequest, requester: Requester, arn: str) -> Request:
    """Return the request for one resource; it is the caller's where nothing says otherwise."""
    owner = request.resource_account or find_account(arn, requester.account)
    return make_request(
        requester,
        request.action,
        arn,
        request.context,
        resource_account=owner or requester.account or None,
        management_account=request.management_account,
    )
