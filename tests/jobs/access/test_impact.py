"""What a change of policies would break, close and open."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ringwall.jobs.access.changes import AttachFile, DetachPolicy, PolicyChanges, PutFile
from ringwall.jobs.access.impact import find_impact

PROD = "111111111111"
APP = f"arn:aws:iam::{PROD}:role/app"
DATA, SITE = "arn:aws:s3:::data", "arn:aws:s3:::site"


@pytest.fixture
def save(tmp_path: Path, two_accounts: Any) -> Callable[[Any], Path]:
    """Return a function that writes a policy of one statement to a file."""

    def write(statement: Any) -> Path:
        path = tmp_path / "policy.json"
        path.write_text(json.dumps(two_accounts.policy(statement)))
        return path

    return write


@pytest.fixture
def deny(save: Callable[[Any], Path]) -> Callable[[str], PolicyChanges]:
    """Return a function that attaches an SCP which denies reads to a target."""
    path = save({"Effect": "Deny", "Action": "s3:Get*", "Resource": "*", "Sid": "NoReads"})
    return lambda target: PolicyChanges(attach=(AttachFile("scp", path, target),))


def test_what_is_used_would_break(
    two_accounts_home: Path, events: Any, deny: Callable[[str], PolicyChanges]
) -> None:
    found = find_impact(two_accounts_home, deny("prod"), events)
    (row,) = found.broken
    assert (row["what"], row["principal"], row["action"]) == ("breaks", APP, "s3:getobject")
    assert (row["resource"], row["count"]) == (f"{DATA}/k", 3)
    assert "NoReads" in row["statements"][0]
    assert (found.principals, found.exposures, found.outcome) == (1, (), "findings")


def test_where_it_does_not_reach_nothing_breaks(
    two_accounts_home: Path, events: Any, deny: Callable[[str], PolicyChanges]
) -> None:
    found = find_impact(two_accounts_home, deny("dev"), events)
    assert (found.broken, found.principals, found.outcome) == ((), 0, "clean")


def test_nothing_is_allowed_where_no_scp_is_left(two_accounts_home: Path, events: Any) -> None:
    changes = PolicyChanges(detach=(DetachPolicy("scp", "FullAWSAccess", "prod"),))
    found = find_impact(two_accounts_home, changes, events)
    assert [row["what"] for row in found.broken] == ["breaks"]


@pytest.mark.parametrize(
    ("statement", "what", "outcome"),
    [
        ({"Principal": {"AWS": PROD}}, {"closes"}, "clean"),
        (
            {"Principal": "*", "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}},
            {"narrows"},
            "clean",
        ),
        ({"Principal": "*", "Action": ["s3:GetObject", "s3:PutObject"]}, {"opens"}, "findings"),
    ],
    ids=["closes", "narrows", "opens"],
)
def test_what_becomes_of_access_from_outside(
    two_accounts_home: Path,
    events: Any,
    save: Callable[[Any], Path],
    *,
    statement: dict[str, Any],
    what: set[str],
    outcome: str,
) -> None:
    allow = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"{SITE}/*"}
    changes = PolicyChanges(put=(PutFile(SITE, save({**allow, **statement})),))
    found = find_impact(two_accounts_home, changes, events)
    assert {row["what"] for row in found.exposures} == what
    assert set(found.counts) == what
    assert sum(found.counts.values()) == len(found.exposures)
    assert all((row["was"] is not None) == (row["what"] == "narrows") for row in found.exposures)
    assert found.outcome == outcome


def test_where_nobody_knows_what_people_use_no_change_is_harmless(
    home_of: Callable[..., Path], events: Any, deny: Callable[[str], PolicyChanges]
) -> None:
    found = find_impact(home_of(), deny("prod"), events)
    assert (found.broken, found.outcome) == ((), "unknown")
    (note,) = events.notes
    assert note.startswith("what people use is not known: ")
