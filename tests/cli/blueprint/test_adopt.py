"""`ringwall blueprint adopt`."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ringwall.catalog.loader import load_tables
from ringwall.jobs.blueprint.check import check_blueprint
from ringwall.model.coverage import Coverage
from ringwall.store.lake.snapshot import SnapshotWriter

Run = Callable[..., Any]
PAYER, REGION = "111111111111", "eu-west-1"
TABLES = (
    "organizations_organization",
    "organizations_account",
    "organizations_organizational_unit",
    "account_region",
)


def write_home(home: Path, *, has_organization: bool = True) -> Path:
    """Write a snapshot of an organization of one account, of which nothing else was collected."""
    place = {"account_id": PAYER, "region": "global", "tags": {}}
    rows: dict[str, dict[str, Any]] = {
        "organizations_organization": {
            **place,
            "arn": "arn:aws:organizations::o-1",
            "id": "o-1",
            "management_account_id": PAYER,
            "root_id": "r-1",
        },
        "organizations_account": {
            **place,
            "arn": "arn:aws:organizations::account",
            "id": PAYER,
            "account_name": "Payer",
            "email": "payer@acme.io",
            "state": "ACTIVE",
            "is_management": True,
            "parent_id": "r-1",
            "parent_ids": ["r-1"],
        },
        "account_region": {**place, "arn": "arn:aws:account::r", "name": REGION, "region": REGION},
    }
    writer = SnapshotWriter(home / "estate", load_tables())
    for table in TABLES:
        writer.add_coverage([Coverage(PAYER, "global", table, "list", "ok")])
        if table in rows and (has_organization or table == "account_region"):
            writer.add(table, [rows[table]])
    writer.finish("test", {PAYER: "Payer"}, (REGION,))
    return home


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_home(tmp_path_factory.mktemp("home"))


def test_a_blueprint_is_written_and_what_it_leaves_out_is_told(
    ringwall: Run, folder: Path, home: Path
) -> None:
    found = ringwall("blueprint", "adopt", "--name", "ours", home=home)
    assert (found.code, found.out) == (2, "")  # the snapshot does not tell everything
    first, second, *remarks, summary, then = found.err.splitlines()
    assert (first, second) == ("wrote ringwall.yaml", "wrote ringwall.schema.json")
    assert "chosen  home_region  nothing shows which Region is the home Region" in found.err
    assert {line.partition("  ")[0] for line in remarks} == {"chosen", "unknown"}
    assert summary.startswith("ours: ")
    assert summary.endswith(f" 0 rows taken over, {len(remarks)} remarks")
    assert then == "next: ringwall plan ringwall.yaml"
    assert check_blueprint(folder / "ringwall.yaml").name == "ours"


def test_json_has_every_remark_with_its_setting(ringwall: Run, folder: Path, home: Path) -> None:
    found = ringwall("blueprint", "adopt", "--output", "a/b.yaml", "--format", "json", home=home)
    assert (found.code, found.err) == (2, "")
    (said,) = found.objects
    assert (said["blueprint"], said["adopted"]) == ("organization", 0)
    assert said["files"] == ["a/b.yaml", "a/b.schema.json"]
    assert all((folder / file).is_file() for file in said["files"])
    assert {"setting": "accounts.security", "kind": "chosen",
            "text": "nothing shows which account this is: look whether it is right",
            } in said["remarks"]  # fmt: skip


@pytest.mark.parametrize("taken", ["ringwall.yaml", "ringwall.schema.json"])
def test_nothing_is_overwritten_without_a_word(
    ringwall: Run, folder: Path, home: Path, taken: str
) -> None:
    (folder / taken).write_text("mine")
    found = ringwall("blueprint", "adopt", home=home)
    assert (found.code, found.out) == (64, "")
    assert f"{taken} is there already; --overwrite replaces it" in found.err
    assert [path.name for path in folder.iterdir()] == [taken]
    assert (folder / taken).read_text() == "mine"
    assert ringwall("blueprint", "adopt", "--overwrite", home=home).code == 2
    assert (folder / taken).read_text() != "mine"


@pytest.mark.usefixtures("folder")
def test_a_file_that_is_there_is_told_before_the_work(ringwall: Run) -> None:
    Path("ringwall.yaml").write_text("mine")
    found = ringwall("blueprint", "adopt")  # there is not even a snapshot
    assert found.code == 64
    assert "is there already" in found.err


def test_there_has_to_be_a_snapshot_of_an_organization(
    ringwall: Run, folder: Path, tmp_path: Path
) -> None:
    assert ringwall("blueprint", "adopt").code == 2
    alone = write_home(tmp_path / "alone", has_organization=False)
    found = ringwall("blueprint", "adopt", home=alone)
    assert found.code == 64
    assert "`ringwall blueprint init` begins one" in found.err
    assert list(folder.iterdir()) == []
