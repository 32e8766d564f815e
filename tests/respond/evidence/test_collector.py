"""Collecting: what is asked leaves an item, whatever comes of it."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from ringwall.model.errors import AccessDenied, CallFailed, NoCredentials, StorageFailed, Throttled
from ringwall.model.evidence import EvidenceItem
from ringwall.model.table import Row
from ringwall.respond.evidence.collector import EvidenceCollector, read_base64
from ringwall.store.evidence_folder import EvidenceFolder

PLACE = ("123456789012", "eu-west-1")
CALLER = "arn:aws:sts::123456789012:assumed-role/Respond/ann"
NOW = datetime(2026, 12, 1, 4, 4, 5, 678_901, timezone(timedelta(hours=2)))
HOSTILE = "\u202e\x1b[2J\n../../etc/passwd\x00"


@dataclass
class Source:
    """A reader with the pages of one answer; an exception in place of a page is raised."""

    pages: list[Any] = field(default_factory=list)
    caller: Any = CALLER
    asked: list[str] = field(default_factory=list)
    account_id: str = PLACE[0]
    region: str = PLACE[1]
    partition: str = "aws"

    def items(self, operation: str, path: str, **_: Any) -> Iterator[Row]:
        assert path == "@"
        for page in self.pages:
            self.asked.append(operation)
            if isinstance(page, Exception):
                raise page
            yield page

    def call(self, operation: str, **_: Any) -> Row:
        if operation == "sts.get_caller_identity":
            if isinstance(self.caller, Exception):
                raise self.caller
            return {"Arn": self.caller}
        return next(self.items(operation, "@"))


@pytest.fixture
def folder(tmp_path: Path) -> EvidenceFolder:
    return EvidenceFolder(tmp_path / "evidence")


def make(folder: EvidenceFolder, source: Any, **more: Any) -> EvidenceCollector:
    options = {"told": lambda _: None, "now": lambda: NOW, **more}
    return EvidenceCollector(lambda *_: source, folder.put, **options)


def ask(collector: EvidenceCollector, **more: Any) -> EvidenceItem:
    collector.ask("what", PLACE, "ec2.describe_x", {"A": NOW}, **more)
    return collector.items[-1]


def test_an_answer_is_kept_with_where_it_came_from(folder: EvidenceFolder) -> None:
    told: list[EvidenceItem] = []
    source = Source([{"Xs": [{"At": NOW, "Raw": b"\x00"}]}, {"Xs": [2]}])
    item = ask(make(folder, source, told=told.append), sensitive=True)
    assert told == [item]
    assert (item.status, item.by, item.at) == ("kept", CALLER, "2026-12-01T02:04:05.678Z")
    assert (item.source.operation, item.sensitive) == ("ec2.describe_x", True)
    assert item.source.parameters == {"A": "2026-12-01T02:04:05.678901+00:00"}
    assert item.tool.startswith("ringwall ")
    with folder.open(item.sha256) as file:
        content = file.read()
    assert len(content) == item.size
    assert json.loads(content) == {
        "Xs": [{"At": "2026-12-01T02:04:05.678901+00:00", "Raw": "AA=="}, 2]
    }


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (AccessDenied("no"), "denied"),
        (Throttled("slow"), "throttled"),
        (CallFailed("gone", "NoSuchX"), "none"),
        (CallFailed("broken", "InternalError"), "failed"),
    ],
)
def test_what_cannot_be_read_is_an_item_with_its_reason(
    folder: EvidenceFolder, error: Exception, status: str
) -> None:
    for act in ("ask", "read"):
        collector = make(folder, Source([error]))
        method = getattr(collector, act)
        assert not method("what", PLACE, "ec2.describe_x", {}, absent=("NoSuchX",))
        (item,) = collector.items
        assert (item.status, item.reason, item.sha256) == (status, str(error), "")
    assert folder.revisions() == ()


def test_an_account_that_does_not_let_us_in_is_an_item(folder: EvidenceFolder) -> None:
    def refuse(*_: str) -> Any:
        raise AccessDenied("no role there")

    collector = EvidenceCollector(refuse, folder.put, lambda _: None)
    item = ask(collector)
    assert (item.status, item.by) == ("denied", "unknown")


def test_a_list_without_end_ends_and_says_so(folder: EvidenceFolder) -> None:
    source = Source([{"Xs": [number]} for number in range(50)])
    item = ask(make(folder, source, most_pages=3))
    assert item.status == "partial"
    assert "only the first 3 pages" in item.reason
    assert len(source.asked) == 4
    whole = ask(make(folder, Source([{"Xs": [number]} for number in range(3)]), most_pages=3))
    assert whole.status == "kept"


def test_pages_before_one_that_fails_are_kept(folder: EvidenceFolder) -> None:
    item = ask(make(folder, Source([{"Xs": [1]}, Throttled("slow")])))
    assert item.status == "partial"
    assert "after the first 1 could not be read: slow" in item.reason
    assert item.sha256


def test_too_much_is_told_and_not_kept(folder: EvidenceFolder) -> None:
    item = ask(make(folder, Source([{"Output": "x" * 1000}]), most_bytes=100))
    assert (item.status, item.sha256) == ("too_large", "")
    assert "more than 100 bytes" in item.reason


def test_what_the_caller_must_not_see_is_taken_out_of_the_file_alone(
    folder: EvidenceFolder,
) -> None:
    collector = make(folder, Source([{"Url": "signed", "Name": "a"}]))
    answer = collector.ask(
        "what", PLACE, "ec2.describe_x", {}, hide=lambda row: {**row, "Url": "(not kept)"}
    )
    assert answer["Url"] == "signed"
    with folder.open(collector.items[0].sha256) as file:
        assert b"signed" not in file.read()


def test_names_of_an_attacker_name_no_file_and_act_on_no_screen(folder: EvidenceFolder) -> None:
    collector = make(folder, Source([{"Name": HOSTILE}]))
    collector.ask(HOSTILE, PLACE, "ec2.describe_x", {"Name": HOSTILE})
    (item,) = collector.items
    assert item.what == HOSTILE
    assert {path.name for path in folder.path.iterdir()} == {item.sha256}
    with folder.open(item.sha256) as file:
        content = file.read()
    assert content.isascii()
    assert b"\x1b" not in content


def test_content_that_breaks_off_is_an_item(folder: EvidenceFolder) -> None:
    def break_off() -> Iterable[bytes]:
        yield b"PK"
        raise CallFailed("download: gone")

    collector = make(folder, Source())
    item = collector.keep_content(
        "code", PLACE, "lambda.get_function", {}, break_off(), kind="code"
    )
    assert (item.status, item.reason, item.sha256) == ("failed", "download: gone", "")


def test_rows_are_kept_a_line_each(folder: EvidenceFolder) -> None:
    collector = make(folder, Source())
    collector.keep_rows("lines", "log", [{"a": HOSTILE}, {"a": NOW}], table="x")
    (item,) = collector.items
    assert (item.source.operation, item.by) == ("ringwall", item.tool)
    with folder.open(item.sha256) as file:
        assert len(file.read().splitlines()) == 2


@pytest.mark.parametrize("error", [NoCredentials("expired"), StorageFailed("disk full")])
def test_what_is_no_answer_of_aws_ends_the_collection(
    folder: EvidenceFolder, error: Exception
) -> None:
    with pytest.raises(type(error)):
        ask(make(folder, Source([error])))


def test_the_caller_is_asked_once_for_an_account_and_may_be_unknown(
    folder: EvidenceFolder,
) -> None:
    collector = make(folder, Source([{}], caller=AccessDenied("no")))
    assert ask(collector).by == "unknown"
    assert ask(collector).by == "unknown"


def test_what_is_no_base64_is_kept_as_it_is() -> None:
    assert read_base64("aGVsbG8=") == b"hello"
    assert read_base64("hello!") == b"hello!"
    assert read_base64("") == b""
