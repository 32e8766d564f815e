"""Evidence and its case: what it is about, and a timeline that tells of each piece."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from evidence_world import SECRET, EvidenceWorld
from response_world import CASE

from ringwall.jobs.evidence_case import find_case_threat, tell_case_of_evidence
from ringwall.jobs.respond.cases import tell_case
from ringwall.jobs.respond.opening import open_responders
from ringwall.model.errors import BadInput
from ringwall.respond.cases import open_case


@pytest.fixture
def responders(evidence_world: EvidenceWorld) -> Any:
    """Return the responders of a home folder with one case, of an instance."""
    world = evidence_world
    found = open_responders(world.home, None, world.connection)
    threat = world.threat("instance", world.start_instance())
    open_case(found.log, threat, title="Instance", severity="high", author="ann")
    return found


def test_evidence_is_collected_of_what_the_case_is_about_and_told_to_it(
    evidence_world: EvidenceWorld, responders: Any
) -> None:
    threat = find_case_threat(responders, CASE)
    note = tell_case_of_evidence(responders, CASE)
    assert note
    found = evidence_world.collect(threat, note=note)
    events = [one for one in responders.find_case(CASE).events if one.kind == "collected"]
    assert len(events) == len(found.items) + 1
    assert events[0].author == responders.principal
    told = [entry.text for entry in tell_case(responders, CASE).timeline]
    assert "collected evidence: user data" in told
    assert any(text.endswith("(none)") for text in told)
    sha256 = events[-1].body["manifest_sha256"]
    assert told[-1] == f"collected evidence: collected, manifest 1 with SHA-256 {sha256}"
    assert SECRET not in str(events)
    kept = next(one for one in events if one.body["name"] == "user data")
    assert kept.body["sha256"] == next(i.sha256 for i in found.items if i.what == "user data")


def test_a_case_that_was_not_opened_here_is_told_nothing(
    evidence_world: EvidenceWorld, responders: Any
) -> None:
    assert tell_case_of_evidence(responders, "CASE-20261201-others") is None
    with pytest.raises(BadInput, match="no case"):
        find_case_threat(responders, "CASE-20261201-others")
    assert evidence_world.home.exists()


def test_a_case_whose_seals_do_not_hold_names_no_threat(
    evidence_world: EvidenceWorld, responders: Any
) -> None:
    database: Path = evidence_world.home / "hub.sqlite"
    with sqlite3.connect(database) as connection:
        changed = connection.execute(
            "update case_event set body = replace(body, 'instance', 'function')"
        )
        assert changed.rowcount
    with pytest.raises(BadInput, match="does not hold"):
        find_case_threat(responders, CASE)
    with pytest.raises(BadInput, match="does not hold"):
        tell_case_of_evidence(responders, CASE)
