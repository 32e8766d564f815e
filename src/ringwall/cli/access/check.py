"""`ringwall access check`: whether one request is allowed, and what a change would do."""

from dataclasses import dataclass

from cyclopts import Parameter

from ringwall.cli.access.context import read_context
from ringwall.cli.access.options import QuestionOptions
from ringwall.cli.access.what_if import WhatIfOptions, print_impact
from ringwall.cli.exit_codes import EXIT_CODES
from ringwall.cli.options import Paths, Repeated
from ringwall.cli.output import RowFormat, print_json, print_note
from ringwall.cli.terminal import Terminal
from ringwall.jobs.access.check import (
    AccessRequest,
    RequestDecision,
    check_by_files,
    check_by_snapshot,
    check_request_fields,
)
from ringwall.jobs.access.impact import find_impact
from ringwall.jobs.access.policy_files import PolicyFiles
from ringwall.model.errors import BadInput
from ringwall.model.text import make_visible


@Parameter(name="*")
@dataclass(frozen=True)
class PolicyFileOptions:
    """The policies around a request."""

    identity_policy: Paths = ()
    """File with a policy of the user, one of its groups, or the role; repeat it for more."""
    resource_policy: Paths = ()
    """File with the policy of the resource: bucket policy, key policy, trust policy."""
    boundary: Paths = ()
    """File with the permissions boundary."""
    session_policy: Paths = ()
    """File with a session policy."""
    scp: Paths = ()
    """File with the SCPs of one level (a policy or a list); repeat it per level, root first."""
    rcp: Paths = ()
    """File with the RCPs of one level, as --scp."""
    endpoint_policy: Paths = ()
    """File with the policy of the VPC endpoint that the request goes through."""

    def read(self) -> PolicyFiles:
        """Return the files by what they hold."""
        return PolicyFiles(
            identity=self.identity_policy,
            resource=self.resource_policy,
            boundary=self.boundary,
            session=self.session_policy,
            scp=self.scp,
            rcp=self.rcp,
            endpoint=self.endpoint_policy,
        )


@Parameter(name="*")
@dataclass(frozen=True)
class RequestOptions:
    """What is known of a request beside principal, action and resource."""

    context: Repeated = ()
    """Condition key and value, key=value; repeat it for more keys, or more values of a key."""
    unknown: Repeated = ()
    """Condition key whose value is not known; other keys that are left out are absent."""
    resource_account: str = ""
    """Account that owns the resource, where the ARN does not say; the caller's if left out."""
    role_arn: str = ""
    """ARN of the session's role, where it has a path."""
    management_account: str = ""
    """The organization's management account, to which SCPs and RCPs do not apply."""

    def read(self, principal: str, action: str, resources: tuple[str, ...]) -> AccessRequest:
        """Return the request; BadInput where an option is of the wrong form."""
        request = AccessRequest(
            principal=principal,
            action=action,
            resources=resources,
            context=read_context(self.context, self.unknown),
            resource_account=self.resource_account,
            role_arn=self.role_arn,
            management_account=self.management_account,
        )
        try:
            check_request_fields(request)
        except BadInput as error:
            field, _, rest = str(error).partition(" ")
            raise BadInput(f"--{field.replace('_', '-')} {rest}") from error
        return request


def check(
    *,
    principal: str = "",
    action: str = "",
    resource: Repeated = (),
    facts: RequestOptions | None = None,
    policies: PolicyFileOptions | None = None,
    change: WhatIfOptions | None = None,
    options: QuestionOptions | None = None,
) -> int:
    """Decide one request; exit 0 where it is allowed, 1 where it is denied, 2 where unknown.

    With policy files, under these alone. Without any, under everything that the snapshot has. With
    --attach-scp, --put-policy and the like, as it would be after that change; and without a
    request, what such a change would break, close and open: exit 1 where it breaks or opens
    something, 2 where it may.

    Parameters
    ----------
    principal
        Who makes the request: the ARN of a user, role, session or root, a service, an account, or
        anonymous.
    action
        The action, such as s3:GetObject.
    resource
        ARN of the resource; repeat it where the action needs several, leave it out for all (*).
    """
    asked = options or QuestionOptions()
    request = (facts or RequestOptions()).read(principal, action, resource)
    files = (policies or PolicyFileOptions()).read()
    if bool(principal) != bool(action):
        raise BadInput("a request has a --principal and an --action")
    changes = (change or WhatIfOptions()).read()
    if not principal and (changes.is_empty or not files.is_empty):
        raise BadInput("name a request: --principal ARN --action s3:GetObject --resource ARN")
    if not (files.is_empty or changes.is_empty):
        raise BadInput("a change is tried on the snapshot: leave the policy files out")
    if not principal:
        impact = find_impact(asked.home, changes, Terminal(), snapshot=asked.snapshot)
        print_impact(impact, asked.format)
        return EXIT_CODES[impact.outcome]
    if files.is_empty:
        decision = check_by_snapshot(
            asked.home, request, Terminal(), changes=changes, snapshot=asked.snapshot
        )
    else:
        decision = check_by_files(request, files, Terminal())
    if decision.before:
        print_note(f"before the change: {decision.before}")
    _print_decision(decision, asked.format)
    return EXIT_CODES[decision.outcome]


def _print_decision(decision: RequestDecision, form: RowFormat) -> None:
    row = decision.row
    if form == "json":
        print_json([row])
        return
    by = f" by {row['policy_type']}" if row["policy_type"] else ""
    print(f"{row['verdict']}{by}")
    for line in (*row["statements"], *(f"depends on {what}" for what in row["unknown"])):
        print(f"  {make_visible(line)}")
