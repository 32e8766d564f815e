"""Steps for a person, and which of them the estate shows to be done."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.manual_step import Evidence, ManualStep
from ringwall.model.table import Row, Table
from ringwall.model.text import make_visible
from ringwall.plan.reconciliation.estate import Estate, EstateTable, is_of_organization

StepState = Literal["done", "to do", "unknown"]


@dataclass(frozen=True)
class JudgedStep:
    """A step, whether it was taken, and why that is not known, where it is not."""

    step: ManualStep
    state: StepState
    reason: str = ""

    def lines(self) -> Iterator[str]:
        """Yield the step as lines of text: how to take it too, unless it is done."""
        step, reason = self.step, f": {self.reason}" if self.reason else ""
        what = f"{step.account} {step.name}: {step.title}{reason}"
        yield make_visible(f"by hand  {self.state}  {what}")
        if self.state != "done":
            for number, text in enumerate(self.step.how, 1):
                yield make_visible(f"    {number}. {text}")
            yield f"    {self.step.source}"

    def describe(self) -> Row:
        """Return the step as a JSON-able document."""
        step = self.step
        return {
            "name": step.name,
            "account": step.account,
            "section": step.section,
            "title": step.title,
            "how": list(step.how),
            "why": step.why,
            "source": step.source,
            "state": self.state,
            "reason": self.reason,
        }


def needed_evidence(steps: Iterable[ManualStep]) -> dict[str, set[str]]:
    """Return the columns of each table that show whether steps were taken."""
    found: dict[str, set[str]] = {}
    for evidence in (step.evidence for step in steps if step.evidence):
        found.setdefault(evidence.table, set()).update({*evidence.columns, *evidence.others})
    return found


def judge_steps(
    steps: Iterable[ManualStep],
    landscape: Landscape,
    estate: Estate,
    tables: Mapping[str, Table],
) -> Iterator[JudgedStep]:
    """Yield each step with its state. What was not read is unknown, never done."""
    accounts = {account.name: account.id for account in landscape.accounts}
    for step in steps:
        if step.evidence is None:
            yield JudgedStep(step, "unknown", "no call of AWS shows it")
        else:
            yield _judge(step, step.evidence, accounts[step.account], estate, tables)


def _judge(
    step: ManualStep, evidence: Evidence, account: Any, estate: Estate, tables: Mapping[str, Table]
) -> JudgedStep:
    if not isinstance(account, str):
        return JudgedStep(step, "to do", "the account is not there yet")
    table = estate.get(evidence.table, EstateTable())
    if gap := table.gap(account, evidence.region):
        return JudgedStep(step, "unknown", gap)
    rows = (
        [row for found in table.rows.values() for row in found]
        if is_of_organization(evidence.table, tables)
        else table.at(account, evidence.region)
    )
    meant = [row for row in rows if _has(row, evidence.others)]
    if any(_has(row, evidence.columns) for row in meant):
        return JudgedStep(step, "done")
    for row in meant:
        for name in evidence.columns:
            if row[name] is None:
                return JudgedStep(step, "unknown", f"{name} of {row['arn']} was not read")
    return JudgedStep(step, "to do")


def _has(row: Row, columns: Mapping[str, Any]) -> bool:
    return all(row[name] == value for name, value in columns.items())
