"""A summary is of an audit where a snapshot was audited, and of findings alone where none was."""

import pytest

from ringwall.hub.summary import Summary


@pytest.mark.parametrize(("at", "is_audit"), [(0, False), (1, True)])
def test_findings_without_a_snapshot_are_no_audit(*, at: int, is_audit: bool) -> None:
    assert Summary(snapshot="", created_at=at).is_audit == is_audit


def test_where_no_report_asks_for_incidents_there_are_none() -> None:
    assert Summary(snapshot="", created_at=0).find_incidents().stories == ()
