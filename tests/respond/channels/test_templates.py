"""A notice says what its kind's template says; a template of a user's runs no code."""

from pathlib import Path

import pytest
from notices import HASH, HOSTILE, make_ask, make_notice

from ringwall.model.errors import BadInput
from ringwall.respond.channels.templates import (
    DEFAULTS,
    KINDS,
    PLACEHOLDERS,
    NoticeTemplates,
    read_templates,
    tell_time,
)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_says_of_which_case_it_is(kind: str) -> None:
    notice = make_ask() if "approval" in kind else make_notice(kind)  # type: ignore[arg-type] # it is a kind
    text = NoticeTemplates().write(notice)
    assert text.subject.startswith("CASE-20261201-4f7k2m: ")
    assert "\n" not in text.subject
    assert "{" not in text.subject + text.body


def test_an_opened_case_says_what_is_known() -> None:
    text = NoticeTemplates().write(make_notice())
    assert text.subject == "CASE-20261201-4f7k2m: Key of ann is used from Tor"
    assert text.body == (
        "Severity: high\n"
        "Account: 111122223333 (eu-west-1)\n"
        "Resource: arn:aws:iam::111122223333:user/ann\n"
        "ann called iam:CreateUser."
    )


def test_a_request_says_what_would_be_done_and_what_cannot_be_undone() -> None:
    text = NoticeTemplates().write(make_ask())
    assert text.body == (
        "ann called iam:CreateUser.\n"
        "It needs 2 persons, until 2026-12-01 05:40 UTC.\n"
        f"Plan: {HASH} (request 7)\n"
        "2 changes; 1 of them cannot be undone.\n"
        "- iam.update_access_key arn:aws:iam::111122223333:user/u1; CANNOT BE UNDONE; "
        "the key stops to work\n"
        "- iam.update_access_key arn:aws:iam::111122223333:user/u0; the key stops to work"
    )


def test_a_plan_with_many_changes_shows_the_irreversible_ones_first_and_counts_the_rest() -> None:
    body = NoticeTemplates().write(make_ask(acts=100)).body
    assert body.splitlines()[4].endswith("user/u99; CANNOT BE UNDONE; the key stops to work")
    assert body.endswith("... and 60 more changes")


def test_a_name_makes_no_line_and_no_placeholder() -> None:
    notice = make_notice(title="a\nSeverity: low {case}{", lines=(f"{HOSTILE}{{title}}",))
    text = NoticeTemplates().write(notice)
    assert "a\\nSeverity: low {case}{" in text.subject
    assert len(text.body.split("\n")) == 4
    assert text.body.endswith("{title}")


def test_texts_of_ones_own_replace_ours(tmp_path: Path) -> None:
    (tmp_path / "closed.txt").write_text("{{{case}}} is over\nBye, {account}: {lines}\n\n{expires}")
    (tmp_path / "README.md").write_text("{nothing}")
    templates = read_templates(tmp_path)
    text = templates.write(make_notice("closed"))
    assert text.subject == "{CASE-20261201-4f7k2m} is over"
    assert text.body == "Bye, 111122223333: ann called iam:CreateUser."
    assert templates.texts["failed"] == DEFAULTS["failed"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ok\n{titel}", r"closed.txt:2: \{titel\} is not known.*did you mean title"),
        ("{title.__class__}", r"closed.txt:1: \{title.__class__\} is not known"),
        ("{title[0]}", "is not known"),
        ("{title!r}", "is not known"),
        ("{title:>99999999}", "is not known"),
        ("{}", r"\{\} is not known"),
        ("{0}", "is not known"),
        ("{", "a brace that is none"),
        ("}", "a brace that is none"),
        ("  \n", "empty"),
        ("x" * 70_000, "longer than"),
        (b"\xff", "cannot be read"),
    ],
)
def test_what_is_no_template_is_refused_with_its_line(
    tmp_path: Path, text: str | bytes, said: str
) -> None:
    data = text if isinstance(text, bytes) else text.encode()
    (tmp_path / "closed.txt").write_bytes(data)
    with pytest.raises(BadInput, match=said):
        read_templates(tmp_path)


def test_a_file_whose_name_is_no_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "close.txt").write_text("x")
    with pytest.raises(BadInput, match=r"no kind of notice is called so.*did you mean closed"):
        read_templates(tmp_path)
    with pytest.raises(BadInput, match="no folder of templates"):
        read_templates(tmp_path / "none")


def test_every_placeholder_has_a_value() -> None:
    text = "{" + "}\n{".join(sorted(PLACEHOLDERS)) + "}"
    written = NoticeTemplates(dict.fromkeys(KINDS, f"s\n{text}")).write(make_ask())
    assert len(written.body.split("\n")) == len(PLACEHOLDERS) + 1, "there are two acts"


def test_a_time_that_is_none_is_said() -> None:
    assert tell_time(10**20) == "a time that is none"
