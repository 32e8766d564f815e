"""Findings to a plan, and the plan to AWS."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from ringwall.apply.describe import tell_step
from ringwall.apply.run import execute
from ringwall.catalog.loader import load_playbooks
from ringwall.jobs.connection import AwsAccess
from ringwall.jobs.events import Events
from ringwall.jobs.history import find_account, open_findings
from ringwall.jobs.open_runs import naming_run
from ringwall.jobs.plan import PlannedRun
from ringwall.jobs.rule_choice import choose_rules
from ringwall.jobs.runs import RunResult, open_environment
from ringwall.jobs.selection import NamedFilter, select
from ringwall.model.errors import BadInput
from ringwall.model.finding import Finding
from ringwall.model.rule import SEVERITIES, Severity
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
    return PlannedRun(plan, ledger.last_snapshot())


def carry_out(
    home: Path,
    planned: PlannedRun,
    connection: AwsAccess,
    events: Events,
    *,
    keep_going: bool = False,
) -> RunResult:
    """Make the changes of a plan; each is checked right before it is made, and verified after it.

    Each step is noted as it ends, and the run where an interrupt ends it. A step that fails or is
    refused stops the run, unless `keep_going`.
    """
    folder = Home(home)
    environment = open_environment(folder, connection)
    with folder.lock("fix"), naming_run(environment.journal, events):
        report = execute(
            planned.plan.changes,
            environment,
            connection.sessions.identity().arn,
            planned.snapshot,
            keep_going=keep_going,
            tell=lambda step: events.note(tell_step(step)),
        )
    return RunResult(report)


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
