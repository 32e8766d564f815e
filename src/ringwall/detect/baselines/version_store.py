"""Baselines at rest: one version a day, each a folder of Parquet, there whole or not at all.

`<home>/baselines/day=2026-01-31/` has what was usual at the end of that day. A version never
changes, so an event that is scored again has the same score.
"""

import secrets
import shutil
from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path

from ringwall.detect.baselines.profile import Profile, Profiles, Subject
from ringwall.model.errors import StorageFailed
from ringwall.model.table import Column, Table
from ringwall.store.engine.embedded import OURS, EmbeddedEngine
from ringwall.store.lake.parquet import ParquetFile

KEPT = 60
"""Versions that are kept: events that are older are not scored again."""
SCORED_DAYS = 14
"""Days whose scores a version has, to find how much is unusual in an account."""
PARTIAL = ".partial-"
BEHAVIOR = Table(
    name="behavior",
    doc="What was usual.",
    schema="facts",
    enveloped=False,
    columns=(
        Column("scope", "TEXT", "principal, peers or account."),
        Column("account_id", "TEXT", "The account."),
        Column("subject", "TEXT", "The principal or the peers."),
        Column("feature", "TEXT", "api, network, ...; '' for the active hours themselves."),
        Column("value", "TEXT", "The value of the feature."),
        Column("weight", "DOUBLE", "In how many active hours it was seen, faded."),
        Column("first_day", "TIMESTAMP", "The first day of the subject."),
    ),
)
SCORE = Table(
    name="behavior_score",
    doc="The highest scores of each day.",
    schema="facts",
    enveloped=False,
    columns=(
        Column("account_id", "TEXT", "The account."),
        Column("day", "TIMESTAMP", "The day."),
        Column("score", "DOUBLE", "The score of an hour."),
    ),
)

DayScores = dict[tuple[str, date], list[float]]
"""The highest scores of hours, by account and day."""


def list_versions(folder: Path) -> list[date]:
    """Return the days that there is a version of, oldest first."""
    found = []
    with suppress(FileNotFoundError):
        for path in folder.iterdir():
            with suppress(ValueError):
                name, _, day = path.name.partition("=")
                if name == "day" and path.is_dir() and not path.is_symlink():
                    found.append(date.fromisoformat(day))
    return sorted(found)


def write_version(folder: Path, day: date, profiles: Profiles, scores: DayScores) -> None:
    """Write the version of a day; one that is there already stays as it is."""
    partial = folder / f"{PARTIAL}{secrets.token_hex(8)}"
    try:
        partial.mkdir(parents=True, mode=0o700)
        behavior = ParquetFile(BEHAVIOR, partial / "behavior.parquet")
        for (scope, account, name), profile in sorted(profiles.items()):
            row = {"scope": scope, "account_id": account, "subject": name,
                   "first_day": profile.first_day.isoformat()}  # fmt: skip
            traits = [(("", ""), profile.hours), *sorted(profile.traits.items())]
            behavior.add(
                row | {"feature": feature, "value": value, "weight": weight}
                for (feature, value), weight in traits
            )
        behavior.close()
        file = ParquetFile(SCORE, partial / "behavior_score.parquet")
        for (account, scored), values in sorted(scores.items()):
            if (day - scored).days < SCORED_DAYS:
                at = scored.isoformat()
                file.add({"account_id": account, "day": at, "score": value} for value in values)
        file.close()
        final = folder / f"day={day.isoformat()}"
        if not final.exists():
            partial.rename(final)
    except OSError as error:
        raise StorageFailed(f"{folder}: cannot write the baselines: {error}") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def read_version(
    folder: Path, day: date, subjects: Collection[Subject] | None = None
) -> tuple[Profiles, DayScores]:
    """Return what was usual at the end of a day: of these subjects, or of all.

    DamagedSnapshot where a file cannot be read.
    """
    path = folder / f"day={day.isoformat()}"
    profiles: Profiles = {}
    scores: DayScores = {}
    with EmbeddedEngine(path, threads=1, limits=OURS) as engine:
        for table in (BEHAVIOR, SCORE):
            names = [column.name for column in table.columns]
            engine.attach(table, path / f"{table.name}.parquet", names)
        only = ""
        if subjects is not None:
            engine.hold_rows(
                "asked", {"scope": "TEXT", "account_id": "TEXT", "subject": "TEXT"}, subjects
            )
            only = "semi join asked using (scope, account_id, subject)"
        sql = (
            "select scope, account_id, subject, feature, value, weight, first_day "
            f"from facts.behavior {only}"
        )
        for scope, account, name, feature, value, weight, first in engine.stream(sql):
            profile = profiles.setdefault((scope, account, name), Profile(first.date()))
            if feature:
                profile.traits[feature, value] = weight
            else:
                profile.hours = weight
        for account, scored, score in engine.stream(
            "select account_id, day, score from facts.behavior_score"
        ):
            scores.setdefault((account, scored.date()), []).append(score)
    return profiles, scores


def remove_old_versions(folder: Path, versions: Iterable[date]) -> None:
    """Delete the versions that are too old to score anything, and what killed runs left."""
    newest = max(versions, default=None)
    for day in list_versions(folder):
        if newest and newest - day > timedelta(days=KEPT):
            shutil.rmtree(folder / f"day={day.isoformat()}", ignore_errors=True)


def find_version(versions: Iterable[date], hour: datetime, settle: timedelta) -> date | None:
    """Return the newest version that was there before an hour, settled; None where none was.

    It follows from the time of the event alone, so that a later run takes the same.
    """
    newest = (hour - timedelta(days=1) - settle).date()
    return max((day for day in versions if day <= newest), default=None)
