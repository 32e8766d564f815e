"""How a response went, as commands print it."""

from ringwall.cli.output import RowFormat, print_json, print_note
from ringwall.jobs.respond.cases import describe_case
from ringwall.jobs.respond.run import Responded
from ringwall.model.text import count_of


def print_response(done: Responded, form: RowFormat, access: str) -> int:
    """Print how a response ended and what to do next; return the exit code.

    `access` is the role and policy of the next command, as options.
    """
    case, result = done.file.case, done.result
    if form == "json":
        print_json([{"case": describe_case(case), "run": result.describe()}])
    for line in result.skipped:  # the others were noted as they ended
        print_note(line)
    planned = count_of(result.planned, "change")
    others = "".join(f", {count} {name}" for name, count in result.others.items())
    print_note(f"run {result.run.id}: {result.done} of {planned} done and verified{others}")
    if done.is_contained:
        seconds = round((case.contained_at - case.opened_at) / 1000)
        print_note(f"{case.id}: contained {count_of(seconds, 'second')} after it was opened")
    elif case.status == "partly_contained":
        print_note(f"{case.id}: PARTLY CONTAINED; left: {', '.join(case.outstanding)}")
    else:
        print_note(f"{case.id}: NOT CONTAINED")
    if result.report.is_clean:
        print_note(f"to undo it: ringwall respond undo {case.id} --yes{access}")
        return 0
    print_note(f"to go on: ringwall respond resume {case.id}{access}")
    return 2
