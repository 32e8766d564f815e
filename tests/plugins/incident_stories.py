"""Attacks and noise as hits of detections, and a database that has them."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from ringwall.hub.incidents.record import RecordedIncidents
from ringwall.hub.sightings import JudgedBatch, record_hits
from ringwall.model.detection import DetectionRule, Hit
from ringwall.model.incident import RuleWords
from ringwall.store.database.connection import open_database
from ringwall.store.database.hits import HitStore
from ringwall.store.home import Home

START = datetime.fromisoformat("2026-01-31T10:00:00")
MAIN, OTHER = "111111111111", "222222222222"
ANN = f"arn:aws:iam::{MAIN}:user/ann"
KEY = "AKIAIOSFODNN7EXAMPLE"
STRANGER = "198.51.100.23"
OFFICE = "203.0.113.7"
MINER = "i-0123456789abcdef0"
PAYROLL = "arn:aws:s3:::acme-payroll"

RULES: Mapping[str, RuleWords] = {
    "iam.key_used_from_tor": RuleWords(
        "Access key was used from Tor", "high", ("T1078.004",), "why", "Deactivate the key."
    ),
    "iam.permissions_listed": RuleWords("Permissions were listed", "low", ("T1069.003",)),
    "iam.access_key_made": RuleWords(
        "Access key was made for another user", "medium", ("T1098.001",), "why", "Delete the key."
    ),
    "iam.admin_attached": RuleWords("Administrator policy was attached", "high", ("T1098.003",)),
    "iam.role_assumed": RuleWords("Role was assumed by a new principal", "low", ("T1550.001",)),
    "cloudtrail.trail_stopped": RuleWords(
        "CloudTrail trail was stopped", "high", ("T1562.008",), "why", "Start the trail again."
    ),
    "ec2.snapshot_shared": RuleWords("Snapshot was shared", "high", ("T1537",)),
    "s3.objects_read": RuleWords("Objects were read in bulk", "medium", ("T1530",)),
    "s3.objects_encrypted": RuleWords(
        "Objects were encrypted with a foreign key", "critical", ("T1486",), "why", "Stop the role."
    ),
    "kms.key_deleted": RuleWords("KMS key is to be deleted", "high", ("T1485",)),
    "ec2.pool_resolved": RuleWords("Instance asked for a mining pool", "high", ("T1496",)),
    "ec2.pool_connected": RuleWords("Instance talked to a mining pool", "high", ("T1496",)),
    "ec2.odd_port": RuleWords("Instance talked on an unusual port", "medium", ("T1571",)),
    "ec2.group_opened": RuleWords("Security group was opened", "medium", ("T1562.007",)),
    "odd.behavior": RuleWords("Unusual behavior", "low", ("T9999",)),
    "ec2.instance_started": RuleWords("Instance was started", "low", ("T1578.002",)),
    "sts.identity_asked": RuleWords("Own identity was asked for", "low", ("T1033",)),
}
CONTEXT = frozenset({"ec2.instance_started", "sts.identity_asked"})
"""The rules whose hits are told beside incidents."""


def make_hit(rule: str, hours: float = 0, **members: Any) -> Hit:
    """Return a hit some hours after the start, by the user ann if nobody else is named."""
    at = START + timedelta(hours=hours)
    known = {
        "rule": rule,
        "at": at,
        "act": f"{rule} {at} {members.get('actor', ANN)} {members.get('resource', '')}",
        "account_id": MAIN,
        "region": "eu-west-1",
        "actor": ANN,
        "resource": "",
        "reason": f"{rule} was seen",
    }
    return Hit(**{**known, **members})


def make_role(name: str, account: str = MAIN) -> dict[str, str]:
    """Return the members of a hit by a session of a role."""
    return {
        "actor": f"arn:aws:iam::{account}:role/{name}",
        "session": f"arn:aws:sts::{account}:assumed-role/{name}/cli",
        "account_id": account,
    }


def leaked_key() -> list[Hit]:
    """A key of a user leaks: it is used from Tor, looks around, makes a key, copies data."""
    by_key = {"access_key": KEY, "address": STRANGER}
    evil = f"arn:aws:iam::{MAIN}:user/backup"
    return [
        make_hit("iam.key_used_from_tor", 0, **by_key),
        make_hit("iam.permissions_listed", 0.1, **by_key, count=37),
        make_hit("iam.access_key_made", 0.5, **by_key, resource=evil),
        make_hit("ec2.snapshot_shared", 2, actor=evil, account_id=OTHER, address=STRANGER),
    ]


def escalation() -> list[Hit]:
    """A user becomes administrator, stops the trail, and reads a bucket as a role."""
    role = make_role("admin")
    return [
        make_hit("iam.admin_attached", 0, resource=ANN),
        make_hit("iam.role_assumed", 1, entities=(role["actor"],)),
        make_hit("cloudtrail.trail_stopped", 1.5, **role),
        make_hit("s3.objects_read", 3, **role, resource=f"{PAYROLL}/2026/january.csv", count=812),
    ]


def ransomware() -> list[Hit]:
    """A role of one account encrypts buckets of two, and deletes the key."""
    role = make_role("deploy", MAIN)
    return [
        make_hit("iam.role_assumed", 0, entities=(role["actor"],), access_key=KEY),
        make_hit("s3.objects_encrypted", 1, **role, resource=PAYROLL),
        make_hit(
            "s3.objects_encrypted", 1.2, **{**role, "account_id": OTHER},
            resource="arn:aws:s3:::acme-backups",
        ),
        make_hit("kms.key_deleted", 2, **{**role, "account_id": OTHER}),
    ]  # fmt: skip


def mining() -> list[Hit]:
    """An instance asks for a pool, and talks to it; nobody calls AWS."""
    instance = f"arn:aws:ec2:eu-west-1:{MAIN}:instance/{MINER}"
    return [
        make_hit("ec2.pool_resolved", 0, actor=instance, address="pool.example.com"),
        make_hit("ec2.odd_port", 0.1, actor=MINER, address="198.51.100.99", confidence=50),
        make_hit("ec2.pool_connected", 0.2, actor=instance, address="198.51.100.99"),
    ]


def office_noise() -> list[Hit]:
    """Eight people behind one address do small things that have nothing to do with each other."""
    return [
        make_hit(
            f"odd.behavior_{number}", number / 2, address=OFFICE,
            actor=f"arn:aws:iam::{MAIN}:user/person{number}",
        )
        for number in range(8)
    ]  # fmt: skip


def slow_attack() -> list[Hit]:
    """One step a day: never more than a day of quiet between two."""
    rules = ("iam.permissions_listed", "iam.access_key_made", "cloudtrail.trail_stopped",
             "ec2.snapshot_shared")  # fmt: skip
    return [make_hit(rule, 22 * number) for number, rule in enumerate(rules)]


def beside_a_leaked_key() -> list[Hit]:
    """Common acts around the leaked key: three that belong to it, and three that do not."""
    by_key = {"access_key": KEY, "address": STRANGER}
    other = f"arn:aws:iam::{MAIN}:user/bob"
    return [
        make_hit("sts.identity_asked", -0.1, **by_key),
        make_hit("ec2.instance_started", 1, **by_key, count=3),
        make_hit("sts.identity_asked", 3, actor=other, address=STRANGER),
        make_hit("sts.identity_asked", 1, actor=other, address="203.0.113.9"),
        make_hit("ec2.instance_started", 27, **by_key),
        make_hit("ec2.instance_started", -25, **by_key),
    ]


def record_stories(
    database: sa.Engine, *stories: Iterable[Hit], own: Collection[str] = ()
) -> RecordedIncidents:
    """Record hits as batches, each in one transaction, and return what the last one changed."""
    recorded = RecordedIncidents()
    for hits in map(list, stories):
        rules = {hit.rule: _make_rule(hit.rule) for hit in hits}
        batch = JudgedBatch({hit.uid: hit for hit in hits})
        counted = record_hits(HitStore(database), rules, batch, now=1_769_900_000_000, own=own)
        recorded = counted.incidents
    return recorded


def _make_rule(rule: str) -> DetectionRule:
    words = RULES.get(rule) or RuleWords(rule)
    return DetectionRule(
        rule, words.title, words.severity, words.why, words.fix, "", attacks=words.attacks,
        is_context=rule in CONTEXT,
    )  # fmt: skip


def make_home(path: Path, *stories: Iterable[Hit]) -> Path:
    """Return a home folder whose database has stories."""
    home = Home(path)
    home.make()
    engine = open_database(home.database_url)
    record_stories(engine, *stories)
    engine.dispose()
    return path
