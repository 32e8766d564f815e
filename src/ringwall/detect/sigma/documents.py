"""What a document says it is: a rule, a correlation or a filter, and about which log."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sigma.correlations import SigmaCorrelationRule
from sigma.filters import SigmaFilter
from sigma.rule import SigmaRule

from ringwall.detect.sigma.expressions import make_policy

SigmaRuleOrFilter = SigmaRule | SigmaCorrelationRule | SigmaFilter


def read_rule(content: dict[str, Any]) -> SigmaRuleOrFilter:
    """Return what pySigma reads in a document."""
    said = content.get("id")
    if said is not None and not _is_uuid(said):
        # pySigma knows IDs that are UUIDs alone; others refer to such a rule by its name.
        content = {"name": said or None} | {key: content[key] for key in content if key != "id"}
    policy = make_policy()
    if "correlation" in content:
        return SigmaCorrelationRule.from_dict(content, policy=policy)
    if "filter" in content:
        return SigmaFilter.from_dict(content, policy=policy)
    return SigmaRule.from_dict(content, policy=policy)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def is_cloudtrail(source: Mapping[str, Any]) -> bool:
    """Whether rules of a log source are about CloudTrail; of AWS alone, they are, too."""
    named = (source.get(key) for key in ("product", "service"))
    product, service = (str(part).lower() if part else "" for part in named)
    # CloudTrail is one source: whatever category a rule puts it in, it is that one.
    if service == "cloudtrail":
        return product in {"", "aws"}
    return product == "aws" and not service and not source.get("category")
