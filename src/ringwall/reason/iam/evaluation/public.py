"""What S3 means by a public policy.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
"""

import re

from ringwall.reason.iam.language.comparisons import read_network
from ringwall.reason.iam.language.policy import Condition, Policy, PrincipalName, Statement

CLOSING_KEYS = frozenset(
    {
        *("aws:principalaccount", "aws:principalarn", "aws:principalorgid"),
        *("aws:principalorgpaths", "aws:sourceip", "aws:sourcearn", "aws:sourcevpc"),
        *("aws:sourcevpce", "aws:sourceowner", "aws:sourceaccount", "aws:sourceorgid"),
        *("aws:sourceorgpaths", "aws:userid", "aws:vpceaccount", "aws:vpceorgid"),
        *("aws:vpceorgpaths", "s3:dataaccesspointarn", "s3:dataaccesspointaccount"),
        "s3:x-amz-server-side-encryption-aws-kms-key-id",
    }
)
"""Condition keys that, held to fixed values, keep a policy from being public."""
_WIDEST = {4: 8, 6: 32}
"""Wider ranges of addresses are public: "values broader than /8 for IPv4 and /32 for IPv6".

AWS leaves out the private ranges of RFC 1918, none of which is wider.
"""
_POSITIVE = frozenset({"string", "like", "arn", "ip"})
_ACCOUNT = re.compile(r"\d{12}")


def is_public(policy: Policy) -> bool:
    """Whether S3 calls a policy public: it allows everyone, and no fixed value limits that."""
    return any(_is_open(statement) for statement in policy.statements)


def _is_open(statement: Statement) -> bool:
    if statement.effect == "Deny" or statement.principal is None:
        return False
    names = statement.principal.names
    anyone = statement.principal.negated or any(map(_is_anyone, names))
    return anyone and not any(_closes(condition) for condition in statement.conditions)


def _is_anyone(name: PrincipalName) -> bool:
    # A public identity provider vouches for everyone who has an account there.
    return name.is_everyone or (name.kind == "Federated" and not name.value.startswith("arn:"))


def _closes(condition: Condition) -> bool:
    operator = condition.operator
    if operator.negated or operator.if_exists or operator.family not in _POSITIVE:
        return False
    if operator.quantifier == "all" or condition.key not in CLOSING_KEYS:
        return False
    return bool(condition.values) and all(_is_fixed(condition.key, v) for v in condition.values)


def _is_fixed(key: str, value: str) -> bool:
    if "${" in value:
        return False
    if key == "aws:sourceip":
        network = read_network(value)
        return network is not None and network.prefixlen >= _WIDEST[network.version]
    if key == "s3:dataaccesspointarn":
        # "this value can contain a wildcard for the access point name ... as long as the account
        # id is fixed"
        fields = value.split(":")
        return len(fields) > _OWNER and bool(_ACCOUNT.fullmatch(fields[_OWNER]))
    return "*" not in value and "?" not in value


_OWNER = 4
"""The field of an ARN that names the account."""
