"""`ringwall access diff`: what two policies allow, for every request."""

from pathlib import Path

from ringwall.cli.access.case_lines import show_witness
from ringwall.cli.access.rows import print_found
from ringwall.cli.exit_codes import EXIT_CODES
from ringwall.cli.output import RowFormat, print_note
from ringwall.jobs.access.diff import ComparedType, PolicyComparison, compare_policy_files
from ringwall.jobs.outcome import JobOutcome
from ringwall.model.table import Row

_SUMMARIES: dict[JobOutcome, str] = {
    "clean": "the policies allow the same requests",
    "findings": "the policies differ",
    "unknown": "whether the policies differ could not be determined",
}
_OF_DENIALS: dict[JobOutcome, str] = {
    "clean": "the policies deny the same requests; neither allows any",
    "findings": "the policies differ in what they deny",
    "unknown": "whether the policies deny the same could not be determined",
}
_VACUOUS = "both policies allow nothing: there is nothing to compare"


def diff(
    old: Path, new: Path, /, *, type: ComparedType | None = None, format: RowFormat = "table"
) -> int:
    """Compare two policies; print requests that only one of them allows.

    Exit 1 where there are any, 2 where this could not be determined or neither allows anything.

    Parameters
    ----------
    old
        File with the policy as it is.
    new
        File with the policy as it is meant to be.
    type
        IDENTITY, RESOURCE, SCP or RCP; if left out, RESOURCE where a statement has a Principal.
        SCPs and RCPs, and policies that only deny, are compared by what they deny.
    format
        table, or json for one object a line.
    """
    found = compare_policy_files(old, new, type)
    print_found(found.rows, format, _show)
    print_note(_summarize(found))
    return EXIT_CODES[found.outcome]


def _summarize(found: PolicyComparison) -> str:
    if found.is_vacuous:
        return _VACUOUS
    return (_OF_DENIALS if found.is_of_denials else _SUMMARIES)[found.outcome]


def _show(row: Row) -> str:
    return f"{'+' if row['change'] == 'added' else '-'} {show_witness(row)}"
