"""`ringwall fix`: findings to a plan, and the plan to AWS."""

from collections.abc import Collection, Sequence
from typing import Literal

from ringwall.apply.describe import describe_plan, describe_run, tell_plan, tell_step
from ringwall.apply.environment import AwsConnections, RunEnvironment
from ringwall.apply.run import RunReport, execute
from ringwall.aws.session import Sessions
from ringwall.catalog.loader import load_playbooks, load_rules
from ringwall.cli.judge import choose_rules
from ringwall.cli.options import Access, Folders, Where, split_list
from ringwall.cli.records import find_account, open_findings, open_journal
from ringwall.cli.say import make_console, print_json, tell_count
from ringwall.cli.wire import open_sessions
from ringwall.model.change import Plan
from ringwall.model.errors import BadInput
from ringwall.model.finding import Finding
from ringwall.model.rule import Severity
from ringwall.respond.fixes import plan_fixes
from ringwall.store.database.ledger import Filter, Ledger
from ringwall.store.home import Home

EXIT_NOT_DONE = 2


def fix(
    *finding: str,
    rule: tuple[str, ...] = (),
    severity: Severity | None = None,
    account: str = "",
    yes: bool = False,
    keep_going: bool = False,
    format: Literal["table", "json"] = "table",
    access: Access | None = None,
    folders: Folders | None = None,
    where: Where | None = None,
) -> int:
    """Plan the changes that mend findings, from a fresh read of AWS, and print the plan.

    Each change shows its call, why, the state it leads from and to, what it can break, and its
    undo. Nothing is written without --yes. Each change is checked again right before it is made
    and verified after it; `ringwall undo` takes a run back. Exit 2 where a change failed.

    Parameters
    ----------
    finding
        Findings to mend, by uid or the beginning of it.
    rule
        Mend all open findings of these rules, such as s3.* (may be repeated).
    severity
        Mend all open findings of at least this severity.
    account
        Only findings of this account, by id or name.
    yes
        Carry the plan out.
    keep_going
        Go on with the next change where one failed or was refused.
    format
        table, or json for one document.
    """
    home = (where or Where()).open()
    rules = choose_rules(load_rules(*(folders or Folders()).rules), split_list(rule))
    if not (finding or rule or severity):
        raise BadInput("say what to mend: a finding's uid, --rule s3.* or --severity high")
    ledger = open_findings(home)
    account_id = find_account(home, ledger, account)
    chosen = _choose(ledger, finding, rules if rule or severity else (), severity, account_id)
    if not chosen:
        make_console().print("no open failure is meant; `ringwall findings` lists what is open")
        return 0
    sessions = open_sessions(access or Access())
    plan = plan_fixes(chosen, load_playbooks().values(), sessions.reader, sessions.home_region)
    if not yes or not plan.changes:
        _print_plan(plan, format)
        make_console().print(_advise(plan))
        return 0
    if format == "table":
        _print_plan(plan, format)
    stage = RunEnvironment(open_journal(home), AwsConnections(sessions))
    report = carry_out(home, plan, stage, sessions, ledger.last_snapshot(), keep_going=keep_going)
    return print_run(report, format)


def _choose(
    ledger: Ledger,
    uids: Sequence[str],
    rules: Collection[str],
    severity: Severity | None,
    account_id: str,
) -> list[Finding]:
    chosen = {found.uid: found for found in (ledger.find(uid) for uid in uids)}
    if rules:
        wanted = Filter(answers=("fail",), severity=severity or "low", account_id=account_id)
        chosen |= {f.uid: f for f in ledger.findings(wanted) if f.rule in rules}
    return list(chosen.values())


def carry_out(
    home: Home,
    plan: Plan,
    stage: RunEnvironment,
    sessions: Sessions,
    snapshot: str,
    *,
    keep_going: bool,
) -> RunReport:
    """Execute a plan while holding the home's lock, telling each step as it ends."""
    with home.lock("fix"):
        return execute(
            plan.changes,
            stage,
            sessions.identity().arn,
            snapshot,
            keep_going=keep_going,
            tell=lambda step: make_console().print(tell_step(step)),
        )


def print_run(report: RunReport, form: str) -> int:
    """Print how a run ended and what can be done next; return the exit code."""
    if form == "json":
        print_json([describe_run(report)])
    console = make_console()
    done = sum(step.is_good for step in report.steps)
    told = tell_count(len(report.steps), "change")
    console.print(f"run {report.run.id}: {done} of {told} done and verified")
    if report.is_clean:
        if report.run.kind == "fix":
            console.print(f"take it back: ringwall undo {report.run.id} --yes")
        return 0
    console.print(f"go on: ringwall runs resume {report.run.id}")
    return EXIT_NOT_DONE


def _print_plan(plan: Plan, form: str) -> None:
    if form == "json":
        print_json([describe_plan(plan)])
        return
    for line in tell_plan(plan):
        print(line)


def _advise(plan: Plan) -> str:
    if not plan.changes:
        return f"nothing to change; {tell_count(len(plan.skipped), 'finding')} left as explained"
    return (
        f"{tell_count(len(plan.changes), 'change')} planned, "
        f"{tell_count(len(plan.skipped), 'finding')} skipped; "
        "nothing was written: --yes carries it out"
    )
