"""Keys that nobody hands out: said in one line, and where."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import ReadTimeoutError

from ringwall.aws.session import Sessions
from ringwall.emulator.transport import ReceivedBody
from ringwall.model.errors import CallFailed, NoCredentials, RingwallError

REGION = "eu-west-1"
MEMBER = "111122223333"
WHO = (
    "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/a"
    "</Arn><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
)
ROLE = (
    "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>{name}</AccessKeyId>"
    "<SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>"
    "<Expiration>{end}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>"
)
KEYS = '"Version": 1, "AccessKeyId": "a", "SecretAccessKey": "b", "SessionToken": "c"'


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave no keys but those that a test gives."""
    monkeypatch.delenv("AWS_ACCESS_KEY_ID", raising=False)
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY", raising=False)


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        ("hello", "JSONDecodeError"),
        ("[]", "AttributeError"),
        (f'{{{KEYS}, "Expiration": "2020-01-01T00:00:00Z"}}', "this machine's clock"),
        (f'{{{KEYS}, "Expiration": "soon"}}', "soon"),
        (f'{{{KEYS}, "Expiration": "2099-01-01T00:00:00"}}', "offset-naive"),
    ],
)
def test_a_program_that_prints_no_keys_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, printed: str, told: str
) -> None:
    program = tmp_path / "keys.py"
    program.write_text(f"print({printed!r})")
    _configure(monkeypatch, tmp_path, f"credential_process = {sys.executable} {program}")
    with pytest.raises(NoCredentials, match=told):
        Sessions(region=REGION).identity()


@pytest.mark.parametrize("program", ["/no/such/program", "'an open quote"])
def test_a_program_that_cannot_be_run_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, program: str
) -> None:
    _configure(monkeypatch, tmp_path, f"credential_process = {program}")
    with pytest.raises(NoCredentials, match="sign in again"):
        Sessions(region=REGION).identity()


def test_a_token_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _configure(monkeypatch, tmp_path, "")
    monkeypatch.setenv("AWS_WEB_IDENTITY_TOKEN_FILE", str(tmp_path / "token"))
    monkeypatch.setenv("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/x")
    with pytest.raises(NoCredentials, match="No such file"):
        Sessions(region=REGION).identity()


@pytest.mark.parametrize("name", ["AWS_ACCESS_KEY_ID", "AWS_SESSION_TOKEN"])
@pytest.mark.parametrize("end", ["\n", " ", "\u00fc"])
def test_a_key_that_cannot_be_sent_is_not_shown(
    monkeypatch: pytest.MonkeyPatch, name: str, end: str
) -> None:
    _sign_in(monkeypatch)
    monkeypatch.setenv(name, f"hunter2{end}")
    with pytest.raises(NoCredentials, match="a line break") as found:
        Sessions(region=REGION, endpoint_url="http://127.0.0.1:9", attempts=1).identity()
    assert "hunter2" not in str(found.value)


@pytest.mark.parametrize(
    ("end", "kind", "told"),
    [
        ("2020-01-01T00:00:00Z", NoCredentials, "this machine's clock"),
        ("soon", CallFailed, "AWS's answer cannot be read"),
        ("", CallFailed, "AWS's answer cannot be read"),
    ],
)
def test_a_role_whose_keys_are_none_is_told(
    monkeypatch: pytest.MonkeyPatch, end: str, kind: type[RingwallError], told: str
) -> None:
    _sign_in(monkeypatch)
    sessions = _answering(WHO, ROLE.format(name="x", end=end), WHO)
    with pytest.raises(kind, match=told):
        sessions.reader(MEMBER, REGION)


def test_a_key_that_cannot_be_renewed_is_a_failed_call(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> Any:
        raise ReadTimeoutError(endpoint_url="https://sts")

    _sign_in(monkeypatch)
    sessions = _answering(WHO, ROLE.format(name="first", end="2100-01-01T00:00:00Z"))
    assert sessions.access_key(MEMBER) == "first"
    credentials = sessions._enter(MEMBER)  # noqa: SLF001 - nothing else lets keys expire
    vars(credentials).update(_expiry_time=datetime.fromtimestamp(0, UTC), _refresh_using=fail)
    with pytest.raises(CallFailed, match="ReadTimeoutError"):
        sessions.access_key(MEMBER)


def _configure(monkeypatch: pytest.MonkeyPatch, folder: Path, line: str) -> None:
    config = folder / "config"
    config.write_text(f"[default]\n{line}\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(folder / "none"))


def _sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIATEST")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "not-a-secret")


def _answering(*answers: str | Exception) -> Sessions:
    """Return sessions that get these answers, one after the other."""
    waiting = list(answers)

    def transport(session: botocore.session.Session) -> None:
        def send(request: Any, **_: Any) -> AWSResponse:
            found = waiting.pop(0)
            if isinstance(found, Exception):
                raise found
            raw: Any = ReceivedBody(found.encode())
            return AWSResponse(request.url, 200, HTTPHeaders(), raw)

        handler: Any = send
        session.register("before-send", handler)

    return Sessions(region=REGION, transport=transport, attempts=1)
