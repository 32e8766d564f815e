"""Cases as they are run: a line each, and how many are not as expected."""

from collections.abc import Callable, Sequence

from ringwall.cli.errors import print_error
from ringwall.cli.exit_codes import EXIT_BAD_USE, EXIT_CODES
from ringwall.cli.output import RowFormat, print_json, print_note
from ringwall.jobs.access.cases import CaseRun
from ringwall.model.table import Row
from ringwall.model.text import count_of, make_visible


def print_cases(cases: CaseRun, form: RowFormat, show: Callable[[Row], str]) -> int:
    """Print each case as it is run, `show` says why it ended so; return the exit code.

    A case that cannot be used is bad input, whatever became of the others.
    """
    for row in cases:
        if row["result"] == "broken":
            print_error(row["reason"])
        if form == "json":
            print_json([row])
        elif row["result"] != "broken":
            print(make_visible(f"{row['result'].upper()} {row['name']}: {show(row)}".rstrip()))
    broken = f", {cases.broken} broken and not run" if cases.broken else ""
    print_note(f"{count_of(cases.total, 'case')}, {cases.failed} not as expected{broken}")
    return EXIT_BAD_USE if cases.broken else EXIT_CODES[cases.outcome]


def show_decision(row: Row) -> str:
    """Return the decision on a request in a case: the verdict, by what, and what it depends on."""
    by = f" by {row['policy_type']}" if row["policy_type"] else ""
    found = ", ".join((*row["statements"], *row["unknown"]))
    return f"{row['verdict']}{by}{_show_expected(row, row['expect'])}  {found}"


def show_answer(row: Row) -> str:
    """Return the answer to a check of policies in a case, with the request that proves it."""
    expect = (row["expect"],) if row["expect"] else ()
    return f"{row['verdict']}{_show_expected(row, expect)}  {show_witness(row)}"


def show_witness(row: Row) -> str:
    """Return the request that proves an answer about policies, and the statements behind it."""
    request = row["witness"]
    parts = [row["reason"]] if row["reason"] else []
    if request:
        keys = "".join(f" {k}={'|'.join(v)}" for k, v in request["context"].items())
        who = f"{request['principal']} " if request["principal"] else ""
        parts.append(f"{who}{request['action']} {request['resource']}{keys}")
    if row["statements"]:
        parts.append(f"by {', '.join(row['statements'])}")
    return "  ".join(parts)


def _show_expected(row: Row, expect: Sequence[str]) -> str:
    return "" if row["result"] == "pass" else f", expected {' or '.join(expect)}"
