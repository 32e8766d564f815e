"""What opens a bucket: grants to everyone and to other accounts, in its policy and its ACL.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
"""

import re
from collections.abc import Collection, Mapping
from typing import Any

FIXING = frozenset(
    {
        "aws:principalorgid", "aws:principalorgpaths", "aws:principalaccount", "aws:principalarn",
        "aws:sourcearn", "aws:sourcevpc", "aws:sourcevpce", "aws:sourceowner", "aws:sourceaccount",
        "aws:sourceorgid", "aws:sourceip", "aws:userid", "s3:dataaccesspointarn",
        "s3:dataaccesspointaccount",
    }
)  # fmt: skip
"""Keys of conditions by which a statement for `*` is meant for some callers alone."""
LOG_DELIVERY = "http://acs.amazonaws.com/groups/s3/LogDelivery"
_ACCOUNT = re.compile(r"(?:arn:[a-z-]{3,20}:(?:iam|sts)::)?(\d{12})(?::.*)?", re.ASCII)


def close_statement(statement: Any, own: str, kept: Collection[str]) -> Any:
    """Return a statement without what it grants to everyone and to other accounts.

    None where nothing of it is left. What denies, and what is no statement, stays as it is.
    """
    if not isinstance(statement, Mapping) or statement.get("Effect") != "Allow":
        return statement
    if "NotPrincipal" in statement:
        return None
    principal = statement.get("Principal")
    named = principal if isinstance(principal, Mapping) else {"AWS": principal}
    is_narrowed = any(
        key.lower() in FIXING
        for keys in _members(statement.get("Condition"))
        for key in (keys if isinstance(keys, Mapping) else ())
    )
    left: dict[str, Any] = {}
    for kind, who in named.items():
        stays = [
            one
            for one in (who if isinstance(who, list) else [who])
            if _stays(kind, one, own, kept, is_narrowed=is_narrowed)
        ]
        if stays:
            left[kind] = who if stays in (who, [who]) else stays
    if left == named:
        return statement
    return {**statement, "Principal": left} if left else None


def _members(condition: Any) -> list[Any]:
    return list(condition.values()) if isinstance(condition, Mapping) else []


def _stays(kind: str, who: Any, own: str, kept: Collection[str], *, is_narrowed: bool) -> bool:
    """Whether a principal keeps what it was granted."""
    if kind == "CanonicalUser":
        return False
    if kind != "AWS":
        return True
    if who == "*":
        return is_narrowed
    found = _ACCOUNT.fullmatch(str(who))
    # A principal that was deleted is an id (AIDA...): nobody can be it any more.
    return found is None or found[1] == own or found[1] in kept


def close_grants(grants: list[Any], owner: str) -> list[Any]:
    """Return the grants of an ACL that its owner has, and S3's log delivery."""
    return [
        grant
        for grant in grants
        if grant["Grantee"].get("ID") == owner or grant["Grantee"].get("URI") == LOG_DELIVERY
    ]


def is_public_acl(grants: list[Any]) -> bool:
    """Whether an ACL grants something to everyone."""
    groups = ("/global/AllUsers", "/global/AuthenticatedUsers")
    return any(str(grant["Grantee"].get("URI", "")).endswith(groups) for grant in grants)
