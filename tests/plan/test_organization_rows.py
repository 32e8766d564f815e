"""The organization as a snapshot has it."""

import pytest

from ringwall.model.errors import NotCollected
from ringwall.plan.organization_rows import (
    OrganizationRows,
    check_read,
    check_whole,
    find_in_use,
    name_account,
)

ORGANIZATION = {"id": "o-1", "root_id": "r-1", "management_account_id": "1"}
MANAGEMENT = {
    "id": "1",
    "account_name": "m",
    "email": "m@a.co",
    "state": "ACTIVE",
    "parent_ids": ["r-1"],
}
MEMBER = {**MANAGEMENT, "id": "2", "account_name": "p", "parent_ids": ["r-1", "ou-1"]}
UNIT = {"id": "ou-1", "path": "Root/Workloads/Prod"}


def test_a_whole_organization_is_taken() -> None:
    rows = OrganizationRows((ORGANIZATION,), (MANAGEMENT, MEMBER), (UNIT,))
    check_whole(rows)
    check_whole(OrganizationRows())
    assert rows.management_id == "1"
    assert rows.find_unit(("Workloads", "Prod")) == UNIT
    assert rows.find_unit(("Prod",)) is None


def test_accounts_that_were_not_read_are_not_taken_for_missing() -> None:
    with pytest.raises(NotCollected, match="accounts of the organization were not collected"):
        check_whole(OrganizationRows((ORGANIZATION,)))


def test_units_that_were_not_read_are_not_taken_for_missing() -> None:
    with pytest.raises(NotCollected, match="units of the organization were not collected"):
        check_whole(OrganizationRows((ORGANIZATION,), (MANAGEMENT, MEMBER)))


def test_the_only_account_manages_itself() -> None:
    regions = tuple({"account_id": "7", "region": r} for r in ("a", "b"))
    assert OrganizationRows(regions=regions).management_id == "7"
    both = (*regions, {"account_id": "8", "region": "a"})
    assert OrganizationRows(regions=both).management_id == ""
    assert OrganizationRows(regions=both).regions_of("7") == {"a", "b"}


def test_accounts_in_use_and_their_names() -> None:
    closed = {**MEMBER, "state": "SUSPENDED"}
    assert list(find_in_use((MANAGEMENT, closed))) == [MANAGEMENT]
    assert name_account(MANAGEMENT) == "m (1)"


def test_an_organization_that_nobody_looked_for_may_be_there() -> None:
    check_read(OrganizationRows(is_read=True))
    check_read(OrganizationRows(organizations=({"id": "o"},), is_read=False))
    with pytest.raises(NotCollected, match="does not say whether there is an organization"):
        check_read(OrganizationRows(is_read=False))
