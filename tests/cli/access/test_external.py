"""`ringwall access external`: one line an access from outside, less what is intended."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Ask = Callable[..., Any]
PROD, DEV, VENDOR = "111111111111", "222222222222", "999988887777"
ROLE = f"arn:aws:iam::{PROD}:role/vendor"
DATA, SITE = "arn:aws:s3:::data", "arn:aws:s3:::site"
VENDOR_RULE = (
    f'[[archive]]\nresource = "*role/vendor"\nprincipal = "AWS:{VENDOR}"\nreason = "contract"\n'
)
SITE_RULE = f'[[archive]]\nresource = "{SITE}"\nprincipal = "*"\nreason = "a website"\n'


@pytest.fixture
def archive(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "rules.toml"
        path.write_text(text)
        return path

    return write


def test_what_is_open_is_listed_by_kind(ask: Ask) -> None:
    found = ask("external")
    assert found.code == 1
    assert [line.split()[:2] for line in found.lines] == [["ACCOUNT", ROLE], ["PUBLIC", SITE]]
    assert found.err.startswith("2 findings in ")


def test_what_is_intended_is_archived_until_it_expires(
    ask: Ask, archive: Callable[[str], Path]
) -> None:
    rules = archive(VENDOR_RULE + SITE_RULE + 'actions = ["s3:Get*"]\n')
    found = ask("external", "--archive", rules)
    assert (found.code, found.lines) == (0, [])
    assert "0 findings" in found.err
    shown = ask("external", "--archive", rules, "--archived")
    assert shown.code == 0
    assert [line.partition("  archived: ")[2] for line in shown.lines] == ["contract", "a website"]
    rules = archive(VENDOR_RULE + SITE_RULE + "expires = 2020-01-01\n")
    found = ask("external", "--archive", rules)
    assert (found.code, len(found.lines)) == (1, 1)


@pytest.mark.parametrize(
    "text",
    [
        "[[archive]]\nresource = 1\n",
        "x = 1\n",
        "[[archive]\n",
        '[[archive]]\nresource = "*"\nprincipal = "*"\nreason = "r"\nexpires = "soon"\n',
    ],
)
def test_a_broken_archive_is_bad_input(ask: Ask, archive: Callable[[str], Path], text: str) -> None:
    assert ask("external", "--archive", archive(text)).code == 64


def test_resources_are_chosen_by_patterns(ask: Ask) -> None:
    assert ask("external", DATA).code == 0
    found = ask("external", "arn:aws:s3:::s*", "--format", "json")
    assert (found.code, {row["resource"] for row in found.objects}) == (1, {SITE})
    unknown = ask("external", "arn:aws:s3:::nothing*")
    assert unknown.code == 64
    assert "no resource arn:aws:s3:::nothing* with a policy in the snapshot" in unknown.err


def test_accounts_of_the_organization_are_outside_of_an_account_zone(ask: Ask) -> None:
    found = ask("external", "--zone", "account", "--format", "json")
    assert found.code == 1
    inside = [row for row in found.objects if row["origin"] == "organization"]
    named = [row["principal"] for row in inside if row["resource"].endswith("role/deploy")]
    assert named == [f"AWS:arn:aws:iam::{DEV}:role/ci"]


def test_services_that_run_as_roles_are_listed_when_asked_for(ask: Ask) -> None:
    lines = ask("external", "--services").lines
    assert any("Service:lambda.amazonaws.com" in line for line in lines)
    assert not any("Service:" in line for line in ask("external").lines)


@pytest.mark.parametrize(
    ("condition", "kind"),
    [
        ({}, "PUBLIC"),
        ({"IpAddress": {"aws:SourceIp": "203.0.113.7/32"}}, "ACCOUNT"),
        ({"StringEquals": {"aws:PrincipalOrgID": "o-another5678"}}, "ACCOUNT"),
        ({"StringEquals": {"aws:PrincipalTag/team": "data"}}, "PUBLIC"),
    ],
)
@pytest.mark.parametrize("question", ["external", "entries"])
def test_a_condition_that_only_some_can_meet_keeps_the_public_out(
    ask: Ask, two_accounts: Any, tmp_path: Path, *, condition: Any, kind: str, question: str
) -> None:
    arn = f"arn:aws:iam::{PROD}:role/open"
    trust = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
    role = two_accounts.role(arn, {**trust, "Condition": condition})
    two_accounts.write(tmp_path, {**two_accounts.rows(), "iam_role": [role]})
    lines = ask(question, home=tmp_path).lines
    assert [line.split()[0] for line in lines if f" {arn}  * " in line] == [kind]
