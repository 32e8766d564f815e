"""JSON lines: one requirement a line."""

import json
from typing import TextIO

from ringwall.hub.frameworks.results import FrameworkResult
from ringwall.hub.summary import Summary


def write(result: FrameworkResult, out: TextIO, _: Summary) -> None:
    """Write each requirement, with the accounts that fail it and the rules that decide it."""
    for each in result.requirements:
        requirement = each.requirement
        row = {
            "framework": result.framework.name,
            "requirement": requirement.id,
            "title": requirement.title,
            "standing": each.standing,
            "decided": requirement.state,
            "percent": each.percent,
            "accounts": each.accounts,
            "accounts_met": each.accounts_met,
            "accounts_unknown": each.accounts_unknown,
            "passed": each.passed,
            "failed": each.failed,
            "unknown": each.unknown,
            "excepted": each.excepted,
            "failing_accounts": dict(each.failing),
            "rules": list(requirement.rules),
            "left": requirement.left,
            "reason": requirement.reason,
        }
        out.write(json.dumps(row) + "\n")
