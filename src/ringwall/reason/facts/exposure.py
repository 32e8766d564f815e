"""Rows of facts.exposure: how open each resource is to the public, to accounts, to services."""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from ringwall.model.table import Row
from ringwall.model.text import count_of
from ringwall.reason.iam.evaluation.policy_set import UnreadPolicy
from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.language.ternary import Ternary, any_of
from ringwall.reason.iam.organization.model import Organization, Resource
from ringwall.reason.iam.relation.external import Exposure
from ringwall.reason.iam.relation.resource_actions import actions_on
from ringwall.reason.iam.symbolic.transport import check_plain_http_is_denied

_BUCKET = "arn:aws:s3:::bucket"
_KNOWN_WELL = ("s3:listbucket", "s3:getobject")
"""The actions that are named first where several would do."""
Judge = Callable[[Exposure], Ternary]
_WHO = re.compile(
    r"(unless )?\S+ (aws:(principal|source|vpc|userid\b|username\b|federatedprovider\b)"
    r"|sts:(externalid|sourceidentity|rolesessionname)\b|kms:calleraccount\b"
    r"|s3:(dataaccesspoint|accesspoint)|lambda:eventsourcetoken\b"
    r"|[\w.-]+(/[\w./-]+)?:(sub|aud|amr|oaud|iss|repository\w*|email|hd)\b)",
    re.IGNORECASE,
)
"""Conditions on who the caller is, or where it is: TLS, MFA or an ACL are none."""


def sum_up(organization: Organization, resource: Resource, exposures: Sequence[Exposure]) -> Row:
    """Return the row of facts.exposure of one resource, from all access to it from outside."""
    public, public_reason = _judge(exposures, lambda e: e.is_public, "no public access")
    open_, accounts_reason = _judge(
        exposures,
        lambda e: _is_open_to_account(organization, e),
        "no account outside the organization has access without a condition on the caller",
    )
    deputy, services_reason = _judge(
        exposures,
        lambda e: e.is_confused_deputy,
        "no AWS service has access on behalf of resources in any account",
    )
    requires_tls, tls_reason = _judge_transport(resource)
    return {
        "arn": resource.arn,
        "account_id": resource.account_id,
        "region": resource.region,
        "resource_table": resource.table,
        "is_public": public,
        "public_reason": public_reason,
        "is_open_to_accounts": open_,
        "accounts_reason": accounts_reason,
        "is_confused_deputy": deputy,
        "services_reason": services_reason,
        "requires_tls": requires_tls,
        "tls_reason": tls_reason,
    }


def _judge_transport(resource: Resource) -> tuple[Ternary, str]:
    """Return whether a bucket's policy denies plain HTTP; of other resources it is not asked."""
    if resource.table != "s3_bucket":
        return None, "it is asked of buckets only"
    if resource.attached is None:
        return False, "it has no policy that denies plain HTTP"
    policy = resource.attached.compiled
    if isinstance(policy, UnreadPolicy):
        return None, f"depends on {policy.what}"
    document = json.dumps(resource.attached.document)
    named = document.replace(resource.arn, _BUCKET)
    # Buckets differ in their names: what else their policies say is decided once.
    if named.count(":s3:::") == named.count(_BUCKET):
        return _find_transport(named, _BUCKET)
    return _find_transport(document, resource.arn)


@lru_cache(maxsize=4096)
def _find_transport(document: str, arn: str) -> tuple[Ternary, str]:
    found = sorted(actions_on("s3", _BUCKET).items(), key=lambda item: item[0] not in _KNOWN_WELL)
    on_bucket, on_objects = ([name for name, at in found if w in at] for w in ("", "/"))
    answer = check_plain_http_is_denied(read_policy(document), arn, on_bucket, on_objects)
    if answer.witness:
        what = "its objects" if "/" in answer.witness.resource else "the bucket"
        return False, f"its policy does not deny {answer.witness.action} of {what} over plain HTTP"
    if answer.verdict == "pass":
        return True, "its policy denies plain HTTP"
    return None, f"it could not be determined: {answer.reason}"


def _judge(exposures: Sequence[Exposure], judge: Judge, otherwise: str) -> tuple[Ternary, str]:
    """Return whether any access is of a kind, and the access that shows it."""
    found = [(judge(exposure), exposure) for exposure in exposures]
    answer = any_of(is_so for is_so, _ in found)
    if answer is False:
        return False, otherwise
    shown = next(exposure for is_so, exposure in found if is_so is answer)
    return answer, _describe(shown) if answer else _doubt(shown)


def _is_open_to_account(organization: Organization, exposure: Exposure) -> Ternary:
    if exposure.origin not in {"account", "public"}:
        return False
    if exposure.verdict == "unknown":
        return None
    if exposure.origin == "public" or any(_restricts_caller(exposure.residual)):
        return False
    is_ours = organization.is_member(exposure.outsider.account_id)
    return None if is_ours is None else not is_ours


def _restricts_caller(residual: Iterable[str]) -> Iterable[bool]:
    return (_WHO.match(condition) is not None for condition in residual)


def _describe(exposure: Exposure) -> str:
    label = exposure.outsider.label
    who = "anyone" if label == "*" else label
    count = len(exposure.actions) - 1
    more = f" and {count_of(count, 'more action')}" if count else ""
    limits = f" ({'; '.join(exposure.residual)})" if exposure.residual else ""
    return f"{who} can perform {exposure.actions[0]}{more}{limits}"


def _doubt(exposure: Exposure) -> str:
    if exposure.unknown:
        return f"depends on {exposure.unknown[0]}"
    return f"it is not known whether {exposure.outsider.label} is in the organization"
