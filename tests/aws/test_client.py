"""One client: who it says it is, where it sends to, how often it may ask."""

from typing import Any

import botocore.session
import pytest
from botocore.awsrequest import AWSPreparedRequest

from ringwall import __version__
from ringwall.aws.client import (
    create_client,
    keep_budget,
    refuse_plain_http,
    refuse_user_info,
)
from ringwall.aws.limits import Limits
from ringwall.model.errors import BadInput


class Sent(BaseException):
    """What would have been sent."""

    def __init__(self, request: AWSPreparedRequest) -> None:
        self.request = request


def stop(**event: Any) -> None:
    raise Sent(event["request"])


@pytest.fixture
def session() -> botocore.session.Session:
    made = botocore.session.Session()
    made.set_credentials("AKIATEST", "not-a-secret")
    made.register("before-send", stop)
    return made


def send(client: Any, method: str, **parameters: Any) -> AWSPreparedRequest:
    with pytest.raises(Sent) as sent:
        getattr(client, method)(**parameters)
    return sent.value.request


def test_it_says_who_asks(session: botocore.session.Session) -> None:
    request = send(create_client(session, "sts", "us-east-1"), "get_caller_identity")
    agent = request.headers["User-Agent"]
    assert f"ringwall/{__version__}".encode() in (
        agent if isinstance(agent, bytes) else agent.encode()
    )


@pytest.mark.parametrize(
    "endpoint",
    [
        *("notaurl", "localhost:5599", "http://", "ftp://host", "file:///etc/passwd", "http://a b"),
        *("http://host:99999", "http://host:0", "http://host:x", "http://[::1", "//host"),
    ],
)
def test_an_endpoint_that_is_no_url_is_bad_input(
    session: botocore.session.Session, monkeypatch: pytest.MonkeyPatch, endpoint: str
) -> None:
    with pytest.raises(BadInput, match="the endpoint is not a URL that can be used"):
        create_client(session, "sts", "us-east-1", endpoint_url=endpoint)
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", endpoint)
    with pytest.raises(BadInput, match="the endpoint is not a URL that can be used"):
        create_client(botocore.session.Session(), "sts", "us-east-1")


def test_an_endpoint_of_the_settings_that_is_no_url_is_bad_input() -> None:
    with pytest.raises(BadInput, match="the endpoint is not a URL that can be used"):
        refuse_plain_http(["http://[::1"])


@pytest.mark.parametrize(
    ("endpoint", "host"),
    [
        ("http://127.0.0.1:5000", "127.0.0.1:5000"),
        ("http://localhost:5000", "localhost:5000"),
        ("http://emulator:5000", "emulator:5000"),
        ("", "123456789012.s3-control.eu-west-1.amazonaws.com"),
    ],
)
def test_an_account_id_is_put_before_real_hosts_only(
    session: botocore.session.Session, endpoint: str, host: str
) -> None:
    client = create_client(session, "s3control", "eu-west-1", endpoint_url=endpoint)
    request = send(client, "get_public_access_block", AccountId="123456789012")
    assert request.url is not None
    assert request.url.split("/")[2] == host


def test_buckets_of_an_emulator_stand_in_the_path(session: botocore.session.Session) -> None:
    client = create_client(session, "s3", "us-east-1", endpoint_url="http://localhost:5000")
    request = send(client, "get_bucket_policy", Bucket="logs")
    assert request.url == "http://localhost:5000/logs?policy"


def test_calls_to_aws_wait_for_their_budget(session: botocore.session.Session) -> None:
    slept: list[float] = []
    limits = Limits({"iam": 1.0}, lambda: 0.0, slept.append)
    client = create_client(session, "iam", "us-east-1")
    keep_budget(client, limits, lambda: "123456789012", "iam")
    for _ in range(4):
        send(client, "list_users")
    assert slept == [1, 2]


def test_calls_to_an_emulator_do_not_wait(session: botocore.session.Session) -> None:
    slept: list[float] = []
    limits = Limits({"iam": 1.0}, lambda: 0.0, slept.append)
    client = create_client(session, "iam", "us-east-1", endpoint_url="http://127.0.0.1:5000")
    keep_budget(client, limits, lambda: "123456789012", "iam")
    for _ in range(4):
        send(client, "list_users")
    assert slept == []


@pytest.mark.parametrize(
    "url",
    [
        "https://emulator:5000",
        "http://127.0.0.1:5000",
        "http://127.8.8.8",
        "http://[::1]:5000",
        "http://localhost:5000",
        "http://123456789012.127.0.0.1:5000",
        "",
    ],
)
def test_what_is_encrypted_or_stays_on_this_machine_is_good(url: str) -> None:
    refuse_plain_http([url])


@pytest.mark.parametrize(
    "url",
    [
        "http://emulator:5000",
        "HTTP://10.0.0.1",
        "http://127.0.0.1.evil.example",
        "http://localhost.evil.example",
        "http://evillocalhost",
        "http://foo.localhost",
        "http://LOCALHOST.evil.example",
        "http://user:hunter2@10.0.0.1/",
        "http://127.0.0.1@10.0.0.1",
        "http://0.0.0.0",
    ],
)
def test_plain_http_to_elsewhere_is_refused(url: str) -> None:
    with pytest.raises(
        BadInput, match="is not encrypted; use https://, or say --plain-http"
    ) as told:
        refuse_plain_http(["https://a", url])
    assert "hunter2" not in str(told.value)


@pytest.mark.parametrize(
    "url", ["http://u:hunter2@127.0.0.1:1", "https://hunter2@h", "u:hunter2@h", "http//u:hunter2@h"]
)
def test_an_endpoint_with_a_password_is_refused_and_not_shown(url: str) -> None:
    with pytest.raises(BadInput, match="leave the user and password out") as told:
        refuse_user_info(["https://a", url])
    assert "hunter2" not in str(told.value)
    refuse_user_info(["https://a", "", "http://127.0.0.1:1"])
