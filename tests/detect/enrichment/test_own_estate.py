"""The organization's own addresses and interfaces, as they were at a time."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ringwall.catalog.loader import load_tables
from ringwall.detect.enrichment.own_estate import BEGINNING, END, read_own_estate
from ringwall.store.lake.snapshot import SnapshotWriter

A = "111111111111"
PROFILE = f"arn:aws:iam::{A}:instance-profile/web"
ROLE = f"arn:aws:iam::{A}:role/web"


def row(arn: str, **columns: Any) -> dict[str, Any]:
    return {"arn": arn, "account_id": A, "region": "eu-west-1", "resource_id": arn,
            "tags": {}, "captured_at": "2026-01-02T03:04:05Z", **columns}  # fmt: skip


def interface(public: str, instance: str = "i-1", **columns: Any) -> dict[str, Any]:
    return row("eni", network_interface_id="eni-1", vpc_id="vpc-1", interface_type="interface",
               private_ip_address="10.0.0.5", public_ip=public, public_ips=[public],
               ipv6_addresses=["2001:db8::5"], group_set=["sg-1"], instance_id=instance,
               **columns)  # fmt: skip


INSTANCE = row(
    f"arn:aws:ec2:eu-west-1:{A}:instance/i-1", instance_id="i-1", iam_instance_profile=PROFILE,
    public_ip_address="", public_ips=[], ipv6_addresses=[],
    tags={"Owner": "web team", "aws:autoscaling:groupName": "web-asg"},
)  # fmt: skip
Write = Callable[..., datetime]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes a snapshot, and returns its time (UTC, naive)."""

    def snapshot(**tables: Any) -> datetime:
        writer = SnapshotWriter(tmp_path, load_tables())
        for name, rows in tables.items():
            writer.add(name, rows)
        made = writer.finish("test", {A: "prod"}, ("eu-west-1",))
        return made.created_at.astimezone(UTC).replace(tzinfo=None)

    return snapshot


def test_no_estate_is_not_known(tmp_path: Path) -> None:
    assert read_own_estate(tmp_path / "none", None, None).addresses is None


def test_an_interface_has_its_instance_group_owner_and_role(tmp_path: Path, write: Write) -> None:
    at = write(
        ec2_network_interface=[interface("192.0.2.5")],
        ec2_instance=[INSTANCE],
        iam_instance_profile=[row(PROFILE, role_arns=[ROLE], roles=["web"])],
        ec2_eip=[row("eip", public_ip="192.0.2.6")],
        ec2_nat_gateway=[row("nat", public_ips=["192.0.2.7"])],
    )
    own = read_own_estate(tmp_path, at, at)
    expected = {"192.0.2.5", "192.0.2.6", "192.0.2.7", "2001:db8::5"}
    assert own.addresses == frozenset(expected)
    later, found = own.interfaces
    assert (later["since"], later["until"], later["is_later"]) == (BEGINNING, at, True)
    assert (found["since"], found["until"], found["is_later"]) == (at, END, False)
    assert found["instance_arn"] == INSTANCE["arn"]
    assert (found["instance_group"], found["owner"]) == ("web-asg", "web team")
    assert (found["role_arn"], found["security_groups"]) == (ROLE, ["sg-1"])
    assert found["addresses"] == ["10.0.0.5", "192.0.2.5", "2001:db8::5"]


def test_the_estate_is_that_of_the_time(tmp_path: Path, write: Write) -> None:
    first = write(ec2_network_interface=[interface("192.0.2.1")])
    second = write(ec2_network_interface=[interface("192.0.2.2", "")])
    third = write(ec2_network_interface=[interface("192.0.2.3")])
    step = timedelta(milliseconds=1)

    def own(begin: datetime, end: datetime) -> set[str]:
        return set(read_own_estate(tmp_path, begin, end).addresses or ()) - {"2001:db8::5"}

    assert own(first - step, first - step) == {"192.0.2.1"}  # there is no older one
    assert own(second, second) == {"192.0.2.2"}
    assert own(first, third - step) == {"192.0.2.1", "192.0.2.2"}
    assert own(third + step, third + step) == {"192.0.2.3"}
    rows = read_own_estate(tmp_path, second, third).interfaces
    assert [(r["since"], r["until"]) for r in rows] == [(second, third), (third, END)]
    assert (rows[0]["instance_id"], rows[0]["instance_arn"], rows[0]["role_arn"]) == ("", "", "")


def test_own_accounts_are_those_of_the_organization_and_those_that_were_read(
    tmp_path: Path, write: Write
) -> None:
    write(
        account_account=[row("a")],
        organizations_account=[row("b") | {"account_id": "222222222222"}, row("c")],
    )
    own = read_own_estate(tmp_path, None, None)
    assert own.accounts == {A, "222222222222"}
    assert own.lists_organization


def test_one_account_that_was_read_lists_no_organization(tmp_path: Path, write: Write) -> None:
    write(account_account=[row("a")])
    own = read_own_estate(tmp_path, None, None)
    assert own.accounts == {A}
    assert not own.lists_organization


def test_a_damaged_snapshot_is_said_and_the_others_count(tmp_path: Path, write: Write) -> None:
    write(ec2_network_interface=[interface("192.0.2.1")])
    write(ec2_network_interface=[interface("192.0.2.2")])
    damaged = max(tmp_path.iterdir()) / "ec2_network_interface.parquet"
    damaged.write_bytes(damaged.read_bytes()[::-1])
    own = read_own_estate(tmp_path, None, None)
    assert own.addresses == frozenset({"192.0.2.1", "2001:db8::5"})
    assert "changed since it was written" in own.notes[0]
