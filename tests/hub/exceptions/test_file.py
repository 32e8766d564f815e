from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ringwall.hub.exceptions import file as exceptions_file
from ringwall.hub.exceptions.file import (
    add_exception,
    choose_id,
    find_flaw,
    parse_exceptions,
    read_exceptions,
    write_exception,
)
from ringwall.model.errors import BadInput
from ringwall.model.exception import FindingException

ONE = FindingException(
    id="EX-0001",
    rules=("s3.bucket_is_versioned",),
    reason="a website",
    owner="web@example.com",
    expires=date(2027, 3, 31),
    ticket="SEC-1",
    accounts=("111122223333",),
    units=("ou-ab12-34567890", "r-ab12"),
    regions=("eu-west-1", "global", "us-gov-west-1"),
    resources=("arn:aws:s3:::public-*",),
    tags={"purpose": "website", "a b": "*"},
)
LEAST = """\
[[exceptions]]
id = "x"
rules = ["s3.*"]
reason = "r"
owner = "o"
expires = 2027-01-31
"""


def test_what_is_written_is_read_back() -> None:
    assert parse_exceptions(write_exception(ONE).encode(), "f") == (ONE,)


TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)


@given(reason=TEXT, ticket=TEXT, key=TEXT, value=TEXT)
def test_any_text_is_read_back(reason: str, ticket: str, key: str, value: str) -> None:
    written = replace(ONE, reason=f"x{reason}", ticket=ticket, tags={key: value.replace("*", "")})
    assert parse_exceptions(write_exception(written).encode(), "f") == (written,)


def test_comments_and_what_stands_there_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "exceptions.toml"
    path.write_text(f"# reviewed by ann\n{LEAST}# the end")
    path.chmod(0o640)
    add_exception(path, ONE)
    text = path.read_text()
    assert text.startswith(f"# reviewed by ann\n{LEAST}# the end\n\n[[exceptions]]\n")
    assert [each.id for each in read_exceptions(path)] == ["x", "EX-0001"]
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_file_that_cannot_be_read_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "exceptions.toml"
    path.write_text("[[exceptions]]\nid = ")
    with pytest.raises(BadInput, match="no TOML"):
        add_exception(path, ONE)
    assert path.read_text() == "[[exceptions]]\nid = "


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("owner", 'owner = "o"', ""), "missing required field `owner`"),
        (("owner", 'owner = "o"', 'owner = " "'), "owner is empty"),
        (("reason", '"r"', '""'), "reason is empty"),
        (("date", "2027-01-31", '"soon"'), r"exceptions\[0\]\.expires: .*date"),
        (("rules", '["s3.*"]', "[]"), "rules is empty"),
        (("rules", '["s3.*"]', '["*"]'), "covers every rule everywhere"),
        (("rules", '["s3.*"]', '["s3.*", "**"]'), "covers every rule everywhere"),
        (("typo", "owner", "ownr"), "unknown field `ownr`"),
        (("id", '"x"', '"x y"'), "an id has letters"),
        (("more", 'owner = "o"', 'owner = "o"\naccounts = ["dev"]'), "twelve digits"),
        (("more", 'owner = "o"', 'owner = "o"\nunits = ["Workloads"]'), "a unit is ou-"),
        (("more", 'owner = "o"', 'owner = "o"\nregions = ["eu"]'), "a Region is like"),
        (("more", 'owner = "o"', 'owner = "o"\nresources = [""]'), "pattern or a tag is empty"),
        (("more", 'owner = "o"', f'owner = "o"\nresources = ["{"*a" * 17}"]'), "16 stars"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[0],
)
def test_a_flaw_names_its_place(change: tuple[str, str, str], told: str) -> None:
    _, old, new = change
    with pytest.raises(BadInput, match=rf"(?s)^f: .*{told}.*docs/howto/exceptions\.md"):
        parse_exceptions(LEAST.replace(old, new).encode(), "f")


def test_every_rule_can_be_accepted_in_one_account() -> None:
    assert not find_flaw(replace(ONE, rules=("*",), units=(), resources=(), tags={}))


@pytest.mark.parametrize(
    "scope",
    [
        {"rules": ("*.*",)},
        {"rules": ("s3.*", "*_*")},
        {"rules": ("*",), "resources": ("*",)},
        {"rules": ("*",), "resources": ("arn:aws:s3:::b", "arn:*")},
        {"rules": ("*",), "resources": ("arn:aws-cn:*:*:*",)},
        {"rules": ("*",), "units": ("r-ab12",)},
        {"rules": ("*",), "units": ("ou-ab12-34567890", "r-ab12"), "resources": ("*:*",)},
        {"rules": ("*",), "regions": ("eu-west-1",)},
    ],
    ids=range(8),
)
def test_everything_is_refused_however_it_is_written(scope: dict[str, tuple[str, ...]]) -> None:
    bare = replace(ONE, accounts=(), units=(), regions=(), resources=(), tags={})
    assert "every rule everywhere" in find_flaw(replace(bare, **scope))


@pytest.mark.parametrize(
    "scope",
    [
        {"rules": ("*_is_not_public",)},
        {"rules": ("*",), "units": ("ou-ab12-34567890",)},
        {"rules": ("*",), "resources": ("arn:aws:s3:::*",)},
        {"rules": ("*",), "resources": ("arn:aws:*:*:111122223333:*",)},
    ],
    ids=range(4),
)
def test_a_part_can_be_accepted(scope: dict[str, tuple[str, ...]]) -> None:
    bare = replace(ONE, accounts=(), units=(), regions=(), resources=(), tags={})
    assert not find_flaw(replace(bare, **scope))


def test_ids_are_unique() -> None:
    with pytest.raises(BadInput, match="two exceptions have the id x"):
        parse_exceptions((LEAST + LEAST).encode(), "f")


def test_the_next_id_is_above_all_others() -> None:
    assert choose_id([]) == "EX-0001"
    assert choose_id([replace(ONE, id="EX-0041"), replace(ONE, id="mine-99")]) == "EX-0042"


def test_the_highest_id_does_not_end_the_file() -> None:
    taken = [replace(ONE, id="EX-999999999"), replace(ONE, id="EX-0001")]
    assert choose_id(taken) == "EX-0002"


@pytest.mark.parametrize("text", ["\u200b", " \u2060\u3000", "\x00\x1b", "\u202e"], ids=range(4))
def test_a_text_that_shows_nothing_is_empty(text: str) -> None:
    assert "owner is empty" in find_flaw(replace(ONE, owner=text))
    assert "reason is empty" in find_flaw(replace(ONE, reason=text))


@pytest.mark.parametrize(
    "key",
    ["{}=1", "[{}]", "x = {{{}=1}}", "x = [{{{}=1}}]"],
    ids=["key", "table", "inline", "list"],
)
def test_a_key_of_endless_parts_is_refused_at_once(key: str) -> None:
    with pytest.raises(BadInput, match=r"^f:2: more than 1,000 dots in a line"):
        parse_exceptions(f"# \n{key.format('a' + '.a' * 200_000)}".encode(), "f")


def test_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exceptions_file, "MOST_EXCEPTIONS", 1)
    with pytest.raises(BadInput, match="more than 1 exceptions"):
        parse_exceptions((LEAST + LEAST.replace('"x"', '"y"')).encode(), "f")
    monkeypatch.setattr(exceptions_file, "MOST_BYTES", 1024 * 1024)
    path = tmp_path / "big.toml"
    path.write_bytes(b"#" * (1024 * 1024 + 1))
    with pytest.raises(BadInput, match="more than 1 MiB"):
        read_exceptions(path)
    with pytest.raises(BadInput, match="cannot read the exceptions"):
        read_exceptions(tmp_path)
    with pytest.raises(BadInput, match="no TOML"):
        parse_exceptions(b"\xff", "f")
