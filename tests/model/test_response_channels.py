"""A channel of response.toml names its secret and never holds it, and leads to https alone."""

import tomllib
from typing import Any

import msgspec
import pytest

from ringwall.model.response_channels import Channel, SecretPlace, find_url_flaw

CHANNELS: dict[str, str] = {
    "slack": 'channel = "C0123456789"\ntoken_env = "SLACK_TOKEN"\nsigning_env = "SLACK_SIGNING"',
    "teams": 'token_file = "teams.url"',
    "jira": 'url = "https://x.atlassian.net"\nuser = "a@b.c"\nproject = "SEC"\ntoken_env = "T"',
    "servicenow": 'url = "https://x.service-now.com"\nuser = "ringwall"\ntoken_env = "T"',
    "pagerduty": 'token_env = "T"',
    "webhook": 'url = "https://soar.example.com/in"\ntoken_env = "T"',
    "mail": 'host = "mx.example.com"\nsender = "a@b.c"\nto = ["x@y.z"]',
    "apprise": 'token_env = "T"',
}


def read(kind: str, text: str) -> Any:
    table = tomllib.loads(f'type = "{kind}"\nname = "one"\n{text}')
    return msgspec.convert(table, Channel)


@pytest.mark.parametrize("kind", CHANNELS)
def test_each_kind_is_told_by_its_type(kind: str) -> None:
    channel = read(kind, CHANNELS[kind])
    assert msgspec.to_builtins(channel)["type"] == kind
    assert channel.token.is_named == (kind != "mail")


@pytest.mark.parametrize("kind", sorted(CHANNELS.keys() - {"mail"}))
def test_a_secret_is_in_one_place(kind: str) -> None:
    arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:a-b"
    more = f'\nsigning_secret_arn = "{arn}"\nsigning_file = "x"'
    with pytest.raises(msgspec.ValidationError, match="name one of signing_env"):
        read(kind, CHANNELS[kind].replace("\nsigning_env", "\n#") + more)
    lines = [line for line in CHANNELS[kind].split("\n") if not line.startswith("token_")]
    with pytest.raises(msgspec.ValidationError, match="name its secret in token_env"):
        read(kind, "\n".join(lines))


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("slack", 'token = "xoxb-1"'),
        ("slack", 'token_env = "xoxb-1"'),
        ("slack", 'channel = "#general"'),
        ("slack", 'channel = "C0123456789\\n"'),
        ("mail", 'sender = "a@b.c\\n"'),
        ("slack", 'url = "http://slack.com/api"'),
        ("jira", 'url = "https://user:secret@x.atlassian.net"'),
        ("jira", 'user = "a@b.c\\nX: y"'),
        ("jira", 'project = "SEC OR 1=1"'),
        ("servicenow", 'table = "incident/../sys_user"'),
        ("webhook", 'url = "file:///etc/passwd"'),
        ("webhook", 'notices = ["everything"]'),
        ("mail", 'encryption = "none"'),
        ("mail", 'user = "a"'),
        ("mail", 'to = ["a@b.c\\nBcc: x@y.z"]'),
        ("mail", "to = []"),
        ("apprise", 'name = "../x"'),
    ],
)
def test_what_cannot_be_a_channel_is_refused(kind: str, more: str) -> None:
    key = more.partition(" ")[0]
    kept = [line for line in CHANNELS[kind].split("\n") if not line.startswith(f"{key} ")]
    table = tomllib.loads("\n".join(kept)) | tomllib.loads(more)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"type": kind, "name": "one"} | table, Channel)


@pytest.mark.parametrize(
    ("url", "is_sent_to"),
    [
        ("https://slack.com/api", True),
        ("http://127.0.0.1:8080/x", True),
        ("http://localhost/x", True),
        ("http://localhost.evil.example/x", False),
        ("http://127.0.0.1@evil.example/x", False),
        ("https://", False),
        ("https://a.example:99999", False),
        ("https://a.example/<x>", False),
        ("https://a.example/\n", False),
        ("javascript:alert(1)", False),
        ("", False),
    ],
)
def test_only_https_and_this_machine_are_sent_to(url: str, *, is_sent_to: bool) -> None:
    assert (find_url_flaw(url) == "") == is_sent_to


def test_a_place_is_named_by_any_of_its_parts() -> None:
    assert not SecretPlace().is_named
    assert SecretPlace(file="x").is_named
