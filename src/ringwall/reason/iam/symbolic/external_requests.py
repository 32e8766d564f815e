"""External requests: what is known of the condition keys of each kind of external requester.

A kind is written as a statement whose conditions hold for every request of the kind: so a check
finds only requests that can be made.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ringwall.reason.iam.evaluation.public import is_claim_of_another
from ringwall.reason.iam.evaluation.requester import SOURCE_KEYS, Requester, RequesterKind
from ringwall.reason.iam.language.elements import EVERYONE
from ringwall.reason.iam.language.operators import read_operator
from ringwall.reason.iam.language.policy import (
    Condition,
    Patterns,
    Policy,
    Principals,
    Statement,
)
from ringwall.reason.iam.language.service_principal import DOMAINS

_ABSENT, _PRESENT = "", "*"
_ACCOUNT_ID = "?" * 12
_SERVICE_NAME = "|".join(f"*.{domain}" for domain in DOMAINS)
_PROVIDER = "aws:federatedprovider"
_OF_ACCOUNTS = ("aws:principalaccount", "aws:principalarn", "kms:calleraccount")
_OF_ORGANIZATIONS = ("aws:principalorgid", "aws:principalorgpaths")
_OF_SERVICES = ("aws:principalservicename", "aws:principalservicenameslist")
_NO_ACCOUNT = dict.fromkeys((*_OF_ACCOUNTS, *_OF_ORGANIZATIONS, "aws:username"), _ABSENT)
_NO_SERVICE = dict.fromkeys((*SOURCE_KEYS, *_OF_SERVICES), _ABSENT)
_IN_ACCOUNT = {
    **_NO_SERVICE,
    **dict.fromkeys(_OF_ACCOUNTS, _PRESENT),
    "aws:principalisawsservice": "false",
    "aws:username": _ABSENT,
}
_IDENTITY = {
    **_NO_ACCOUNT,
    **_NO_SERVICE,
    "aws:principalisawsservice": "false",
    "aws:principaltype": _ABSENT,
    "aws:userid": _ABSENT,
}
_BY_SIGNATURE = "sts:assumerole"
_BY_SAML, _BY_WEB_IDENTITY = "sts:assumerolewithsaml", "sts:assumerolewithwebidentity"
_VARIABLE = re.compile(r"\$\{\s*([^},\s]+)")


@dataclass(frozen=True)
class ExternalKind:
    """One kind of external requester; of its keys patterns, '' for absence, `|` between several."""

    kind: RequesterKind
    """The kind of the requester that stands for it."""
    keys: Mapping[str, str]
    assumes_roles_by: str = ""
    """The action by which it assumes roles; '' where AWS lets it assume none."""
    provider: str = ""
    """The identity provider that the policy names; '' where a wildcard allows the kind."""

    def includes(self, requester: Requester, *, is_named: bool) -> bool:
        """Whether a requester, named by the policy or not, stands for the kind."""
        if is_named or self.provider:
            return is_named and requester.kind == self.kind and requester.name == self.provider
        if requester.kind != self.kind:
            return False
        return self.kind != "federated" or self.assumes_roles_by == _way_of(requester.name)

    def describe(self, policy: Policy, *, is_trust: bool, in_full: bool = True) -> Statement:
        """Return the requests of the kind, as far as a policy distinguishes them.

        Of a trust policy these are the requests to assume the role. Unless `in_full`, only the
        presence is described of keys that the policy asks with set operators: with more patterns
        there may be too many sets of values.
        """
        asked, texts, sets = _keys_of(policy), _text_keys_of(policy), _set_keys_of(policy)
        conditions: list[Condition] = []
        for key, pattern in self.keys.items():
            if key not in asked:
                continue
            known = pattern if in_full or key not in sets or not pattern else _PRESENT
            conditions += _make_conditions(key, known, is_text=key in texts, is_set=key in sets)
        return Statement(
            "Allow",
            Patterns((self.assumes_roles_by,) if is_trust else ("*",)),
            Patterns(("*",)),
            Principals((EVERYONE,)),
            tuple(conditions),
            variables=False,
        )


_KINDS = (
    ExternalKind(
        "session",
        {
            **_IN_ACCOUNT,
            "aws:principaltype": "AssumedRole",
            "aws:principalarn": "arn:*:iam::*:role/*",
            "aws:userid": "AROA*:*",
        },
        _BY_SIGNATURE,
    ),
    ExternalKind(
        "session",
        {
            **_IN_ACCOUNT,
            "aws:principaltype": "User",
            "aws:principalarn": "arn:*:iam::*:user/*",
            "aws:username": _PRESENT,
            "aws:userid": "AIDA*",
        },
        _BY_SIGNATURE,
    ),
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html
    # Root users and federated users cannot assume roles, requests to do so must be signed.
    ExternalKind(
        "session",
        {
            **_IN_ACCOUNT,
            "aws:principaltype": "Account",
            "aws:principalarn": "arn:*:iam::*:root",
            "aws:userid": _ACCOUNT_ID,
        },
    ),
    ExternalKind(
        "session",
        {
            **_IN_ACCOUNT,
            "aws:principaltype": "FederatedUser",
            "aws:principalarn": "arn:*:sts::*:federated-user/*",
            "aws:userid": f"{_ACCOUNT_ID}:*",
        },
    ),
    ExternalKind(
        "anonymous",
        {
            **_NO_ACCOUNT,
            **_NO_SERVICE,
            "aws:principalisawsservice": _ABSENT,
            "aws:principaltype": "Anonymous",
            "aws:userid": "anonymous",
        },
    ),
    ExternalKind(
        "service",
        {
            **_NO_ACCOUNT,
            **dict.fromkeys(_OF_SERVICES, _SERVICE_NAME),
            "aws:principalisawsservice": "true",
            "aws:principaltype": _ABSENT,
            "aws:userid": _ABSENT,
            "aws:viaawsservice": "false",
        },
        _BY_SIGNATURE,
    ),
    ExternalKind("federated", _IDENTITY, _BY_SAML),
    ExternalKind("federated", _IDENTITY, _BY_WEB_IDENTITY),
    ExternalKind("canonical_user", _IDENTITY, _BY_SIGNATURE),
)


def list_external_kinds(policy: Policy, *, is_trust: bool) -> Iterator[ExternalKind]:
    """Yield the kinds of external requesters, also the identities of named providers."""
    yield from (kind for kind in _KINDS if kind.assumes_roles_by or not is_trust)
    names = (n for s in policy.statements if s.principal for n in s.principal.names)
    for name in dict.fromkeys(name.value for name in names if name.kind == "Federated"):
        if name != "*":
            others = {key for key in _keys_of(policy) if is_claim_of_another(key, name)}
            keys = {**_IDENTITY, **dict.fromkeys(others, _ABSENT), _PROVIDER: name}
            yield ExternalKind("federated", keys, _way_of(name), name)


def _way_of(provider: str) -> str:
    """Return the action by which a provider's identities assume roles."""
    return _BY_SAML if ":saml-provider/" in provider else _BY_WEB_IDENTITY


def _keys_of(policy: Policy) -> set[str]:
    """Return the condition keys that a policy asks for, in conditions and in variables."""
    found = {condition.key for s in policy.statements for condition in s.conditions}
    for statement in policy.statements:
        values = [value for condition in statement.conditions for value in condition.values]
        for value in (*statement.resource_values, *values):
            found.update(match[1].lower() for match in _VARIABLE.finditer(value))
    return found


def _text_keys_of(policy: Policy) -> set[str]:
    """Return the condition keys that a policy compares as text, also Boolean ones."""
    conditions = (condition for s in policy.statements for condition in s.conditions)
    return {c.key for c in conditions if c.operator.family in {"string", "like", "arn"}}


def _set_keys_of(policy: Policy) -> set[str]:
    """Return the condition keys that a policy asks with set operators."""
    conditions = (condition for s in policy.statements for condition in s.conditions)
    return {condition.key for condition in conditions if condition.operator.quantifier}


def _make_conditions(key: str, pattern: str, *, is_text: bool, is_set: bool) -> Iterator[Condition]:
    """Yield the conditions of a key: all of its values match a pattern, or it is absent."""
    if pattern in {_ABSENT, _PRESENT}:
        yield Condition(read_operator("Null"), key, ("true" if pattern == _ABSENT else "false",))
        return
    if pattern in {"true", "false"} and not is_text:
        operator = "Bool"
    elif pattern.startswith("arn:") and "*" in pattern:
        operator = "ArnLike"
    else:
        operator = "StringLike" if re.search(r"[*?]", pattern) else "StringEquals"
    if is_set:
        yield Condition(read_operator("Null"), key, ("false",))
        operator = f"ForAllValues:{operator}"
    yield Condition(read_operator(operator), key, tuple(pattern.split("|")))
    if pattern == _ACCOUNT_ID:
        yield Condition(read_operator("StringNotLike"), key, ("*:*",))
