"""A finding of a detection about a Lambda function, in the database of a home folder."""

import time
from pathlib import Path

from ringwall.model.finding import Finding, fingerprint
from ringwall.store.database.connection import open_database
from ringwall.store.database.ledger import Ledger
from ringwall.store.home import Home

DETECTION = 2004
"""OCSF's class of what a detection finds."""
RULE = "lambda.function_is_opened_to_everyone"


def record_finding(
    home: Path, resource: str, days_ago: float = 0.01, more: tuple[str, ...] = ()
) -> str:
    """Write a finding about a function into a home, and return its uid."""
    folder = Home(home)
    folder.make()
    at = round((time.time() - days_ago * 86_400) * 1000)
    uid = fingerprint("ringwall", RULE, resource)
    finding = Finding(
        uid=uid,
        rule=RULE,
        title="Lambda function was opened to everyone",
        severity="high",
        layer="detection",
        account_id="123456789012",
        region="us-east-1",
        resources=(resource, *more),
        reason="anyone may call it",
        first_seen=at,
        last_seen=at,
        class_uid=DETECTION,
    )
    engine = open_database(folder.database_url)
    Ledger(engine).upsert([finding])
    engine.dispose()
    return uid
