"""Policy documents exploded into the rows of `estate.policy_statement`."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ringwall.model.table import Row

ACCOUNT = re.compile(r"AWS:(?:arn:[\w-]+:(?:iam|sts)::)?(\d{12})(?::|$)")


def explode_policy(
    policy: Any, owner_table: str, policy_type: str, policy_name: str = ""
) -> Iterator[Row]:
    """Yield a row per statement of a policy document (a JSON object, or text of one).

    ValueError where it is not a policy. None at all (None, '' or {}) yields nothing.
    """
    document = {} if policy in (None, "") else _parse(policy)
    _expect(isinstance(document, dict), "a policy is a JSON object")
    _expect(not document or document.get("Statement") is not None, "a policy has statements")
    for position, statement in enumerate(_as_list(document.get("Statement"))):
        _expect(isinstance(statement, dict), f"statement {position} is not a JSON object")
        _expect(
            statement.get("Effect") in {"Allow", "Deny"},
            f"the Effect of statement {position} is neither Allow nor Deny",
        )
        for element in _find_needed(policy_type):
            _expect(
                statement.get(element) is not None or statement.get(f"Not{element}") is not None,
                f"statement {position} has neither {element} nor Not{element}",
            )
        principals = list(_principals(statement.get("Principal")))
        condition = {} if statement.get("Condition") is None else statement["Condition"]
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
            "effect": statement["Effect"],
            "principals": principals,
            "not_principals": list(_principals(statement.get("NotPrincipal"))),
            "principal_accounts": _accounts(principals),
            "actions": _lower(statement.get("Action")),
            "not_actions": _lower(statement.get("NotAction")),
            "resources": _texts(statement.get("Resource")),
            "not_resources": _texts(statement.get("NotResource")),
            "condition": condition,
            "condition_keys": sorted(keys),
        }


def _find_needed(policy_type: str) -> Iterator[str]:
    """Yield the elements without which AWS keeps no statement of a policy, or their opposites."""
    yield "Action"
    if policy_type in {"resource", "trust", "endpoint", "rcp"}:
        yield "Principal"
    if policy_type not in {"resource", "trust"}:
        yield "Resource"


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
        return json.loads(policy) if isinstance(policy, str) else policy
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


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _texts(value: Any) -> list[str]:
    return [str(item) for item in _as_list(value)]


def _lower(value: Any) -> list[str]:
    # Action names are case-insensitive: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
    return [str(item).lower() for item in _as_list(value)]
