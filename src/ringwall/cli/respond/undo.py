"""`ringwall respond undo`: take back what was done in a case."""

from ringwall.cli.aws_options import AwsOptions
from ringwall.cli.options import HomeOptions
from ringwall.cli.output import RowFormat, print_json, print_note
from ringwall.cli.respond.options import PolicyOptions, open_response
from ringwall.cli.respond.tell import tell_new
from ringwall.cli.run_output import print_plan_before
from ringwall.cli.terminal import Terminal, confirm
from ringwall.jobs.respond.cases import describe_case
from ringwall.jobs.respond.undo import plan_undo_of_case, undo_case
from ringwall.model.text import count_of


def undo(
    case: str,
    /,
    *,
    yes: bool = False,
    format: RowFormat = "table",
    policy: PolicyOptions | None = None,
    access: AwsOptions | None = None,
    where: HomeOptions | None = None,
) -> int:
    """Plan how to undo all that was done in a case; --yes does it, a terminal is asked.

    Only what Ringwall itself wrote is undone, and only where AWS still shows it. What is kept on
    purpose, such as snapshots, is told. Exit 2 where a change failed.

    Parameters
    ----------
    case
        The case.
    yes
        Undo it without asking.
    format
        table, or json for one document.
    """
    responders = open_response(policy, access, where)
    file = responders.find_case(case)
    planned = plan_undo_of_case(responders, file)
    print_plan_before(planned, format, yes=yes)
    changes = count_of(len(planned.plan.changes), "change")
    if not planned.plan.changes:
        print_note("nothing to undo")
        return 0
    if not (yes or confirm(f"Undo {changes}? It opens again what was closed.")):
        print_note(f"{changes} to undo; nothing was written: add --yes to make them")
        return 0
    undone = undo_case(responders, file, Terminal())
    if format == "json":
        runs = [result.describe() for result in undone.results]
        print_json([{"case": describe_case(undone.file.case), "runs": runs}])
    is_clean = all(result.report.is_clean for result in undone.results)
    done = sum(result.done for result in undone.results)
    print_note(f"{file.case.id}: {count_of(done, 'change')} undone")
    tell_new(responders)
    return 0 if is_clean else 2
