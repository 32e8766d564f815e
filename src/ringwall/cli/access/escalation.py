"""`ringwall access escalation`: who can become an administrator, and how."""

from collections.abc import Iterator

from ringwall.cli.access.options import QuestionOptions
from ringwall.cli.access.rows import print_found, print_gaps, show_conditions, show_verdict
from ringwall.cli.exit_codes import EXIT_CODES
from ringwall.cli.output import print_note
from ringwall.jobs.access.escalation import list_escalation
from ringwall.model.table import Row
from ringwall.model.text import count_of


def escalation(
    principal: str = "",
    /,
    *,
    edges: bool = False,
    options: QuestionOptions | None = None,
) -> int:
    """List who can become an administrator, or get into another account, by the shortest chain.

    Exit 1 where a principal can, 2 where none is known to but something could not be determined.

    Parameters
    ----------
    principal
        ARN or name of one user or role; all of them if left out.
    edges
        List every single step of privilege escalation in place of the chains.
    """
    asked = options or QuestionOptions()
    result = list_escalation(asked.home, principal, edges=edges, snapshot=asked.snapshot)
    print_found(result.rows, asked.format, _show)
    print_gaps(result.gaps)
    others = count_of(result.others, "other principal")
    print_note(f"{count_of(result.administrators, 'administrator')}; {others} can become one")
    if result.undecided:
        who = count_of(result.undecided, "principal")
        print_note(f"could not be determined: whether {who} can do everything")
    return EXIT_CODES[result.outcome]


def _show(row: Row) -> Iterator[str]:
    yield f"{show_verdict(row)}{row['origin']} -> {row['goal']} ({row['end']})"
    for step in row["steps"]:
        yield f"  {step['path']}: {step['name']}: {step['gains']}{show_conditions(step)}"
        for command in step["commands"]:
            yield f"    $ {command}"
        if step["remove"]:
            yield f"    remove {step['remove']}"
