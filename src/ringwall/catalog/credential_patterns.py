"""How credentials of well-known kinds look, each with the page that says so.

Each pattern is bounded, so that a text is searched in linear time whatever is in it.
"""

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass

_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_START, _END = r"(?<![A-Za-z0-9_])", r"(?![A-Za-z0-9_])"


@dataclass(frozen=True)
class CredentialPattern:
    """A kind of credential: what it looks like, and whether what looks so is one."""

    kind: str
    pattern: re.Pattern[str]
    hint: str
    """A text that each of them has: where it is not, the pattern is not searched for."""
    source: str
    check: Callable[[str], bool] = bool
    """Whether a match is one: of its group 1, where the pattern has one."""


def _has_checksum(token: str) -> bool:
    """Whether the last six letters of a token are the CRC-32 of the 30 before them, in base 62."""
    body = token.partition("_")[2]
    number, written = zlib.crc32(body[:-6].encode()), ""
    for _ in range(6):
        number, digit = divmod(number, 62)
        written = _BASE62[digit] + written
    return written == body[-6:]


def _is_no_example(key: str) -> bool:
    """Whether an access key is none of those in AWS's documentation."""
    return "EXAMPLE" not in key.upper() and len(set(key[4:])) > 4  # noqa: PLR2004


def _is_password(text: str) -> bool:
    """Whether what stands where a URL has a password is one, and no variable or placeholder."""
    is_reference = text[0] in "$<{%" or text.startswith(("!", "*"))
    return not is_reference and text.lower() not in {"password", "pass", "pwd", "token", "x"}


PATTERNS = (
    CredentialPattern(
        "aws_access_key",
        re.compile(rf"{_START}(A(?:KIA|SIA)[A-Z2-7]{{16}}){_END}"),
        "IA",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html",
        _is_no_example,
    ),
    CredentialPattern(
        "aws_secret_key",
        # Nothing in the key itself says what it is, so that the name beside it must.
        re.compile(
            r"(?i:aws|secret)[A-Za-z0-9_ .-]{0,24}(?i:key)[\"']?\s{0,4}[=:]\s{0,4}[\"']?"
            r"([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])"
        ),
        "",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html",
        _is_no_example,
    ),
    CredentialPattern(
        "private_key",
        re.compile(r"-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----"),
        "PRIVATE KEY",
        "https://www.rfc-editor.org/rfc/rfc7468#section-10",
    ),
    CredentialPattern(
        "password_in_url",
        re.compile(r"(?<=[a-z0-9])://[^\s/:@?#\"'<>]{0,128}:([^\s/@\"'<>]{1,256})@(?=[\w\[$])"),
        "://",
        "https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1",
        _is_password,
    ),
    CredentialPattern(
        "authorization_header",
        re.compile(
            r"(?i:authorization)[\"']?\s{0,4}[:=]\s{0,4}[\"']?(?i:bearer|basic)\s{1,4}"
            r"[A-Za-z0-9+/=._~-]{16}"
        ),
        "uthorization",
        "https://www.rfc-editor.org/rfc/rfc6750#section-2.1",
    ),
    CredentialPattern(
        "github_token",
        re.compile(rf"{_START}(gh[opusr]_[A-Za-z0-9]{{36}}){_END}"),
        "gh",
        "https://github.blog/engineering/behind-githubs-new-authentication-token-formats/",
        _has_checksum,
    ),
    CredentialPattern(
        "github_token",
        re.compile(rf"{_START}github_pat_[A-Za-z0-9]{{22}}_[A-Za-z0-9]{{59}}{_END}"),
        "github_pat_",
        "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/"
        "about-authentication-to-github#githubs-token-formats",
    ),
    CredentialPattern(
        "npm_token",
        re.compile(rf"{_START}(npm_[A-Za-z0-9]{{36}}){_END}"),
        "npm_",
        "https://github.blog/changelog/2021-09-23-npm-has-a-new-access-token-format/",
        _has_checksum,
    ),
    CredentialPattern(
        "gitlab_token",
        re.compile(rf"{_START}gl(?:pat|dt|rt|cbt|ptt|ft|agent|soat)-[A-Za-z0-9_-]{{20}}"),
        "gl",
        "https://docs.gitlab.com/security/tokens/#token-prefixes",
    ),
    CredentialPattern(
        "pypi_token",
        re.compile(rf"{_START}pypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{{50}}"),
        "pypi-",
        "https://pypi.org/help/#apitoken",
    ),
    CredentialPattern(
        "slack_token",
        re.compile(rf"{_START}xox[abeoprs]-(?:\d-)?[A-Za-z0-9]{{8,64}}-[A-Za-z0-9-]{{8}}"),
        "xox",
        "https://docs.slack.dev/authentication/tokens/",
    ),
    CredentialPattern(
        "slack_webhook",
        re.compile(
            r"hooks\.slack\.com/(?:services|workflows|triggers)/[A-Z0-9]{8,16}/[A-Z0-9]{8,16}/\w{16}"
        ),
        "hooks.slack.com",
        "https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks/",
    ),
    CredentialPattern(
        "stripe_key",
        re.compile(rf"{_START}[rs]k_live_[A-Za-z0-9]{{24}}"),
        "k_live_",
        "https://docs.stripe.com/keys",
    ),
    CredentialPattern(
        "google_api_key",
        re.compile(rf"{_START}AIza[A-Za-z0-9_-]{{35}}(?![A-Za-z0-9_-])"),
        "AIza",
        "https://cloud.google.com/docs/authentication/api-keys",
    ),
    CredentialPattern(
        "sendgrid_key",
        re.compile(rf"{_START}SG\.[A-Za-z0-9_-]{{22}}\.[A-Za-z0-9_-]{{43}}"),
        "SG.",
        "https://docs.sendgrid.com/ui/account-and-settings/api-keys",
    ),
    CredentialPattern(
        "openai_key",
        re.compile(rf"{_START}sk-[A-Za-z0-9_-]{{20,100}}T3BlbkFJ[A-Za-z0-9_-]{{20}}"),
        "T3BlbkFJ",
        "https://platform.openai.com/docs/api-reference/authentication",
    ),
    CredentialPattern(
        "vault_token",
        re.compile(rf"{_START}hv[bsr]\.[A-Za-z0-9_-]{{24}}"),
        "hv",
        "https://developer.hashicorp.com/vault/docs/concepts/tokens",
    ),
    CredentialPattern(
        "azure_storage_key",
        re.compile(r"AccountKey=[A-Za-z0-9+/]{86}=="),
        "AccountKey=",
        "https://learn.microsoft.com/azure/storage/common/storage-configure-connection-string",
    ),
)
"""Every kind that is known by its looks."""
