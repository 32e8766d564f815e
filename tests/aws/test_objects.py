"""Objects of S3: listed over pages, read in pieces, and what fails is a CallFailed."""

from typing import Any

import pytest

from ringwall.aws.objects import ObjectStream, list_objects, open_object
from ringwall.model.errors import CallFailed


def test_objects_are_listed_and_read(team: Any) -> None:
    reader, client = team
    s3 = client("s3")
    s3.create_bucket(Bucket="logs-1")
    for key in ("a/1", "a/2", "b/3"):
        s3.put_object(Bucket="logs-1", Key=key, Body=key.encode() * 1000)
    found = list(list_objects(reader, "logs-1", "a/", reader.account_id))
    assert [(one.address, one.size) for one in found] == [
        ("s3://logs-1/a/1", 3000),
        ("s3://logs-1/a/2", 3000),
    ]
    with open_object(reader, "logs-1", "b/3") as file:
        assert file.read(6) == b"b/3b/3"
        assert len(file.read(10_000)) == 2994
        assert file.read(1) == b""


def test_a_bucket_of_somebody_else_is_not_read(team: Any) -> None:
    reader, client = team
    client("s3").create_bucket(Bucket="logs-1")
    client("s3").put_object(Bucket="logs-1", Key="k", Body=b"x")
    with pytest.raises(CallFailed):
        open_object(reader, "logs-1", "k", owner="999999999999")
    with pytest.raises(CallFailed):
        list(list_objects(reader, "logs-1", "", owner="999999999999"))
    with pytest.raises(CallFailed):
        open_object(reader, "logs-1", "nothing")


def test_a_connection_that_breaks_is_a_failed_call() -> None:
    class Body:
        def read(self, _: int | None) -> bytes:
            raise ConnectionResetError("gone")

        def close(self) -> None:
            pass

    with (
        ObjectStream(Body(), "s3://b/k") as file,
        pytest.raises(CallFailed, match="s3://b/k: gone"),
    ):
        file.read(5)
