"""`ringwall respond notices`: what waits for channels, and what they did not take."""

from ringwall.cli.aws_options import AwsOptions
from ringwall.cli.options import HomeOptions, Repeated
from ringwall.cli.output import RowFormat, print_grid, print_json, print_note
from ringwall.cli.respond.options import PolicyOptions, open_response
from ringwall.jobs.respond.outbox import list_notices, retry_notices
from ringwall.model.outbox import QueuedNotice
from ringwall.model.table import Row
from ringwall.model.text import count_of

COLUMNS = ("notice", "channel", "case", "kind", "status", "attempts", "key", "error")


def notices(
    *,
    every: bool = False,
    retry: Repeated = (),
    retry_all: bool = False,
    format: RowFormat = "table",
    policy: PolicyOptions | None = None,
    access: AwsOptions | None = None,
    where: HomeOptions | None = None,
) -> int:
    """List what waits for channels and what none took; let the latter be tried again.

    Exit 1 where something was not taken, however often it was tried.

    Parameters
    ----------
    every
        List what was sent, too.
    retry
        Let this notice be tried again (may be repeated); the beginning of its name is enough.
    retry_all
        Let all be tried again.
    format
        table, or json for one object a line.
    """
    responders = open_response(policy, access, where)
    if retry or retry_all:
        count = retry_notices(responders, () if retry_all else retry)
        print_note(f"{count_of(count, 'notice')} will be tried again: ringwall respond tell")
    found = list(list_notices(responders, () if every else ("waiting", "dead")))
    rows = [_describe(one) for one in found]
    if format == "json":
        print_json(rows)
    elif rows:
        print_grid(COLUMNS, [[row[name] for name in COLUMNS] for row in rows])
    dead = sum(one.status == "dead" for one in found)
    print_note(f"{count_of(len(found), 'notice')}, {dead} not taken")
    return int(dead > 0)


def _describe(one: QueuedNotice) -> Row:
    return {
        "notice": one.uid[:12],
        "channel": one.channel,
        "case": one.notice.case,
        "kind": one.notice.kind,
        "status": one.status,
        "attempts": one.attempts,
        "key": one.key,
        "error": one.error,
        "uid": one.uid,
        "queued_at": one.created_at,
        "due_at": one.due_at,
        "sent_at": one.sent_at,
    }
