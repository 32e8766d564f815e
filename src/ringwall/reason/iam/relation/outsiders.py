"""Who from outside of a resource's account its policy lets in: one of every sort it can tell apart.

Outside are strangers and anonymous callers, accounts, identity providers, AWS services that ask for
somebody, and the other accounts of the own organization. What is known of each goes into the
context of his requests; what is not is open, save for what only insiders have.
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
from ringwall.reason.iam.organization.model import Organization, Resource
from ringwall.reason.iam.organization.question import describe_account
from ringwall.reason.iam.symbolic.boxes.principal_axis import EXTERNAL_ACCOUNT
from ringwall.reason.iam.symbolic.contexts.decide import Admits

Origin = Literal["public", "account", "organization", "service", "federated"]
"""Anybody; an account outside; one of the own organization; an AWS service; a web identity."""

_ACCOUNT = re.compile(r"\d{12}")
_ARN_ACCOUNT = re.compile(r"arn:[a-z-]+:(?:iam|sts)::(\d{12}):")
_ANYBODY = "role/anybody"
_IAM_NAME = re.compile(
    r"arn:[a-z-]+:(?:iam::\d{12}:(?:(?:user|role)/.+|root)|sts::\d{12}:federated-user/.+)"
)
_ORGANIZATION_KEYS = frozenset({"aws:principalorgid", "aws:sourceorgid", "aws:vpceorgid"})
_PATH_KEYS = frozenset({"aws:principalorgpaths", "aws:sourceorgpaths", "aws:vpceorgpaths"})
_ACCOUNT_KEYS = frozenset({"aws:sourceaccount", "aws:sourceowner", "aws:vpceaccount"})
_NETWORK_KEYS = frozenset({"aws:sourcevpc", "aws:sourcevpce"})
_ACCOUNT_NAMING_KEYS = frozenset({"aws:principalaccount", "kms:calleraccount"})
_NAMING_KEYS = _ACCOUNT_NAMING_KEYS | {"aws:principalarn"}
_NO_ORGANIZATION: Mapping[str, Any] = {"aws:principalorgid": (), "aws:principalorgpaths": ()}
_ENCRYPTION_CONTEXT = "kms:encryptioncontext:"
_SERVICE_NAMES = frozenset({"aws:principalservicename", "aws:principalservicenameslist"})
_MEANS_A_SERVICE = frozenset(SOURCE_KEYS) | _SERVICE_NAMES | {"aws:principalisawsservice"}
_TELLS_OF_PRINCIPAL = _NAMING_KEYS | {
    *("aws:principaltype", "aws:principalorgid", "aws:principalorgpaths"),
    *("aws:username", "aws:userid", "aws:principalisawsservice"),
}
"""Keys that tell principals of accounts from other requesters."""
_AWS_HOST = (".amazonaws.com", ".amazonaws.com.cn")
_VARIABLE = re.compile(r"\$\{[^}]*\}")
_WILD = re.compile(r"\$\{[^}]*\}|[*?]")
_DIGITS = 12
_ANY_SERVICE = "any.amazonaws.com"
_UNNAMED = "0123456789abcdef" * 4
"""A canonical user id that no policy names."""
_ARN_FIELDS = 6
_OWNER = 4


@dataclass(frozen=True)
class Outsider:
    """Somebody from outside, as one requester who stands for all of his sort."""

    label: str
    """How the policy names him: `*`, `AWS:arn:...`, `Service:sns.amazonaws.com`."""
    requester: Requester
    origin: Origin
    account_id: str = ""
    """His account; '' where he has none, or any."""
    context: Mapping[str, Any] = field(default_factory=dict)
    is_anyone: bool = False
    """Whether a wildcard allows it, and no name."""


def find_outsiders(
    organization: Organization, resource: Resource, statements: Iterable[CompiledStatement]
) -> list[Outsider]:
    """Return those from outside whom statements that allow something name, each sort once.

    Those that deny something tell some of them apart.
    """
    every = list(statements)
    denials = [statement for statement in every if statement.is_denial]
    named = {_account_of(n.value) for s in every if (p := s.statement.principal) for n in p.names}
    found: dict[str, Outsider] = {}
    for statement in every:
        principals = statement.statement.principal
        if principals is None or statement.is_denial:
            continue
        hints = [*_asked_of(statement), *(c for denial in denials for c in _asked_of(denial))]
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


def _asked_of(statement: CompiledStatement) -> Iterator[Condition]:
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
    """Return those of accounts that are named whom a condition asks for by what they are."""
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
    stranger = replace(_somebody_of(account, resource), canonical_id=_UNNAMED)
    yield Outsider("*", stranger, "public", "", _of_account(organization, account))
    yield Outsider("*", read_requester("*"), "public", "", {**_direct(), **_NO_ORGANIZATION})
    if resource.table == "iam_role" or _tells_of_principal(statement, hints):
        identity = Requester("federated", "*")
        yield Outsider("*", identity, "public", "", {**_direct(), **_NO_ORGANIZATION})
    yield from _services_in_conditions(statement, hints, resource)
    for named in sorted(_accounts_in_conditions(hints)):
        if named != resource.account_id:
            someone = _somebody_of(named, resource)
            yield _of(organization, f"* of account {named}", someone, named)
    for example in (account, *sorted(_accounts_like(hints) - {resource.account_id})):
        # Whose account a wildcard leaves open.
        arns = _named_in_conditions(statement, hints, resource, example)
        who = [read_requester(arn) for arn in arns]
        who += [_somebody_of(example, resource)] if example != account else []
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
        yield Outsider(label, _somebody_of(other, resource), "organization", "", context)


def _services_in_conditions(
    statement: CompiledStatement, hints: Sequence[Condition], resource: Resource
) -> Iterator[Outsider]:
    """Yield AWS services that a statement for everybody means by its conditions."""
    keys = {condition.key for condition in (*statement.statement.conditions, *hints)}
    # Anonymous callers, who have no such keys either, cannot assume roles.
    is_told = resource.table == "iam_role" and _tells_of_principal(statement, hints)
    if is_told or keys & _MEANS_A_SERVICE:
        yield from _any_service(hints)


def _tells_of_principal(statement: CompiledStatement, hints: Sequence[Condition]) -> bool:
    """Whether conditions ask for keys that only principals of accounts have."""
    return any(c.key in _TELLS_OF_PRINCIPAL for c in (*statement.statement.conditions, *hints))


def _any_service(hints: Sequence[Condition]) -> Iterator[Outsider]:
    """Yield a service that no condition names, and those that some name."""
    yield _service(_ANY_SERVICE, "Service:*")
    names = list(_asked_for(hints, _SERVICE_NAMES))
    if names:
        yield _service(f"{_ANY_SERVICE}.cn", "Service:*")
    for value in names:
        name = _WILD.sub("x", value)
        if name.endswith(_AWS_HOST):
            yield _service(name, f"Service:{value}")


def _asked_for(hints: Iterable[Condition], keys: frozenset[str]) -> Iterator[str]:
    """Yield the values that conditions ask some keys to have."""
    for condition in hints:
        if condition.key in keys:
            yield from condition.values


def _accounts_in_conditions(hints: Sequence[Condition]) -> set[str]:
    return {a for value in _asked_for(hints, _NAMING_KEYS) if (a := _account_of(value))}


def _accounts_like(hints: Sequence[Condition]) -> set[str]:
    """Return an account for each pattern of accounts."""
    patterns = (v for v in _asked_for(hints, _ACCOUNT_NAMING_KEYS) if re.search(r"[*?]", v))
    found = {_example_account(pattern) for pattern in patterns if pattern != "*"}
    return {account for account in found if _ACCOUNT.fullmatch(account)}


def _accounts_of_arns(hints: Sequence[Condition]) -> set[str]:
    """Return the accounts that ARNs in conditions name, wholly or by a pattern."""
    found: set[str] = set()
    for value in _asked_for(hints, frozenset({"aws:principalarn"})):
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
    """Return ARNs of principals of an account that conditions ask for by ARN, name or type.

    None that differs from somebody of the account only in its name.
    """
    own = f"arn:{_partition_of(resource)}:iam::{account}:"
    federated = f"arn:{_partition_of(resource)}:sts::{account}:federated-user/"
    found: dict[str, None] = {}
    for value in _asked_for(hints, frozenset({"aws:principalarn"})):
        pattern = _VARIABLE.sub("*", value)
        if fnmatchcase(f"{own}{_ANYBODY}", pattern):
            continue  # who stands for anybody of the account has such a name
        if fnmatchcase(f"{own}root", pattern):
            found[f"{own}root"] = None
        for head in (f"{own}role/", f"{own}user/", federated):
            for arn in find_matches_under(pattern, head):
                found[arn.replace(ANY_PART, "x")] = None
    for value in _asked_for(hints, frozenset({"aws:username"})):
        found |= dict.fromkeys((f"{own}user/{_WILD.sub('x', value)}", f"{own}user/anybody"))
    if any("${aws:username" in value.lower() for value in statement.statement.resource_values):
        found[f"{own}user/anybody"] = None  # users alone have such a name
    if any(_asked_for(hints, frozenset({"aws:principaltype"}))):
        found |= dict.fromkeys((f"{own}user/anybody", f"{own}root", f"{federated}anybody"))
        for value in _asked_for(hints, frozenset({"aws:userid"})):
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
        return None  # the own account, or a principal that was deleted
    is_account = _ACCOUNT.fullmatch(value) or value.endswith(":root")
    requester = _somebody_of(account, resource) if is_account else read_requester(value)
    return _of(organization, f"AWS:{value}", requester, account)


def _of(organization: Organization, label: str, requester: Requester, account: str) -> Outsider:
    origin: Origin = "organization" if organization.is_member(account) else "account"
    return Outsider(label, requester, origin, account, _of_account(organization, account))


def _somebody_of(account: str, resource: Resource) -> Requester:
    """Return anybody of an account; who reaches a resource is in the same partition as it."""
    return read_requester(f"arn:{_partition_of(resource)}:iam::{account}:{_ANYBODY}")


def _partition_of(resource: Resource) -> str:
    return resource.arn.split(":", 2)[1]


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


def keep_out_insiders(
    organization: Organization, outsider: Outsider, literals: frozenset[str]
) -> Admits:
    """Return which values an outsider's open keys may have: none that only insiders have.

    A service that asks for a resource of ours is an insider as well: `literals` are values that
    stand in the policies as such, which name somebody certain.
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
        **dict.fromkeys(_NETWORK_KEYS, lambda value: value in organization.networks),
        "aws:sourcearn": lambda value: _is_ours(organization, value, literals),
    }

    def admits(key: str, values: Values) -> bool:
        is_inside = tests.get(key)
        if is_inside is None and key.startswith(_ENCRYPTION_CONTEXT):
            # CloudWatch Logs and others name there whose resource they ask for.
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
    # The ARN of a bucket has no account: one that is named in full is somebody's for certain, one
    # that a wildcard leaves open, anybody can make.
    return arn in literals and not account
