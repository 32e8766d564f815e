import socket
from collections.abc import Iterator
from typing import Any

import botocore.session
import pytest
from botocore.config import Config

from ringwall.emulator.app import Emulator
from ringwall.emulator.server import RunningServer, serve


@pytest.fixture
def served(emulator: Emulator) -> Iterator[RunningServer]:
    running = serve(emulator)
    yield running
    running.close()


def make(served: RunningServer, service: str, **config: Any) -> Any:
    session = botocore.session.Session()
    session.set_credentials("AKIATEAM", "not-a-secret")
    return session.create_client(
        service, region_name="us-east-1", endpoint_url=served.url, config=Config(**config)
    )


def test_calls_are_answered_over_one_connection(served: RunningServer) -> None:
    with socket.create_connection(("127.0.0.1", int(served.url.rpartition(":")[2]))) as wire:
        stream = wire.makefile("rwb")
        for _ in range(2):
            stream.write(b"GET / HTTP/1.1\r\nHost: s3.amazonaws.com\r\n\r\n")
            stream.flush()
            assert stream.readline() == b"HTTP/1.1 200 OK\r\n"
            length = 0
            while (line := stream.readline()) != b"\r\n":
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            assert length
            assert b"ListAllMyBucketsResult" in stream.read(length)


def test_large_bodies_go_both_ways(served: RunningServer) -> None:
    s3 = make(served, "s3")
    s3.create_bucket(Bucket="b-1")
    body = b"0123456789" * 100_000
    s3.put_object(Bucket="b-1", Key="large", Body=body)
    assert s3.get_object(Bucket="b-1", Key="large")["Body"].read() == body
    assert s3.head_object(Bucket="b-1", Key="large")["ContentLength"] == len(body)


def test_body_of_unknown_length_is_read_whole(served: RunningServer) -> None:
    s3 = make(served, "s3", request_checksum_calculation="when_required")
    s3.create_bucket(Bucket="b-1")
    s3.put_object(Bucket="b-1", Key="after", Body=b"1")
    assert s3.get_object(Bucket="b-1", Key="after")["Body"].read() == b"1"


def test_errors_arrive_as_errors(served: RunningServer, emulator: Emulator, refusal: Any) -> None:
    emulator.deny("iam:*")
    assert refusal(make(served, "iam").list_users) == ("AccessDenied", 403)
    assert refusal(make(served, "s3").head_bucket, Bucket="absent") == ("404", 404)


def test_closed_server_frees_its_port(emulator: Emulator) -> None:
    running = serve(emulator)
    port = int(running.url.rpartition(":")[2])
    running.close()
    again = serve(emulator, port=port)
    again.close()
