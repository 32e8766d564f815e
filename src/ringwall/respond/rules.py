"""The rules of a policy: which finding starts which playbook, and with which approval."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, datetime
from fnmatch import fnmatchcase

from ringwall.model.finding import Finding
from ringwall.model.response_policy import ResponsePolicy, ResponseRule
from ringwall.model.rule import SEVERITIES
from ringwall.model.threat import Threat

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FindTags = Callable[[str, str], Mapping[str, str] | None]
"""Returns the tags of a resource of an account; None where they are not known."""


def find_rule(
    policy: ResponsePolicy, finding: Finding, at: datetime, tags: FindTags
) -> ResponseRule | None:
    """Return the first rule that takes a finding at a time; None where none does.

    INVARIANT: a rule that asks for tags takes nothing whose tags are not known.
    """
    matches = (rule for rule in policy.rules if takes(rule, finding, at, tags))
    return next(matches, None)


def takes(rule: ResponseRule, finding: Finding, at: datetime, tags: FindTags) -> bool:
    """Whether a rule takes a finding at a time."""
    return (
        _is_one(finding.rule, rule.findings)
        and SEVERITIES.index(finding.severity) >= SEVERITIES.index(rule.severity)
        and _is_one(finding.account_id, rule.accounts)
        and _is_in_time(rule, at)
        and _has_tags(rule, finding.resource, finding.account_id, tags)
    )


def choose_threat(
    rule: ResponseRule, kinds: Collection[str], threats: Iterable[Threat], tags: FindTags
) -> tuple[Threat | None, str]:
    """Return the first threat of some kinds that a rule holds for, or why there is none.

    INVARIANT: what a rule starts is done in its accounts, and to what has its tags, whatever else
    a finding names: who acted is often of another account than what was acted on.
    """
    named = [threat for threat in threats if threat.kind in kinds]
    for threat in named:
        if _is_one(threat.account_id, rule.accounts) and _has_tags(
            rule, threat.resource, threat.account_id, tags
        ):
            return threat, ""
    words = " or ".join(kinds)
    return None, f"names no {words} of the rule's accounts and tags" if named else (
        f"names no {words}"
    )


def _is_one(text: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(text, pattern) for pattern in patterns)


def _is_in_time(rule: ResponseRule, at: datetime) -> bool:
    moment = at.astimezone(UTC)
    if rule.weekdays and WEEKDAYS[moment.weekday()] not in rule.weekdays:
        return False
    if not rule.hours:
        return True
    first, last = (int(part) for part in rule.hours.split("-"))
    if first < last:
        return first <= moment.hour < last
    return moment.hour >= first or moment.hour < last


def _has_tags(rule: ResponseRule, resource: str, account_id: str, tags: FindTags) -> bool:
    if not rule.tags:
        return True
    found = tags(resource, account_id)
    if found is None:
        return False
    return all(
        key in found and fnmatchcase(found[key], pattern) for key, pattern in rule.tags.items()
    )
