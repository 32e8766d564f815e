"""Policy documents exploded into the rows of `estate.policy_statement`."""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from ringwall.model.table import Row

CLOSING_KEYS = frozenset(
    {
        "aws:principalaccount",
        "aws:principalarn",
        "aws:principalorgid",
        "aws:principalorgpaths",
        "aws:sourceaccount",
        "aws:sourcearn",
        "aws:sourceorgid",
        "aws:sourceorgpaths",
        "aws:sourceowner",
        "aws:sourceip",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "aws:userid",
        "aws:vpceaccount",
        "aws:vpceorgid",
        "aws:vpceorgpaths",
        "kms:calleraccount",
        "s3:dataaccesspointaccount",
        "s3:dataaccesspointarn",
    }
)
"""Condition keys that keep strangers out when held to fixed values.

The list is that of https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
("The meaning of public"), with the keys that other services add. Keys that name a service on the
way and nobody in particular (aws:CalledVia, kms:ViaService) are not among them: strangers use the
same service.
"""
ANYONE_IPS = frozenset({"0.0.0.0/0", "::/0", "0.0.0.0/1", "128.0.0.0/1"})
POSITIVE = re.compile(
    r"^(ForAnyValue:)?(String(Equals|Like)(IgnoreCase)?|Arn(Equals|Like)|IpAddress)$", re.IGNORECASE
)
ACCOUNT = re.compile(r"AWS:(?:arn:[\w-]+:(?:iam|sts)::)?(\d{12})(?::|$)")
TENANT = re.compile(r"[^:]+:[^:/]+[:/]")


def explode_policy(
    policy: Any, owner_table: str, policy_type: str, policy_name: str = ""
) -> Iterator[Row]:
    """Yield a row per statement of a policy document (a JSON object, or text of one).

    ValueError where it is not a policy. None at all (None, '' or {}) yields nothing.
    """
    document = _parse(policy) or {}
    _expect(isinstance(document, dict), "a policy is a JSON object")
    for position, statement in enumerate(_as_list(document.get("Statement"))):
        _expect(isinstance(statement, dict), f"statement {position} is not a JSON object")
        principals = list(_principals(statement.get("Principal")))
        condition = statement.get("Condition") or {}
        _expect(
            isinstance(condition, dict) and all(isinstance(t, dict) for t in condition.values()),
            f"the Condition of statement {position} is not an object of objects",
        )
        keys = {key.lower() for values in condition.values() for key in values}
        fixed = _fixed_keys(condition)
        yield {
            "owner_table": owner_table,
            "policy_type": policy_type,
            "policy_name": policy_name,
            "position": position,
            "sid": str(statement.get("Sid", "")),
            "effect": str(statement.get("Effect", "")),
            "principals": principals,
            "not_principals": list(_principals(statement.get("NotPrincipal"))),
            "principal_accounts": _accounts(principals),
            "actions": _lower(statement.get("Action")),
            "not_actions": _lower(statement.get("NotAction")),
            "resources": _texts(statement.get("Resource")),
            "not_resources": _texts(statement.get("NotResource")),
            "condition": condition,
            "condition_keys": sorted(keys),
            "fixed_keys": sorted(fixed),
            "is_public": _is_public(statement, principals, fixed),
        }


def _expect(is_so: bool, otherwise: str) -> None:  # noqa: FBT001 - reads as a sentence
    if not is_so:
        raise ValueError(otherwise)


def explode_inline(policies: Iterable[Row], owner_table: str) -> Iterator[Row]:
    """Yield the statements of a user's, group's or role's inline policies; ValueError as above."""
    for policy in policies:
        if policy.get("PolicyDocument") is None:
            raise ValueError(f"inline policy {policy.get('PolicyName')} has no document")
        name = str(policy.get("PolicyName", ""))
        yield from explode_policy(policy["PolicyDocument"], owner_table, "inline", name)


def _parse(policy: Any) -> Any:
    try:
        return json.loads(policy) if isinstance(policy, str) and policy else policy
    except RecursionError as error:
        raise ValueError("the policy is nested too deep") from error


def _principals(value: Any) -> Iterator[str]:
    """Yield principals as `AWS:arn`, `Service:name`, `Federated:arn`; anyone is `*`."""
    if isinstance(value, str):
        yield "*" if value == "*" else f"AWS:{value}"
    elif isinstance(value, Mapping):
        for kind, names in value.items():
            for name in _texts(names):
                yield "*" if kind == "AWS" and name == "*" else f"{kind}:{name}"


def _accounts(principals: Iterable[str]) -> list[str]:
    """Return the accounts that AWS principals belong to, each once, in order."""
    found = (ACCOUNT.match(principal) for principal in principals)
    return sorted({match[1] for match in found if match})


def _is_public(statement: Row, principals: Iterable[str], fixed: Collection[str]) -> bool:
    everyone = "*" in principals or "NotPrincipal" in statement
    return statement.get("Effect") == "Allow" and everyone and CLOSING_KEYS.isdisjoint(fixed)


def _fixed_keys(condition: Mapping[str, Any]) -> set[str]:
    """Return the keys, in lower case, of which every allowed value names somebody."""
    return {
        key.lower()
        for operator, tests in condition.items()
        if POSITIVE.match(operator)
        for key, values in tests.items()
        if values and all(_is_fixed(key.lower(), value) for value in _texts(values))
    }


def _is_fixed(key: str, value: str) -> bool:
    """Whether a condition's value names somebody: no bare wildcard, no account left open."""
    if value in ANYONE_IPS or not value or value[0] in "*?" or "${" in value:
        return False
    if value.startswith("arn:"):
        fields = value.split(":", 5)
        account = fields[4] if len(fields) > 5 else ""  # noqa: PLR2004 - an ARN has six fields
        rest = fields[-1]
        return "*" not in account and "?" not in account and bool(account or rest.strip("*?/"))
    # A web identity's subject must name its tenant: repo:example/* does, repo:example* does not.
    before_wildcard = re.split(r"[*?]", value, maxsplit=1)[0]
    names_tenant = before_wildcard == value or TENANT.match(before_wildcard)
    return not key.endswith(":sub") or bool(names_tenant)


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _texts(value: Any) -> list[str]:
    return [str(item) for item in _as_list(value)]


def _lower(value: Any) -> list[str]:
    # Action names are case-insensitive: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
    return [str(item).lower() for item in _as_list(value)]
