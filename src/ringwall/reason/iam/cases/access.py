"""Access cases in files: a request, the policies that apply to it, and the expected verdict.

One JSON object a line, as `docs/schemas/access_cases.schema.json` describes. What is left out is
absent, `"unknown"` in place of policies means that they were not collected, and null as a context
value that the value is not known.
"""

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from ringwall.model.errors import BadInput
from ringwall.reason.iam.cases.lines import BrokenCase, read_lines
from ringwall.reason.iam.evaluation.combined_decision import combine_decisions
from ringwall.reason.iam.evaluation.compiled import CompiledPolicy
from ringwall.reason.iam.evaluation.evaluate import Decision, DecisionVerdict, evaluate
from ringwall.reason.iam.evaluation.policy_set import (
    UNKNOWN_POLICY,
    Policies,
    PolicySet,
    UnreadPolicy,
)
from ringwall.reason.iam.evaluation.request import Request, find_account, make_request
from ringwall.reason.iam.evaluation.request_fields import (
    check_context,
    check_fields,
    read_resources,
)
from ringwall.reason.iam.evaluation.requester import read_requester
from ringwall.reason.iam.evaluation.settings import UnknownField, read_settings
from ringwall.reason.iam.language.document import BrokenDocument, Document, JsonPath, read_document
from ringwall.reason.iam.language.parse import parse_document
from ringwall.reason.iam.language.policy import Policy, PolicyType

FIELDS = (
    *("name", "request", "identity_policies", "resource_policy", "boundaries"),
    *("session_policies", "scp_levels", "rcp_levels", "endpoint_policies"),
    *("resource_settings", "expect"),
)
REQUEST_FIELDS = (
    *("principal", "action", "resource", "resource_account", "context", "is_complete"),
    *("role_arn", "user_arn", "canonical_id", "management_account"),
)
EXPECTATIONS: Mapping[str, tuple[DecisionVerdict, ...]] = {
    "allowed": ("allowed",),
    "explicitlydenied": ("explicitly_denied",),
    "implicitlydenied": ("implicitly_denied",),
    "unknown": ("unknown",),
    "allow": ("allowed",),
    "deny": ("explicitly_denied", "implicitly_denied"),
    "denied": ("explicitly_denied", "implicitly_denied"),
    "explicitdeny": ("explicitly_denied",),
    "implicitdeny": ("implicitly_denied",),
}
"""The values of `expect`, in any case, and with or without `_` or `-` between two words."""
_LINK = re.compile(r"^((?:ex|im)plicit(?:ly)?)[_-]")
UNKNOWN = "unknown"
_POLICIES = frozenset(FIELDS) - {"name", "request", "expect"}


@dataclass(frozen=True)
class AccessCase:
    """One case; `requests` are several where the action needs several resources."""

    name: str
    requests: tuple[Request, ...]
    policy_set: PolicySet
    expect: tuple[DecisionVerdict, ...]
    """Verdicts that are as expected; none where the case expects nothing."""
    line: int
    request: Mapping[str, Any] = field(default_factory=dict)
    """The request as it is written in the case."""
    brings_policies: bool = True
    """Whether it has policies of its own; if not, it is decided in the snapshot."""


@dataclass(frozen=True)
class AccessCaseResult:
    """A case with the decision on it."""

    case: AccessCase
    decision: Decision

    @property
    def is_as_expected(self) -> bool:
        """Whether the verdict is the expected one, or none was expected."""
        return not self.case.expect or self.decision.verdict in self.case.expect


_WITHOUT_PRINCIPAL = frozenset({"identity", "boundary", "session", "scp"})
_WITH_PRINCIPAL = frozenset({"", "rcp"})
"""Types of policies whose statements must not, or must, have a Principal; '' is a resource's.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
"""
CaseDecider = Callable[[AccessCase], Decision] | None
"""What decides a case against the organization that was collected."""


def read_cases(path: Path) -> Iterator[AccessCase | BrokenCase]:
    """Yield the cases of a file, BrokenCase for a line that cannot be used.

    BadInput where the file itself cannot be read.
    """
    return read_lines(path, read_case)


def read_case(text: str | bytes, source: str = "case", line: int = 1) -> AccessCase:
    """Return the case in one line; `source` and `line` are for errors."""
    try:
        document = read_document(text, line)
    except BrokenDocument as error:
        where = error.position if error.position.line else line
        raise BadInput(f"{source}:{where}: {error.reason}") from error
    return _Reader(document, source, line).read()


def run_case(case: AccessCase, estate: CaseDecider = None) -> AccessCaseResult:
    """Return a case with its decision; `estate` decides cases without policies of their own.

    Without `estate`, such a case is decided as if no policy were attached anywhere.
    """
    if estate is not None and not case.brings_policies:
        return AccessCaseResult(case, estate(case))
    return AccessCaseResult(
        case, combine_decisions(evaluate(r, case.policy_set) for r in case.requests)
    )


class _Reader:
    """Reads one case, and rejects what has no certain meaning."""

    def __init__(self, document: Document, source: str, line: int) -> None:
        self.document = document
        self.source = source
        self.line = line

    def read(self) -> AccessCase:
        value = self.document.value
        if not isinstance(value, dict):
            self._fail("a case must be a JSON object", ())
        for path in self.document.duplicates:
            self._fail(f"{path[-1]} appears twice", path)
        self._check_fields(value, FIELDS, ())
        policy_set = self._policy_set(value)
        settings = value.get("resource_settings")
        try:
            more = read_settings({} if settings is None else settings)
        except UnknownField as error:
            self._fail(f"resource_settings: {error}", ("resource_settings", *error.path))
        except ValueError as error:
            self._fail(f"resource_settings: {error}", ("resource_settings",))
        return AccessCase(
            self._name(value.get("name")),
            self._requests(value.get("request")),
            more.add_to(policy_set),
            self._expectation(value.get("expect")),
            self.line,
            value["request"],
            not _POLICIES.isdisjoint(value),
        )

    def _policy_set(self, value: Mapping[str, Any]) -> PolicySet:
        def one(field: str, policy_type: PolicyType) -> Policies:
            return self._policies(value.get(field), (field,), policy_type)

        def levels(field: str, policy_type: PolicyType) -> tuple[Policies, ...]:
            found = [] if value.get(field) is None else value[field]
            if found == UNKNOWN:
                return (UNKNOWN_POLICY,)
            if not isinstance(found, list) or any(not isinstance(v, list | str) for v in found):
                self._fail(f"{field} must be a list of levels, each a list of policies", (field,))
            return tuple(
                self._policies(level, (field, at), policy_type) for at, level in enumerate(found)
            )

        return PolicySet(
            identity=one("identity_policies", "identity"),
            resource=one("resource_policy", ""),
            boundaries=one("boundaries", "boundary"),
            session=one("session_policies", "session"),
            scp_levels=levels("scp_levels", "scp"),
            rcp_levels=levels("rcp_levels", "rcp"),
            endpoint=one("endpoint_policies", "endpoint"),
        )

    def _policies(self, value: Any, path: JsonPath, policy_type: PolicyType) -> Policies:
        if value is None:
            return ()
        if not isinstance(value, list):
            return (self._policy(value, path, policy_type),)
        return tuple(self._policy(item, (*path, at), policy_type) for at, item in enumerate(value))

    def _policy(
        self, value: Any, path: JsonPath, policy_type: PolicyType
    ) -> CompiledPolicy | UnreadPolicy:
        if value == UNKNOWN:
            return UnreadPolicy()
        name = "".join(f"[{step}]" if isinstance(step, int) else str(step) for step in path)
        parsed = parse_document(self.document, path, name, policy_type)
        if parsed.policy is None:
            problem = parsed.errors[0]
            raise BadInput(f"{self.source}:{problem}")
        self._check_principals(parsed.policy, path)
        return CompiledPolicy(parsed.policy)

    def _check_principals(self, policy: Policy, path: JsonPath) -> None:
        """Refuse what AWS refuses: such a policy is attached nowhere, and has no verdict."""
        for statement in policy.statements:
            where = f"Statement[{statement.index}] of {path[0]}"
            if statement.principal and policy.policy_type in _WITHOUT_PRINCIPAL:
                self._fail(f"{where} has a Principal, which AWS does not accept there", path)
            if statement.principal is None and policy.policy_type in _WITH_PRINCIPAL:
                self._fail(f"{where} has no Principal, which AWS requires there", path)

    def _requests(self, value: Any) -> tuple[Request, ...]:
        if not isinstance(value, dict):
            self._fail("a case must have a request: principal, action, resource", ("request",))
        self._check_fields(value, REQUEST_FIELDS, ("request",))
        for name in ("principal", "action", "resource"):
            if not value.get(name):
                self._fail(f"the request has no {name}", ("request",))
        for name in ("principal", "action"):
            if not isinstance(value[name], str):
                self._fail(f"{name} must be a string", ("request", name))
        try:
            check_fields(value)
            resources = read_resources(value["resource"])
            return tuple(_make_request(value, resource) for resource in resources)
        except BadInput as error:
            self._fail(str(error), ("request",))

    def _name(self, value: Any) -> str:
        if not isinstance(value, str | None):
            self._fail(f"name is {value!r}; it must be a string", ("name",))
        return value or f"line {self.line}"

    def _expectation(self, value: Any) -> tuple[DecisionVerdict, ...]:
        if value is None:
            return ()
        found = EXPECTATIONS.get(_LINK.sub(r"\1", str(value).lower()))
        if found is None:
            known = "allowed, explicitly_denied, implicitly_denied, deny or unknown"
            self._fail(f"expect is {value!r}; it must be {known}", ("expect",))
        return found

    def _check_fields(
        self, value: Mapping[str, Any], known: tuple[str, ...], path: JsonPath
    ) -> None:
        # Users may add notes: strings, numbers. An object or a list may be a misspelt policy, and
        # to ignore it would make a wrong verdict.
        for name, inner in value.items():
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.75)
            if name not in known and (near or isinstance(inner, dict | list)):
                hint = f"; did you mean {near[0]}?" if near else ""
                self._fail(f"unknown field: {name}{hint}", (*path, name))

    def _fail(self, message: str, path: JsonPath) -> NoReturn:
        raise BadInput(f"{self.source}:{self.document.position(path) or self.line}: {message}")


def _make_request(value: Mapping[str, Any], resource: str) -> Request:
    requester = read_requester(
        value["principal"],
        role_arn=value.get("role_arn") or "",
        user_arn=value.get("user_arn") or "",
        canonical_id=value.get("canonical_id") or "",
    )
    context = value.get("context")
    # AWS's simulator does the same: "the resource owner defaults to the account of the caller".
    # https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html
    default = find_account(resource, requester.account) or requester.account
    return make_request(
        requester,
        value["action"],
        resource,
        check_context({} if context is None else context),
        resource_account=value.get("resource_account", default),
        management_account=value.get("management_account") or "",
        is_complete=value.get("is_complete", True),
    )
