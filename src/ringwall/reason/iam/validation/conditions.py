"""Conditions that do not compare what they seem to compare.

https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
"""

import ipaddress
import re
from collections.abc import Iterator, Mapping

from ringwall.reason.iam.language.comparisons import read_moment, read_network, read_number
from ringwall.reason.iam.language.operators import Family
from ringwall.reason.iam.language.policy import Condition, Policy, Statement
from ringwall.reason.iam.language.problem import Problem, ProblemSeverity
from ringwall.reason.iam.language.universe import load_universe
from ringwall.reason.iam.validation.statement import make_problem

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
_ADDRESSES = ("aws:sourceip", "aws:vpcsourceip", "ec2-instance-connect:privateipaddress")
"""Keys that hold one address."""
_YEAR = re.compile(r"(19|20)[0-9]{2}([0-9]{4})?")
"""What looks like a year, or a date without dashes."""
_KIND_OF_VALUE: Mapping[Family, tuple[str, str]] = {
    "numeric": ("number", "a number"),
    "date": ("date", "a date"),
    "bool": ("boolean", "a Boolean"),
    "ip": ("ip_range", "an IP range"),
    "null": ("boolean", "a Boolean"),
}
"""The kind of value that an operator compares, for the code and for the message."""


def check_conditions(policy: Policy, statement: Statement) -> Iterator[Problem]:
    """Yield the problems of a statement's conditions."""
    del policy
    for condition in statement.conditions:
        for severity, code, message in _check(condition, statement):
            element = f"Condition.{condition.operator.name}.{condition.key}"
            yield make_problem(severity, code, message, statement, element)


_Problem = tuple[ProblemSeverity, str, str]
"""Severity, code and message."""


def _check(condition: Condition, statement: Statement) -> Iterator[_Problem]:
    yield from _check_operator(condition)
    yield from _check_values(condition)
    yield from _check_addresses(condition)
    yield from _check_sets(condition, statement)
    keys = {other.key for other in statement.conditions}
    if condition.key == "aws:vpcsourceip" and not keys & {"aws:sourcevpc", "aws:sourcevpce"}:
        message = "private addresses are the same in every VPC: add aws:SourceVpc or aws:SourceVpce"
        yield "security_warning", "missing_paired_condition_keys", message


def _check_operator(condition: Condition) -> Iterator[_Problem]:
    name = condition.operator.name.lower()
    if name.endswith("nullifexists"):
        yield "error", "null_with_if_exists", "Null checks whether the key exists: remove IfExists"
    if condition.operator.family == "null" and condition.operator.quantifier:
        yield (
            "suggestion",
            "null_with_qualifier",
            "Null does not need ForAllValues or ForAnyValue: remove it",
        )
    if condition.operator.family in {"bool", "null"} and len(condition.values) > 1:
        message = "a Boolean condition must have one value"
        yield "error", "invalid_condition_multiple_boolean", message
    if condition.operator.comparison != "eq" and len(condition.values) > 1:
        message = "only the widest of several limits has an effect"
        yield "suggestion", "redundant_condition_value_num", message


def _check_values(condition: Condition) -> Iterator[_Problem]:
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
            kind = _KIND_OF_VALUE[family][0]
            message = f"{value} is not {_KIND_OF_VALUE[family][1]}: the condition never matches it"
            yield "warning", f"type_mismatch_{kind}", message
        if family == "date" and _YEAR.fullmatch(value):
            message = f"{value} is read as seconds since 1970: write a date as 2026-01-01T00:00:00Z"
            yield "warning", "ambiguous_date", message
        if condition.key in _ADDRESSES and family in {"string", "like"} and _is_range(value):
            message = f"{value}: {condition.operator.name} compares letters; use IpAddress"
            yield "warning", "range_without_ip_operator", message
        if family == "string" and re.search(r"(?<!\$\{)[*?](?!\})", value):
            message = f"{value}: {condition.operator.name} has no wildcards; use StringLike"
            yield "warning", "wildcard_without_like_operator", message


def _is_range(value: str) -> bool:
    """Whether a text is a range of addresses, which no address is equal to."""
    return "/" in value and read_network(value) is not None


def _check_addresses(condition: Condition) -> Iterator[_Problem]:
    if condition.operator.family != "ip":
        return
    networks = [n for value in condition.values if (n := read_network(value))]
    for value in condition.values:
        network = read_network(value)
        if network and "/" in value and ipaddress.ip_interface(value).ip != network.network_address:
            yield "suggestion", "improve_ip_range", f"{value}: write it as {network}"
    if condition.key != "aws:sourceip" or not networks:
        return
    private = [network for network in networks if _is_private(network)]
    negated = "not_ip_address" if condition.operator.negated else "ip_address"
    if len(private) == len(networks):
        message = "aws:SourceIp is never a private address: use aws:VpcSourceIp with aws:SourceVpc"
        yield "error", f"private_{negated}", message
    elif private:
        message = f"aws:SourceIp is never in {private[0]}"
        yield "suggestion", f"private_{negated}_subset", message


def _is_private(network: ipaddress.IPv4Network | ipaddress.IPv6Network) -> bool:
    return isinstance(network, ipaddress.IPv4Network) and any(map(network.subnet_of, _PRIVATE))


def _check_sets(condition: Condition, statement: Statement) -> Iterator[_Problem]:
    quantifier = condition.operator.quantifier
    has_many = _has_many_values(condition.key)
    if quantifier == "all" and statement.effect == "Allow":
        if has_many is False:
            message = "ForAllValues with a single-valued key also matches requests without the key"
            yield "security_warning", "for_all_values_with_single_valued_key", message
    elif not quantifier and has_many and condition.operator.family != "null":
        message = "the key has several values: use ForAllValues or ForAnyValue"
        # AWS accepts it, also in policies of its own; which of the values counts is not documented.
        yield "warning", "missing_qualifier", message


def _has_many_values(key: str) -> bool | None:
    """Whether a key has several values; None where that is not known."""
    if key in _MANY:
        return True
    if key in _ONE or re.match(r"aws:(principal|resource|request)tag/", key):
        return False
    service = load_universe().services.get(key.partition(":")[0])
    kinds = {name.lower(): kind for name, kind in service.keys.items()} if service else {}
    return kinds[key].startswith("ArrayOf") if key in kinds else None
