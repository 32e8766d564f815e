"""Access from outside of the zone of trust."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ringwall.jobs.access.external import ExternalRequest, list_external
from ringwall.model.errors import BadInput

PROD, DEV, VENDOR = "111111111111", "222222222222", "999988887777"
ROLE = f"arn:aws:iam::{PROD}:role/vendor"
SITE = "arn:aws:s3:::site"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Return a file of rules under which nothing is left of what is open."""
    path = tmp_path / "rules.toml"
    path.write_text(
        f'[[archive]]\nresource = "{ROLE}"\nprincipal = "AWS:{VENDOR}"\nreason = "contract"\n'
        f'[[archive]]\nresource = "{SITE}"\nprincipal = "*"\nreason = "a website"\n'
    )
    return path


def test_what_is_open_is_a_finding(two_accounts_home: Path) -> None:
    found = list_external(two_accounts_home, ExternalRequest())
    assert [(row["resource"], row["principal"]) for row in found.rows] == [
        (ROLE, f"AWS:{VENDOR}"),
        (SITE, "*"),
    ]
    assert (found.findings, found.outcome) == (2, "findings")
    assert found.resources > 2


def test_rows_have_one_order(two_accounts_home: Path) -> None:
    rows = list_external(two_accounts_home, ExternalRequest(zone="account", services=True)).rows
    order = [(row["resource"], row["principal"]) for row in rows]
    assert order == sorted(order)
    assert len(order) > 3


def test_what_is_archived_is_none(two_accounts_home: Path, archive: Path) -> None:
    found = list_external(two_accounts_home, ExternalRequest(archive=archive))
    assert (found.rows, found.findings, found.outcome) == ((), 0, "clean")
    shown = list_external(two_accounts_home, ExternalRequest(archive=archive, archived=True))
    assert [row["archived_by"] for row in shown.rows] == ["contract", "a website"]
    assert (shown.findings, shown.outcome) == (0, "clean")


def test_resources_are_chosen_by_patterns(two_accounts_home: Path) -> None:
    request = ExternalRequest(resources=("arn:aws:s3:::s*", "arn:aws:s3:::data"))
    found = list_external(two_accounts_home, request)
    assert (found.resources, [row["resource"] for row in found.rows]) == (3, [SITE])
    request = ExternalRequest(resources=("arn:aws:s3:::s*", "arn:aws:s3:::nothing"))
    with pytest.raises(BadInput, match="no resource arn:aws:s3:::nothing with a policy"):
        list_external(two_accounts_home, request)


def test_the_zone_may_be_each_account(two_accounts_home: Path) -> None:
    found = list_external(two_accounts_home, ExternalRequest(zone="account"))
    inside = {row["principal"] for row in found.rows if row["origin"] == "organization"}
    assert f"AWS:arn:aws:iam::{DEV}:role/ci" in inside


def test_services_that_run_as_roles(two_accounts_home: Path) -> None:
    with_services = list_external(two_accounts_home, ExternalRequest(services=True)).rows
    without = list_external(two_accounts_home, ExternalRequest()).rows
    assert {row["origin"] for row in with_services} - {row["origin"] for row in without} == {
        "service"
    }


def test_what_was_not_collected_leaves_it_open(home_of: Callable[..., Path], archive: Path) -> None:
    found = list_external(home_of(denied="iam_user"), ExternalRequest(archive=archive))
    assert (found.rows, found.outcome) == ((), "unknown")
    assert found.gaps
