"""Security controls of Security Hub, by id: those of `hub_controls.csv`, which FSBP has.

Titles are in our own words. The controls of the other standards are not known.
https://docs.aws.amazon.com/securityhub/latest/userguide/fsbp-standard.html
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ringwall.emulator.security.hubs import FSBP, Hub, name_standard


@dataclass(frozen=True)
class SecurityControl:
    """A control of Security Hub."""

    control_id: str
    severity: str
    title: str

    @property
    def remediation(self) -> str:
        """Where AWS says how to fix what fails."""
        return f"https://docs.aws.amazon.com/console/securityhub/{self.control_id}/remediation"


@cache
def load_controls() -> Mapping[str, SecurityControl]:
    """Return the controls by id."""
    text = files("ringwall.emulator.security").joinpath("hub_controls.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    found = (SecurityControl(r["control"], r["severity"], r["title"]) for r in rows)
    return {control.control_id: control for control in found}


def has_known_controls(standard: str, region: str) -> bool:
    """Whether the controls of a standard are known here."""
    return standard == name_standard(FSBP, region)


def is_control_on(hub: Hub, control_id: str) -> bool:
    """Whether a control is enabled in any standard of a hub."""
    return any(
        control_id not in standard.disabled
        for standard in hub.standards.values()
        if has_known_controls(standard.arn, hub.region)
    )
