"""Incidents: which there are, the story of one, closing and reopening, and exceptions."""

import fnmatch
import re
import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TextIO

from ringwall.catalog.loader import load_detections
from ringwall.hub.incidents import record
from ringwall.hub.incidents.budget import PER_DAY, find_below
from ringwall.hub.incidents.context import find_context
from ringwall.hub.incidents.exceptions import find_cover
from ringwall.hub.incidents.formats import (
    IncidentContext,
    IncidentFormat,
    describe_story,
    write_incidents,
)
from ringwall.hub.incidents.group import REACH
from ringwall.hub.incidents.lines import print_story
from ringwall.hub.incidents.story import (
    Moment,
    Story,
    ToldIncidents,
    make_moments,
    tell_story,
)
from ringwall.hub.incidents.ties import find_ties
from ringwall.jobs.history import name_accounts, open_incidents
from ringwall.model.detection import Hit
from ringwall.model.errors import BadInput, NotCollected
from ringwall.model.incident import Incident, IncidentStatus, Suppression
from ringwall.model.rule import SEVERITIES, Severity
from ringwall.model.spelling import find_likely
from ringwall.model.table import Row
from ringwall.store.database.connection import writing
from ringwall.store.database.context import ContextStore
from ringwall.store.database.incidents import Incidents, IncidentWriter
from ringwall.store.home import Home

IncidentForm = IncidentFormat
"""The formats that incidents can be written in."""
_AGE = re.compile(r"(\d{1,5})([mhdw])")
PRODUCTS = ("guardduty.", "securityhub.", "inspector.", "macie.", "accessanalyzer.", "config.")
"""What the kinds of findings of AWS's services begin with."""
DRAWN = 20
"""Incidents that a report draws; it lists the others."""
LONGEST = round((REACH.longest + timedelta(days=1)).total_seconds() * 1000)
"""Milliseconds within which all incidents lie that began on the day of one that goes on."""
UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


@dataclass(frozen=True)
class IncidentsRequest:
    """Which incidents are asked for; what is left empty does not narrow."""

    since: str = ""
    """An age (7d, 24h) or a date: only incidents with a hit since then."""
    account: str = ""
    """Id or name: only incidents that touched it."""
    severity: Severity = "low"
    """The mildest severity."""
    status: IncidentStatus | None = "open"
    """None is either."""
    shows_all: bool = False
    """Whether incidents below the budget are among them."""
    per_day: int = PER_DAY
    """The budget: incidents of an account that began on one day."""


@dataclass(frozen=True)
class IncidentList:
    """The incidents that were asked for, the gravest first."""

    incidents: Incidents
    shown: tuple[Incident, ...]
    below: frozenset[str]
    """IDs of those below the budget, shown or not."""
    names: Mapping[str, str]

    @property
    def hidden(self) -> int:
        """How many are below the budget and not shown."""
        return len(self.below - {incident.id for incident in self.shown})

    def write(self, form: IncidentFormat, out: TextIO) -> None:
        """Write them."""
        context = IncidentContext(
            self.below, self.names, lambda incident: read_story(self.incidents, incident)
        )
        write_incidents(form, self.shown, out, context)


@dataclass(frozen=True)
class ExceptionList:
    """The exceptions, and how many hits each covers."""

    suppressions: tuple[Suppression, ...]
    covered: Mapping[str, int] = field(default_factory=dict)

    @property
    def rows(self) -> Iterator[Row]:
        """Yield each exception as a document."""
        for each in self.suppressions:
            yield {**vars(each), "hits": self.covered.get(each.id, 0)}


def list_incidents(
    home: Path, request: IncidentsRequest, now: datetime | None = None
) -> IncidentList:
    """Return the incidents that match; BadInput for an account or a time that there is not."""
    folder = Home(home)
    incidents = open_incidents(folder)
    names = name_accounts(folder)
    since = parse_since(request.since, now or datetime.now(UTC)) if request.since else 0
    account = _find_account(request.account, names, incidents)
    # The budget is of an account's day, whatever of it a list leaves out.
    found = incidents.find_all(max(0, since - LONGEST), status=request.status)
    below = find_below(found, request.per_day)
    wanted = [
        incident
        for incident in found
        if incident.last_at >= since
        and SEVERITIES.index(incident.severity) >= SEVERITIES.index(request.severity)
        and (not account or account in incident.accounts)
    ]
    shown = tuple(each for each in wanted if request.shows_all or each.id not in below)
    return IncidentList(incidents, shown, below & {each.id for each in wanted}, names)


def show_incident(home: Path, name: str) -> Story:
    """Return the story of an incident by its ID, one of before, or the beginning of one."""
    folder = Home(home)
    incidents = open_incidents(folder)
    story = read_story(incidents, incidents.find(name))
    return replace(story, names=name_accounts(folder))


def tell_incidents(home: Home) -> ToldIncidents:
    """Return the open incidents for a report; none where this home folder has no database."""
    try:
        incidents = open_incidents(home)
    except NotCollected:
        return ToldIncidents()
    found = incidents.find_all(status="open")
    below = find_below(found)
    shown = [incident for incident in found if incident.id not in below]
    names = name_accounts(home)
    stories = (replace(read_story(incidents, each), names=names) for each in shown[:DRAWN])
    return ToldIncidents(tuple(stories), tuple(shown[DRAWN:]), len(below))


def write_story(story: Story, out: TextIO) -> None:
    """Write a story as text, for a person."""
    print_story(story, out)


def describe_incident(story: Story) -> Row:
    """Return a story as a JSON-able document."""
    return describe_story(story)


def read_story(incidents: Incidents, incident: Incident) -> Story:
    """Return the story of an incident that is kept, told anew from its hits."""
    told = incidents.hits(incident.id)
    hits = [each.hit for each in told]
    story = tell_story(incident.id, hits, {each.hit.rule: each.words for each in told})
    aliases = incidents.aliases(incident.id)
    return replace(
        story,
        # The score that lists show, and by which the budget ranks, is the one that is kept.
        incident=incident,
        aliases=aliases,
        events=incidents.events({incident.id, *aliases}),
        suppressed=tuple(_find_suppressed(incidents, story)),
        context=_find_context(incidents, hits),
    )


def close_incident(home: Path, name: str, *, reason: str, author: str) -> Incident:
    """Close an incident, and say why; a new hit opens it again."""
    return _set_status(home, name, is_closed=True, reason=reason, author=author)


def reopen_incident(home: Path, name: str, *, author: str) -> Incident:
    """Open a closed incident again."""
    return _set_status(home, name, is_closed=False, reason="", author=author)


def add_exception(
    home: Path,
    scope: Mapping[str, str],
    *,
    reason: str,
    author: str,
    expires: str,
    now: datetime | None = None,
) -> tuple[Suppression, int]:
    """Keep an exception, and return it with the number of hits that it covers already.

    `scope` has rule, actor, resource and account_id. BadInput where it has none of them, where
    nobody says why, for a time that is no age and no date to come, and for an account by another
    name than the snapshot has.
    """
    at = now or datetime.now(UTC)
    if not any(value.strip("*") for value in scope.values()):
        raise BadInput("an exception of everything is none; name --rule, --actor or --resource")
    if not reason.strip():
        raise BadInput("say why in --reason: whoever reads the exception later asks")
    suppression = Suppression(
        id=f"S{at:%Y%m%d}-{secrets.token_hex(3)}",
        reason=reason,
        author=author,
        created_at=round(at.timestamp() * 1000),
        expires_at=parse_until(expires, at),
        **{**scope, "account_id": _name_account(Home(home), scope.get("account_id", ""))},
    )
    incidents = open_incidents(Home(home))
    with writing(incidents.engine) as connection:
        covered = record.suppress(
            IncidentWriter(connection), suppression, now=suppression.created_at
        )
    return suppression, covered


def doubt_rule(pattern: str) -> str:
    """Return a remark on an exception's rule that no detection of ours has, '' for all others.

    Rules of a folder, of Sigma and of AWS's services are known once they have hits.
    """
    known = load_detections()
    if not pattern or pattern.startswith(("sigma.", *PRODUCTS)) or fnmatch.filter(known, pattern):
        return ""
    meant = find_likely(pattern, known)
    hint = f"; did you mean {meant}?" if meant else ""
    return f"no detection of Ringwall matches {pattern}{hint}"


def list_exceptions(home: Path) -> ExceptionList:
    """Return the exceptions, the newest last."""
    incidents = open_incidents(Home(home))
    return ExceptionList(incidents.suppressions(), incidents.count_suppressed())


def drop_exception(home: Path, id_: str) -> int:
    """Forget an exception, and return how many hits count again; BadInput for an unknown one."""
    incidents = open_incidents(Home(home))
    with writing(incidents.engine) as connection:
        writer = IncidentWriter(connection)
        found = {each.id: each for each in writer.suppressions()}
        if id_ not in found:
            raise BadInput(f"no exception {id_}; `ringwall incidents exceptions` lists them")
        return record.unsuppress(writer, found[id_], now=_now())


def parse_since(text: str, now: datetime) -> int:
    """Return the milliseconds of an age before now (7d) or of a date; BadInput for neither."""
    return _parse_time(text, now, -1, "--since")


def parse_until(text: str, now: datetime) -> int:
    """Return the milliseconds of a time after now (90d) or of a date to come; else BadInput."""
    found = _parse_time(text, now, 1, "--expires")
    if found <= now.timestamp() * 1000:
        raise BadInput(f"--expires {text}: is over already")
    return found


def _parse_time(text: str, now: datetime, sign: int, option: str) -> int:
    try:
        if match := _AGE.fullmatch(text):
            at = now + sign * timedelta(**{UNITS[match[2]]: int(match[1])})
        else:
            at = datetime.fromisoformat(text)
            at = at if at.tzinfo else at.replace(tzinfo=UTC)
        return max(0, round(at.timestamp() * 1000))
    except (ValueError, OverflowError) as error:
        raise BadInput(
            f"{option} {text}: write a number and m, h, d or w, such as 7d, or 2026-01-31"
        ) from error


def _find_account(wanted: str, names: Mapping[str, str], incidents: Incidents) -> str:
    """Return the ID of an account, by ID or name; BadInput where nothing has it."""
    if not wanted:
        return ""
    ids = [id_ for id_, name in names.items() if wanted in {id_, name}]
    if len(ids) > 1:
        raise BadInput(f"{len(ids)} accounts are named {wanted}: {', '.join(ids)}; name one by ID")
    known = {account for incident in incidents.find_all() for account in incident.accounts}
    if ids or wanted in known:
        return ids[0] if ids else wanted
    meant = find_likely(wanted, [*names, *names.values(), *known])
    hint = f"; did you mean {meant}?" if meant else ""
    raise BadInput(f"no account {wanted} in the snapshot or in any incident{hint}")


def _name_account(home: Home, wanted: str) -> str:
    """Return the ID, or the pattern of IDs, of accounts: no hit needs to be there yet."""
    if not wanted or re.fullmatch(r"\d{12}|\d*\*[\d*]*", wanted):
        return wanted
    return _find_account(wanted, name_accounts(home), open_incidents(home))


def _find_suppressed(incidents: Incidents, story: Story) -> Iterator[tuple[Moment, Suppression]]:
    """Yield hits around an incident that an exception covers and that share something with it."""
    gap = round(REACH.gap.total_seconds() * 1000)
    first, last = story.moments[0].at - gap, story.moments[-1].at + gap
    values = {tie.value for moment in story.moments for tie in find_ties(moment.hit)}
    found = incidents.suppressed(first, last)
    by_id = {each.id: each for each in incidents.suppressions()} if found else {}
    for told in found:
        if told.suppression in by_id and values & {tie.value for tie in find_ties(told.hit)}:
            (moment,) = make_moments([told.hit], {told.hit.rule: told.words})
            yield moment, by_id[told.suppression]


def _find_context(incidents: Incidents, hits: Sequence[Hit]) -> tuple[Moment, ...]:
    """Return the acts beside hits that no exception covers."""
    found = find_context(hits, ContextStore(incidents.engine))
    exceptions = incidents.suppressions() if found else ()
    told = [each for each in found if not find_cover(exceptions, each.hit)]
    return make_moments([each.hit for each in told], {each.hit.rule: each.words for each in told})


def _set_status(home: Path, name: str, *, is_closed: bool, reason: str, author: str) -> Incident:
    incidents = open_incidents(Home(home))
    incident = incidents.find(name)
    if (incident.status == "closed") == is_closed:
        raise BadInput(f"{incident.id} is {incident.status} already")
    if is_closed and not reason.strip():
        raise BadInput("say why in --reason: whoever sees the next such incident asks")
    with writing(incidents.engine) as connection:
        writer = IncidentWriter(connection)
        # Read again under the lock: hits may have come meanwhile.
        fresh = writer.incidents([incident.id]).get(incident.id)
        if fresh is None:
            raise BadInput(f"{incident.id} was merged into another one just now; show it again")
        return record.set_status(
            writer, fresh, is_closed=is_closed, reason=reason, author=author, now=_now()
        )


def _now() -> int:
    return time.time_ns() // 1_000_000
