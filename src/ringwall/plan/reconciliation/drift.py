"""Drift as findings: each line of a plan is one, for as long as the plan has it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ringwall.model.finding import Answer, Verdict
from ringwall.model.rule import Rule
from ringwall.model.text import make_visible
from ringwall.plan.reconciliation.outcome import Reconciliation
from ringwall.plan.reconciliation.report import name_makers, tell_values

DRIFT = Rule(
    id="blueprint.drift",
    title="Resource should be as the blueprint declares it",
    layer="accounts",
    severity="medium",
    why="What differs from the declared architecture is a wall that is missing, or a change that "
    "nobody reviewed.",
    fix="Look at it with `ringwall plan`. Then run `ringwall apply`, or change the blueprint.",
    sql="",
)
"""The rule of these findings. Its layer is that of the line."""


def find_drift(blueprint: str, plan: Reconciliation) -> Iterator[Verdict]:
    """Yield a failure for each difference of a whole plan of a blueprint."""
    makers = name_makers(plan)
    for found in plan.differences:
        key = str(found.key)
        yield Verdict(
            rule=DRIFT.id,
            resource=found.resource if found.resource.startswith("arn:") else key,
            account_id=found.account_id,
            region=found.key.region,
            answer="fail",
            reason=make_visible(f"{key}: {tell_values(found, makers)} (blueprint {blueprint})"),
            subject=f"{blueprint}/{key}: {found.property}",
            layer=found.layer,
            evidence={"blueprint": blueprint, "row": key, "property": found.property},
        )


@dataclass(frozen=True)
class DriftAnswers:
    """What a whole plan of a blueprint says of drift that it has no line for any more."""

    blueprint: str
    wanted: frozenset[str]
    """The rows that the blueprint wants, as texts."""
    unplanned: frozenset[str]
    """Those of them of which the plan could not tell how they are."""
    is_whole: bool
    """Whether it could be told of every account and Region what the blueprint wants there."""

    def judge(self, evidence: Mapping[str, object]) -> Answer | None:
        """Return the answer for a finding by its evidence: None where nobody wants the row.

        Of what another blueprint wants, nothing is known.
        """
        row = evidence.get("row")
        if evidence.get("blueprint") != self.blueprint or row in self.unplanned:
            return "unknown"
        if row in self.wanted:
            return "pass"
        return None if self.is_whole else "unknown"
