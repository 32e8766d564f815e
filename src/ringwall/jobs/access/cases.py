"""Cases in files, run as they are read: requests with verdicts, and checks of policies."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ringwall.jobs.access.organization import open_organization_if_any
from ringwall.jobs.access.rows import describe_answer, describe_decision
from ringwall.jobs.events import Events
from ringwall.jobs.outcome import JobOutcome, decide_outcome
from ringwall.model.errors import BadInput
from ringwall.model.table import Row
from ringwall.reason.iam.cases.access import CaseDecider, read_cases, run_case
from ringwall.reason.iam.cases.checks import PolicyCheck, run_check_file
from ringwall.reason.iam.cases.lines import BrokenCase
from ringwall.reason.iam.question.decision import decide_case


@dataclass
class CaseRun:
    """Cases, a row each, run as they are read; the counts are about those that were read so far.

    A case that cannot be used has the result `broken` and a reason; all others are run.
    """

    rows: Iterable[Row]
    total: int = field(default=0, init=False)
    failed: int = field(default=0, init=False)
    """Cases whose verdict is not the expected one."""
    broken: int = field(default=0, init=False)
    """Cases that cannot be used."""

    def __iter__(self) -> Iterator[Row]:
        """Yield the row of each case as it was run."""
        for row in self.rows:
            self.total += 1
            self.failed += row["result"] == "fail"
            self.broken += row["result"] == "broken"
            yield row

    @property
    def outcome(self) -> JobOutcome:
        """A finding where a verdict is not the expected one; unknown where a case is broken."""
        return decide_outcome(findings=self.failed, unknown=self.broken)


def run_access_cases(
    home: Path, files: tuple[Path, ...], events: Events, snapshot: str = ""
) -> CaseRun:
    """Run the access cases of files. A case that brings no policies is about the snapshot.

    BadInput where no file is named, or, as it is read, for a file that cannot be read.
    """
    if not files:
        raise BadInput("name a file of cases: ringwall access test CASES.ndjson")
    return CaseRun(_run_access_cases(home, files, events, snapshot))


def run_policy_checks(check: PolicyCheck, files: tuple[Path, ...]) -> CaseRun:
    """Run the cases of files about one check of policies; BadInput as for access cases."""
    if not files:
        raise BadInput(f"name a file of cases: ringwall access {check} CASES.ndjson")
    return CaseRun(_run_policy_checks(check, files))


def _run_access_cases(
    home: Path, files: tuple[Path, ...], events: Events, snapshot: str
) -> Iterator[Row]:
    estate: CaseDecider = None
    asked = 0
    for path in files:
        for case in read_cases(path):
            if isinstance(case, BrokenCase):
                yield _describe_broken(path, case)
                continue
            if not case.brings_policies:
                if not asked:
                    estate = _open_estate(home, snapshot)
                asked += 1
            result = run_case(case, estate)
            yield {
                "result": "pass" if result.is_as_expected else "fail",
                "name": result.case.name,
                **describe_decision(result.decision),
                "expect": list(result.case.expect),
                "place": f"{path}:{result.case.line}",
            }
    if asked and estate is None:
        events.note(
            f"cases without policies: {asked}; there is no snapshot in this home folder, so they "
            "were decided as if no policy were attached anywhere"
        )


def _open_estate(home: Path, snapshot: str) -> CaseDecider:
    organization = open_organization_if_any(home, snapshot)
    return None if organization is None else lambda case: decide_case(organization, case)


def _run_policy_checks(check: PolicyCheck, files: tuple[Path, ...]) -> Iterator[Row]:
    for path in files:
        for result in run_check_file(check, path):
            if isinstance(result, BrokenCase):
                yield _describe_broken(path, result)
                continue
            yield {
                "result": "pass" if result.is_as_expected else "fail",
                "name": result.case.name,
                **describe_answer(result.answer),
                "expect": result.case.expect,
                "place": f"{path}:{result.case.line}",
            }


def _describe_broken(path: Path, case: BrokenCase) -> Row:
    return {
        "result": "broken",
        "name": f"line {case.line}",
        "reason": case.reason,
        "place": f"{path}:{case.line}",
    }
