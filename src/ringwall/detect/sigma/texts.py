"""Conditions on one text: what a value of a rule, after its modifiers, demands of it."""

import math
import re
from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network
from typing import TypeGuard

from sigma.types import (
    CompareOperators,
    SigmaBool,
    SigmaCasedString,
    SigmaCIDRExpression,
    SigmaCompareExpression,
    SigmaNumber,
    SigmaRegularExpression,
    SigmaRegularExpressionFlag,
    SigmaString,
    SigmaTimestampPart,
    SigmaType,
    SpecialChars,
)
from sqlglot import exp

from ringwall.detect.sigma.dialects import OF_RULE
from ringwall.detect.sigma.fields import Test
from ringwall.detect.sigma.template import fill
from ringwall.model.errors import BadRule

_ESCAPED = re.compile(r"[!%_]")
_NUMBER = r"^[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$"
_TIME = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?Z?$"
_OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_IPV4 = rf"^{_OCTET}(\.{_OCTET}){{3}}$"
_HEX = "[0-9a-f]{1,4}"
_WHOLE_IPV6 = f"^({_HEX}:){{7}}{_HEX}$"
_SHORT_IPV6 = f"^(({_HEX}:)*{_HEX})?::(({_HEX}:)*{_HEX})?$"
_SIGNS = {
    CompareOperators.LT: "<",
    CompareOperators.LTE: "<=",
    CompareOperators.GT: ">",
    CompareOperators.GTE: ">=",
}


def is_plain(value: SigmaType) -> TypeGuard[SigmaString]:
    """Whether a value is a text without wildcards, in any case of its letters."""
    return (
        isinstance(value, SigmaString)
        and not isinstance(value, SigmaCasedString)
        and len(value.s) == 1
        and isinstance(value.s[0], str)
        and "\x00" not in value.s[0]
    )


def test_text(value: SigmaType) -> Test:
    """Return the condition that a value makes of a text; BadRule for what makes none."""
    match value:
        case SigmaString():
            return _test_pattern(value)
        case SigmaRegularExpression():
            return _test_expression(value)
        case SigmaCIDRExpression():
            return _test_network(value)
        case SigmaBool():
            return _test_equal("true" if value.boolean else "false")
        case SigmaNumber():
            return _test_number("=", value.number)
        case SigmaCompareExpression(number=SigmaNumber(number=number), op=op) if op in _SIGNS:
            return _test_number(_SIGNS[op], number)
    raise BadRule(f"a value of the kind {type(value).__name__} is not understood here")


def test_one_of(values: Sequence[SigmaString]) -> Test:
    """Return the condition that a text is one of these, which are all plain."""
    lowered = [_lower(str(value.s[0])) for value in values]
    return lambda text: exp.In(
        this=exp.Lower(this=text), expressions=[value.copy() for value in lowered]
    )


def needs_letters(value: SigmaType) -> bool:
    """Whether an empty text never passes the value's condition."""
    if isinstance(value, SigmaString):
        return any(part is not SpecialChars.WILDCARD_MULTI for part in value.s)
    return not isinstance(value, SigmaRegularExpression)


def is_of_time(value: SigmaType) -> bool:
    """Whether a value speaks of a part of a time."""
    number = value.number if isinstance(value, SigmaCompareExpression) else value
    return isinstance(number, SigmaTimestampPart)


def test_moment(value: SigmaType) -> Test:
    """Return the condition that a value makes of a part of a time: its hour, its ISO week."""
    part, sign = value, "="
    if isinstance(value, SigmaCompareExpression):
        part, sign = value.number, _SIGNS[value.op]
    if not isinstance(part, SigmaTimestampPart):
        raise TypeError("no part of a time")
    unit, number = part.timestamp_part.name.lower(), part.number
    return lambda moment: fill(
        f"extract({unit} from :moment) {sign} :number", moment=moment, number=number
    )


def read_moment(text: exp.Expr) -> exp.Expr:
    """Return the time that a text is, as it stands there; NULL for a text that is none."""
    return fill(
        "try_cast(case when regexp_matches(:text, :form) "
        "then replace(substr(:text, 1, 19), 'T', ' ') end as timestamp)",
        text=text,
        form=_TIME,
    )


def read_number(text: exp.Expr) -> exp.Expr:
    """Return the number that a text is; NULL for a text that is none."""
    return fill(
        "case when regexp_matches(:text, :form) then try_cast(:text as double) end",
        text=text,
        form=_NUMBER,
    )


def _lower(text: str) -> exp.Expr:
    literal = exp.Literal.string(text)
    # Engines differ in the capitals of some scripts: each lowers them itself.
    return exp.Literal.string(text.lower()) if text.isascii() else exp.Lower(this=literal)


def _test_equal(wanted: str) -> Test:
    return lambda text: fill("lower(:text) = :wanted", text=text, wanted=_lower(wanted))


def _test_number(sign: str, number: float) -> Test:
    return lambda text: fill(f":read {sign} :number", read=read_number(text), number=number)


def _test_pattern(value: SigmaString) -> Test:
    """Return the condition of a text with wildcards: `*` is any letters, `?` is one."""
    is_cased = isinstance(value, SigmaCasedString)
    if any(isinstance(part, str) and "\x00" in part for part in value.s):
        # No stored text has NUL in it.
        return lambda _: exp.false()
    if all(part is SpecialChars.WILDCARD_MULTI for part in value.s) and value.s:
        return lambda text: fill(":text is not null", text=text)
    if not any(isinstance(part, SpecialChars) for part in value.s):
        plain = "".join(map(str, value.s))
        if not is_cased:
            return _test_equal(plain)
        return lambda text: fill(":text = :wanted", text=text, wanted=plain)
    pattern = "".join(_write_part(part) for part in value.s)
    wanted = exp.Literal.string(pattern) if is_cased else _lower(pattern)
    # Spark takes a backslash for an escape where none is named.
    form = ":text like :wanted escape '!'" if re.search(r"[!\\]", pattern) else ":text like :wanted"
    return lambda text: fill(form, text=text if is_cased else exp.Lower(this=text), wanted=wanted)


def _write_part(part: object) -> str:
    if isinstance(part, SpecialChars):
        return "%" if part is SpecialChars.WILDCARD_MULTI else "_"
    return _ESCAPED.sub(lambda found: f"!{found[0]}", str(part))


def _test_expression(value: SigmaRegularExpression) -> Test:
    """Return the condition that a regular expression is found anywhere in the text."""
    written = str(value.regexp)
    if "\x00" in written:
        raise BadRule("a regular expression has a NUL in it")
    flags = "".join(
        letter
        for flag, letter in (
            (SigmaRegularExpressionFlag.IGNORECASE, "i"),
            (SigmaRegularExpressionFlag.MULTILINE, "m"),
            (SigmaRegularExpressionFlag.DOTALL, "s"),
        )
        if flag in value.flags
    )
    wanted = f"(?{flags}){written}" if flags else written

    def search(text: exp.Expr) -> exp.Expr:
        found = fill("regexp_matches(:text, :wanted)", text=text, wanted=wanted)
        found.meta[OF_RULE] = True
        return found

    return search


def _test_network(value: SigmaCIDRExpression) -> Test:
    """Return the condition that a text is an address of a network.

    Addresses are written in full (`010.000.000.001`, 32 hex digits), so that they stand in order.
    """
    network = value.network
    if isinstance(network, IPv4Network):
        # Only the octets that tell the network are looked at.
        octets = max(1, math.ceil(network.prefixlen / 8))
        first, last = (
            "".join(f"{int(octet):03}" for octet in str(address).split(".")[:octets])
            for address in (network[0], network[-1])
        )
        return lambda text: fill(
            "case when regexp_matches(:text, :form) then :address between :first and :last end",
            text=text,
            form=_IPV4,
            address=_join_groups(text, ".", octets, 3),
            first=first,
            last=last,
        )
    return lambda text: _is_in_ipv6(text, network)


def _is_in_ipv6(text: exp.Expr, network: IPv6Network) -> exp.Expr:
    groups = max(1, math.ceil(network.prefixlen / 16))
    first, last = (
        address.exploded.replace(":", "")[: 4 * groups] for address in (network[0], network[-1])
    )
    lowered = exp.Lower(this=text)
    whole = fill(
        "case when regexp_matches(:text, :form) then :address end",
        text=lowered,
        form=_WHOLE_IPV6,
        address=_join_groups(lowered, ":", groups, 4),
    )
    left, right = (fill(f"split_part(:text, '::', {side})", text=lowered) for side in (1, 2))
    missing = fill("8 - :left - :right", left=_count_groups(left), right=_count_groups(right))
    spelled = fill(
        "case when :left = '' then '0' else :left end || substr(:zeros, 1, 2 * :missing - "
        "case when :left = '' then 2 else 0 end) || case when :right = '' then '' "
        "else ':' || :right end",
        left=left,
        right=right,
        zeros=":0" * 8,
        missing=missing,
    )
    short = fill(
        "case when regexp_matches(:text, :form) and :missing > 0 then :address end",
        text=lowered,
        form=_SHORT_IPV6,
        missing=missing,
        address=_join_groups(spelled, ":", groups, 4),
    )
    return fill(
        "coalesce(:whole, :short) between :first and :last",
        whole=whole,
        short=short,
        first=first,
        last=last,
    )


def _count_groups(side: exp.Expr) -> exp.Expr:
    return fill(
        "case when :side = '' then 0 else 1 + length(:side) - length(replace(:side, ':', '')) end",
        side=side,
    )


def _join_groups(text: exp.Expr, mark: str, groups: int, width: int) -> exp.Expr:
    """Return an address with each of its groups as wide as any, and no marks between them."""
    padded = [
        fill(f"lpad(split_part(:text, '{mark}', {group}), {width}, '0')", text=text)
        for group in range(1, groups + 1)
    ]
    joined = padded[0]
    for group_text in padded[1:]:
        joined = exp.DPipe(this=joined, expression=group_text)
    return joined
