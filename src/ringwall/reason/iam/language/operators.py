"""Condition operators: what each compares, and how its name is read.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
"""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

Family = Literal[
    "string", "like", "arn", "numeric", "date", "bool", "binary", "ip", "null", "unknown"
]
"""How values are compared; `unknown` is an operator that AWS does not have."""
Comparison = Literal["eq", "lt", "le", "gt", "ge"]
Quantifier = Literal["", "all", "any"]
"""Set operator: none, ForAllValues, ForAnyValue."""


@dataclass(frozen=True)
class Operator:
    """One condition operator with its qualifiers; `name` is spelt as AWS spells it."""

    name: str
    family: Family
    comparison: Comparison = "eq"
    negated: bool = False
    ignores_case: bool = False
    if_exists: bool = False
    quantifier: Quantifier = ""

    @property
    def takes_variables(self) -> bool:
        """Whether policy variables are replaced in its values."""
        return self.family in {"string", "like", "arn"}


def _pair(stem: str, family: Family, *, ignores_case: bool = False) -> tuple[Operator, Operator]:
    tail = "IgnoreCase" if ignores_case else ""
    head, _, act = stem.partition(" ")
    return (
        Operator(f"{head}{act}{tail}", family, ignores_case=ignores_case),
        Operator(f"{head}Not{act}{tail}", family, negated=True, ignores_case=ignores_case),
    )


def _ordered(stem: str, family: Family) -> tuple[Operator, ...]:
    return (
        Operator(f"{stem}Equals", family),
        Operator(f"{stem}NotEquals", family, negated=True),
        Operator(f"{stem}LessThan", family, "lt"),
        Operator(f"{stem}LessThanEquals", family, "le"),
        Operator(f"{stem}GreaterThan", family, "gt"),
        Operator(f"{stem}GreaterThanEquals", family, "ge"),
    )


OPERATORS: Mapping[str, Operator] = {
    operator.name.lower(): operator
    for operator in (
        *_pair("String Equals", "string"),
        *_pair("String Equals", "string", ignores_case=True),
        *_pair("String Like", "like"),
        *_ordered("Numeric", "numeric"),
        *_ordered("Date", "date"),
        Operator("Bool", "bool"),
        Operator("BinaryEquals", "binary"),
        Operator("IpAddress", "ip"),
        Operator("NotIpAddress", "ip", negated=True),
        *_pair("Arn Equals", "arn"),
        *_pair("Arn Like", "arn"),
        Operator("Null", "null"),
    )
}
"""Every operator by its name in lower case, without qualifiers."""

_QUANTIFIERS: Mapping[str, tuple[Quantifier, str]] = {
    "forallvalues": ("all", "ForAllValues:"),
    "foranyvalue": ("any", "ForAnyValue:"),
}


def read_operator(text: str) -> Operator:
    """Return the operator that a policy names; its family is `unknown` if AWS has none such."""
    head, colon, tail = text.lower().rpartition(":")
    quantifier, prefix = _QUANTIFIERS.get(head, ("", ""))
    if_exists = tail.endswith("ifexists")
    known = OPERATORS.get(tail.removesuffix("ifexists") if if_exists else tail)
    if known is None or (colon and not quantifier) or (known.family == "null" and if_exists):
        return Operator(text, "unknown")
    name = f"{prefix}{known.name}{'IfExists' if if_exists else ''}"
    return replace(known, name=name, if_exists=if_exists, quantifier=quantifier)


def suggest_operator(text: str) -> str:
    """Return the operator with the most similar name, or ''."""
    tail = text.rpartition(":")[2].lower().removesuffix("ifexists")
    near = difflib.get_close_matches(tail, OPERATORS, n=1)
    return OPERATORS[near[0]].name if near else ""
