"""One finding as the ledger keeps it: its state in columns, its rule's text shared by digest."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa

from ringwall.model.body import check_members, check_texts
from ringwall.model.finding import Answer, Finding, FindingStatus, Remediation
from ringwall.model.layer import Layer
from ringwall.model.rule import SEVERITIES, Severity
from ringwall.model.text import make_storable

GRAVEST_FIRST: tuple[Severity, ...] = tuple(reversed(SEVERITIES))
"""Severities as lists show them; a severity's place here is its `gravity` in the database."""

NUMBERS = range(2**63)
NO_REMEDIATION = Remediation("")


class Entry(NamedTuple):
    """A finding as a row: `seen` counts snapshots where it failed, `recording` saw it last."""

    uid: str
    rule: str
    resource: str
    account_id: str
    region: str
    severity: Severity
    layer: Layer
    status: FindingStatus
    answer: Answer
    reason: str
    first_seen: int
    last_seen: int
    resolved_at: int
    reopened: int
    seen: int
    snapshot: str
    recording: int
    text: str
    rest: Mapping[str, Any]


@dataclass(frozen=True)
class RuleText:
    """What all findings of one version of a rule say alike."""

    title: str
    why: str = ""
    compliance: tuple[str, ...] = ()
    attacks: tuple[str, ...] = ()
    remediation: Remediation = NO_REMEDIATION
    rule_version: str = ""

    @property
    def body(self) -> dict[str, Any]:
        """All but the title, as JSON."""
        return {
            "why": self.why,
            "compliance": list(self.compliance),
            "attacks": list(self.attacks),
            "remediation": vars(self.remediation),
            "rule_version": self.rule_version,
        }

    @property
    def digest(self) -> str:
        """The key under which it is kept: the same text has the same digest."""
        text = json.dumps([self.title, self.body], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:32]


OWN: Mapping[str, Any] = {
    "class_uid": 2003,
    "product": "ringwall",
    "confidence": 100,
    "risk": 0,
    "evidence": {},
    "owner": "",
    "due": 0,
    "ticket": "",
    "raw": {},
    "suppression": {},
}
"""Members of Finding that go into `rest`, and the value at which they are left out of it."""
REST_TYPES: Mapping[str, type] = {"resources": list, "same_as": list} | {
    name: type(value) for name, value in OWN.items()
}
TEXT_TYPES: Mapping[str, type] = {
    "why": str,
    "compliance": list,
    "attacks": list,
    "remediation": dict,
    "rule_version": str,
}


def split_finding(finding: Finding) -> tuple[Entry, RuleText]:
    """Return the ledger's row of a finding that did not come from an audit, and its rule's text."""
    text = RuleText(
        finding.title,
        finding.why,
        finding.compliance,
        finding.attacks,
        finding.remediation,
        finding.rule_version,
    )
    rest = {name: value for name in OWN if (value := getattr(finding, name)) != OWN[name]}
    if len(finding.resources) > 1:
        rest["resources"] = list(finding.resources[1:])
    if finding.same_as:
        rest["same_as"] = list(finding.same_as)
    entry = Entry(
        uid=finding.uid,
        rule=finding.rule,
        resource=finding.resource,
        account_id=finding.account_id,
        region=finding.region,
        severity=finding.severity,
        layer=finding.layer,
        status=finding.status,
        answer=finding.answer,
        reason=finding.reason,
        first_seen=finding.first_seen,
        last_seen=finding.last_seen,
        resolved_at=finding.resolved_at,
        reopened=finding.reopened,
        seen=finding.count,
        snapshot="",
        recording=0,
        text=text.digest,
        rest=rest,
    )
    return entry, text


def join_finding(entry: Entry, text: RuleText) -> Finding:
    """Return the finding that a row and its rule's text make.

    TypeError, ValueError or LookupError where the row is not what was written.
    """
    if entry.rest != {}:
        check_members(entry.rest, REST_TYPES)
    rest = dict(entry.rest)
    if any(type(value) is int and value not in NUMBERS for value in rest.values()):
        raise ValueError("a number that no finding has")
    return Finding(
        uid=entry.uid,
        rule=entry.rule,
        title=text.title,
        severity=entry.severity,
        layer=entry.layer,
        account_id=entry.account_id,
        region=entry.region,
        resources=(entry.resource, *check_texts(rest.pop("resources", []))),
        same_as=check_texts(rest.pop("same_as", [])),
        reason=entry.reason,
        first_seen=entry.first_seen,
        last_seen=entry.last_seen,
        status=entry.status,
        answer=entry.answer,
        resolved_at=entry.resolved_at,
        reopened=entry.reopened,
        count=entry.seen,
        rule_version=text.rule_version,
        why=text.why,
        compliance=text.compliance,
        attacks=text.attacks,
        remediation=text.remediation,
        **rest,
    )


def read_text(title: str, body: Mapping[str, Any]) -> RuleText:
    """Return the text of a rule from its row; TypeError or LookupError as in `join_finding`."""
    check_members(body, TEXT_TYPES)
    remediation = body["remediation"]
    check_members(remediation, {"text": str, "url": str, "playbook": str})
    return RuleText(
        title,
        body["why"],
        check_texts(body["compliance"]),
        check_texts(body["attacks"]),
        Remediation(**remediation),
        body["rule_version"],
    )


def write_row(entry: Entry) -> dict[str, Any]:
    """Return the row as the database takes it."""
    return dict(map(_write_cell, Entry._fields, entry))


def write_changes(before: Entry, after: Entry) -> dict[str, Any]:
    """Return the columns that differ, as the database takes them."""
    members = zip(Entry._fields, before, after, strict=True)
    return dict(_write_cell(name, new) for name, old, new in members if old != new)


def _write_cell(name: str, value: Any) -> tuple[str, Any]:
    """Return a column's name and value for a member of an entry."""
    if name == "severity":
        return "gravity", GRAVEST_FIRST.index(value)
    return name, make_storable(value) if isinstance(value, str) else value


def read_entry(row: sa.RowMapping) -> Entry:
    """Return the entry from a row of the database."""
    values = {name: row[name] for name in Entry._fields if name != "severity"}
    return Entry(severity=GRAVEST_FIRST[row["gravity"]], **values)
