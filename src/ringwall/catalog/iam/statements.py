"""Policy documents exploded into the rows of `estate.policy_statement`."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ringwall.model.table import Row

CLOSING_KEYS = frozenset(
    {
        "aws:calledvia",
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
        "kms:calleraccount",
        "kms:viaservice",
        "s3:dataaccesspointaccount",
        "s3:dataaccesspointarn",
    }
)
"""Condition keys that keep strangers out when held to fixed values.

The list is that of https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
("The meaning of public"), with the keys that other services add.
"""
ANYONE_IPS = frozenset({"0.0.0.0/0", "::/0", "0.0.0.0/1", "128.0.0.0/1"})
POSITIVE = re.compile(
    r"^(ForAnyValue:)?(String(Equals|Like)(IgnoreCase)?|Arn(Equals|Like)|IpAddress)$", re.IGNORECASE
)


def explode_policy(
    policy: Any, owner_table: str, policy_type: str, policy_name: str = ""
) -> Iterator[Row]:
    """Yield a row per statement of a policy document (a JSON object, or text of one).

    ValueError where it is not a policy. None at all (None, '' or {}) yields nothing.
    """
    document = json.loads(policy) if isinstance(policy, str) and policy else policy or {}
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
        yield {
            "owner_table": owner_table,
            "policy_type": policy_type,
            "policy_name": policy_name,
            "position": position,
            "sid": str(statement.get("Sid", "")),
            "effect": str(statement.get("Effect", "")),
            "principals": principals,
            "not_principals": list(_principals(statement.get("NotPrincipal"))),
            "actions": _lower(statement.get("Action")),
            "not_actions": _lower(statement.get("NotAction")),
            "resources": _texts(statement.get("Resource")),
            "not_resources": _texts(statement.get("NotResource")),
            "condition": condition,
            "condition_keys": sorted(keys),
            "is_public": _is_public(statement, principals, condition),
        }


def _expect(is_so: bool, otherwise: str) -> None:  # noqa: FBT001 - reads as a sentence
    if not is_so:
        raise ValueError(otherwise)


def _principals(value: Any) -> Iterator[str]:
    """Yield principals as `AWS:arn`, `Service:name`, `Federated:arn`; anyone is `*`."""
    if isinstance(value, str):
        yield "*" if value == "*" else f"AWS:{value}"
    elif isinstance(value, Mapping):
        for kind, names in value.items():
            for name in _texts(names):
                yield "*" if kind == "AWS" and name == "*" else f"{kind}:{name}"


def _is_public(statement: Row, principals: Iterable[str], condition: Mapping[str, Any]) -> bool:
    everyone = "*" in principals or "NotPrincipal" in statement
    return statement.get("Effect") == "Allow" and everyone and not _closes(condition)


def _closes(condition: Mapping[str, Any]) -> bool:
    """Whether some condition lets in only callers that its author named."""
    for operator, tests in condition.items():
        if not POSITIVE.match(operator):
            continue
        for key, values in tests.items():
            named = _texts(values)
            if key.lower() in CLOSING_KEYS and named and all(map(_is_fixed, named)):
                return True
    return False


def _is_fixed(value: str) -> bool:
    """Whether a condition's value names somebody: no bare wildcard, no account left open."""
    if value in ANYONE_IPS or not value.strip("*?"):
        return False
    if value.startswith("arn:"):
        fields = value.split(":", 5)
        account = fields[4] if len(fields) > 5 else ""  # noqa: PLR2004 - an ARN has six fields
        rest = fields[-1]
        return "*" not in account and "?" not in account and bool(account or rest.strip("*?/"))
    return "${" not in value


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _texts(value: Any) -> list[str]:
    return [str(item) for item in _as_list(value)]


def _lower(value: Any) -> list[str]:
    # Action names are case-insensitive: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
    return [str(item).lower() for item in _as_list(value)]
