"""`response.toml`: read strictly, with errors that say where."""

from datetime import timedelta
from pathlib import Path

import pytest

from ringwall.catalog.loader import load_responses
from ringwall.model.errors import BadInput
from ringwall.model.response_policy import ResponsePolicy
from ringwall.model.threat import EvidencePlace
from ringwall.respond.policy_file import make_settings, parse_policy, read_duration, read_policy

PLAYBOOK = min(load_responses())


def parse(text: str) -> ResponsePolicy:
    return parse_policy(text.encode(), "response.toml")


def test_an_empty_file_is_the_policy_of_nobody() -> None:
    assert parse("") == ResponsePolicy()
    assert ResponsePolicy().approval.irreversible == "two"
    assert ResponsePolicy().rules == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("approval = [", "no TOML"),
        ("[aproval]", "unknown field `aproval`"),
        ('[approval]\nnone = "maybe"', "approval.none: Invalid enum value 'maybe'"),
        ('[approval]\nexpires = "1 hour"', "approval.expires"),
        ("[limits]\naccess_keys = -1", "limits.access_keys"),
        ('[limits]\naccess_keys = "10"', "limits.access_keys"),
        ('[[rules]]\nname = "a"\nplaybook = "no.such"', "rule a: no playbook no.such"),
        (
            f'[[rules]]\nname = "a"\nplaybook = "{PLAYBOOK}"\noptions = {{nonsense = "1"}}',
            "rule a: .* has no option nonsense",
        ),
        (
            f'[[rules]]\nname = "a"\nplaybook = "{PLAYBOOK}"\n' * 2,
            "two rules are named a",
        ),
        ('[[people]]\nprincipal = "a@b.c"\n' * 2, "two people have the principal a@b.c"),
        ('[[people]]\nprincipal = "a@b.c"\narns = ["*"]', "could be anybody"),
        (
            '[[people]]\nprincipal = "a@b.c"\narns = ["arn:aws:iam::*:user/ann"]',
            "could be anybody",
        ),
        (
            '[[people]]\nprincipal = "a@b.c"\narns = ["arn:aws:sts::111111111111:assumed-role/R*"]',
            "could be anybody",
        ),
        (
            '[[people]]\nprincipal = "a"\narns = ["arn:aws:sts::111111111111:assumed-role/[x]/a"]',
            "could be anybody",
        ),
        (
            '[[people]]\nprincipal = "a@b.c"\narns = ["arn:aws:iam::111111111111:user/[a-z]nn"]',
            "could be anybody",
        ),
        ('[protected]\naccounts = ["1111-2222-3333"]', "protected.accounts"),
        ('[protected]\naccounts = ["*"]', "protected.accounts"),
        ('[protected]\nunits = ["Production"]', "protected.units"),
        ('[protected]\narns = ["break-glass"]', "protected.arns"),
        (f"[evidence]\nlock_days = {'1' * 5_000}", "no TOML"),
        ('[evidence]\naccount = "12"\nregion = "eu-west-1"\nbucket = "b"', "evidence.account"),
    ],
)
def test_bad_input_is_named(text: str, told: str) -> None:
    with pytest.raises(BadInput, match=told) as raised:
        parse(text)
    assert str(raised.value).startswith("response.toml: ")


def test_what_is_no_text_or_too_big_or_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no TOML"):
        parse_policy(b"\xff\xfe", "x")
    with pytest.raises(BadInput, match="more than 1 MiB"):
        parse_policy(b"#" * (1024 * 1024 + 1), "x")
    with pytest.raises(BadInput, match="cannot read the policy of responses: No such file"):
        read_policy(tmp_path / "none.toml")


def test_settings_come_from_the_policy() -> None:
    text = """
    [organization]
    management_account = "111111111111"
    regions = ["eu-west-1"]

    [evidence]
    account = "222222222222"
    region = "eu-west-1"
    bucket = "evidence"
    lock_days = 30
    """
    found = make_settings(parse(text), "eu-north-1")
    assert found.home_region == "eu-north-1"
    assert found.management_account_id == "111111111111"
    assert found.evidence == EvidencePlace(
        "222222222222", "eu-west-1", "evidence", "", "GOVERNANCE", 30
    )
    assert make_settings(ResponsePolicy(), "us-east-1").evidence is None


@pytest.mark.parametrize(
    ("text", "seconds"), [("30s", 30), ("15m", 900), ("2h", 7200), ("1d", 86_400)]
)
def test_durations(text: str, seconds: int) -> None:
    assert read_duration(text) == timedelta(seconds=seconds)
