"""CloudTrail's log files into the home folder."""

import gzip
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from botocore.session import Session
from stored_logs import write_trail

from ringwall.emulator.app import Emulator
from ringwall.emulator.transport import attach
from ringwall.jobs.logs import (
    LogIngestion,
    choose_sources,
    find_places,
    ingest_logs,
    list_logs,
)
from ringwall.model.errors import BadInput, Locked
from ringwall.store.home import Home
from ringwall.store.lake.log_ledger import LogLedger
from ringwall.store.lake.logs import read_quarantine


@pytest.fixture
def trail(tmp_path: Path, two_accounts: Any) -> Path:
    """Return a folder with one log file of two events."""
    uses = [two_accounts.event(n, "GetObject", "arn:aws:s3:::data/k") for n in range(2)]
    two_accounts.write_log(tmp_path / "trail", uses)
    return tmp_path / "trail"


def test_the_tables_that_have_logs_are_listed(tmp_path: Path, trail: Path, events: Any) -> None:
    home = tmp_path / "home"
    assert list_logs(home).rows == []
    (trail / "broken.json").write_text("{")
    ingest_logs(home, [trail], events)
    (row,) = list_logs(home).rows
    assert (row["table"], row["rows"], row["files"]) == ("logs.cloudtrail", 2, 2)
    assert (row["first"], row["last"]) == ("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z")
    assert list_logs(home).quarantined == 1


def test_sources_are_chosen_by_their_tables(tmp_path: Path, trail: Path, events: Any) -> None:
    found = ingest_logs(tmp_path / "home", [trail], events, ["vpc_flow"])
    assert (found.events, found.others) == (0, 1)
    with pytest.raises(BadInput, match=r"no source of logs nothing; there are cloudtrail, "):
        ingest_logs(tmp_path / "home", [trail], events, ["nothing"])


def test_each_event_is_stored_once(tmp_path: Path, trail: Path, events: Any) -> None:
    found = ingest_logs(tmp_path / "home", [trail], events)
    assert (found.files, found.events, found.repeated) == (1, 2, 0)
    assert (found.first, found.last) == (datetime(2026, 1, 1), datetime(2026, 1, 2))  # noqa: DTZ001
    assert (found.outcome, found.faults) == ("clean", ())
    again = ingest_logs(tmp_path / "home", [trail, trail / "log.json.gz"], events)
    assert (again.files, again.events, again.known) == (0, 0, 1)
    assert events.parts == ["ingest", "ingest"]
    assert events.totals == [1, 1]
    assert events.steps == ["log.json.gz"] * 2


def test_digests_and_other_files_are_counted(tmp_path: Path, trail: Path, events: Any) -> None:
    (trail / "notes.txt").touch()
    (trail / "CloudTrail-Digest").mkdir()
    (trail / "CloudTrail-Digest" / "d.json.gz").touch()
    found = ingest_logs(tmp_path / "home", [trail], events)
    assert (found.files, found.digests, found.others) == (1, 1, 1)
    assert found.outcome == "clean"


def test_what_cannot_be_read_is_a_fault_and_the_rest_is_stored(
    tmp_path: Path, trail: Path, events: Any
) -> None:
    (trail / "b.json").write_text('{"Records": [')
    found = ingest_logs(tmp_path / "home", [trail], events)
    assert (found.files, found.events, found.outcome) == (2, 2, "unknown")
    (fault,) = found.faults
    assert fault.startswith(f"{trail / 'b.json'}: ")


def test_a_week_of_what_the_emulator_delivers_is_read(tmp_path: Path, events: Any) -> None:
    app = Emulator()
    session = Session()
    session.set_credentials("AKIATEAM", "not-a-secret")
    attach(session, app)
    make: Any = session.create_client
    s3, trail, sqs = (make(name, region_name="us-east-1") for name in ("s3", "cloudtrail", "sqs"))
    s3.create_bucket(Bucket="trail-logs")
    trail.create_trail(Name="main", S3BucketName="trail-logs", EnableLogFileValidation=True)
    trail.start_logging(Name="main")
    app.deliver_logs()
    for day in range(1, 8):
        sqs.create_queue(QueueName=f"q{day}")
        app.trail[-1]["eventTime"] = f"2026-01-{day:02}T12:00:00Z"
    for key in [each["Key"] for each in s3.list_objects_v2(Bucket="trail-logs")["Contents"]]:
        path = tmp_path / "trail" / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(s3.get_object(Bucket="trail-logs", Key=key)["Body"].read())
    found = ingest_logs(tmp_path / "home", [tmp_path / "trail"], events)
    assert (found.files, found.events, found.digests) == (8, 8, 2)
    assert (found.repeated, found.others, found.outcome) == (0, 0, "clean")
    assert found.first == datetime(2026, 1, 1, 12)  # noqa: DTZ001


def test_no_events_have_no_time(tmp_path: Path, two_accounts: Any, events: Any) -> None:
    found = ingest_logs(tmp_path, [two_accounts.write_log(tmp_path / "t", [])], events)
    assert (found.events, found.first, found.last) == (0, None, None)


def test_what_leads_nowhere_is_bad_input(tmp_path: Path, events: Any) -> None:
    for paths in ([tmp_path], [tmp_path / "none"]):
        with pytest.raises(BadInput):
            ingest_logs(tmp_path / "home", paths, events)
    assert not (tmp_path / "home").exists()


def test_only_one_writes_at_a_time(tmp_path: Path, trail: Path, events: Any) -> None:
    home = tmp_path / "home"
    with Home(home).lock("collect"), pytest.raises(Locked):
        ingest_logs(home, [trail], events)


def test_what_a_killed_run_left_behind_is_removed(tmp_path: Path, trail: Path, events: Any) -> None:
    home = tmp_path / "home"
    ingest_logs(home, [trail], events)
    leftover = home / "logs" / ".partial-00000000deadbeef"
    leftover.mkdir()
    assert ingest_logs(home, [trail], events).known == 1
    assert not leftover.exists()


def test_an_interruption_stores_nothing(tmp_path: Path, trail: Path, events: Any) -> None:
    def stop(_: str) -> None:
        raise KeyboardInterrupt

    advance, events.advance = events.advance, stop
    with pytest.raises(KeyboardInterrupt):
        ingest_logs(tmp_path / "home", [trail], events)
    assert not list((tmp_path / "home" / "logs").rglob("*.parquet"))
    events.advance = advance
    assert ingest_logs(tmp_path / "home", [trail], events).events == 2


def read_gaps_of(home: Path) -> list[tuple[str, str]]:
    found = read_quarantine(Home(home).logs)
    return [(Path(row["file"]).name, row["account_id"]) for row in found]


def test_what_was_not_read_is_kept_until_it_is_read_again(
    tmp_path: Path, trail: Path, two_accounts: Any, events: Any
) -> None:
    home, page = tmp_path / "home", trail / "page.json"
    whole = {"Records": [two_accounts.event(7, "GetObject", "arn:aws:s3:::data/k")]}
    (trail / "broken.json").write_text("{")
    page.write_text(json.dumps(whole | {"NextToken": "more"}))
    ingest_logs(home, [trail], events)
    account = whole["Records"][0]["recipientAccountId"]
    assert read_gaps_of(home) == [("broken.json", ""), ("page.json", account)]
    ingest_logs(home, [trail / "log.json.gz"], events)
    assert len(read_gaps_of(home)) == 2
    page.write_text(json.dumps(whole))
    ingest_logs(home, [page], events)
    assert read_gaps_of(home) == [("broken.json", "")]
    (trail / "broken.json").unlink()
    ingest_logs(home, [trail], events)
    assert read_gaps_of(home) == []


def test_logs_of_a_bucket_and_of_a_queue_are_read_once(
    tmp_path: Path, account: Any, events: Any
) -> None:
    s3, sqs = account.client("s3"), account.client("sqs")
    s3.create_bucket(Bucket="trail-logs")
    url = sqs.create_queue(QueueName="feed", Attributes={"VisibilityTimeout": "0"})["QueueUrl"]

    def put(number: int) -> str:
        key = f"AWSLogs/1/CloudTrail/{number}.json.gz"
        record = EVENT | {"eventID": f"e{number}"}
        body = gzip.compress(json.dumps({"Records": [record]}).encode())
        s3.put_object(Bucket="trail-logs", Key=key, Body=body)
        return key

    def tell(*keys: str) -> None:
        for key in keys:
            told = {"bucket": {"name": "trail-logs"}, "object": {"key": key, "size": 5}}
            notice = {"Records": [{"eventSource": "aws:s3", "s3": told}]}
            sqs.send_message(QueueUrl=url, MessageBody=json.dumps(notice))

    home = tmp_path / "home"
    put(1)
    places = find_places(["s3://trail-logs/AWSLogs/"])
    ingestion = LogIngestion(home, places, events, choose_sources(()))
    assert (ingestion.run().events, ingestion.run().known) == (1, 1)
    tell(put(2), put(2), "nothing.json.gz")
    event = {"detail-type": "AWS API Call via CloudTrail", "detail": EVENT | {"eventID": "e3"}}
    sqs.send_message(QueueUrl=url, MessageBody=json.dumps(event))
    fed = LogIngestion(home, find_places([url]), events, choose_sources(()))
    found = fed.run()
    assert (found.events, len(found.faults)) == (2, 1)
    assert "nothing.json.gz: cannot read" in found.faults[0]
    # What could not be read comes again, and nothing else does.
    assert len(sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]) == 1
    rows = sorted(stored.rows for stored in LogLedger(Home(home).logs).read_files())
    assert rows == [1, 2]


def test_new_files_are_followed(tmp_path: Path, events: Any) -> None:
    home, folder = tmp_path / "home", tmp_path / "in"
    write_trail(folder / "1", EVENT)
    ingestion = LogIngestion(home, find_places([str(folder)]), events, choose_sources(()))
    rounds = ingestion.follow(0.01)
    assert next(rounds).events == 1
    write_trail(folder / "2", EVENT | {"eventID": "e2"})
    with Home(home).lock("collect"):
        pass
    assert next(rounds).events == 1
    assert next(rounds).events == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["s3://A"], "no address of S3"),
        (["gs://bucket/x"], "write a file or folder, s3://bucket/prefix"),
        (["https://example.com/x"], "or the URL of an SQS queue"),
        (["https://sqs.eu-west-1.amazonaws.com/111122223333/a"] * 2, "only one queue"),
    ],
)
def test_what_is_no_place_is_bad_input(words: list[str], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        find_places(words)


EVENT = {
    "eventTime": "2026-01-31T10:00:00Z",
    "eventID": "e1",
    "eventName": "X",
    "eventSource": "s",
}
