"""The text of an adopted blueprint."""

import pytest

from ringwall.plan.adoption.draft import Draft
from ringwall.plan.adoption.remarks import AdoptionRemark
from ringwall.plan.adoption.text import MOST_LINES, write_draft
from ringwall.plan.blueprint_file import parse_blueprint

SETTINGS = {
    "blueprint": "acme",
    "home_region": "eu-west-1",
    "accounts": {"security": "management", "log_archive": "management"},
    "identity": {
        "identity_center": {
            "assignments": [
                {"group": "a: b", "permission_set": "X", "units": ["root"]},
                {"group": "c", "permission_set": "X", "accounts": []},
            ],
            "permission_sets": {
                "X": {
                    "inline_policy": {
                        "Version": "2012-10-17",
                        "Statement": [{"Effect": "Allow", "NotAction": ["a:*", ["b"]]}],
                    }
                }
            },
        }
    },
}


def test_what_is_written_reads_back_as_the_same() -> None:
    file = parse_blueprint(write_draft(Draft(SETTINGS, ()), "s.json").encode(), "x")
    center = file.blueprint.identity.identity_center
    assert [each.group for each in center.assignments] == ["a: b", "c"]
    assert center.permission_sets["X"].inline_policy == {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "NotAction": ["a:*", ["b"]]}],
    }


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ((), "# differs: why"),
        (("accounts", "security"), "  # differs: why"),
        (("accounts", "budget", "enabled"), "# budget.enabled: differs: why"),
    ],
)
def test_a_remark_stands_above_its_setting_or_the_nearest_there_is(
    keys: tuple[str, ...], line: str
) -> None:
    draft = Draft(SETTINGS, (AdoptionRemark(keys, "differs", "why"),))
    assert line in write_draft(draft, "s.json").splitlines()


def test_what_aws_says_cannot_end_a_comment() -> None:
    draft = Draft(SETTINGS, (AdoptionRemark(("accounts",), "left out", "x\nevil: true"),))
    text = write_draft(draft, "s.json")
    assert not any(line.startswith("evil") for line in text.splitlines())
    parse_blueprint(text.encode(), "x")


def test_many_remarks_are_counted() -> None:
    remarks = [AdoptionRemark(("accounts",), "differs", str(n)) for n in range(MOST_LINES + 3)]
    text = write_draft(Draft(SETTINGS, tuple(remarks)), "s.json")
    assert "# differs: 3 more" in text
    assert text.count("# differs: ") == MOST_LINES + 1
