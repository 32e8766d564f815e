"""`ringwall access unused` and `suggest`: what CloudTrail shows against what is granted."""

import json
from pathlib import Path
from typing import Any

from ringwall.catalog.loader import load_logs
from ringwall.cli.access_rows import Format, Row, print_found, shorten
from ringwall.cli.estate import EXIT_FINDINGS, EXIT_UNKNOWN, find_one, open_estate, print_gaps
from ringwall.cli.options import Where
from ringwall.cli.say import clean, make_console, tell_count
from ringwall.model.errors import NotCollected, StorageFailed
from ringwall.reason.facts.usage import judge_usage, policies_of
from ringwall.reason.iam.organization.model import Principal
from ringwall.reason.iam.usage.events import ActionUse, LogWindow, read_uses, read_windows
from ringwall.reason.iam.usage.granted import ServiceUsage, Usage
from ringwall.reason.iam.usage.suggest import Suggestion, suggest_policy
from ringwall.store.engine.embedded import Engine
from ringwall.store.home import Home
from ringwall.store.lake.logs import attach_logs

Uses = dict[str, tuple[ActionUse, ...]]


def unused(
    principal: str = "",
    /,
    *,
    actions: bool = False,
    format: Format = "table",
    snapshot: str = "",
    where: Where | None = None,
) -> int:
    """List services (or actions) that were granted and, by CloudTrail, are not used.

    Exit 1 where there are any, 2 where none is known but some cannot be told.

    Parameters
    ----------
    principal
        ARN or name of one user or role; everybody where it is left out.
    actions
        List each unused action, and not only services of which nothing was used.
    format
        table, or json for one object a line, used and unknown services too.
    snapshot
        Id of the snapshot or the beginning of it; the current one where it is left out.
    """
    organization = open_estate(where, snapshot)
    windows, uses = read_logs((where or Where()).open())
    chosen = [find_one(organization, principal)] if principal else _everybody(organization)
    rows = [
        _describe(person, usage, service)
        for person in chosen
        if (window := windows.get(person.account_id))
        for usage in (judge_usage(person, uses, window),)
        for service in usage.services
    ]
    _tell_windows({person.account_id for person in chosen}, windows)
    found = [row for row in rows if row["unused"] if actions or row["verdict"] == "unused"]
    print_found(rows if format == "json" else found, format, _show(actions=actions))
    print_gaps(organization)
    what = tell_count(len(found), "service")
    if actions:
        what = tell_count(sum(len(row["unused"]) for row in found), "action")
    make_console().print(f"{what} granted and not used")
    if found:
        return EXIT_FINDINGS
    is_unseen = not {person.account_id for person in chosen} <= windows.keys()
    is_open = is_unseen or any(row["verdict"] == "unknown" for row in rows)
    return EXIT_UNKNOWN if is_open else 0


def suggest(
    principal: str,
    /,
    *,
    drop_unknown: bool = False,
    to: Path | None = None,
    snapshot: str = "",
    where: Where | None = None,
) -> int:
    """Print a policy with only what was used, proved to allow nothing that is not allowed now.

    It would take the place of all identity policies of the user or role. Exit 2 where there is
    nothing to suggest.

    Parameters
    ----------
    principal
        ARN or name of the user or role.
    drop_unknown
        Leave out, too, what the logs cannot show: data events that are not logged.
    to
        File to write the policy to; stdout where it is left out.
    snapshot
        Id of the snapshot or the beginning of it; the current one where it is left out.
    """
    organization = open_estate(where, snapshot)
    windows, uses = read_logs((where or Where()).open())
    person = find_one(organization, principal)
    window = windows.get(person.account_id)
    if window is None:
        raise NotCollected(
            f"{person.arn}: no CloudTrail events of account {person.account_id}; "
            "run `ringwall collect --cloudtrail FOLDER`"
        )
    usage = judge_usage(person, uses, window)
    if None in person.policies:
        raise NotCollected(f"{person.arn}: some of its policies were not collected")
    suggestion = suggest_policy(policies_of(person), usage, keep_unknown=not drop_unknown)
    _tell_windows({person.account_id}, windows)
    _tell(suggestion)
    if suggestion.document is None:
        return EXIT_UNKNOWN
    text = json.dumps(suggestion.document, indent=2)
    if to is None:
        print(text)
    else:
        _write(to, text)
    return 0


def read_logs(home: Home) -> tuple[dict[str, LogWindow], Uses]:
    """Return what CloudTrail shows: a window by account, uses by principal.

    NotCollected where no logs were read into this home.
    """
    with Engine() as engine:
        attach_logs(engine, home.logs, load_logs().values())
        windows = read_windows(engine)
        if not windows:
            raise NotCollected(
                f"{home.logs}: no CloudTrail events; run `ringwall collect --cloudtrail FOLDER`"
            )
        return windows, read_uses(engine)


def _everybody(organization: Any) -> list[Principal]:
    return [
        person
        for person in organization.principals.values()
        if person.kind != "root" and not person.requester.is_service_linked
    ]


def _describe(person: Principal, usage: Usage, service: ServiceUsage) -> Row:
    by_verdict: dict[str, list[str]] = {"used": [], "unused": [], "unknown": []}
    for action in service.actions:
        by_verdict[action.verdict].append(action.action)
    return {
        "principal": person.arn,
        "service": service.service,
        "verdict": service.verdict,
        "last_used": service.last_used,
        "last_seen": usage.last_seen,
        **by_verdict,
    }


def _show(*, actions: bool) -> Any:
    def show(row: Row) -> str:
        what = ", ".join(row["unused"]) if actions else shorten(row["unused"])
        return f"unused  {row['principal']}  {row['service']}: {_count(row)}  {what}"

    return show


def _count(row: Row) -> str:
    """Return how many actions of a service are not used, and what is known of the others."""
    unused, used, unknown = (len(row[verdict]) for verdict in ("unused", "used", "unknown"))
    count = f"{unused} of {tell_count(unused + used + unknown, 'action')}"
    last = f", {used} used, the last on {row['last_used']:%Y-%m-%d}" if row["last_used"] else ""
    return f"{count}{last}" + (f", {unknown} unknown" if unknown else "")


def _tell_windows(accounts: set[str], windows: dict[str, LogWindow]) -> None:
    console = make_console()
    for account in sorted(accounts):
        if window := windows.get(account):
            days = (window.last - window.first).days
            console.print(f"account {account}: {window.events} events over {days} days")
        else:
            console.print(f"account {account}: no events: nothing can be told of it")


def _tell(suggestion: Suggestion) -> None:
    console = make_console()
    for note in suggestion.notes:
        console.print(clean(note))
    if suggestion.document is not None:
        console.print(
            f"proved: it allows nothing new; {len(suggestion.dropped)} actions less, "
            f"{suggestion.size} characters"
        )
        if suggestion.kept:
            console.print(f"kept unseen: {shorten(list(suggestion.kept), 8)}")


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(f"{text}\n", encoding="utf-8")
    except OSError as error:
        raise StorageFailed(f"{path}: cannot write: {error.strerror}") from error
    make_console().print(f"wrote {path}")
