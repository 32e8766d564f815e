"""The Principal and Condition elements of a statement, read from JSON.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, cast, get_args

from ringwall.reason.iam.language.document import JsonPath
from ringwall.reason.iam.language.operators import Operator, read_operator, suggest_operator
from ringwall.reason.iam.language.policy import Condition, PrincipalName, Principals, PrincipalType
from ringwall.reason.iam.language.problem import ProblemLog

EVERYONE = PrincipalName("AWS", "*")


def parse_principals(item: Mapping[str, Any], log: ProblemLog, path: JsonPath) -> Principals | None:
    """Return the Principal or NotPrincipal of a statement; None where it has neither."""
    log.check_exclusive(item, "Principal", "NotPrincipal", path)
    for element in ("Principal", "NotPrincipal"):
        if element in item:
            names = tuple(_names(item[element], log, (*path, element)))
            return Principals(names, negated=element == "NotPrincipal")
    return None


def _names(value: Any, log: ProblemLog, path: JsonPath) -> Iterator[PrincipalName]:
    if value == "*":
        yield EVERYONE
    elif not isinstance(value, Mapping):
        message = 'Principal must be "*" or an object such as {"AWS": "arn:..."}'
        log.reject("bad_principal", message, path)
    else:
        for kind, names in value.items():
            if kind not in get_args(PrincipalType):
                known = ", ".join(get_args(PrincipalType))
                message = f"{kind} is not a principal type; use one of {known}"
                log.reject("bad_principal", message, (*path, kind))
                continue
            for name in log.texts(names, kind, (*path, kind)):
                if "*" in name and name != "*" and kind == "AWS":
                    message = f"{name}: AWS does not expand wildcards in a principal"
                    log.add("warning", "principal_wildcard", message, (*path, kind))
                yield PrincipalName(cast("PrincipalType", kind), name)


def parse_conditions(
    item: Mapping[str, Any], log: ProblemLog, path: JsonPath
) -> tuple[Condition, ...]:
    """Return the conditions of a statement, all of which must hold."""
    block = item.get("Condition", {})
    if not isinstance(block, Mapping):
        message = "Condition must be an object of condition operators"
        log.reject("not_an_object", message, (*path, "Condition"))
        return ()
    return tuple(_conditions(block, log, (*path, "Condition")))


def _conditions(block: Mapping[str, Any], log: ProblemLog, path: JsonPath) -> Iterator[Condition]:
    for name, tests in block.items():
        where = (*path, name)
        operator = read_operator(name)
        _check_operator(operator, log, where)
        if not isinstance(tests, Mapping):
            log.reject("not_an_object", f"{name} must be an object of condition keys", where)
            continue
        if not tests:
            log.add("warning", "empty_condition", f"{name} has no condition key", where)
        for key, values in tests.items():
            at = (*where, key)
            texts = tuple(_values(values, log, at))
            if not texts:
                log.add("warning", "empty_condition", f"{key} has no value to compare with", at)
            yield Condition(operator, key.lower(), texts, log.document.position(at))


def _check_operator(operator: Operator, log: ProblemLog, path: JsonPath) -> None:
    if operator.family != "unknown":
        return
    near = suggest_operator(operator.name)
    hint = f"; did you mean {near}?" if near else ""
    message = f"unknown condition operator: {operator.name}{hint}"
    log.add("warning", "unknown_operator", message, path)


def _values(value: Any, log: ProblemLog, path: JsonPath) -> Iterator[str]:
    for item in value if isinstance(value, list | tuple) else [value]:
        if isinstance(item, str):
            yield item
        elif isinstance(item, bool | int | float):
            yield json.dumps(item)
        else:
            log.reject(
                "not_text", "a condition value must be a string, a number or a boolean", path
            )
