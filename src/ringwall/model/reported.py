"""A finding that a service of AWS has made, as it was read: with its time, and as a hit."""

from dataclasses import dataclass
from typing import Literal

from ringwall.model.detection import Hit
from ringwall.model.finding import Finding

AwsProduct = Literal[
    "guardduty", "securityhub", "inspector", "macie", "accessanalyzer", "config", "other"
]
"""Which service made a finding; other is what Security Hub has of other companies."""


@dataclass(frozen=True)
class ReportedFinding:
    """One finding of a service of AWS, in the state of one record of it."""

    finding: Finding
    updated_at: int
    """When the service changed it last, in milliseconds: an older state changes no newer one."""
    is_copy: bool = False
    """Whether Security Hub says it of a service that says it better itself."""
    is_well: bool = False
    """Whether a check has passed: that is only worth a note where it had failed before."""
    control: str = ""
    """The control of Security Hub, such as S3.1."""
    kind: str = ""
    """The finding type of GuardDuty."""
    hit: Hit | None = None
    """The bad act that it tells of, for incidents."""
