"""Findings to a plan, and the plan to AWS."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from ringwall.catalog.loader import load_playbooks
from ringwall.jobs.connection import AwsAccess
from ringwall.jobs.events import Events
from ringwall.jobs.history import find_account, open_findings
from ringwall.jobs.plan import PlannedRun
from ringwall.jobs.rule_choice import choose_rules
from ringwall.jobs.run_report import RunResult
from ringwall.jobs.runs import make_changes
from ringwall.jobs.selection import NamedFilter, select
from ringwall.model.errors import BadInput
from ringwall.model.finding import Finding
from ringwall.model.rule import SEVERITIES, Severity
from ringwall.model.run import ONE_BY_ONE, RunOptions
from ringwall.respond.fixes import plan_fixes
from ringwall.store.database.ledger import Filter, Ledger
from ringwall.store.home import Home


@dataclass(frozen=True)
class FixRequest:
    """Which findings to fix: those that every choice takes; what is left empty takes all."""

    findings: tuple[str, ...] = ()
    """Uids, or beginnings of them."""
    rules: tuple[str, ...] = ()
    """Patterns of rule ids, such as s3.*."""
    severity: Severity | None = None
    """The mildest severity."""
    account: str = ""
    """Only findings of this account, by id or name."""
    folders: tuple[Path, ...] = ()
    """Folders with rules of the user's own."""


def plan_fix(home: Path, request: FixRequest, connection: AwsAccess) -> PlannedRun | None:
    """Return the changes that fix the findings, from a fresh read of AWS; nothing is written.

    None where no open failure is meant. BadInput where nothing is named, or what does not exist,
    or where choices leave none of the findings that are named.
    """
    rules = choose_rules(request.folders, request.rules, severity=request.severity or "low")
    if not (request.findings or request.rules or request.severity):
        raise BadInput("say what to fix: a finding's uid, --rule s3.* or --severity high")
    folder = Home(home)
    ledger = open_findings(folder)
    account_id = find_account(folder, ledger, request.account)
    chosen = _choose(ledger, request, rules, account_id)
    if not chosen:
        return None
    sessions = connection.sessions
    plan = plan_fixes(chosen, load_playbooks().values(), sessions.reader, sessions.home_region)
    rule_ids = tuple(sorted({finding.rule for finding in chosen}))
    return PlannedRun(plan, ledger.last_snapshot(), rule_ids)


def carry_out(
    home: Path,
    planned: PlannedRun,
    connection: AwsAccess,
    events: Events,
    options: RunOptions = ONE_BY_ONE,
) -> RunResult:
    """Make the changes of a plan as a new run: see `make_changes`."""
    return make_changes(
        home,
        planned.plan.changes,
        connection,
        events,
        kind="fix",
        snapshot=planned.snapshot,
        options=options,
    )


def _choose(
    ledger: Ledger, request: FixRequest, rules: Collection[str], account_id: str
) -> list[Finding]:
    severity = request.severity or "low"
    if not request.findings:
        wanted = Filter(answers=("fail",), severity=severity, account_id=account_id)
        return [found for found in ledger.findings(wanted) if found.rule in rules]
    named = {found.uid: found for found in map(ledger.find, request.findings)}
    filters: list[NamedFilter[Finding]] = [
        NamedFilter(
            f"--severity {severity}",
            lambda found: SEVERITIES.index(found.severity) >= SEVERITIES.index(severity),
        ),
        NamedFilter(
            f"--account {request.account}", lambda found: account_id in {"", found.account_id}
        ),
    ]
    if request.rules:
        name = f"--rule {','.join(request.rules)}"
        filters.append(NamedFilter(name, lambda found: found.rule in rules))
    return select("finding", named.values(), filters)
