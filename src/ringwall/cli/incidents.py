"""`ringwall incidents`: what detections saw, joined into incidents."""

import sys
from dataclasses import dataclass
from typing import Annotated, Literal

import cyclopts
from cyclopts import Parameter
from cyclopts.validators import Number

from ringwall.cli.options import PLAIN, HomeOptions, find_home, name_user
from ringwall.cli.output import RowFormat, print_grid, print_json, print_note
from ringwall.cli.text import format_time
from ringwall.jobs.incidents import (
    IncidentForm,
    IncidentsRequest,
    add_exception,
    close_incident,
    describe_incident,
    doubt_rule,
    drop_exception,
    list_exceptions,
    list_incidents,
    reopen_incident,
    show_incident,
    write_story,
)
from ringwall.model.rule import Severity
from ringwall.model.text import count_of

incidents = cyclopts.App(
    name="incidents",
    help="List incidents that logs show; tell the story of one; close it.",
    default_parameter=PLAIN,
)


@Parameter(name="*")
@dataclass(frozen=True)
class IncidentOptions:
    """Which incidents to list."""

    since: str = ""
    """Only incidents with a hit since then: an age (7d, 24h) or a date (2026-01-31)."""
    account: str = ""
    """Only incidents that touched this account, by id or name."""
    severity: Severity = "low"
    """The mildest severity to list."""
    status: Literal["open", "closed", "all"] = "open"
    """Only incidents of this status."""


@Parameter(name="*")
@dataclass(frozen=True)
class ScopeOptions:
    """What an exception covers; * stands for any text."""

    rule: str = ""
    """Only hits of this rule."""
    actor: str = ""
    """Only hits by this principal."""
    resource: str = ""
    """Only hits on this resource."""
    account: str = ""
    """Only hits in this account, by id or name."""


@incidents.default
@incidents.command(name="list")
def list_all(
    *,
    wanted: IncidentOptions | None = None,
    all: bool = False,
    budget: Annotated[int, Parameter(validator=Number(gte=1))] = 5,
    format: IncidentForm = "table",
    where: HomeOptions | None = None,
) -> None:
    """List incidents, the gravest first: as many of an account and day as the budget lets through.

    Parameters
    ----------
    all
        List those below the budget, too.
    budget
        Incidents of one account that began on one day. Critical ones are always listed.
    format
        How to print them.
    """
    options = wanted or IncidentOptions()
    request = IncidentsRequest(
        since=options.since,
        account=options.account,
        severity=options.severity,
        status=None if options.status == "all" else options.status,
        shows_all=all,
        per_day=budget,
    )
    result = list_incidents(find_home(where), request)
    result.write(format, sys.stdout)
    rest = f", {result.hidden} below the budget: --all lists them" if result.hidden else ""
    print_note(f"{count_of(len(result.shown), 'incident')}{rest}")


@incidents.command
def show(
    incident: str, /, *, format: RowFormat = "table", where: HomeOptions | None = None
) -> None:
    """Tell the story of an incident: what happened, who did it, when, and what to do first.

    Parameters
    ----------
    incident
        Its id, an id that it had before, or the beginning of one.
    format
        table for a text to read, or json for one document.
    """
    story = show_incident(find_home(where), incident)
    if format == "json":
        print_json([describe_incident(story)])
        return
    write_story(story, sys.stdout)


@incidents.command
def close(
    incident: str, /, *, reason: str, author: str = "", where: HomeOptions | None = None
) -> None:
    """Close an incident; a new hit opens it again.

    Parameters
    ----------
    incident
        Its id, an id that it had before, or the beginning of one.
    reason
        Why it is over.
    author
        Who says so; the user of this machine if left out.
    """
    closed = close_incident(find_home(where), incident, reason=reason, author=_name(author))
    print_note(f"closed {closed.id}: {closed.title}")


@incidents.command
def reopen(incident: str, /, *, author: str = "", where: HomeOptions | None = None) -> None:
    """Open a closed incident again.

    Parameters
    ----------
    incident
        Its id, an id that it had before, or the beginning of one.
    author
        Who says so; the user of this machine if left out.
    """
    opened = reopen_incident(find_home(where), incident, author=_name(author))
    print_note(f"reopened {opened.id}: {opened.title}")


@incidents.command
def suppress(
    *,
    scope: ScopeOptions | None = None,
    reason: str,
    expires: str = "90d",
    author: str = "",
    where: HomeOptions | None = None,
) -> None:
    """Write an exception: hits in its scope make no incident, and are shown as excepted.

    There is no scope by user agent: whoever attacks chooses that.

    Parameters
    ----------
    reason
        Why such hits are no incident.
    expires
        How long it holds (30d) or until which day (2026-12-31).
    author
        Who says so; the user of this machine if left out.
    """
    asked = scope or ScopeOptions()
    written, covered = add_exception(
        find_home(where),
        {
            "rule": asked.rule,
            "actor": asked.actor,
            "resource": asked.resource,
            "account_id": asked.account,
        },
        reason=reason,
        author=_name(author),
        expires=expires,
    )
    until = format_time(written.expires_at)
    print(written.id)
    print_note(f"exception {written.id} until {until}; {count_of(covered, 'hit')} covered already")
    if not covered and (doubt := doubt_rule(asked.rule)):
        print_note(doubt)


@incidents.command
def exceptions(*, format: RowFormat = "table", where: HomeOptions | None = None) -> None:
    """List the exceptions, and how many hits each covers.

    Parameters
    ----------
    format
        table, or json for one object a line.
    """
    found = list_exceptions(find_home(where))
    if format == "json":
        print_json(found.rows)
        return
    names = ("id", "expires", "hits", "rule", "actor", "resource", "account", "author", "reason")
    rows = [
        (
            row["id"],
            format_time(row["expires_at"]),
            row["hits"],
            *(row[name] or "*" for name in ("rule", "actor", "resource", "account_id")),
            row["author"],
            row["reason"],
        )
        for row in found.rows
    ]
    print_grid(names, rows)


@incidents.command
def unsuppress(exception: str, /, *, where: HomeOptions | None = None) -> None:
    """Forget an exception: the hits that it covered make incidents again.

    Parameters
    ----------
    exception
        Its id; `ringwall incidents exceptions` lists them.
    """
    freed = drop_exception(find_home(where), exception)
    print_note(f"forgot {exception}; {count_of(freed, 'hit')} count again")


def _name(author: str) -> str:
    """Return who acts: whom the option names, or the user of this machine."""
    return author or name_user()
