"""What is a credential in plain sight: known answers, and what only looks like one."""

import re
import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringwall.catalog.credential_patterns import PATTERNS
from ringwall.catalog.credentials import BY_NAME, LONGEST, find_in_text, find_kind

BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
LETTERS = "q7Zk2mXw9Lb4Rt8Ny3Vc6Hs1Gd5Jf0Pa"
"""Made up, as all below: put together here, so that no scanner of repositories takes it for one."""


def take(count: int) -> str:
    return (LETTERS * 4)[:count]


def sign(body: str) -> str:
    """Return a body with the checksum that GitHub and npm write after it."""
    number, digits = zlib.crc32(body.encode()), ""
    while number:
        number, rest = divmod(number, 62)
        digits = BASE62[rest] + digits
    return body + digits.rjust(6, "0")


KEY = "AKIA" + "Q2J7ZXN4KW5BTGMY"
LOOKS = {
    "aws_access_key": KEY,
    "aws_secret_key": f"aws_secret_access_key = {take(40)}",
    "private_key": "-----BEGIN " + "RSA PRIVATE KEY-----\\nMIIE",
    "password_in_url": "postgres://app:" + "hunter2@db.internal:5432/orders",
    "authorization_header": "Authorization: Bearer " + take(32),
    "github_token": "ghp_" + sign(take(30)),
    "npm_token": "npm_" + sign(take(30)),
    "gitlab_token": "glpat-" + take(20),
    "pypi_token": "pypi-AgEIcHlwaS5vcmc" + take(60),
    "slack_token": "xoxb-" + "123456789012-" + take(24),
    "slack_webhook": "https://hooks.slack.com/services/" + f"T0ABCDEFG/B0ABCDEFG/{take(24)}",
    "stripe_key": "sk_live_" + take(24),
    "google_api_key": "AIza" + take(35),
    "sendgrid_key": f"SG.{take(22)}." + take(43),
    "openai_key": f"sk-{take(24)}T3BlbkFJ" + take(24),
    "vault_token": "hvs." + take(24),
    "azure_storage_key": "AccountKey=" + take(86) + "==",
}


def test_every_kind_has_a_case_and_a_source() -> None:
    assert {pattern.kind for pattern in PATTERNS} == LOOKS.keys()
    assert all(pattern.source.startswith("https://") for pattern in PATTERNS)


@pytest.mark.parametrize("kind", LOOKS)
def test_a_credential_is_known_by_its_looks_wherever_it_is(kind: str) -> None:
    assert find_kind("NOTE", LOOKS[kind]) == kind
    assert ("", kind) in set(find_in_text(f"#!/bin/sh\nrun --with '{LOOKS[kind]}'\nexit 0\n"))


@pytest.mark.parametrize("kind", ["github_token", "npm_token"])
def test_a_token_with_another_checksum_is_none(kind: str) -> None:
    token = LOOKS[kind]
    other = token[:10] + ("b" if token[10] == "a" else "a") + token[11:]
    assert find_kind("NOTE", other) == ""


def test_githubs_own_example_has_its_checksum() -> None:
    # https://github.com/therootcompany/base62-token.js
    assert find_kind("NOTE", "ghp_" + "zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17") == "github_token"


@pytest.mark.parametrize(
    "text",
    [
        "AKIAIOSFODNN7EXAMPLE",
        "aws_secret_access_key=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "-----BEGIN PUBLIC KEY-----",
        "-----BEGIN CERTIFICATE-----",
        "https://example.com:8443/path@2",
        "postgres://${USER}:${PASSWORD}@db/orders",
        "postgres://app:<password>@db/orders",
        "https://user@bitbucket.org/acme/shop.git",
        "sk_test_" + take(24),
        "d41d8cd98f00b204e9800998ecf8427e",
        "123e4567-e89b-12d3-a456-426614174000",
        "sha256:" + "0123456789abcdef" * 4,
        "arn:aws:secretsmanager:eu-west-1:111111111111:secret:orders-AbCdEf",
    ],
)
def test_what_only_looks_like_one_is_none(text: str) -> None:
    assert find_kind("NOTE", text) == ""
    assert list(find_in_text(text)) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DB_PASSWORD", "hunter2"),
        ("dbPassword", "Tr0ub4dor&3"),
        ("db-pass", "hunter2"),
        ("MYSQL_PWD", "hunter2"),
        ("SECRET_KEY", "django-insecure-x"),
        ("APIKey", "zz9plural"),
        ("api_key", "a/b+c=="),
        ("GITHUB_TOKEN", "0123456789abcdef"),
        ("PASSWORD", "prod/orders"),
        ("CLIENT_SECRET", "q~7Xk"),
        ("ECS_ENGINE_AUTH_DATA", '"quay.io"'),
        ("AWS_SECRET_ACCESS_KEY", "in pieces"),
    ],
)
def test_a_literal_value_of_a_telling_name_is_one(name: str, value: str) -> None:
    assert find_kind(name, value) == BY_NAME


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("DB_PASSWORD", value) for value in ("", " ", "true", "False", "none", "12345678", "****",
          "${DB_PASSWORD}", "$DB_PASSWORD", "{{resolve:secretsmanager:db:SecretString:password}}",
          "arn:aws:ssm:eu-west-1:111111111111:parameter/db", "/prod/db/password", "ssm:/prod/db",
          "secretsmanager:db", "vault://db", "<to be set>", "AQICAHh" + "a" * 60, "$6$salt$hash",
          "$(cat /run/db)", "https://vault.internal/db", "ENC[AES256,data:x]")),
        ("DB_SECRET_NAME", "prod-db"),
        ("DB_SECRET", "prod/orders/db"),
        ("TOKEN_URL", "https://login.example/token"),
        ("MAX_TOKENS", "4096"),
        ("PASSWORD_MIN_LENGTH", "fourteen"),
        ("PASS_THROUGH", "headers"),
        ("COMPASS_MODE", "north"),
        ("KEYBOARD", "de-latin1"),
        ("PUBLIC_KEY", "ssh-ed25519 AAAA"),
        ("PARTITION_KEY", "customer"),
        ("STAGE", "prod"),
        ("", ""),
    ],
)  # fmt: skip
def test_references_and_what_is_only_about_one_are_none(name: str, value: str) -> None:
    assert find_kind(name, value) == ""


SCRIPT = """#!/bin/bash
export DB_PASSWORD='hunter2'
mysql --user app --password hunter3
TOKEN=$(aws secretsmanager get-secret-value --secret-id token)
API_KEY="$API_KEY"
client_secret = read_secret("client")
# the password: see the wiki, and
chpasswd:
  expire: false
write_files:
  - content: {"session_token": "hunter4", "token_type": "bearer"}
auth_token: !Ref Token
master_password: hunter5
"""


def test_names_in_a_script_tell_what_their_values_are() -> None:
    names = {name for name, kind in find_in_text(SCRIPT) if kind == BY_NAME}
    assert names == {"DB_PASSWORD", "password", "session_token", "master_password"}


def test_a_text_that_is_too_long_is_not_told_of() -> None:
    assert list(find_in_text("a" * LONGEST)) == []
    with pytest.raises(ValueError, match="more than 1048576 letters"):
        list(find_in_text("a" * (LONGEST + 1)))


ODD = ("a", "x=1 ", "://", "aws_key=", "\"'", "password=a", "-----BEGIN ", "--a ", "sk-", "a.",
       "://:", "xox", "AKIA", "gh", "authorization:", "ssword: ", "T3BlbkFJsk-")  # fmt: skip


@pytest.mark.parametrize("piece", ODD)
def test_no_text_takes_longer_than_its_length(piece: str) -> None:
    size = LONGEST // 16
    text = (piece * size)[:size]
    start = time.process_time()
    list(find_in_text(text))
    assert (
        time.process_time() - start < 2
    )  # a fiftieth of it here; a quadratic search takes minutes


@given(st.text(max_size=60), st.text(max_size=200))
def test_any_text_is_told_of(name: str, value: str) -> None:
    assert re.fullmatch(r"[a-z_]*", find_kind(name, value))
    assert all(kind for _, kind in find_in_text(f"{name}={value}"))
