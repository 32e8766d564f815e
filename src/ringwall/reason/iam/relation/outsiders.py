"""Who outside a resource's account its policy allows: one of each sort that it can tell apart.

Outside are anonymous callers and accounts that no policy names, named accounts, identity providers,
AWS services that act for a resource, and the other accounts of the organization. What is known of
each goes into the context of its requests; the rest is open, except for what only insiders have.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import Any, Literal

from ringwall.reason.iam.evaluation.compiled import CompiledStatement
from ringwall.reason.iam.evaluation.context import Values
from ringwall.reason.iam.evaluation.public import is_claim_of_another
from ringwall.reason.iam.evaluation.requester import SOURCE_KEYS, Requester, read_requester
from ringwall.reason.iam.evaluation.resource_parts import ANY_PART, find_matches_under
from ringwall.reason.iam.language.policy import Condition, PrincipalName
from ringwall.reason.iam.language.service_principal import is_service
from ringwall.reason.iam.organization.model import Organization, Resource
from ringwall.reason.iam.question.context_keys import describe_account
from ringwall.reason.iam.symbolic.boxes.principal_axis import EXTERNAL_ACCOUNT
from ringwall.reason.iam.symbolic.contexts.open_keys import Admits

Origin = Literal["public", "account", "organization", "service", "federated"]
"""Anyone; an account outside; one in the organization; an AWS service; a federated identity."""

_PARTITION = re.compile(r"arn:([a-z-]+):")
_ACCOUNT = re.compile(r"\d{12}")
_ARN_ACCOUNT = re.compile(r"arn:[a-z-]+:(?:iam|sts)::(\d{12}):")
_ANYONE = "role/anyone"
_IAM_NAME = re.compile(
    r"arn:[a-z-]+:(?:iam::\d{12}:(?:(?:user|role)/.+|root)|sts::\d{12}:federated-user/.+)"
)
_ORGANIZATION_KEYS = frozenset({"aws:principalorgid", "aws:sourceorgid", "aws:vpceorgid"})
_PATH_KEYS = frozenset({"aws:principalorgpaths", "aws:sourceorgpaths", "aws:vpceorgpaths"})
_ACCOUNT_KEYS = frozenset({"aws:sourceaccount", "aws:sourceowner", "aws:vpceaccount"})
NETWORK_KEYS = frozenset({"aws:sourcevpc", "aws:sourcevpce"})
_ACCOUNT_NAMING_KEYS = frozenset({"aws:principalaccount", "kms:calleraccount"})
_NAMING_KEYS = _ACCOUNT_NAMING_KEYS | {"aws:principalarn"}
_NO_ORGANIZATION: Mapping[str, Any] = {"aws:principalorgid": (), "aws:principalorgpaths": ()}
_ENCRYPTION_CONTEXT = "kms:encryptioncontext:"
_SERVICE_NAMES = frozenset({"aws:principalservicename", "aws:principalservicenameslist"})
_MEANS_A_SERVICE = frozenset(SOURCE_KEYS) | _SERVICE_NAMES | {"aws:principalisawsservice"}
_DESCRIBES_PRINCIPAL = _NAMING_KEYS | {
    *("aws:principaltype", "aws:principalorgid", "aws:principalorgpaths"),
    *("aws:username", "aws:userid", "aws:principalisawsservice"),
}
"""Keys that distinguish principals of accounts from other requesters."""
_VARIABLE = re.compile(r"\$\{[^{}]*\}")
_WILD = re.compile(r"\$\{[^{}]*\}|[*?]")
_DIGITS = 12
_ANY_SERVICE = "any.amazonaws.com"
_UNNAMED = "0123456789abcdef" * 4
"""A canonical user id that no policy names."""
_ARN_FIELDS = 6
_OWNER = 4


@dataclass(frozen=True)
class Outsider:
    """A requester from outside, which stands for all of its sort."""

    label: str
    """How the policy names it: `*`, `AWS:arn:...`, `Service:sns.amazonaws.com`."""
    requester: Requester
    origin: Origin
    account_id: str = ""
    """Its account; '' where it has none, or may be in any."""
    context: Mapping[str, Any] = field(default_factory=dict)
    is_anyone: bool = False
    """Whether a wildcard allows it, and no name."""


def find_outsiders(
    organization: Organization, resource: Resource, statements: Iterable[CompiledStatement]
) -> list[Outsider]:
    """Return the outsiders whom statements that allow something name, each sort once.

    Statements that deny something may distinguish some of them.
    """
    every = list(statements)
    denials = [statement for statement in every if statement.is_denial]
    named = {_account_of(n.value) for s in every if (p := s.statement.principal) for n in p.names}
    found: dict[str, Outsider] = {}
    for statement in every:
        principals = statement.statement.principal
        if principals is None or statement.is_denial:
            continue
        hints = [
            *_requirements_of(statement),
            *(c for denial in denials for c in _requirements_of(denial)),
        ]
        if principals.negated or any(name.is_everyone for name in principals.names):
            outsiders = [
                replace(o, is_anyone=not o.account_id or o.account_id not in named)
                for o in _everyone(organization, resource, statement, hints)
            ]
        else:
            outsiders = [
                outsider
                for name in principals.names
                for outsider in _named(organization, resource, name, hints)
            ]
            outsiders += _by_name(organization, resource, statement, hints, outsiders)
        for outsider in outsiders:
            who = outsider.requester
            key = f"{outsider.label} {who.kind} {who.name}"
            if outsider.is_anyone or key not in found:
                found[key] = outsider
    return list(found.values())


def _requirements_of(statement: CompiledStatement) -> Iterator[Condition]:
    """Yield the conditions that a requester may have to meet by what it is.

    To escape a denial it may have to meet one that is negated.
    """
    for condition in statement.statement.conditions:
        is_service = condition.key in _SERVICE_NAMES
        if is_service or statement.is_denial or not condition.operator.negated:
            yield condition


def _by_name(
    organization: Organization,
    resource: Resource,
    statement: CompiledStatement,
    hints: Sequence[Condition],
    accounts: Iterable[Outsider],
) -> list[Outsider]:
    """Return principals of named accounts that a condition requires by ARN, name or type."""
    return [
        _of(organization, f"{found.label} as {arn}", read_requester(arn), found.account_id)
        for found in accounts
        if found.account_id
        for arn in _named_in_conditions(statement, hints, resource, found.account_id)
    ]


def _everyone(
    organization: Organization,
    resource: Resource,
    statement: CompiledStatement,
    hints: Sequence[Condition],
) -> Iterator[Outsider]:
    account = EXTERNAL_ACCOUNT
    while organization.is_member(account):
        account = str(int(account) - 1)
    stranger = replace(_anyone_of(account, resource), canonical_id=_UNNAMED)
    yield Outsider("*", stranger, "public", "", _of_account(organization, account))
    yield Outsider("*", read_requester("*"), "public", "", {**_direct(), **_NO_ORGANIZATION})
    if resource.table == "iam_role" or _describes_principal(statement, hints):
        identity = Requester("federated", "*")
        yield Outsider("*", identity, "public", "", {**_direct(), **_NO_ORGANIZATION})
    yield from _services_in_conditions(statement, hints, resource)
    for named in sorted(_accounts_in_conditions(hints)):
        if named != resource.account_id:
            someone = _anyone_of(named, resource)
            yield _of(organization, f"* of account {named}", someone, named)
    for example in (account, *sorted(_accounts_like(hints) - {resource.account_id})):
        # Principals whose account a wildcard leaves open.
        arns = _named_in_conditions(statement, hints, resource, example)
        who = [read_requester(arn) for arn in arns]
        who += [_anyone_of(example, resource)] if example != account else []
        for someone in who:
            unnamed = replace(someone, canonical_id=_UNNAMED)
            yield Outsider("*", unnamed, "public", "", _of_account(organization, example))
    for named in sorted(_accounts_of_arns(hints) - {resource.account_id, account}):
        for arn in _named_in_conditions(statement, hints, resource, named):
            yield _of(organization, f"* as {arn}", read_requester(arn), named)
    other = next((a for a in sorted(organization.members or ()) if a != resource.account_id), "")
    if organization.id and other:
        own = {"aws:principalorgid": organization.id, "aws:principalorgpaths": None}
        context = {**_direct(), **own}
        label = f"* of organization {organization.id}"
        yield Outsider(label, _anyone_of(other, resource), "organization", "", context)


def _services_in_conditions(
    statement: CompiledStatement, hints: Sequence[Condition], resource: Resource
) -> Iterator[Outsider]:
    """Yield AWS services that a statement for everyone means, by its conditions."""
    keys = {condition.key for condition in (*statement.statement.conditions, *hints)}
    # Anonymous callers, who have no such keys either, cannot assume roles.
    is_described = resource.table == "iam_role" and _describes_principal(statement, hints)
    if is_described or keys & _MEANS_A_SERVICE:
        yield from _any_service(hints)


def _describes_principal(statement: CompiledStatement, hints: Sequence[Condition]) -> bool:
    """Whether conditions ask for keys that only principals of accounts have."""
    return any(c.key in _DESCRIBES_PRINCIPAL for c in (*statement.statement.conditions, *hints))


def _any_service(hints: Sequence[Condition]) -> Iterator[Outsider]:
    """Yield a service that no condition names, and those that some name."""
    yield _service(_ANY_SERVICE, "Service:*")
    names = list(_required_values(hints, _SERVICE_NAMES))
    if names:
        yield _service(f"{_ANY_SERVICE}.cn", "Service:*")
    for value in names:
        name = _WILD.sub("x", value)
        if is_service(name):
            yield _service(name, f"Service:{value}")


def _required_values(hints: Iterable[Condition], keys: frozenset[str]) -> Iterator[str]:
    """Yield the values that conditions require of some keys."""
    for condition in hints:
        if condition.key in keys:
            yield from condition.values


def _accounts_in_conditions(hints: Sequence[Condition]) -> set[str]:
    return {a for value in _required_values(hints, _NAMING_KEYS) if (a := _account_of(value))}


def _accounts_like(hints: Sequence[Condition]) -> set[str]:
    """Return an account for each pattern of accounts."""
    patterns = (v for v in _required_values(hints, _ACCOUNT_NAMING_KEYS) if re.search(r"[*?]", v))
    found = {_example_account(pattern) for pattern in patterns if pattern != "*"}
    return {account for account in found if _ACCOUNT.fullmatch(account)}


def _accounts_of_arns(hints: Sequence[Condition]) -> set[str]:
    """Return the accounts that ARNs in conditions name, wholly or by a pattern."""
    found: set[str] = set()
    for value in _required_values(hints, frozenset({"aws:principalarn"})):
        fields = value.split(":", _ARN_FIELDS - 1)
        field = fields[_OWNER] if len(fields) == _ARN_FIELDS else "*"
        if field != "*":
            found.add(_example_account(field))
    return {account for account in found if _ACCOUNT.fullmatch(account)}


def _example_account(pattern: str) -> str:
    """Return an account that a pattern matches; anything else where it matches none."""
    digits = pattern.replace("?", "0")
    return digits.replace("*", "0" * (_DIGITS + 1 - len(digits)), 1).replace("*", "")


def _named_in_conditions(
    statement: CompiledStatement, hints: Sequence[Condition], resource: Resource, account: str
) -> list[str]:
    """Return ARNs of principals of an account that conditions require by ARN, name or type.

    None that differs from any principal of the account only in its name.
    """
    own = f"arn:{_partition_of(resource)}:iam::{account}:"
    federated = f"arn:{_partition_of(resource)}:sts::{account}:federated-user/"
    found: dict[str, None] = {}
    for value in _required_values(hints, frozenset({"aws:principalarn"})):
        pattern = _VARIABLE.sub("*", value)
        if fnmatchcase(f"{own}{_ANYONE}", pattern):
            continue  # the principal that stands for any of the account has such a name
        if fnmatchcase(f"{own}root", pattern):
            found[f"{own}root"] = None
        for head in (f"{own}role/", f"{own}user/", federated):
            for arn in find_matches_under(pattern, head):
                found[arn.replace(ANY_PART, "x")] = None
    for value in _required_values(hints, frozenset({"aws:username"})):
        found |= dict.fromkeys((f"{own}user/{_WILD.sub('x', value)}", f"{own}user/anyone"))
    if any("${aws:username" in value.lower() for value in statement.statement.resource_values):
        found[f"{own}user/anyone"] = None  # only users have such a name
    if any(_required_values(hints, frozenset({"aws:principaltype"}))):
        found |= dict.fromkeys((f"{own}user/anyone", f"{own}root", f"{federated}anyone"))
        for value in _required_values(hints, frozenset({"aws:userid"})):
            found[f"{federated}{_WILD.sub('x', value.partition(':')[2])}"] = None
    return [arn for arn in found if _IAM_NAME.fullmatch(arn)]


def _named(
    organization: Organization,
    resource: Resource,
    name: PrincipalName,
    hints: Sequence[Condition],
) -> Iterator[Outsider]:
    value = name.value
    is_anyone = value == "*"
    match name.kind:
        case "Service" if is_anyone:
            for service in _any_service(hints):
                yield replace(service, is_anyone=True)
        case "Service":
            yield _service(value, f"Service:{value}")
        case "Federated":
            provider = Requester("federated", value)
            context = {**_direct(), **_NO_ORGANIZATION}
            if not is_anyone:
                others = (c.key for c in hints if is_claim_of_another(c.key, value))
                context |= {"aws:federatedprovider": value, **dict.fromkeys(others, ())}
            label = f"Federated:{value}"
            yield Outsider(label, provider, "federated", "", context, is_anyone=is_anyone)
        case "CanonicalUser" if value != resource.facts.get("owner_canonical_id"):
            requester = Requester("canonical_user", value, canonical_id=value)
            context = _direct()
            if is_anyone:  # of an account that is named, these keys are not known
                context |= {"aws:principalaccount": (), "aws:principalarn": (), **_NO_ORGANIZATION}
            label = f"CanonicalUser:{value}"
            yield Outsider(label, requester, "account", "", context, is_anyone=is_anyone)
        case "AWS":
            if found := _named_account(organization, resource, value):
                yield found


def _named_account(organization: Organization, resource: Resource, value: str) -> Outsider | None:
    account = _account_of(value)
    if not account or account == resource.account_id:
        return None  # its own account, or a principal that was deleted
    is_account = _ACCOUNT.fullmatch(value) or value.endswith(":root")
    requester = _anyone_of(account, resource) if is_account else read_requester(value)
    return _of(organization, f"AWS:{value}", requester, account)


def _of(organization: Organization, label: str, requester: Requester, account: str) -> Outsider:
    origin: Origin = "organization" if organization.is_member(account) else "account"
    return Outsider(label, requester, origin, account, _of_account(organization, account))


def _anyone_of(account: str, resource: Resource) -> Requester:
    """Return any principal of an account, in the partition of the resource."""
    return read_requester(f"arn:{_partition_of(resource)}:iam::{account}:{_ANYONE}")


def _partition_of(resource: Resource) -> str:
    found = _PARTITION.match(resource.arn)
    return found[1] if found else "aws"


def _account_of(value: str) -> str:
    if _ACCOUNT.fullmatch(value):
        return value
    match = _ARN_ACCOUNT.match(value)
    return match[1] if match else ""


def _service(name: str, label: str) -> Outsider:
    return Outsider(label, Requester("service", name), "service", "", dict(_NO_ORGANIZATION))


def _of_account(organization: Organization, account: str) -> dict[str, Any]:
    return {**_direct(), **describe_account(organization, account, "principal")}


def _direct() -> dict[str, Any]:
    return {**dict.fromkeys(SOURCE_KEYS, ()), "aws:viaawsservice": None}


def exclude_insiders(
    organization: Organization, outsider: Outsider, literals: frozenset[str]
) -> Admits:
    """Return which values an outsider's open keys may have: none that only insiders have.

    A service that acts for a resource of ours is an insider as well. `literals` are values that
    the policies have in full, without wildcards: each names one resource.
    """
    own = organization.id or ""

    def is_own_path(value: str) -> bool:
        return bool(own) and value.startswith(f"{own}/")

    def is_arn_of_ours(value: str) -> bool:
        return value.startswith("arn:") and _is_ours(organization, value, literals)

    tests: dict[str, Callable[[str], bool]] = {
        **dict.fromkeys(_ORGANIZATION_KEYS, lambda value: bool(own) and value == own),
        **dict.fromkeys(_PATH_KEYS, is_own_path),
        **dict.fromkeys(_ACCOUNT_KEYS, lambda value: is_inside_account(organization, value)),
        **dict.fromkeys(NETWORK_KEYS, lambda value: value in organization.networks),
        "aws:sourcearn": lambda value: _is_ours(organization, value, literals),
    }

    def admits(key: str, values: Values) -> bool:
        is_inside = tests.get(key)
        if is_inside is None and key.startswith(_ENCRYPTION_CONTEXT):
            # CloudWatch Logs and others name the resource there that they act for.
            is_inside = is_arn_of_ours
        if outsider.origin == "organization":
            return key not in _PATH_KEYS or all(map(is_own_path, values))
        return is_inside is None or not any(map(is_inside, values))

    return admits


def is_inside_account(organization: Organization, account: str) -> bool:
    """Whether an account is ours: of the organization or, where none is known, collected."""
    member = organization.is_member(account)
    return account in organization.accounts if not organization.members else member is True


def _is_ours(organization: Organization, arn: str, literals: frozenset[str]) -> bool:
    fields = arn.split(":", _ARN_FIELDS - 1)
    account = fields[_OWNER] if len(fields) == _ARN_FIELDS else ""
    if _ACCOUNT.fullmatch(account):
        return is_inside_account(organization, account)
    # The ARN of a bucket has no account: a bucket that is named in full exists, but anyone can make
    # one that a wildcard leaves open.
    return arn in literals and not account
