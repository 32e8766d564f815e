"""Steps for a person, and which of them the estate shows to be done."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.manual_step import Evidence, ManualStep
from ringwall.model.blueprint.wanted import OWNER_TAG
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
        names = {*evidence.columns, *evidence.others, *evidence.tells}
        found.setdefault(evidence.table, set()).update(names)
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
        evidence, account = step.evidence, accounts[step.account]
        if evidence is None:
            yield JudgedStep(step, "unknown", "no call of AWS shows it")
        elif isinstance(account, str):
            table = estate.get(evidence.table, EstateTable())
            if gap := table.gap(account, evidence.region):
                yield JudgedStep(step, "unknown", gap)
                continue
            rows = (
                [row for found in table.rows.values() for row in found]
                if is_of_organization(evidence.table, tables)
                else table.at(account, evidence.region)
            )
            yield from _judge(step, evidence, rows, landscape.name)
        elif not step.if_there:
            yield JudgedStep(step, "to do", "the account is not there yet")


def _judge(
    step: ManualStep, evidence: Evidence, rows: Iterable[Row], blueprint: str
) -> Iterator[JudgedStep]:
    named = [row for row in rows if _has(row, evidence.others)]
    owner = f"{blueprint}/{evidence.owned}" if evidence.owned else ""
    meant = [row for row in named if not owner or (row["tags"] or {}).get(OWNER_TAG) == owner]
    if any(_has(row, evidence.columns) for row in meant):
        yield JudgedStep(step, "done")
    elif unread := _find_unread(evidence, meant or named):
        yield JudgedStep(step, "unknown", unread)
    elif meant or not step.if_there:
        told = "; ".join(filter(None, (_tell(row, evidence.tells) for row in meant)))
        yield JudgedStep(step, "to do", told)


def _find_unread(evidence: Evidence, rows: Iterable[Row]) -> str:
    """Return what was not read of rows and would decide; '' where all was."""
    names = [*evidence.columns, *(["tags"] if evidence.owned else [])]
    unread = (f"{name} of {row['arn']}" for row in rows for name in names if row[name] is None)
    found = next(unread, "")
    return f"{found} was not read" if found else ""


def _tell(row: Row, names: Iterable[str]) -> str:
    """Return what some columns say, but for those that say nothing: `status is FAILED`."""
    values = ((name, row[name]) for name in names)
    return ", ".join(f"{name} is {_write(value)}" for name, value in values if value)


def _write(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _has(row: Row, columns: Mapping[str, Any]) -> bool:
    return all(row[name] == value for name, value in columns.items())
