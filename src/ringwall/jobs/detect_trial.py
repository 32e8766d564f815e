"""One detection tried out on logs: how often it would have fired, and on whom. Writes nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from ringwall.hub.sightings import name_finding
from ringwall.jobs.detect import DetectRequest, run_detect
from ringwall.jobs.events import Events
from ringwall.model.detection import DetectionRule, Hit
from ringwall.model.errors import BadInput


@dataclass(frozen=True)
class TrialRow:
    """What one actor did, as the detection sees it."""

    actor: str
    account_id: str
    acts: int
    resources: int
    first: datetime
    last: datetime
    reason: str
    """Of the last act."""


@dataclass(frozen=True)
class TrialResult:
    """What a detection would have found."""

    rule: DetectionRule
    rows: tuple[TrialRow, ...]
    """Those who acted most often first."""
    hits: int
    findings: int
    days: int
    """Days of the logs that it looked at."""
    events: int
    seconds: float

    @property
    def per_day(self) -> float:
        """Hits a day."""
        return self.hits / max(1, self.days)


def try_detection(
    home: Path,
    rule: str,
    since: timedelta | None,
    events: Events,
    *,
    folders: tuple[Path, ...] = (),
) -> TrialResult:
    """Run one detection over a time; all that there is where `since` is None.

    BadInput where there is no such detection, or where it fails.
    """
    if "*" in rule or "?" in rule:
        raise BadInput(f"{rule}: name one detection; `ringwall detect --trial` counts many")
    request = DetectRequest(
        since=timedelta(days=40_000) if since is None else since,
        rules=(rule,),
        folders=folders,
        is_trial=True,
    )
    with run_detect(home, request, events) as result:
        if result.failed:
            raise BadInput(result.failed[0].failure)
        count = result.counts.get(rule)
        hits = tuple(result.hits.values())
        return TrialResult(
            rule=result.rules[rule],
            rows=tuple(_group(hits)),
            hits=len(hits),
            findings=len({name_finding(hit) for hit in hits}),
            days=result.days,
            events=result.rows,
            seconds=count.seconds if count else 0,
        )


def _group(hits: tuple[Hit, ...]) -> list[TrialRow]:
    groups: dict[tuple[str, str], list[Hit]] = {}
    for hit in hits:
        groups.setdefault((hit.actor or hit.address or hit.resource, hit.account_id), []).append(
            hit
        )
    rows = [
        TrialRow(
            actor,
            account_id,
            len(those),
            len({hit.resource for hit in those}),
            min(hit.at for hit in those),
            max(hit.at for hit in those),
            max(those, key=lambda hit: (hit.at, hit.uid)).reason,
        )
        for (actor, account_id), those in groups.items()
    ]
    return sorted(rows, key=lambda row: (-row.acts, row.actor, row.account_id))
