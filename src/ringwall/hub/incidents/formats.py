"""Incidents written for people and programs: a table, JSON lines, CSV, and OCSF.

OCSF 1.8 Incident Finding (class 2005), one event a line; what OCSF has no attribute for is in
`unmapped`. Text from AWS is treated as hostile in each, as in the formats of findings.
"""

import csv
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, TextIO, get_args

from ringwall import __version__
from ringwall.hub.formats.csv import defuse, format_moment
from ringwall.hub.incidents.story import Moment, Story
from ringwall.model.attack import TACTIC_IDS, find_technique
from ringwall.model.incident import Incident
from ringwall.model.partition import find_partition
from ringwall.model.text import HarmlessStream, count_of, find_inner, make_visible

IncidentFormat = Literal["table", "json", "csv", "ocsf"]
INCIDENT_FORMATS: tuple[IncidentFormat, ...] = get_args(IncidentFormat)
ATTACK_VERSION = "17"
COLUMNS = (
    "id",
    "status",
    "severity",
    "score",
    "confidence",
    "title",
    "account_id",
    "accounts",
    "regions",
    "actor",
    "stages",
    "sequences",
    "first_at",
    "last_at",
    "hits",
    "below_budget",
    "closed_at",
    "reason",
)
SEVERITY_IDS = {"low": 2, "medium": 3, "high": 4, "critical": 5}
PRIORITY_IDS = {"low": 1, "medium": 2, "high": 3, "critical": 4}
CONFIDENCES = ((67, 3, "High"), (34, 2, "Medium"), (0, 1, "Low"))


@dataclass(frozen=True)
class IncidentContext:
    """What a list of incidents may know beside them."""

    below: Collection[str] = ()
    """IDs of incidents below the budget."""
    names: Mapping[str, str] = field(default_factory=dict)
    """The names of accounts, by ID."""
    tell: Callable[[Incident], Story] | None = None
    """Tells the story of an incident; OCSF has its hits."""


def write_incidents(
    form: IncidentFormat, incidents: Iterable[Incident], out: TextIO, context: IncidentContext
) -> None:
    """Write incidents, in the order in which they come; nothing in them acts on a screen."""
    harmless: Any = HarmlessStream(find_inner(out))
    _WRITERS[form](incidents, harmless, context)


def describe_story(story: Story) -> dict[str, Any]:
    """Return a story as a JSON-able document."""
    return {
        **_describe(story.incident),
        "account_names": {id_: story.names[id_] for id_ in story.incident.accounts
                          if id_ in story.names},
        "aliases": list(story.aliases),
        "score_reasons": [reason._asdict() for reason in story.parts],
        "first_steps": list(story.steps),
        "timeline": [describe_moment(moment) for moment in story.moments],
        "context": [describe_moment(moment) for moment in story.context],
        "suppressed": [
            {**describe_moment(moment), "suppression": asdict(suppression)}
            for moment, suppression in story.suppressed
        ],
        "history": [event._asdict() for event in story.events],
    }  # fmt: skip


def describe_moment(moment: Moment) -> dict[str, Any]:
    """Return a hit of a story as a JSON-able document."""
    hit = moment.hit
    return {
        "uid": hit.uid,
        "at": moment.at,
        "rule": hit.rule,
        "title": moment.words.title,
        "severity": moment.words.severity,
        "stage": moment.stage or "",
        "attacks": list(moment.words.attacks),
        "account_id": hit.account_id,
        "region": hit.region,
        "actor": hit.actor,
        "session": hit.session,
        "access_key": hit.access_key,
        "address": hit.address,
        "resource": hit.resource,
        "reason": hit.reason,
        "count": hit.count,
        "confidence": hit.confidence,
        "events": list(hit.events),
        "entities": list(hit.entities),
        "evidence": dict(hit.evidence),
    }


def _describe(incident: Incident) -> dict[str, Any]:
    return {name: list(v) if isinstance(v, tuple) else v for name, v in vars(incident).items()}


def _write_table(incidents: Iterable[Incident], out: TextIO, context: IncidentContext) -> None:
    for incident in incidents:
        account = context.names.get(incident.account_id, "") or incident.account_id or "-"
        hits = count_of(incident.hits, "hit")
        state = "closed: " * (incident.status == "closed")
        mark = "  (below the budget)" * (incident.id in context.below)
        first, last = (format_moment(at)[:16] for at in (incident.first_at, incident.last_at))
        end = last[11:] if last[:10] == first[:10] else last
        time = f"{first} to {end}" if last != first else first
        line = (
            f"{incident.severity.upper():8} {incident.score:3} {incident.id} {time}Z {account} "
            f"{state}{incident.title}  {hits}{mark}"
        )
        out.write(f"{make_visible(line)}\n")


def _write_json(incidents: Iterable[Incident], out: TextIO, context: IncidentContext) -> None:
    for incident in incidents:
        row = {**_describe(incident), "below_budget": incident.id in context.below}
        out.write(json.dumps(row).replace("\x7f", "\\u007f") + "\n")


def _write_csv(incidents: Iterable[Incident], out: TextIO, context: IncidentContext) -> None:
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    for incident in incidents:
        row = {**vars(incident), "below_budget": incident.id in context.below}
        writer.writerow(defuse(_cell(name, row[name])) for name in COLUMNS)


def _cell(name: str, value: Any) -> str:
    if name.endswith("_at"):
        return format_moment(value)
    if isinstance(value, bool):
        return str(value).lower()
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def _write_ocsf(incidents: Iterable[Incident], out: TextIO, context: IncidentContext) -> None:
    for incident in incidents:
        story = context.tell(incident) if context.tell else None
        out.write(json.dumps(_make_event(incident, story, context)) + "\n")


def _make_event(
    incident: Incident, story: Story | None, context: IncidentContext
) -> dict[str, Any]:
    is_closed = incident.status == "closed"
    is_new = incident.first_at == incident.last_at
    activity_id, activity = (
        (3, "Close") if is_closed else (1, "Create") if is_new else (2, "Update")
    )
    _, confidence_id, confidence = next(c for c in CONFIDENCES if incident.confidence >= c[0])
    moments = story.moments if story else ()
    techniques = dict.fromkeys(t for moment in moments for t in moment.words.attacks)
    return {
        "activity_id": activity_id,
        "activity_name": activity,
        "category_uid": 2,
        "category_name": "Findings",
        "class_uid": 2005,
        "class_name": "Incident Finding",
        "type_uid": 200500 + activity_id,
        "type_name": f"Incident Finding: {activity}",
        "time": incident.closed_at or incident.last_at,
        "start_time": incident.first_at,
        "end_time": incident.last_at,
        "count": incident.hits,
        "severity_id": SEVERITY_IDS[incident.severity],
        "severity": incident.severity.capitalize(),
        "priority_id": PRIORITY_IDS[incident.severity],
        "priority": incident.severity.capitalize(),
        "status_id": 5 if is_closed else 1,
        "status": "Closed" if is_closed else "New",
        "confidence_id": confidence_id,
        "confidence": confidence,
        "confidence_score": incident.confidence,
        "message": incident.title,
        "desc": incident.title,
        "comment": incident.reason,
        "assignee_group": {"name": "unassigned"},
        "attacks": [_describe_attack(technique) for technique in techniques],
        "finding_info_list": [_describe_finding(moment) for moment in moments]
        or [{"uid": incident.id, "title": incident.title}],
        "metadata": {
            "version": "1.8.0",
            "profiles": ["cloud"],
            "uid": incident.id,
            "product": {"name": "Ringwall", "vendor_name": "Ringwall", "version": __version__},
        },
        "cloud": _describe_cloud(incident, context),
        "unmapped": {**_describe(incident), "below_budget": incident.id in context.below},
    }


def _describe_attack(id_: str) -> dict[str, Any]:
    technique = find_technique(id_)
    found: dict[str, Any] = {"version": ATTACK_VERSION}
    if technique.tactics:
        tactic = technique.tactics[0]
        found["tactic"] = {"uid": TACTIC_IDS[tactic], "name": tactic.title()}
    found["technique"] = {"uid": technique.id, "name": technique.name}
    return found


def _describe_finding(moment: Moment) -> dict[str, Any]:
    hit = moment.hit
    return {
        "uid": hit.uid,
        "title": moment.words.title,
        "desc": hit.reason,
        "first_seen_time": moment.at,
        "last_seen_time": moment.at,
        "related_events_count": max(1, hit.count),
        "analytic": {"type_id": 1, "type": "Rule", "uid": hit.rule, "name": moment.words.title},
    }


def _describe_cloud(incident: Incident, context: IncidentContext) -> dict[str, Any]:
    region = incident.regions[0] if incident.regions else ""
    cloud: dict[str, Any] = {"provider": "AWS", "cloud_partition": find_partition(region)}
    if region:
        cloud["region"] = region
    if incident.account_id:
        account = {"uid": incident.account_id, "type_id": 10, "type": "AWS Account"}
        if name := context.names.get(incident.account_id):
            account["name"] = name
        cloud["account"] = account
    return cloud


_WRITERS: Mapping[IncidentFormat, Callable[[Iterable[Incident], TextIO, IncidentContext], None]] = {
    "table": _write_table,
    "json": _write_json,
    "csv": _write_csv,
    "ocsf": _write_ocsf,
}
