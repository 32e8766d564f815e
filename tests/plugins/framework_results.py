"""A framework of five requirements, and an audit of three accounts."""

import pytest

from ringwall.catalog.requirements import Framework, FrameworkRequirement
from ringwall.hub.summary import Summary
from ringwall.model.finding import VerdictCount
from ringwall.model.rule import Rule

NAMES = ("s3.a", "s3.b", "s3.c", "s3.idle")


@pytest.fixture
def own_framework() -> Framework:
    return Framework(
        "own",
        "Own 1.0",
        (
            FrameworkRequirement("1", "Failing <b>", ("s3.a", "s3.b")),
            FrameworkRequirement("2", "Unknown", ("s3.c",)),
            FrameworkRequirement("3", "A person's part", ("s3.b",), "by hand", "=who knows"),
            FrameworkRequirement("4", "A person's", (), "by hand", "nobody says"),
            FrameworkRequirement("5", "Not written", (), "not yet", "no rule decides it yet"),
            FrameworkRequirement("6", "Idle", ("s3.idle",)),
            FrameworkRequirement("10", "Met", ("s3.b", "s3.not_judged")),
            FrameworkRequirement("11", "Not in this audit", ("s3.not_judged",)),
        ),
    )


@pytest.fixture
def framework_summary() -> Summary:
    rules = {name: Rule(name, name, "data", "low", "why", "fix", "") for name in NAMES}
    counts = (
        VerdictCount("s3.a", "111111111111", 5, 2, 1),
        VerdictCount("s3.a", "222222222222", 1, 0, 0),
        VerdictCount("s3.a", "333333333333", 1, 1, 0),
        VerdictCount("s3.b", "111111111111", 4, 0, 0),
        VerdictCount("s3.b", "333333333333", 4, 0, 0),
        VerdictCount("s3.c", "111111111111", 1, 0, 0),
        VerdictCount("s3.c", "222222222222", 1, 0, 1),
        VerdictCount("s3.idle", "111111111111", 0, 0, 0),
    )
    return Summary("snap", 1_000, {"111111111111": "dev"}, counts=counts, rules=rules)
