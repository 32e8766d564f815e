"""`ringwall respond approve`: a person agrees to a plan."""

from ringwall.cli.aws_options import AwsOptions
from ringwall.cli.options import HomeOptions
from ringwall.cli.output import print_note
from ringwall.cli.respond.options import PolicyOptions, open_response, tell_access
from ringwall.cli.respond.plan import print_response_plan
from ringwall.cli.respond.tell import tell_new
from ringwall.cli.terminal import confirm
from ringwall.jobs.respond.approve import decide
from ringwall.jobs.respond.run import find_plan, tell_missing


def approve(
    case: str,
    /,
    *,
    plan: str = "",
    reason: str = "",
    yes: bool = False,
    policy: PolicyOptions | None = None,
    access: AwsOptions | None = None,
    where: HomeOptions | None = None,
) -> int:
    """Show the plan of a case, and approve it. You are who AWS says you are.

    An approval holds for this very plan, is used once, and ends. Exit 2 while more persons have to
    approve.

    Parameters
    ----------
    case
        The case.
    plan
        The plan, by the beginning of its hash; the newest one if left out.
    reason
        What is written down with it.
    yes
        Approve without being asked.
    """
    responders = open_response(policy, access, where)
    file = responders.find_case(case)
    found = find_plan(file, plan)
    print_response_plan(found, "table")
    if not (yes or confirm(f"Approve this plan as {responders.principal}?")):
        print_note("not approved: add --yes to approve it")
        return 2
    decided = decide(responders, file, plan=found.hash, approve=True, reason=reason)
    tell_new(responders)
    ways = tell_access(responders.connection, policy)
    if decided.standing.state == "granted":
        # Who approves needs no role in the account; who carries it out does.
        own = ways or file.case.access
        print_note(f"approved; to carry it out: ringwall respond run {file.case.id} --yes{own}")
        return 0
    print_note(tell_missing(decided.file, decided.plan, ways))
    return 2
