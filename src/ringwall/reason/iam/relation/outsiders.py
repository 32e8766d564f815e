"""Who from outside of a resource's account its policy lets in: one of every sort it can tell apart.

Outside are strangers and anonymous callers, accounts, identity providers, AWS services that ask for
somebody, and the other accounts of the own organization. What is known of each goes into the
context of his requests; what is not is open, save for what only insiders have.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, Literal

from ringwall.reason.iam.evaluation.compiled import CompiledStatement
from ringwall.reason.iam.evaluation.context import Values
from ringwall.reason.iam.evaluation.requester import Requester, read_requester
from ringwall.reason.iam.evaluation.resource_parts import ANY_PART, find_matches_under
from ringwall.reason.iam.language.policy import PrincipalName
from ringwall.reason.iam.organization.model import Organization, Resource
from ringwall.reason.iam.organization.question import FOR_SERVICES, describe_account
from ringwall.reason.iam.symbolic.boxes.principal_axis import STRANGER
from ringwall.reason.iam.symbolic.contexts.decide import Admits

Origin = Literal["public", "account", "organization", "service", "federated"]
"""Anybody; an account outside; one of the own organization; an AWS service; a web identity."""

_ACCOUNT = re.compile(r"\d{12}")
_ARN_ACCOUNT = re.compile(r"arn:[a-z-]+:(?:iam|sts)::(\d{12}):")
_ANYBODY = "role/anybody"
_IAM_NAME = re.compile(r"arn:[a-z-]+:iam::\d{12}:(?:user|role)/.+|arn:[a-z-]+:iam::\d{12}:root")
_ORGANIZATION_KEYS = frozenset({"aws:principalorgid", "aws:sourceorgid", "aws:vpceorgid"})
_PATH_KEYS = frozenset({"aws:principalorgpaths", "aws:sourceorgpaths", "aws:vpceorgpaths"})
_ACCOUNT_KEYS = frozenset({"aws:sourceaccount", "aws:sourceowner", "aws:vpceaccount"})
_NETWORK_KEYS = frozenset({"aws:sourcevpc", "aws:sourcevpce"})
_NAMING_KEYS = frozenset({"aws:principalaccount", "aws:principalarn", "kms:calleraccount"})
_NO_ORGANIZATION: Mapping[str, Any] = {"aws:principalorgid": (), "aws:principalorgpaths": ()}
_ENCRYPTION_CONTEXT = "kms:encryptioncontext:"
_SERVICE_NAMES = frozenset({"aws:principalservicename", "aws:principalservicenameslist"})
_MEANS_A_SERVICE = frozenset(FOR_SERVICES) | {"aws:principalisawsservice"}
_AWS_HOST = (".amazonaws.com", ".amazonaws.com.cn")
_VARIABLE = re.compile(r"\$\{[^}]*\}")
_WILD = re.compile(r"\$\{[^}]*\}|[*?]")
_DIGITS = 12
_ANY_SERVICE = "any.amazonaws.com"
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


def find_outsiders(
    organization: Organization, resource: Resource, granting: Iterable[CompiledStatement]
) -> list[Outsider]:
    """Return those from outside whom statements that allow something name, each sort once."""
    found: dict[str, Outsider] = {}
    for statement in granting:
        principals = statement.statement.principal
        if principals is None:
            continue
        if principals.negated or any(name.is_everyone for name in principals.names):
            outsiders = list(_everyone(organization, resource, statement))
        else:
            outsiders = [
                outsider
                for name in principals.names
                if (outsider := _named(organization, resource, name))
            ]
            outsiders += _by_name(organization, resource, statement, outsiders)
        for outsider in outsiders:
            found.setdefault(f"{outsider.label} {outsider.requester.name}", outsider)
    return list(found.values())


def _by_name(
    organization: Organization,
    resource: Resource,
    statement: CompiledStatement,
    accounts: Iterable[Outsider],
) -> list[Outsider]:
    """Return those of accounts that are named whom a condition asks for by what they are."""
    return [
        _of(organization, f"{found.label} as {arn}", read_requester(arn), found.account_id)
        for found in accounts
        if found.account_id
        for arn in _named_in_conditions(statement, resource, found.account_id)
    ]


def _everyone(
    organization: Organization, resource: Resource, statement: CompiledStatement
) -> Iterator[Outsider]:
    account = STRANGER
    while organization.is_member(account):
        account = str(int(account) - 1)
    stranger = _somebody_of(account, resource)
    yield Outsider("*", stranger, "public", "", _of_account(organization, account))
    yield Outsider("*", read_requester("*"), "public", "", {**_direct(), **_NO_ORGANIZATION})
    yield from _services_in_conditions(statement)
    for named in sorted(_accounts_in_conditions(statement)):
        if named != resource.account_id:
            someone = _somebody_of(named, resource)
            yield _of(organization, f"* of account {named}", someone, named)
    for arn in _named_in_conditions(statement, resource, account):
        # Whose account a wildcard leaves open.
        who = read_requester(arn)
        yield Outsider("*", who, "public", "", _of_account(organization, account))
    for named in sorted(_accounts_of_arns(statement) - {resource.account_id, account}):
        for arn in _named_in_conditions(statement, resource, named):
            yield _of(organization, f"* as {arn}", read_requester(arn), named)
    other = next((a for a in sorted(organization.members or ()) if a != resource.account_id), "")
    if organization.id and other:
        own = {"aws:principalorgid": organization.id, "aws:principalorgpaths": None}
        context = {**_direct(), **own}
        label = f"* of organization {organization.id}"
        yield Outsider(label, _somebody_of(other, resource), "organization", "", context)


def _services_in_conditions(statement: CompiledStatement) -> Iterator[Outsider]:
    """Yield AWS services that a statement for everybody means by its conditions."""
    keys = {condition.key for condition in statement.statement.conditions}
    if keys & _MEANS_A_SERVICE:
        yield _service(_ANY_SERVICE, "Service:*")
    for value in _asked_for(statement, _SERVICE_NAMES):
        name = _WILD.sub("x", value)
        if name.endswith(_AWS_HOST):
            yield _service(name, f"Service:{value}")


def _asked_for(statement: CompiledStatement, keys: frozenset[str]) -> Iterator[str]:
    """Yield the values that conditions ask some keys to have."""
    for condition in statement.statement.conditions:
        if condition.key in keys and not condition.operator.negated:
            yield from condition.values


def _accounts_in_conditions(statement: CompiledStatement) -> set[str]:
    return {a for value in _asked_for(statement, _NAMING_KEYS) if (a := _account_of(value))}


def _accounts_of_arns(statement: CompiledStatement) -> set[str]:
    """Return the accounts that ARNs in conditions name, wholly or by a pattern."""
    found: set[str] = set()
    for value in _asked_for(statement, frozenset({"aws:principalarn"})):
        fields = value.split(":", _ARN_FIELDS - 1)
        field = fields[_OWNER] if len(fields) == _ARN_FIELDS else "*"
        if field != "*":
            digits = field.replace("?", "0")
            found.add(digits.replace("*", "0" * (_DIGITS + 1 - len(digits)), 1).replace("*", ""))
    return {account for account in found if _ACCOUNT.fullmatch(account)}


def _named_in_conditions(
    statement: CompiledStatement, resource: Resource, account: str
) -> list[str]:
    """Return ARNs of principals of an account that conditions ask for by ARN, name or type.

    None that differs from somebody of the account only in its name.
    """
    own = f"arn:{_partition_of(resource)}:iam::{account}:"
    found: dict[str, None] = {}
    for value in _asked_for(statement, frozenset({"aws:principalarn"})):
        pattern = _VARIABLE.sub("*", value)
        if fnmatchcase(f"{own}{_ANYBODY}", pattern):
            continue  # who stands for anybody of the account has such a name
        if fnmatchcase(f"{own}root", pattern):
            found[f"{own}root"] = None
        for kind in ("role/", "user/"):
            for arn in find_matches_under(pattern, f"{own}{kind}"):
                found[arn.replace(ANY_PART, "x")] = None
    for value in _asked_for(statement, frozenset({"aws:username"})):
        found[f"{own}user/{_WILD.sub('x', value)}"] = None
    if any("${aws:username" in value.lower() for value in statement.statement.resource_values):
        found[f"{own}user/anybody"] = None  # users alone have such a name
    if any(_asked_for(statement, frozenset({"aws:principaltype"}))):
        found |= dict.fromkeys((f"{own}user/anybody", f"{own}root"))
    return [arn for arn in found if _IAM_NAME.fullmatch(arn)]


def _named(organization: Organization, resource: Resource, name: PrincipalName) -> Outsider | None:
    value = name.value
    match name.kind:
        case "Service":
            return _service(value, f"Service:{value}")
        case "Federated":
            provider = Requester("federated", value)
            context = {**_direct(), **_NO_ORGANIZATION, "aws:federatedprovider": value}
            return Outsider(f"Federated:{value}", provider, "federated", "", context)
        case "CanonicalUser":
            if value == resource.facts.get("owner_canonical_id"):
                return None
            requester = Requester("canonical_user", value, canonical_id=value)
            return Outsider(f"CanonicalUser:{value}", requester, "account", "", _direct())
        case "AWS":
            return _named_account(organization, resource, value)
    return None


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
    return {**dict.fromkeys(FOR_SERVICES, ()), "aws:viaawsservice": None}


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
