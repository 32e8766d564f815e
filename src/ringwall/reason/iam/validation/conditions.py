"""Conditions that do not compare what they seem to.

https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
"""

import ipaddress
import re
from collections.abc import Iterator, Mapping

from ringwall.reason.iam.language.comparisons import read_moment, read_network, read_number
from ringwall.reason.iam.language.operators import Family
from ringwall.reason.iam.language.policy import (
    Condition,
    Policy,
    Problem,
    ProblemSeverity,
    Statement,
)
from ringwall.reason.iam.language.universe import load_universe
from ringwall.reason.iam.validation.problem import make_problem

_MANY = frozenset({
    *("aws:tagkeys", "aws:calledvia", "aws:principalorgpaths", "aws:resourceorgpaths"),
    *("aws:sourceorgpaths", "aws:vpceorgpaths", "aws:principalservicenameslist"),
})  # fmt: skip
"""Global keys with several values."""
_ONE = frozenset({
    *("aws:principalarn", "aws:principalaccount", "aws:principalorgid", "aws:sourceip"),
    *("aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourcevpc", "aws:sourcevpce"),
    *("aws:requestedregion", "aws:securetransport", "aws:username", "aws:userid"),
    *("aws:resourceaccount", "aws:resourceorgid", "aws:multifactorauthpresent"),
})  # fmt: skip
_PRIVATE = tuple(map(ipaddress.IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")))
"""Private addresses: https://www.rfc-editor.org/rfc/rfc1918"""
_YEAR = re.compile(r"(19|20)[0-9]{2}([0-9]{4})?")
"""What looks like a year, or a date without dashes."""
_KIND_OF_VALUE: Mapping[Family, str] = {
    "numeric": "number", "date": "date", "bool": "boolean", "ip": "ip_range", "null": "boolean",
}  # fmt: skip


def check_conditions(policy: Policy, statement: Statement) -> Iterator[Problem]:
    """Yield what is wrong with a statement's conditions."""
    del policy
    for condition in statement.conditions:
        for severity, code, message in _check(condition, statement):
            element = f"Condition.{condition.operator.name}.{condition.key}"
            yield make_problem(severity, code, message, statement, element)


Found = tuple[ProblemSeverity, str, str]


def _check(condition: Condition, statement: Statement) -> Iterator[Found]:
    yield from _check_operator(condition)
    yield from _check_values(condition)
    yield from _check_addresses(condition)
    yield from _check_sets(condition, statement)
    keys = {other.key for other in statement.conditions}
    if condition.key == "aws:vpcsourceip" and not keys & {"aws:sourcevpc", "aws:sourcevpce"}:
        message = "a private address means something in one VPC only: add aws:SourceVpc"
        yield "security_warning", "missing_paired_condition_keys", message


def _check_operator(condition: Condition) -> Iterator[Found]:
    name = condition.operator.name.lower()
    if name.endswith("nullifexists"):
        yield "error", "null_with_if_exists", "Null asks whether the key exists: drop IfExists"
    if condition.operator.family == "null" and condition.operator.quantifier:
        yield "suggestion", "null_with_qualifier", "Null needs no ForAllValues or ForAnyValue"
    if condition.operator.family in {"bool", "null"} and len(condition.values) > 1:
        message = "a boolean is compared to one value"
        yield "error", "invalid_condition_multiple_boolean", message
    if condition.operator.comparison != "eq" and len(condition.values) > 1:
        message = "of several limits only the widest counts"
        yield "suggestion", "redundant_condition_value_num", message


def _check_values(condition: Condition) -> Iterator[Found]:
    family = condition.operator.family
    for value in condition.values:
        is_read = {
            "numeric": read_number(value) is not None,
            "date": family != "date" or read_moment(value) is not None,
            "ip": family != "ip" or read_network(value) is not None,
            "bool": value.lower() in {"true", "false"},
            "null": value.lower() in {"true", "false"},
        }.get(family, True)
        if not is_read:
            kind = _KIND_OF_VALUE[family]
            message = f"{value} is no {kind.replace('_', ' ')}: the condition never matches it"
            yield "warning", f"type_mismatch_{kind}", message
        if family == "date" and _YEAR.fullmatch(value):
            message = (
                f"{value} is read as seconds since 1970; write 2026-01-01T00:00:00Z for a date"
            )
            yield "warning", "ambiguous_date", message
        if family == "string" and re.search(r"(?<!\$\{)[*?](?!\})", value):
            message = f"{value}: a wildcard is a plain character here; use StringLike"
            yield "warning", "wildcard_without_like_operator", message


def _check_addresses(condition: Condition) -> Iterator[Found]:
    if condition.operator.family != "ip":
        return
    networks = [n for value in condition.values if (n := read_network(value))]
    for value in condition.values:
        network = read_network(value)
        if network and "/" in value and ipaddress.ip_interface(value).ip != network.network_address:
            yield "suggestion", "improve_ip_range", f"{value} is {network}: write it so"
    if condition.key != "aws:sourceip" or not networks:
        return
    private = [network for network in networks if _is_private(network)]
    negated = "not_ip_address" if condition.operator.negated else "ip_address"
    if len(private) == len(networks):
        message = "aws:SourceIp is never a private address: use aws:VpcSourceIp and aws:SourceVpc"
        yield "error", f"private_{negated}", message
    elif private:
        message = f"aws:SourceIp is never in {private[0]}"
        yield "suggestion", f"private_{negated}_subset", message


def _is_private(network: ipaddress.IPv4Network | ipaddress.IPv6Network) -> bool:
    return isinstance(network, ipaddress.IPv4Network) and any(map(network.subnet_of, _PRIVATE))


def _check_sets(condition: Condition, statement: Statement) -> Iterator[Found]:
    quantifier = condition.operator.quantifier
    has_many = _has_many_values(condition.key)
    if quantifier == "all" and statement.effect == "Allow":
        if has_many is False:
            message = "the key has one value: ForAllValues also holds where it has none"
            yield "security_warning", "for_all_values_with_single_valued_key", message
    elif not quantifier and has_many and condition.operator.family != "null":
        message = "the key has several values: say ForAllValues or ForAnyValue"
        yield "error", "missing_qualifier", message


def _has_many_values(key: str) -> bool | None:
    """Whether a key has several values; None where nobody knows."""
    if key in _MANY:
        return True
    if key in _ONE or re.match(r"aws:(principal|resource|request)tag/", key):
        return False
    service = load_universe().services.get(key.partition(":")[0])
    kinds = {name.lower(): kind for name, kind in service.keys.items()} if service else {}
    return kinds[key].startswith("ArrayOf") if key in kinds else None
