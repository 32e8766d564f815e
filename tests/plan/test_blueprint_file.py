"""The file as a whole: everything that is wrong, at once; and what is right, resolved."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringwall.model.errors import BadBlueprint
from ringwall.plan.blueprint_file import (
    MAX_BYTES,
    MAX_NAMED,
    BlueprintFile,
    parse_blueprint,
    read_blueprint,
)
from ringwall.plan.remark import Remark
from ringwall.plan.settings import to_plain

Read = Callable[[str], BlueprintFile]
Refusals = Callable[[str | bytes], list[str]]
PAGE = Path(__file__).parents[2] / "docs" / "blueprint.md"
WRONG = """blueprint: Acme
home_regon: eu-central-1
home_region: eu-central-1
regions: [us-east-1, cn-north-1]
level: stric
accounts:
  accounts:
    prod: {id: 123456789012, email: A@b.com}
    dev: {id: 012345670123, email: a@B.com}
  units:
    Prod: {accounts: [prod, dev, dev]}
    Prod: !x {}
detection:
"""


def test_everything_that_is_wrong_is_said_at_once_in_the_order_of_the_file(
    refusals: Refusals,
) -> None:
    lines = refusals(WRONG)
    assert [line.partition(" ")[0] for line in lines] == [
        "1:12:", "2:1:", "4:22:", "5:8:", "8:16:", "9:15:", "9:36:", "11:34:", "12:5:", "12:11:",
        "13:11:",
    ]  # fmt: skip
    for line, word in zip(
        lines,
        ("Acme", "home_region?", "cn-north-1", "strict?", "123456789012", "012345670123",
         "same email", "twice", "twice", "!x", "nothing here"),
        strict=True,
    ):  # fmt: skip
        assert word in line


def test_the_place_is_right_behind_what_is_left_out(refusals: Refusals) -> None:
    text = "blueprint: a\nhome_region: us-east-1\nregions: [5, eu-wst-1]\n"
    one = "accounts: {security: management, log_archive: management}"
    assert [line.partition(" ")[0] for line in refusals(text + one)] == ["3:11:", "3:14:"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "1:1: the file is empty"),
        (b"a: \xff", "1:4: this byte is no UTF-8"),
        ("a: ü\nüü: ".encode() + b"\xff", "2:5: this byte is no UTF-8"),
        (b"blueprint: a", "1:1: home_region is missing"),
        (b"- a", "1:1: a mapping (key: value) is expected here, not a list"),
    ],
)
def test_bytes_that_are_no_blueprint_are_refused(
    refusals: Refusals, content: bytes, said: str
) -> None:
    assert said in refusals(content)


def test_no_more_errors_are_named_than_can_be_read(start: str, refusals: Refusals) -> None:
    lines = refusals(start + "".join(f"zz{n}: 1\n" for n in range(250)))
    assert len(lines) == MAX_NAMED + 1
    assert lines[-1] == " 150 more errors"


def test_what_is_quoted_cannot_act_on_a_terminal(start: str, refusals: Refusals) -> None:
    (line,) = (each for each in refusals(start + '"a\\nb": 1\n') if "unknown" in each)
    assert "a\\nb" in line


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    with pytest.raises(BadBlueprint, match="No such file or directory; `ringwall blueprint init`"):
        read_blueprint(tmp_path / "ringwall.yaml")
    with pytest.raises(BadBlueprint, match="not a file"):
        read_blueprint(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BadBlueprint, match="not a file"):
        read_blueprint(tmp_path / "pipe")
    (tmp_path / "big").write_bytes(b"#" * (MAX_BYTES + 1))
    with pytest.raises(BadBlueprint, match="larger than 1 MiB"):
        read_blueprint(tmp_path / "big")


def test_a_byte_order_mark_is_no_error(acme: str) -> None:
    assert parse_blueprint(b"\xef\xbb\xbf" + acme.encode(), "f").blueprint.blueprint == "acme"


def test_the_page_shows_a_whole_architecture_in_fifteen_lines() -> None:
    example = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[0]
    assert len(example.splitlines()) <= 15
    file = parse_blueprint(example.encode(), "example")
    names = {"dev", "staging", "prod", "security", "log-archive"}
    units = file.blueprint.accounts.units
    found = {*units["Security"].accounts}
    found |= {name for unit in units["Workloads"].units.values() for name in unit.accounts}
    assert found == names


OVERRIDES = """    Sandbox:
      accounts: [play]
      overrides: {level: strict, regions: [us-east-1]}
      units:
        Inner:
          accounts: [lab]
          overrides: {level: baseline}
        Plain: {}
"""


def test_the_nearest_unit_wins_key_by_key(acme: str, read: Read) -> None:
    file = read(acme + OVERRIDES)
    outer, inner = file.settings_of(("Sandbox",)), file.settings_of(("Sandbox", "Inner"))
    assert file.settings_of(("Sandbox", "Plain")) == outer
    assert (outer.level, outer.regions) == ("strict", ("us-east-1",))
    assert (inner.level, inner.regions) == ("baseline", ("us-east-1",))
    assert file.settings_of(("Workloads", "Prod")) is file.blueprint
    origin = file.resolve(("Sandbox", "Inner")).members["regions"].origin
    assert origin.describe("f", "") == "f:14, override of Sandbox"


def test_the_resolved_settings_are_those_of_the_blueprint(acme: str, read: Read) -> None:
    file = read(acme)
    plain = to_plain(file.resolve())
    assert plain["level"] == "baseline"
    assert plain["accounts"]["security"] == "security"
    assert "level" not in to_plain(file.set_in())


def test_overrides_that_do_not_fit_together_are_refused_at_the_nearest(
    acme: str, read: Read
) -> None:
    file = read(acme + OVERRIDES)
    with pytest.raises(BadBlueprint, match=r"^r.yaml:18:11: both$"):
        file.check(
            [
                Remark(
                    ("accounts", "units", "Sandbox", "units", "Inner", "overrides"),
                    "both",
                    is_key=True,
                )
            ]
        )
    file.check([Remark((), "to be known", "note")])
    assert file.describe(Remark(("level",), "x")) == "r.yaml:1:1: x"


TOKENS = st.sampled_from(
    [
        "blueprint", "home_region", "regions", "level", "accounts", "units", "root", "overrides",
        "identity", "detection", "email", "security", "log_archive", "management", "tags", "id",
        ": ", ":\n  ", "\n", "\n    ", "- ", "[", "]", "{", "}", ", ", "&a ", "*a", "!!str ", "| ",
        "us-east-1", "eu-wst-1", "strict", "aws+{account}@a.co", '"1"', "012", "yes", "null", "5",
        "\x00", "é", "'", '"', "#", "---", "<<", "%", "\t", "\\",
    ]
)  # fmt: skip


def find_lines(content: bytes) -> list[str]:
    """Return what is wrong with a blueprint; nothing but BadBlueprint may be raised."""
    try:
        parse_blueprint(content, "f")
    except BadBlueprint as error:
        return str(error).splitlines()
    return []


@given(
    st.one_of(st.binary(max_size=80), st.lists(TOKENS, max_size=25).map("".join).map(str.encode))
)
@settings(max_examples=600)
def test_any_bytes_are_a_blueprint_or_refused_with_a_place(content: bytes) -> None:
    for line in find_lines(content):
        assert re.match(r"f:[1-9]\d*:[1-9]\d*: \S", line), line


@given(st.data())
@settings(max_examples=100)
def test_a_blueprint_with_a_part_changed_is_read_or_refused_with_a_place(
    data: st.DataObject,
) -> None:
    text = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[0]
    begin = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(begin, min(len(text), begin + 12)))
    changed = text[:begin] + data.draw(TOKENS) + text[end:]
    for line in find_lines(changed.encode()):
        assert re.match(r"f:[1-9]\d*:[1-9]\d*: \S", line), line


def test_files_of_policies_are_read_with_the_blueprint(acme: str, tmp_path: Path) -> None:
    own = "own: {mine: {type: S3_POLICY, targets: [root], file: s3.json}}"
    path = tmp_path / "ringwall.yaml"
    path.write_text(f"{acme}  policies:\n    {own}\n")
    with pytest.raises(BadBlueprint, match=r"ringwall\.yaml:13:11: there is no file s3\.json"):
        read_blueprint(path)
    (tmp_path / "s3.json").write_text('{"s3_attributes": {}}')
    document = read_blueprint(path).blueprint.accounts.policies.own["mine"].document
    assert document == {"s3_attributes": {}}
