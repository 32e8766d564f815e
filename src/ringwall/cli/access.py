"""`ringwall access`: who can do what, asked of policy files."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import cyclopts
from cyclopts import Parameter

from ringwall.cli.access_change import WhatIf, print_impact
from ringwall.cli.access_rows import Format, read_context
from ringwall.cli.estate import open_estate, open_estate_if_any
from ringwall.cli.options import Where
from ringwall.cli.policy_files import read_policy_file, take_policy
from ringwall.cli.say import clean, make_console, print_json
from ringwall.model.errors import BadInput
from ringwall.reason.iam.cases.access import AccessCase, read_cases, run_case
from ringwall.reason.iam.evaluation.combined_decision import combine_decisions
from ringwall.reason.iam.evaluation.compiled import CompiledPolicy
from ringwall.reason.iam.evaluation.evaluate import Decision, evaluate
from ringwall.reason.iam.evaluation.policy_set import Policies, PolicySet
from ringwall.reason.iam.evaluation.request import Request, find_account, make_request
from ringwall.reason.iam.evaluation.request_fields import check_fields
from ringwall.reason.iam.evaluation.requester import Requester, read_requester
from ringwall.reason.iam.language.parse import parse_document
from ringwall.reason.iam.language.policy import PolicyType
from ringwall.reason.iam.organization.change import apply_changes
from ringwall.reason.iam.organization.decision import decide_case, decide_in_estate
from ringwall.reason.iam.organization.model import Organization
from ringwall.reason.iam.validation.names import check_names

access = cyclopts.App(name="access", help="Ask who can do what; test policies against cases.")
for _name, _place, _help in (
    ("who-can", "who:who_can", "List who can do an action to a resource, and on which condition."),
    ("what-can", "who:what_can", "List what a user or role can do."),
    ("external", "outside:external", "List access from outside the organization or the account."),
    ("chains", "who:chains", "List role chains: which roles a user or role can become."),
    ("entries", "outside:entries", "List the ways into roles from outside: OIDC, SAML, accounts."),
    ("escalation", "escalation:escalation", "List who can become an administrator, and how."),
    ("unused", "usage:unused", "List what was granted and is not used, by CloudTrail."),
    ("suggest", "usage:suggest", "Suggest a policy with only what was used, proved narrower."),
    ("diff", "compare:diff", "Compare two policies: requests that only one of them allows."),
    ("no-new-access", "compare:no_new_access", "Run cases: a candidate allows no more."),
    ("not-granted", "compare:not_granted", "Run cases: a policy does not grant what is listed."),
    ("no-public", "compare:no_public", "Run cases: a resource's policy lets no stranger in."),
    ("validate", "compare:validate", "Validate policies: errors, warnings, suggestions."),
):
    access.command(f"ringwall.cli.access_{_place}", name=_name, help=_help)

EXIT_DENIED = 1
EXIT_UNKNOWN = 2
Files = Annotated[tuple[Path, ...], Parameter(consume_multiple=False)]
Words = Annotated[tuple[str, ...], Parameter(consume_multiple=False)]


@Parameter(name="*")
@dataclass(frozen=True)
class PolicyFiles:
    """The policies around a request."""

    identity_policy: Files = ()
    """File with a policy of the user, one of its groups, or the role; repeat it for more."""
    resource_policy: Files = ()
    """File with the policy of the resource: bucket policy, key policy, trust policy."""
    boundary: Files = ()
    """File with the permissions boundary."""
    session_policy: Files = ()
    """File with a session policy."""
    scp: Files = ()
    """File with the SCPs of one level (a policy or a list); repeat it per level, root first."""
    rcp: Files = ()
    """File with the RCPs of one level, as --scp."""
    endpoint_policy: Files = ()
    """File with the policy of the VPC endpoint that the request goes through."""

    @property
    def is_empty(self) -> bool:
        """Whether no file was named."""
        return not any(vars(self).values())

    def read(self) -> PolicySet:
        """Return the policies; prints to stderr what is doubtful about a policy."""
        return PolicySet(
            identity=_read_all(self.identity_policy, "identity"),
            resource=_read_all(self.resource_policy, ""),
            boundaries=_read_all(self.boundary, "boundary"),
            session=_read_all(self.session_policy, "session"),
            scp_levels=tuple(_read_all((path,), "scp") for path in self.scp),
            rcp_levels=tuple(_read_all((path,), "rcp") for path in self.rcp),
            endpoint=_read_all(self.endpoint_policy, "endpoint"),
        )


@Parameter(name="*")
@dataclass(frozen=True)
class Facts:
    """What is known of a request beside who, what and on which resource."""

    context: Words = ()
    """Condition key and value, key=value; repeat it for more keys, or more values of a key."""
    unknown: Words = ()
    """Condition key whose value is not known; other keys that are left out are absent."""
    resource_account: str = ""
    """Account that owns the resource, where the ARN does not say; the caller's if left out."""
    role_arn: str = ""
    """ARN of the session's role, where it has a path."""
    management_account: str = ""
    """The organization's management account, which SCPs and RCPs do not bind."""

    def check(self) -> None:
        """Raise BadInput where an option is of the wrong form."""
        _read_context(self.context, self.unknown)
        for name in ("resource_account", "role_arn", "management_account"):
            option = f"--{name.replace('_', '-')}"
            try:
                check_fields({name: getattr(self, name) or None})
            except BadInput as error:
                raise BadInput(str(error).replace(name, option)) from error

    def ask(self, requester: Requester, action: str, resource: str) -> Request:
        """Return the request; the resource is the caller's where nothing says otherwise."""
        owner = self.resource_account or find_account(resource, requester.account)
        return make_request(
            requester,
            action,
            resource,
            _read_context(self.context, self.unknown),
            resource_account=owner or requester.account or None,
            management_account=self.management_account,
        )

    def decide(
        self, organization: Organization, principal: str, action: str, resources: tuple[str, ...]
    ) -> Decision:
        """Return the decision on the request under everything that was collected."""
        return decide_in_estate(
            organization,
            read_requester(principal, role_arn=self.role_arn),
            action,
            resources,
            _read_context(self.context, self.unknown),
            resource_account=self.resource_account,
        )


@access.command
def check(
    *,
    principal: str = "",
    action: str = "",
    resource: Words = (),
    format: Format = "table",
    snapshot: str = "",
    facts: Facts | None = None,
    policies: PolicyFiles | None = None,
    change: WhatIf | None = None,
    where: Where | None = None,
) -> int:
    """Decide one request; exit 0 where it is allowed, 1 where it is denied, 2 where unknown.

    With policy files, under these alone. Without any, under everything that the snapshot has. With
    --attach-scp, --put-policy and the like, as it would be after that change; and without a
    request, what such a change would break, close and open.

    Parameters
    ----------
    principal
        Who asks: the ARN of a user, role, session or root, a service, an account, or anonymous.
    action
        The action, such as s3:GetObject.
    resource
        ARN of the resource; repeat it where the action needs several, leave it out for all (*).
    format
        table, or json for one object.
    snapshot
        Id of the snapshot or the beginning of it; the current one where it is left out.
    """
    known, files, changes = facts or Facts(), policies or PolicyFiles(), change or WhatIf()
    known.check()
    if bool(principal) != bool(action):
        raise BadInput("a request has a --principal and an --action")
    if not principal and (changes.is_empty or not files.is_empty):
        raise BadInput("name a request: --principal ARN --action s3:GetObject --resource ARN")
    if not files.is_empty:
        if not changes.is_empty:
            raise BadInput("a change is tried on the snapshot: leave the policy files out")
        policy_set = files.read()
        requester = read_requester(principal, role_arn=known.role_arn)
        requests = [known.ask(requester, action, arn) for arn in resource or ("*",)]
        decision = combine_decisions(evaluate(request, policy_set) for request in requests)
    else:
        before = open_estate(where, snapshot)
        after = apply_changes(before, changes.read(before))
        if not principal:
            return print_impact((where or Where()).open(), before, after, format)
        decision = known.decide(after, principal, action, resource)
        if not changes.is_empty:
            was = known.decide(before, principal, action, resource).verdict
            make_console().print(f"before the change: {was}")
    _print_decision(decision, format)
    return {"allowed": 0, "unknown": EXIT_UNKNOWN}.get(decision.verdict, EXIT_DENIED)


@access.command(name="test")
def run_files(
    *files: Path,
    format: Format = "table",
    snapshot: str = "",
    where: Where | None = None,
) -> int:
    """Run the access cases of files; exit 1 where a verdict is not the expected one.

    A case without policies is about the snapshot.

    Parameters
    ----------
    files
        Files of cases, one JSON object a line: see docs/howto/access.md.
    format
        table, or json for one object a line.
    snapshot
        Id of the snapshot or the beginning of it; the current one where it is left out.
    """
    if not files:
        raise BadInput("name a file of cases: ringwall access test CASES.ndjson")
    estate = _Estate(where, snapshot)
    total = failed = 0
    for path in files:
        for case in read_cases(path):
            result = run_case(case, None if case.brings_policies else estate.decider())
            total += 1
            failed += not result.is_as_expected
            row = {
                "result": "pass" if result.is_as_expected else "fail",
                "name": result.case.name,
                **_describe(result.decision),
                "expect": list(result.case.expect),
                "place": f"{path}:{result.case.line}",
            }
            print_json([row]) if format == "json" else _print_result(row)
    estate.tell()
    make_console().print(f"{total} cases, {failed} not as expected")
    return EXIT_DENIED if failed else 0


class _Estate:
    """The snapshot, opened when a case first asks for it."""

    def __init__(self, where: Where | None, snapshot: str) -> None:
        self._where, self._snapshot = where, snapshot
        self._asked = 0
        self._found: Organization | None = None

    def decider(self) -> Callable[[AccessCase], Decision] | None:
        """Return what decides a case by the snapshot; None where nothing was collected."""
        if not self._asked:
            self._found = open_estate_if_any(self._where, self._snapshot)
        self._asked += 1
        found = self._found
        return None if found is None else lambda case: decide_case(found, case)

    def tell(self) -> None:
        """Warn of cases that were judged without any policies."""
        if self._asked and self._found is None:
            make_console().print(
                f"{self._asked} cases bring no policies, and there is no snapshot in this home: "
                "they were judged as if nothing were attached anywhere"
            )


def _read_all(paths: Iterable[Path], kind: PolicyType) -> Policies:
    """Return the policies of files, and print what is doubtful about them."""
    return tuple(policy for path in paths for policy in _read(path, kind))


def _read(path: Path, kind: PolicyType) -> Iterable[CompiledPolicy]:
    document = read_policy_file(path)
    several = isinstance(document.value, list)
    for at in range(len(document.value)) if several else (None,):
        root = () if at is None else (at,)
        parsed = parse_document(document, root, str(path), kind)
        policy = take_policy(parsed, path)
        for problem in (*parsed.problems, *check_names(policy)):
            make_console().print(f"{path}:{clean(str(problem))}")
        yield CompiledPolicy(policy)


def _read_context(pairs: Iterable[str], unknown: Iterable[str]) -> dict[str, Any]:
    return {**read_context(pairs), **dict.fromkeys(unknown)}


def _describe(decision: Decision) -> dict[str, Any]:
    return {
        "verdict": decision.verdict,
        "policy_type": decision.policy_type,
        "statements": [str(statement) for statement in decision.statements],
        "unknown": list(decision.unknown),
    }


def _print_decision(decision: Decision, format: str) -> None:
    row = _describe(decision)
    if format == "json":
        print_json([row])
        return
    print(f"{row['verdict']}{_because(row)}")
    for line in (*row["statements"], *(f"hangs on {what}" for what in row["unknown"])):
        print(f"  {clean(line)}")


def _print_result(row: dict[str, Any]) -> None:
    wanted = "" if row["result"] == "pass" else f", expected {' or '.join(row['expect'])}"
    found = ", ".join((*row["statements"], *row["unknown"]))
    line = f"{row['result'].upper()} {row['name']}: {row['verdict']}{_because(row)}{wanted}"
    print(clean(f"{line}  {found}" if found else line))


def _because(row: dict[str, Any]) -> str:
    return f" by {row['policy_type']}" if row["policy_type"] else ""
