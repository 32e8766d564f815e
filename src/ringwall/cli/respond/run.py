"""`ringwall respond run`: a threat contained."""

from ringwall.cli.aws_options import AwsOptions
from ringwall.cli.options import HomeOptions
from ringwall.cli.output import RowFormat, print_json, print_note
from ringwall.cli.respond.options import (
    PolicyOptions,
    ResponseOptions,
    open_response,
    read_pairs,
    tell_access,
)
from ringwall.cli.respond.plan import print_response_plan
from ringwall.cli.respond.result import print_response
from ringwall.cli.respond.tell import tell_new
from ringwall.cli.terminal import Terminal, confirm
from ringwall.jobs.respond.plan import make_response_plan, tell_nothing
from ringwall.jobs.respond.responders import Responders
from ringwall.jobs.respond.run import (
    Responded,
    find_granted,
    find_waiting,
    request_response,
    start_response,
    tell_missing,
)
from ringwall.jobs.respond.target import choose_response, ensure_case, find_target
from ringwall.model.errors import NotAuthorized
from ringwall.model.text import count_of


def run(
    what: str,
    /,
    *,
    chosen: ResponseOptions | None = None,
    yes: bool = False,
    format: RowFormat = "table",
    policy: PolicyOptions | None = None,
    access: AwsOptions | None = None,
    where: HomeOptions | None = None,
) -> int:
    """Plan a response, and with --yes open its case and carry it out; a terminal is asked.

    Where the policy wants the approval of others, the plan waits in its case: `ringwall respond
    approve` approves it, and the same command again carries it out. Every change is checked right
    before it is made and verified after it; `ringwall respond undo` takes all of it back. Exit 2
    where it waits, or where a change failed.

    Parameters
    ----------
    what
        A finding's uid, an incident (INC-...), a case (CASE-...), the ARN of a resource, or an
        account id.
    yes
        Carry it out without asking.
    format
        table, or json for one document.
    """
    responders = open_response(policy, access, where)
    options, ways = chosen or ResponseOptions(), tell_access(responders.connection, policy)
    if (code := _start_granted(responders, what, format, ways, yes=yes)) is not None:
        return code
    if options == ResponseOptions() and _tell_waiting(responders, what):
        return 2
    target = find_target(responders, what, account=options.account, region=options.resource_region)
    response = choose_response(target, options.playbook, options.resource)
    pairs = read_pairs(options.option)
    shown = make_response_plan(responders, response.threat, response.playbook, pairs)
    if not (format == "json" and yes):
        print_response_plan(shown, format)
    if not shown.changes:
        print_note(f"nothing to change: {tell_nothing(shown)}")
        return 2 if shown.problem or shown.steps else 0
    count = count_of(len(shown.changes), "change")
    if not (yes or confirm(f"Make these {count}?")):
        print_note(f"{count} planned; nothing was written: add --yes to carry it out")
        return 0
    file, threat = ensure_case(responders, response)
    planned = make_response_plan(responders, threat, response.playbook, pairs)
    asked = request_response(responders, file, planned)
    print_note(f"case {file.case.id}")
    if asked.standing.state == "waiting":
        if format == "json":
            print_json([{"case": file.case.id, "state": "waiting", **planned.describe()}])
        print_note(tell_missing(asked.file, planned, ways))
        tell_new(responders)
        return 2
    done = start_response(responders, asked.file, planned, Terminal())
    return _tell_done(responders, done, format, ways)


def _tell_done(responders: Responders, done: Responded, form: RowFormat, ways: str) -> int:
    """Tell how a plan was carried out, and return the exit code."""
    code = print_response(done, form, ways)
    tell_new(responders)
    return code


def _tell_waiting(responders: Responders, what: str) -> bool:
    """Tell what the plan of a case waits for; whether it waits."""
    waiting = find_waiting(responders, what)
    if waiting is None:
        return False
    print_note(tell_missing(*waiting, responders.access))
    print_note("to plan it anew, which takes its approvals: name its playbook with --playbook")
    return True


def _start_granted(
    responders: Responders, what: str, form: RowFormat, ways: str, *, yes: bool
) -> int | None:
    """Start the plan of a case that others have approved; None where there is none."""
    granted = find_granted(responders, what)
    if granted is None:
        return None
    file, plan = granted
    print_response_plan(plan, "table" if form == "table" else form)
    if not (yes or confirm("Carry out this plan, which was approved?")):
        raise NotAuthorized(f"{file.case.id}: approved and not started: add --yes to carry it out")
    done = start_response(responders, file, plan, Terminal())
    return _tell_done(responders, done, form, ways)
