"""The tables of the database, as SQLAlchemy declares them; `migrations/` makes them so.

Times are milliseconds since 1970, UTC. A change here needs a migration: a test compares the two.
"""

from collections.abc import Collection, Mapping
from typing import Any, get_args

import sqlalchemy as sa

from ringwall.model.case import CaseEventKind
from ringwall.model.finding import FindingStatus
from ringwall.model.incident import IncidentEventKind, IncidentStatus
from ringwall.model.journal import RunKind
from ringwall.model.layer import LAYERS
from ringwall.model.outbox import NoticeStatus
from ringwall.model.rule import SEVERITIES

METADATA = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

RECORDING = sa.Table(
    "recording",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, doc="Number of the audit that was recorded."),
    sa.Column("snapshot", sa.Text, nullable=False, doc="Id of the snapshot that was audited."),
    sa.Column("at", sa.BigInteger, nullable=False, doc="When that snapshot was made."),
)

RULE_TEXT = sa.Table(
    "rule_text",
    METADATA,
    sa.Column("digest", sa.Text, primary_key=True, doc="Hash of the rest."),
    sa.Column("title", sa.Text, nullable=False, doc="The rule's title."),
    sa.Column("body", sa.JSON, nullable=False, doc="Why, how to fix, compliance, attacks."),
)
"""What all findings of a rule say alike: kept once, not a hundred thousand times."""

FINDING = sa.Table(
    "finding",
    METADATA,
    sa.Column("uid", sa.Text, primary_key=True, doc="Fingerprint of product, rule, resource."),
    sa.Column("rule", sa.Text, nullable=False, doc="Id of the rule."),
    sa.Column("resource", sa.Text, nullable=False, doc="The first of the resources."),
    sa.Column("account_id", sa.Text, nullable=False, doc="Account of the resource."),
    sa.Column("region", sa.Text, nullable=False, doc="Region of the resource, or global."),
    sa.Column("gravity", sa.SmallInteger, nullable=False, doc="0 critical to 3 low."),
    sa.Column("layer", sa.Text, nullable=False, doc="Layer of defense."),
    sa.Column("status", sa.Text, nullable=False, doc="open, resolved or suppressed."),
    sa.Column("answer", sa.Text, nullable=False, doc="fail or unknown."),
    sa.Column("reason", sa.Text, nullable=False, doc="What was seen."),
    sa.Column("first_seen", sa.BigInteger, nullable=False, doc="When it was first seen."),
    sa.Column("last_seen", sa.BigInteger, nullable=False, doc="When it was last seen."),
    sa.Column("resolved_at", sa.BigInteger, nullable=False, doc="When it was resolved, or 0."),
    sa.Column("reopened", sa.Integer, nullable=False, doc="How often it came back."),
    sa.Column("seen", sa.Integer, nullable=False, doc="In how many snapshots it failed."),
    sa.Column("snapshot", sa.Text, nullable=False, doc="Snapshot in which it was last seen."),
    sa.Column("recording", sa.Integer, nullable=False, doc="Recording that last saw it, or 0."),
    sa.Column("text", sa.Text, sa.ForeignKey("rule_text.digest"), nullable=False),
    sa.Column("rest", sa.JSON, nullable=False, doc="Members of Finding that few findings have."),
    # The order in which findings are listed, and the key by which pages follow each other.
    sa.Index("ix_finding_listing", "status", "answer", "gravity", "rule", "resource", "uid"),
    sa.Index("ix_finding_rule", "rule", "uid"),
    sa.Index("ix_finding_resource", "resource"),
    sa.Index("ix_finding_account", "account_id", "status"),
)

FINDING_EVENT = sa.Table(
    "finding_event",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, doc="Number, in the order of time."),
    sa.Column("uid", sa.Text, sa.ForeignKey("finding.uid"), nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False, doc="When that snapshot was made."),
    sa.Column("kind", sa.Text, nullable=False, doc="opened, resolved or reopened."),
    sa.Column("answer", sa.Text, nullable=False, doc="fail, unknown, pass or gone."),
    sa.Column("snapshot", sa.Text, nullable=False, doc="Snapshot that showed it."),
    sa.Index("ix_finding_event_uid", "uid", "id"),
)

RUN = sa.Table(
    "run",
    METADATA,
    sa.Column("id", sa.Text, primary_key=True, doc="Time and chance: 20261123T101500Z-1f2e."),
    sa.Column("kind", sa.Text, nullable=False, doc="fix, apply, undo or respond."),
    sa.Column("created_at", sa.BigInteger, nullable=False, doc="When it was started."),
    sa.Column("actor", sa.Text, nullable=False, doc="ARN of who ran it."),
    sa.Column("snapshot", sa.Text, nullable=False, doc="Snapshot that it was planned on, or ''."),
    sa.Column("undo_of", sa.Text, nullable=False, doc="Run that it undoes, or ''."),
    sa.Column("status", sa.Text, nullable=False, doc="open, done or stopped."),
    sa.Column("ended_at", sa.BigInteger, nullable=False, doc="When it ended, or 0."),
    sa.Index("ix_run_undo_of", "undo_of"),
)
"""The runs that wrote to AWS. Only status and ended_at ever change."""

RUN_EVENT = sa.Table(
    "run_event",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False, doc="1, 2, 3, ..."),
    sa.Column("run", sa.Text, sa.ForeignKey("run.id"), nullable=False),
    sa.Column("step", sa.Integer, nullable=False, doc="Position of the Change; -1 for the run."),
    sa.Column("kind", sa.Text, nullable=False, doc="planned, intent, result, verified, ..."),
    sa.Column("at", sa.BigInteger, nullable=False, doc="When it was written."),
    sa.Column("body", sa.Text, nullable=False, doc="What happened, as canonical JSON."),
    sa.Column("hash", sa.Text, nullable=False, doc="Seal over the seal before and all of this."),
    sa.Index("ix_run_event_run", "run", "number"),
)
"""The journal: append-only, and each event seals all before it."""

LEASE = sa.Table(
    "lease",
    METADATA,
    sa.Column("account_id", sa.Text, primary_key=True, doc="Account, or '' where it is to come."),
    sa.Column("region", sa.Text, primary_key=True, doc="Region of the change."),
    sa.Column("resource", sa.Text, primary_key=True, doc="What is changed, as the plan names it."),
    sa.Column("run", sa.Text, nullable=False, doc="Run that alone may change it now."),
    sa.Column("process", sa.Text, nullable=False, doc="Machine, number and token of its process."),
    sa.Column("until", sa.BigInteger, nullable=False, doc="When it ends, unless it is renewed."),
    sa.Column(
        "token",
        sa.BigInteger,
        nullable=False,
        server_default=sa.text("0"),
        doc="Fencing token: higher than that of any lease before.",
    ),
    sa.Index("ix_lease_run", "run"),
)
"""What runs are changing now."""

CASE_EVENT = sa.Table(
    "case_event",
    METADATA,
    sa.Column("case", sa.Text, primary_key=True, doc="Case, or SWITCH."),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False, doc="1, 2, 3, ..."),
    sa.Column("kind", sa.Text, nullable=False, doc="opened, planned, approved, started, ..."),
    sa.Column("at", sa.BigInteger, nullable=False, doc="When it was written."),
    sa.Column("author", sa.Text, nullable=False, doc="Principal who did it."),
    sa.Column("body", sa.Text, nullable=False, doc="What happened, as canonical JSON."),
    sa.Column("hash", sa.Text, nullable=False, doc="Seal over the seal before and all of this."),
)
"""What happened in responses: append-only, and in each case an event seals all before it."""

LOG_HEAD = sa.Table(
    "log_head",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False, doc="1, 2, 3, ..."),
    sa.Column("log", sa.Text, nullable=False, doc="`journal`, or the case."),
    sa.Column("event", sa.Integer, nullable=False, doc="Number of its last event then."),
    sa.Column("hash", sa.Text, nullable=False, doc="Seal of that event."),
    sa.Column("seal", sa.Text, nullable=False, doc="Seal over the seal before and all of this."),
    sa.Index("ix_log_head_log", "log", "number"),
)
"""How each chain of events ends: append-only, and each seals all before it."""

FENCE = sa.Table(
    "fence",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False, doc="1: there is one row."),
    sa.Column("token", sa.BigInteger, nullable=False, doc="The newest fencing token."),
)
"""How often leases were taken."""


def _make_act_columns() -> list[sa.Column[Any]]:
    """Return what is kept of an act that a detection saw."""
    return [
        sa.Column("rule", sa.Text, nullable=False, doc="Id of the detection."),
        sa.Column("act", sa.Text, nullable=False, doc="What identifies the act: an event's ID."),
        sa.Column("account_id", sa.Text, nullable=False, doc="Account where it happened."),
        sa.Column("region", sa.Text, nullable=False, doc="Region where it happened."),
        sa.Column("actor", sa.Text, nullable=False, doc="ARN of the principal, or ''."),
        sa.Column("resource", sa.Text, nullable=False, doc="What was acted on, or ''."),
        sa.Column("reason", sa.Text, nullable=False, doc="What was seen."),
        sa.Column("session", sa.Text, nullable=False, doc="ARN of the session, or ''."),
        sa.Column("access_key", sa.Text, nullable=False, doc="ID of the access key, or ''."),
        sa.Column("address", sa.Text, nullable=False, doc="Address of the other side, or ''."),
        sa.Column("first_seen", sa.BigInteger, nullable=False, doc="When it was first seen."),
        sa.Column("last_seen", sa.BigInteger, nullable=False, doc="When it was last seen."),
        sa.Column("count", sa.BigInteger, nullable=False, doc="How many events it is made of."),
        sa.Column("confidence", sa.SmallInteger, nullable=False, doc="How sure it is, 1 to 100."),
        sa.Column("body", sa.JSON, nullable=False, doc="Events, entities and evidence."),
        sa.Column("recorded_at", sa.BigInteger, nullable=False, doc="When it was first recorded."),
    ]


HIT = sa.Table(
    "hit",
    METADATA,
    sa.Column("uid", sa.Text, primary_key=True, doc="Fingerprint of rule, account and act."),
    sa.Column("finding", sa.Text, sa.ForeignKey("finding.uid"), nullable=False),
    *_make_act_columns(),
    sa.Index("ix_hit_finding", "finding", "first_seen"),
    sa.Index("ix_hit_first_seen", "first_seen"),
    sa.Index("ix_hit_recorded_at", "recorded_at"),
)
"""The bad acts that detections saw, each once, however often its time was looked at."""

CONTEXT_HIT = sa.Table(
    "context_hit",
    METADATA,
    sa.Column("uid", sa.Text, primary_key=True, doc="Fingerprint of rule, account and act."),
    sa.Column("gravity", sa.SmallInteger, nullable=False, doc="0 critical to 3 low."),
    sa.Column("text", sa.Text, sa.ForeignKey("rule_text.digest"), nullable=False),
    *_make_act_columns(),
    sa.Index("ix_context_hit_recorded_at", "recorded_at"),
)
"""Acts that say little alone: no findings, and told beside the incidents that they belong to."""

CONTEXT_TIE = sa.Table(
    "context_tie",
    METADATA,
    sa.Column("hit", sa.Text, sa.ForeignKey("context_hit.uid"), primary_key=True),
    sa.Column("value", sa.Text, primary_key=True, doc="What it may share with incidents."),
    sa.Column("at", sa.BigInteger, nullable=False, doc="When the act was done."),
    sa.Column("party", sa.Text, nullable=False, doc="Who was seen with it."),
    sa.Column("is_identity", sa.SmallInteger, nullable=False, doc="1 where it is the act's own."),
    sa.Index("ix_context_tie_value", "value", "at"),
)
"""What ties those acts to incidents."""

WATERMARK = sa.Table(
    "watermark",
    METADATA,
    sa.Column("source", sa.Text, primary_key=True, doc="Table of logs."),
    sa.Column("until", sa.BigInteger, nullable=False, doc="Time of the latest event judged."),
    sa.Column("judged_at", sa.BigInteger, nullable=False, doc="When that was."),
)
"""How far the detections have come in each table of logs."""

JUDGED_FILE = sa.Table(
    "judged_file",
    METADATA,
    sa.Column("source", sa.Text, primary_key=True, doc="Table of logs."),
    sa.Column("file", sa.Text, primary_key=True, doc="Its day and its name."),
    sa.Column("rows", sa.BigInteger, nullable=False, doc="How many events it has."),
)
"""The files of logs that every detection has seen: what is not among them is judged next."""

OWED = sa.Table(
    "owed",
    METADATA,
    sa.Column("rule", sa.Text, primary_key=True, doc="Id of a detection that failed."),
    sa.Column("since", sa.BigInteger, primary_key=True, doc="From when it has to look again."),
    sa.Column("until", sa.BigInteger, nullable=False, doc="Until when."),
)
"""What a detection could not judge, and has to when it runs again."""

INCIDENT = sa.Table(
    "incident",
    METADATA,
    sa.Column("id", sa.Text, primary_key=True, doc="Day and fingerprint of the earliest hit."),
    sa.Column("first_hit", sa.Text, nullable=False, doc="The uid of that hit."),
    sa.Column("title", sa.Text, nullable=False, doc="Who did what, in words."),
    sa.Column("gravity", sa.SmallInteger, nullable=False, doc="0 critical to 3 low."),
    sa.Column("score", sa.SmallInteger, nullable=False, doc="0 to 100."),
    sa.Column("confidence", sa.SmallInteger, nullable=False, doc="How sure it is, 1 to 99."),
    sa.Column("account_id", sa.Text, nullable=False, doc="Account in which most was done."),
    sa.Column("accounts", sa.JSON, nullable=False, doc="All accounts."),
    sa.Column("regions", sa.JSON, nullable=False, doc="All Regions."),
    sa.Column("actor", sa.Text, nullable=False, doc="Who did most."),
    sa.Column("stages", sa.JSON, nullable=False, doc="Tactics of ATT&CK, in their order."),
    sa.Column("sequences", sa.JSON, nullable=False, doc="Attack sequences."),
    sa.Column("first_at", sa.BigInteger, nullable=False, doc="When its first hit was."),
    sa.Column("last_at", sa.BigInteger, nullable=False, doc="When its last hit was."),
    sa.Column("hits", sa.Integer, nullable=False, doc="How many hits it has."),
    sa.Column("status", sa.Text, nullable=False, doc="open or closed."),
    sa.Column("closed_at", sa.BigInteger, nullable=False, doc="When it was closed, or 0."),
    sa.Column("reason", sa.Text, nullable=False, doc="Why it was closed, or ''."),
    sa.Index("ix_incident_last_at", "last_at"),
)
"""What lists show of incidents; the story is told anew from the hits."""

INCIDENT_HIT = sa.Table(
    "incident_hit",
    METADATA,
    sa.Column("hit", sa.Text, sa.ForeignKey("hit.uid"), primary_key=True),
    sa.Column("incident", sa.Text, nullable=False, doc="The incident that it is in, or ''."),
    sa.Column("at", sa.BigInteger, nullable=False, doc="When the act was done."),
    sa.Column("suppression", sa.Text, nullable=False, doc="Exception that covers it, or ''."),
    sa.Index("ix_incident_hit_incident", "incident", "at"),
    sa.Index("ix_incident_hit_suppression", "suppression", "at"),
)
"""In which incident each hit is."""

INCIDENT_TIE = sa.Table(
    "incident_tie",
    METADATA,
    sa.Column("hit", sa.Text, sa.ForeignKey("incident_hit.hit"), primary_key=True),
    sa.Column("value", sa.Text, primary_key=True, doc="What the hit may share with others."),
    sa.Column("at", sa.BigInteger, nullable=False, doc="When the act was done."),
    sa.Column("party", sa.Text, nullable=False, doc="Who was seen with it."),
    sa.Column("is_identity", sa.SmallInteger, nullable=False, doc="1 where it is the hit's own."),
    sa.Index("ix_incident_tie_value", "value", "at"),
)
"""What joins hits to incidents."""

INCIDENT_ALIAS = sa.Table(
    "incident_alias",
    METADATA,
    sa.Column("alias", sa.Text, primary_key=True, doc="Id that an incident had once."),
    sa.Column("hit", sa.Text, sa.ForeignKey("incident_hit.hit"), nullable=False),
    sa.Index("ix_incident_alias_hit", "hit"),
)
"""Ids that were merged into others: each leads to the incident that has the hit now."""

INCIDENT_OWN = sa.Table(
    "incident_own",
    METADATA,
    sa.Column("address", sa.Text, primary_key=True, doc="Address that joins no hits."),
)
"""Addresses of the organization that hits have."""

INCIDENT_EVENT = sa.Table(
    "incident_event",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, doc="Number, in the order of time."),
    sa.Column("incident", sa.Text, nullable=False, doc="Id of the incident at that time."),
    sa.Column("at", sa.BigInteger, nullable=False, doc="When it happened."),
    sa.Column("kind", sa.Text, nullable=False, doc="opened, closed, reopened or merged."),
    sa.Column("author", sa.Text, nullable=False, doc="Who did it, '' for Ringwall itself."),
    sa.Column("detail", sa.Text, nullable=False, doc="Why, or into which other incident."),
    sa.Index("ix_incident_event_incident", "incident", "id"),
)

SUPPRESSION = sa.Table(
    "suppression",
    METADATA,
    sa.Column("id", sa.Text, primary_key=True, doc="Time and chance."),
    sa.Column("reason", sa.Text, nullable=False, doc="Why such hits are no incident."),
    sa.Column("author", sa.Text, nullable=False, doc="Who says so."),
    sa.Column("created_at", sa.BigInteger, nullable=False, doc="When it was written."),
    sa.Column("expires_at", sa.BigInteger, nullable=False, doc="Hits from then on count again."),
    sa.Column("rule", sa.Text, nullable=False, doc="Rule in its scope, or '' for all."),
    sa.Column("actor", sa.Text, nullable=False, doc="Actor in its scope, or '' for all."),
    sa.Column("resource", sa.Text, nullable=False, doc="Resource in its scope, or '' for all."),
    sa.Column("account_id", sa.Text, nullable=False, doc="Account in its scope, or '' for all."),
)
"""Exceptions: hits that make no incidents."""

OUTBOX = sa.Table(
    "outbox",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, doc="Number, in the order of time."),
    sa.Column("uid", sa.Text, nullable=False, doc="Fingerprint of channel, case and event."),
    sa.Column("channel", sa.Text, nullable=False, doc="Name of the channel."),
    sa.Column("case_id", sa.Text, nullable=False, doc="Id of the case."),
    sa.Column("body", sa.Text, nullable=False, doc="The notice, as JSON."),
    sa.Column("seal", sa.Text, nullable=False, doc="Seal over uid, channel and body."),
    sa.Column("created_at", sa.BigInteger, nullable=False, doc="When it was queued."),
    sa.Column("due_at", sa.BigInteger, nullable=False, doc="When it is to be tried again."),
    sa.Column("status", sa.Text, nullable=False, doc="waiting, sent or dead."),
    sa.Column("attempts", sa.Integer, nullable=False, doc="How often it was tried."),
    sa.Column("error", sa.Text, nullable=False, doc="Why the last try failed, or ''."),
    sa.Column("key", sa.Text, nullable=False, doc="Key of the ticket or message, or ''."),
    sa.Column("sent_at", sa.BigInteger, nullable=False, doc="When it was sent, or 0."),
    sa.Index("ix_outbox_uid", "uid", unique=True),
    sa.Index("ix_outbox_status", "status", "due_at"),
    sa.Index("ix_outbox_channel", "channel", "case_id"),
    sa.Index("ix_outbox_key", "channel", "key"),
)
"""What channels are told of cases: written here before it is sent."""

CALLBACK_NONCE = sa.Table(
    "callback_nonce",
    METADATA,
    sa.Column("via", sa.Text, primary_key=True, doc="Name of the channel."),
    sa.Column("nonce", sa.Text, primary_key=True, doc="Fingerprint of what came in once."),
    sa.Column("until", sa.BigInteger, nullable=False, doc="Until when it must not come again."),
    sa.Index("ix_callback_nonce_until", "until"),
)
"""What came from channels, and is not taken again."""

ONE_OF: Mapping[tuple[str, str], Collection[str | int]] = {
    ("case_event", "kind"): get_args(CaseEventKind),
    ("context_hit", "gravity"): range(len(SEVERITIES)),
    ("context_tie", "is_identity"): range(2),
    ("finding", "gravity"): range(len(SEVERITIES)),
    ("finding", "layer"): LAYERS,
    ("finding", "status"): get_args(FindingStatus),
    ("finding", "answer"): ("fail", "unknown"),
    ("finding_event", "kind"): ("opened", "resolved", "reopened", "excepted"),
    ("finding_event", "answer"): ("fail", "unknown", "pass", "gone"),
    ("incident", "gravity"): range(len(SEVERITIES)),
    ("incident", "status"): get_args(IncidentStatus),
    ("incident_tie", "is_identity"): range(2),
    ("incident_event", "kind"): get_args(IncidentEventKind),
    ("outbox", "status"): get_args(NoticeStatus),
    ("run", "kind"): get_args(RunKind),
    ("run", "status"): ("open", "done", "stopped"),
}
"""Table and column, and the values that Ringwall writes there: any other is damage."""
