"""Whether the text of an organization policy is a document of its type.

https://docs.aws.amazon.com/organizations/latest/userguide/policy-operators.html
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
"""

import json
from collections.abc import Mapping
from typing import Any

from ringwall.model.organization_policy import ANY, RCP, TEXT, OrganizationPolicyType

ASSIGN, APPEND, REMOVE = "@@assign", "@@append", "@@remove"
CONTROL = "@@operators_allowed_for_child_policies"
VALUE_SETTERS = (ASSIGN, APPEND, REMOVE)
ALLOWED = frozenset({"@@all", "@@none", *VALUE_SETTERS})
_STATEMENT = frozenset(
    {"Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"}
)
_OF_RCP = _STATEMENT - {"NotAction"} | {"Principal"}


class MalformedPolicy(ValueError):
    """A text is no policy of its type; the message says why."""


def parse_policy(kind: OrganizationPolicyType, content: str) -> Mapping[str, Any]:
    """Return a policy's document; MalformedPolicy where it is no document of its type."""
    try:
        document = json.loads(content, object_pairs_hook=_read_once)
    except (ValueError, RecursionError) as error:
        raise MalformedPolicy("it is no JSON document") from error
    if not isinstance(document, Mapping):
        raise MalformedPolicy("it is no JSON object")
    if kind.is_inherited:
        _check_management(kind, document)
    else:
        _check_statements(kind, document)
    return document


def _read_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is given twice")
    return found


def _check_statements(kind: OrganizationPolicyType, document: Mapping[str, Any]) -> None:
    """Check an SCP or an RCP: its own policies deny, and RCPs name no principal."""
    if document.get("Version") not in {"2012-10-17", "2008-10-17", None}:
        raise MalformedPolicy("the Version is unknown")
    if not document.keys() <= {"Version", "Id", "Statement"}:
        raise MalformedPolicy("it has other elements than Version, Id and Statement")
    statements = document.get("Statement")
    statements = [statements] if isinstance(statements, Mapping) else statements
    if not isinstance(statements, list):
        raise MalformedPolicy("it has no Statement")
    for statement in statements:
        if not isinstance(statement, Mapping):
            raise MalformedPolicy("a statement is no object")
        _check_statement(statement, is_rcp=kind.name == RCP)


def _check_statement(statement: Mapping[str, Any], *, is_rcp: bool) -> None:
    unknown = statement.keys() - (_OF_RCP if is_rcp else _STATEMENT)
    if unknown:
        raise MalformedPolicy(f"a statement cannot have {min(unknown)}")
    if statement.get("Effect") not in ({"Deny"} if is_rcp else {"Allow", "Deny"}):
        raise MalformedPolicy("the Effect of a statement is not supported")
    if is_rcp and statement.get("Principal") != "*":
        raise MalformedPolicy("the Principal of an RCP is *")
    actions = _list(statement.get("Action"))
    if not actions and "NotAction" not in statement:
        raise MalformedPolicy("a statement has no Action")
    for action in (*actions, *_list(statement.get("NotAction"))):
        if action != "*" and ":" not in action:
            raise MalformedPolicy(f"{action} is no action")
    if not _list(statement.get("Resource")) and not _list(statement.get("NotResource")):
        raise MalformedPolicy("a statement has no Resource")


def _list(value: Any) -> list[str]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, str)]


def _check_management(kind: OrganizationPolicyType, document: Mapping[str, Any]) -> None:
    if not document:
        raise MalformedPolicy("it is empty")
    for name, inner in document.items():
        if kind.schema is not None and name not in kind.schema:
            raise MalformedPolicy(f"{name} is no key of a {kind.name}")
        _check_node(name, inner, ANY if kind.schema is None else kind.schema[name])


def _check_node(path: str, node: Any, schema: Any) -> None:
    """Check a key's value: operators that set it, or keys below it; `schema` says which."""
    if not isinstance(node, Mapping):
        raise MalformedPolicy(f"{path} has a value without an operator")
    _check_control(path, node)
    setters = [name for name in node if name in VALUE_SETTERS]
    inner = {name: value for name, value in node.items() if not name.startswith("@@")}
    if unknown := [n for n in node if n.startswith("@@") and n not in {*VALUE_SETTERS, CONTROL}]:
        raise MalformedPolicy(f"{unknown[0]} is no operator")
    if setters and inner:
        raise MalformedPolicy(f"{path} has both a value and keys")
    if setters and isinstance(schema, Mapping):
        raise MalformedPolicy(f"{path} has keys and no value")
    if inner and isinstance(schema, (tuple, str)) and schema != ANY:
        raise MalformedPolicy(f"{path} has a value and no keys")
    for operator in setters:
        _check_value(path, operator, node[operator], schema)
    for name, value in inner.items():
        below = ANY
        if isinstance(schema, Mapping):
            below = schema.get(name, schema.get(ANY))
            if below is None:
                raise MalformedPolicy(f"{path} has no key {name}")
        _check_node(f"{path}.{name}", value, below)


def _check_control(path: str, node: Mapping[str, Any]) -> None:
    allowed = node.get(CONTROL)
    if allowed is None:
        return
    if not isinstance(allowed, list) or not all(item in ALLOWED for item in allowed):
        raise MalformedPolicy(f"{path} allows child policies an unknown operator")


def _check_value(path: str, operator: str, value: Any, schema: Any) -> None:
    is_list = isinstance(value, list)
    if operator != ASSIGN and (not is_list or schema == TEXT or isinstance(schema, tuple)):
        raise MalformedPolicy(f"{operator} of {path} is for lists only")
    items = value if is_list else [value]
    if not all(isinstance(item, (str, int, bool)) for item in items):
        raise MalformedPolicy(f"{path} has a value of a wrong type")
    if isinstance(schema, tuple) and (is_list or value not in schema):
        raise MalformedPolicy(f"{path} is none of {', '.join(schema)}")
    if schema == TEXT and is_list:
        raise MalformedPolicy(f"{path} is one text")
