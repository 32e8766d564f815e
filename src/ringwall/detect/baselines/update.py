"""Brings baselines up to date, and scores the hours of a batch against those before them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from heapq import nlargest
from itertools import groupby

from ringwall.catalog.api_risk import find_risk
from ringwall.catalog.loader import load_batch_facts
from ringwall.detect.baselines.activity import ActiveHour, read_activity
from ringwall.detect.baselines.days import DAY, SETTLE, find_whole_days, start_of
from ringwall.detect.baselines.profile import Profiles, fade, learn, subjects_of
from ringwall.detect.baselines.score import (
    FIRST_DAYS,
    FLOOR,
    HourScore,
    find_threshold,
    score_hour,
)
from ringwall.detect.baselines.version_store import (
    SCORED_DAYS,
    DayScores,
    find_version,
    list_versions,
    read_version,
    remove_old_versions,
    write_version,
)
from ringwall.model.table import Row
from ringwall.store.engine.protocol import Engine
from ringwall.store.home import Home

BEHAVIOR_FOLDER = "behavior"
MOST_SCORES = 20
"""Scores of an account and day that are kept: more are over any budget."""
PARTS: Mapping[str, str] = {
    "Collection": "Exfiltration",
    "Lateral Movement": "Initial Access",
    "Execution": "Persistence",
}
"""Tactics that are reported under another name, as GuardDuty does."""


def update_baselines(engine: Engine, home: Home, now: datetime) -> tuple[date, ...]:
    """Make the version of each day that is over and has none yet; return the days.

    The engine shows `logs.cloudtrail`, at least of these days, and `facts.address`. `now` is UTC,
    naive: what is said to have happened later is not believed.
    """
    folder = home.baselines / BEHAVIOR_FOLDER
    versions = list_versions(folder)
    before = versions[-1] if versions else None
    days = find_days(engine, home, now)
    profiles, scores = read_version(folder, before) if before and days else ({}, {})
    for day in days:
        if before:
            profiles = fade(profiles, (day - before).days)
        hours = list(read_activity(engine, start_of(day), start_of(day) + DAY))
        _add_scores(scores, hours, profiles, day)
        learn(profiles, hours)
        write_version(folder, day, profiles, scores)
        before = day
    remove_old_versions(folder, (*versions, *days))
    return tuple(days)


def find_days(engine: Engine, home: Home, now: datetime) -> list[date]:
    """Return the days of CloudTrail that are over and have no version yet, oldest first."""
    versions = list_versions(home.baselines / BEHAVIOR_FOLDER)
    return find_whole_days(engine, "logs.cloudtrail", versions[-1] if versions else None, now)


def _add_scores(
    scores: DayScores, hours: Iterable[ActiveHour], profiles: Profiles, day: date
) -> None:
    for account, group in groupby(hours, key=lambda hour: hour.account_id):
        if _is_known(profiles, account, day):
            found = (score_hour(hour, profiles, day).score for hour in group)
            scores[account, day] = nlargest(MOST_SCORES, found)


def _is_known(profiles: Profiles, account: str, day: date) -> bool:
    """Whether there is enough history of an account to say what is usual."""
    profile = profiles.get(("account", account, ""))
    return profile is not None and (day - profile.first_day).days >= FIRST_DAYS


def score_batch(engine: Engine, home: Home) -> None:
    """Create `facts.unusual_behavior` in the engine, for the hours that the engine shows.

    The engine shows `logs.cloudtrail` and `facts.address`. Each hour is scored by the version of
    the days before it.
    """
    versions = list_versions(home.baselines / BEHAVIOR_FOLDER)
    by_version: dict[date, list[ActiveHour]] = {}
    for hour in read_activity(engine, start_of(date.min), start_of(date.max)) if versions else ():
        version = find_version(versions, hour.hour, SETTLE)
        if version:
            by_version.setdefault(version, []).append(hour)
    rows = (
        row
        for version, hours in sorted(by_version.items())
        for row in _score_version(home, version, hours)
    )
    engine.create(load_batch_facts()["unusual_behavior"], rows)


def _score_version(home: Home, version: date, hours: list[ActiveHour]) -> Iterator[Row]:
    asked = {subject for hour in hours for subject in subjects_of(hour)}
    profiles, scores = read_version(home.baselines / BEHAVIOR_FOLDER, version, sorted(asked))
    for hour in hours:
        day = hour.hour.date()
        if not _is_known(profiles, hour.account_id, day):
            continue
        threshold = _find_threshold(scores, hour.account_id, version)
        found = score_hour(hour, profiles, day)
        if found.score >= threshold and found.factors:
            yield make_row(found, threshold)


def _find_threshold(scores: DayScores, account: str, version: date) -> float:
    days = [
        values
        for (owner, day), values in scores.items()
        if owner == account and (version - day).days < SCORED_DAYS
    ]
    if not days:
        return FLOOR * 3
    found = find_threshold((value for values in days for value in values), len(days))
    # Few days say little of what is unusual.
    return found if len(days) >= FIRST_DAYS else max(found, FLOOR * 2)


def make_row(found: HourScore, threshold: float) -> Row:
    """Return a row of `facts.unusual_behavior`."""
    hour, top = found.hour, found.calls[0].call
    unusual = [one.call for one in found.calls if one.points > 0][:10]
    tactic = find_risk(top.source, top.operation).tactic or "Discovery"
    is_object = top.source == "s3.amazonaws.com"
    tactic = PARTS.get(tactic, tactic)
    return {
        "account_id": hour.account_id,
        "region": top.region,
        "principal_arn": hour.principal_arn,
        "subject": hour.subject,
        "session": top.session,
        "access_key": top.access_key,
        "address": top.address,
        "hour": hour.hour,
        "at": min(call.first for call in unusual) if unusual else hour.hour,
        "tactic": tactic,
        "part": "S3"
        if is_object and tactic in {"Discovery", "Exfiltration", "Impact"}
        else "IAMUser",
        "change": _name_change(top.operation) if is_object and tactic == "Impact" else "",
        "score": round(found.score, 1),
        "threshold": round(threshold, 1),
        "days": found.days,
        "factors": list(found.factors[:8]),
        "operations": [call.api for call in unusual],
        "events": [call.event_id for call in unusual],
        "count": hour.count,
    }


def _name_change(operation: str) -> str:
    if operation.startswith("Delete") and not operation.endswith("Policy"):
        return "Delete"
    return "Write" if operation in {"PutObject", "CopyObject"} else "Permission"
