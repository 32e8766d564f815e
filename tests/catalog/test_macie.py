"""Macie: whether it is on in a Region, and who may not ask."""

from collections.abc import Callable
from typing import Any

import pytest

from ringwall.model.errors import AccessDenied
from ringwall.model.table import Reader

OFF = AccessDenied("Macie is not enabled.", "AccessDeniedException")
DENIED = AccessDenied("User x is not authorized to perform: y", "AccessDeniedException")
TABLES = (
    "macie_session", "macie_automated_discovery", "macie_organization_configuration",
    "macie_member",
)  # fmt: skip
OPERATION = "macie2.get_macie_session"


@pytest.mark.parametrize("table", TABLES)
def test_where_macie_is_off_there_is_no_row(canned: Any, collect: Any, table: str) -> None:
    rows, gaps = collect(canned({OPERATION: OFF}), table)
    assert (rows[table], gaps) == ([], [])


@pytest.mark.parametrize("table", TABLES)
def test_who_may_not_ask_does_not_know(canned: Any, collect: Any, table: str) -> None:
    rows, gaps = collect(canned({OPERATION: DENIED}), table)
    assert (rows[table], [gap.status for gap in gaps]) == ([], ["denied"])


def test_the_service_reads_a_region(live: Reader, aws: Callable[[str], Any], collect: Any) -> None:
    aws("macie2").enable_macie(findingPublishingFrequency="ONE_HOUR")
    rows, gaps = collect(live, *TABLES)
    assert gaps == []
    (session,) = rows["macie_session"]
    assert (session["status"], session["finding_publishing_frequency"]) == ("ENABLED", "ONE_HOUR")
    assert (session["export_bucket_name"], session["publish_policy_findings"]) == ("", True)
    assert [row["status"] for row in rows["macie_automated_discovery"]] == ["DISABLED"]
    # The account administers Macie for nobody.
    assert rows["macie_organization_configuration"] == rows["macie_member"] == []
