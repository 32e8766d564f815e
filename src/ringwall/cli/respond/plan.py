"""`ringwall respond plan`: what a playbook would do."""

import shlex

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
from ringwall.jobs.respond.plan import ResponsePlan, make_response_plan, tell_nothing
from ringwall.jobs.respond.responders import Responders
from ringwall.jobs.respond.target import choose_response, find_target
from ringwall.model.text import count_of


def plan(
    what: str,
    /,
    *,
    chosen: ResponseOptions | None = None,
    format: RowFormat = "table",
    policy: PolicyOptions | None = None,
    access: AwsOptions | None = None,
    where: HomeOptions | None = None,
) -> int:
    """Show what a playbook would do about a threat, as AWS is now; nothing is written.

    Each call is shown with why, its undo and what it can break; then what only a person can do, the
    risks, and who has to approve. Exit 2 where it could not be planned to its end, or
    where only a person can go on.

    Parameters
    ----------
    what
        A finding's uid, an incident (INC-...), a case (CASE-...), the ARN of a resource, or an
        account id.
    format
        table, or json for one document.
    """
    responders = open_response(policy, access, where)
    found = make_plan(responders, what, chosen or ResponseOptions())
    print_response_plan(found, format)
    if not found.changes:
        print_note(f"nothing to change: {tell_nothing(found)}")
        return 2 if found.problem or found.steps else 0
    changes = count_of(len(found.changes), "change")
    print_note(f"{changes} planned; nothing was written; to carry it out:")
    given = chosen or ResponseOptions()
    print_note(
        f"ringwall respond run {tell_run(what, found.playbook.id, given)} --yes"
        f"{tell_access(responders.connection, policy)}"
    )
    return 2 if found.problem else 0


def tell_run(what: str, playbook: str, chosen: ResponseOptions) -> str:
    """Return the words that make the same plan again."""
    options = {
        "playbook": [playbook],
        "resource": [chosen.resource],
        "option": list(chosen.option),
        "account": [chosen.account],
        "resource-region": [chosen.resource_region],
    }
    words = [
        word
        for name, values in options.items()
        for value in values
        if value
        for word in (f"--{name}", value)
    ]
    return shlex.join([what, *words])


def make_plan(responders: Responders, what: str, chosen: ResponseOptions) -> ResponsePlan:
    """Return the plan about what a user names, before there is a case."""
    target = find_target(responders, what, account=chosen.account, region=chosen.resource_region)
    response = choose_response(target, chosen.playbook, chosen.resource)
    options = read_pairs(chosen.option)
    return make_response_plan(responders, response.threat, response.playbook, options)


def print_response_plan(plan: ResponsePlan, form: RowFormat) -> None:
    """Print a plan."""
    if form == "json":
        print_json([plan.describe()])
        return
    for line in plan.lines():
        print(line)
