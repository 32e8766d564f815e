"""`ringwall case show`: a case with its timeline."""

from ringwall.cli.aws_options import AwsOptions
from ringwall.cli.options import HomeOptions
from ringwall.cli.output import RowFormat, print_json
from ringwall.cli.respond.options import open_response
from ringwall.cli.text import format_time, tell_status
from ringwall.jobs.respond.cases import tell_case
from ringwall.model.text import count_of, make_visible


def show(case: str, /, *, format: RowFormat = "table", where: HomeOptions | None = None) -> None:
    """Tell a case: all that was seen and done, in the order of time, and what is next.

    Parameters
    ----------
    case
        Its id, or a beginning or end that only one has.
    format
        table for a text to read, or json for one document.
    """
    told = tell_case(open_response(None, AwsOptions(), where), case)
    if format == "json":
        print_json([told.describe()])
        return
    found = told.case
    print(f"{found.id}  {make_visible(found.title)}")
    print(f"severity  {found.severity}")
    reason = f": {make_visible(found.reason)}" if found.reason else ""
    print(f"status    {tell_status(found.status)}{reason}")
    if found.outstanding:
        print(f"left      {', '.join(found.outstanding)}")
    print(f"target    {make_visible(found.threat.resource)} ({found.threat.account_id})")
    print(f"owner     {make_visible(found.owner) or 'nobody'}")
    print(f"opened    {format_time(found.opened_at)} by {make_visible(found.opened_by)}")
    if found.contained_at:
        seconds = round((found.contained_at - found.opened_at) / 1000)
        print(f"contained {format_time(found.contained_at)}, {count_of(seconds, 'second')} later")
    for channel, ticket in sorted(found.tickets.items()):
        print(f"ticket    {make_visible(channel)}: {make_visible(ticket)}")
    print()
    for entry in told.timeline:
        # Who started a run is told once, by the case.
        who = f"  ({make_visible(entry.who)})" if entry.who and entry.source != "aws" else ""
        text = make_visible(entry.text)
        print(f"{format_time(entry.at)}  {entry.source:<4}  {text}{who}")
    print()
    for step in told.steps:
        print(f"person    {make_visible(step.what)}  ({make_visible(step.why)})")
    print(f"next      {told.next_step}")
