"""S3's own, narrower meaning of a public bucket policy, for RestrictPublicBuckets.

It differs from `public` where S3 documents so: a fixed value has no wildcard (but in the name of an
access point), Deny statements do not count, and S3 knows fewer keys.
https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
"""

import re

from ringwall.reason.iam.evaluation.public import S3_LIMITING_KEYS, is_fixed
from ringwall.reason.iam.language.comparisons import read_network
from ringwall.reason.iam.language.policy import Condition, Policy, PrincipalName, Statement

_POSITIVE = frozenset({"string", "like", "arn", "ip"})
_HAS_ACCOUNT = re.compile(r"(?:[^:]*:){4}\d{12}(?::|$)")
"""An ARN of a certain account."""


def is_public_policy(policy: Policy) -> bool:
    """Whether S3 calls a policy public: it allows everyone, and no fixed value limits that."""
    return any(_is_public(statement) for statement in policy.statements)


def _is_public(statement: Statement) -> bool:
    if statement.effect == "Deny" or statement.principal is None:
        return False
    names = statement.principal.names
    everyone = statement.principal.negated or any(map(_is_everyone, names))
    return everyone and not any(_limits(condition) for condition in statement.conditions)


def _is_everyone(name: PrincipalName) -> bool:
    # {"Federated": "graph.facebook.com"} is public: everyone can have an account there.
    return name.is_everyone or (name.kind == "Federated" and not name.value.startswith("arn:"))


def _limits(condition: Condition) -> bool:
    operator = condition.operator
    if operator.negated or operator.if_exists or operator.family not in _POSITIVE:
        return False
    if operator.quantifier == "all" or condition.key not in S3_LIMITING_KEYS:
        return False
    return bool(condition.values) and all(_is_fixed(condition.key, v) for v in condition.values)


def _is_fixed(key: str, value: str) -> bool:
    if key == "s3:dataaccesspointarn":
        # "this value can contain a wildcard for the access point name ... as long as the account
        # id is fixed"
        return "${" not in value and bool(_HAS_ACCOUNT.match(value))
    if key == "aws:sourceip" and read_network(value) is None:
        return False
    return not re.search(r"[*?]", value) and is_fixed(key, value, has_wildcards=False)
