"""The channels of `response.toml`: whom a case is told, and who may answer.

A secret never stands here: a channel names the environment variable, the secret of Secrets Manager
or the file that holds it. `token` is what a channel sends with, `signing` what callbacks are
checked with.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta

from ringwall.model.notice import NoticeKind
from ringwall.model.rule import Severity

VariableName = Annotated[str, Meta(pattern=r"^([A-Za-z_][A-Za-z0-9_]{0,127})?\Z")]
SecretArn = Annotated[
    str,
    Meta(
        pattern=r"^(arn:aws[a-z-]{0,20}:secretsmanager:[a-z0-9-]{1,30}:\d{12}:secret:"
        r"[A-Za-z0-9/_+=.@-]{1,520}(#[A-Za-z0-9_.-]{1,128})?)?\Z"
    ),
]
"""The ARN of a secret; after a #, the member of the JSON object that it holds."""
MailAddress = Annotated[
    str, Meta(pattern=r"^[A-Za-z0-9._%+=-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){0,8}\Z")
]
LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
URL = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]{1,3000}")


@dataclass(frozen=True)
class SecretPlace:
    """Where a secret is: in one of these, the others are ''."""

    env: str = ""
    arn: str = ""
    file: str = ""

    @property
    def is_named(self) -> bool:
        """Whether there is such a secret."""
        return bool(self.env or self.arn or self.file)


def find_url_flaw(url: str) -> str:
    """Return why nothing is sent to a URL, or ''."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "is no URL"
    if not URL.fullmatch(url) or not host:
        return "is no URL"
    if parts.username is not None or parts.password is not None:
        return "has a name or a password in it"
    if parts.scheme == "https" or (parts.scheme == "http" and host in LOCAL_HOSTS):
        return ""
    return "must begin with https://"


class ChannelPart(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What all channels have in common."""

    needs_token: ClassVar[bool] = True
    name: Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9_-]{0,31}\Z")]
    """A name of your own; the path of its callbacks is /callbacks/NAME."""
    notices: tuple[NoticeKind, ...] = ()
    """What it is told; everything if left out."""
    severity: Severity = "low"
    """The mildest severity of a case that it is told of."""
    token_env: VariableName = ""
    token_secret_arn: SecretArn = ""
    token_file: str = ""
    signing_env: VariableName = ""
    signing_secret_arn: SecretArn = ""
    signing_file: str = ""

    def __post_init__(self) -> None:
        """ValueError where a secret is nowhere or in two places, or a URL cannot be used."""
        for name, place in (("token", self.token), ("signing", self.signing)):
            named = [one for one in (place.env, place.arn, place.file) if one]
            if len(named) > 1:
                raise ValueError(
                    f"{self.name}: name one of {name}_env, {name}_secret_arn and {name}_file"
                )
        if self.needs_token and not self.token.is_named:
            raise ValueError(
                f"{self.name}: name its secret in token_env, token_secret_arn or token_file"
            )
        url = getattr(self, "url", "")
        if url and (flaw := find_url_flaw(url)):
            raise ValueError(f"{self.name}: url {flaw}")

    @property
    def token(self) -> SecretPlace:
        """Where the secret is that it sends with."""
        return SecretPlace(self.token_env, self.token_secret_arn, self.token_file)

    @property
    def signing(self) -> SecretPlace:
        """Where the secret is that its callbacks are checked with."""
        return SecretPlace(self.signing_env, self.signing_secret_arn, self.signing_file)


class SlackChannel(ChannelPart, frozen=True, kw_only=True, tag_field="type", tag="slack"):
    """A channel of Slack. `token` is the bot's, `signing` the app's signing secret."""

    channel: Annotated[str, Meta(pattern=r"^[CGD][A-Z0-9]{2,30}\Z")]
    """The id of the channel, C0123456789."""
    url: str = "https://slack.com/api"
    """For GovSlack, https://slack-gov.com/api."""


class TeamsChannel(ChannelPart, frozen=True, kw_only=True, tag_field="type", tag="teams"):
    """A workflow of Microsoft Teams that takes a webhook. `token` is its URL, which is a secret.

    `signing` is the security token of an outgoing webhook, with which people answer.
    """

    approver: str = ""
    """Where the workflow writes to one person alone: the principal, who gets links to approve."""


class JiraChannel(ChannelPart, frozen=True, kw_only=True, tag_field="type", tag="jira"):
    """A project of Jira Cloud. `token` is an API token, `signing` the secret of a webhook."""

    url: str
    """https://example.atlassian.net"""
    user: MailAddress
    """Whose API token it is."""
    project: Annotated[str, Meta(pattern=r"^[A-Z][A-Z0-9_]{1,31}\Z")]
    issue_type: Annotated[str, Meta(min_length=1, max_length=60)] = "Task"
    closed_status: Annotated[str, Meta(min_length=1, max_length=60)] = "Done"
    """The status that an issue gets when its case is closed."""
    fields: Mapping[str, Any] = {}
    """More fields of new issues, as Jira's REST API takes them."""


class ServiceNowChannel(ChannelPart, frozen=True, kw_only=True, tag_field="type", tag="servicenow"):
    """Incidents of ServiceNow. `token` is the user's password, or an OAuth token without `user`."""

    url: str
    """https://example.service-now.com"""
    user: Annotated[str, Meta(pattern=r"^[^:\x00-\x1f]{0,100}\Z")] = ""
    table: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,79}\Z")] = "incident"
    fields: Mapping[str, str] = {}
    """More fields of new incidents, such as assignment_group."""
    resolved: Mapping[str, str] = msgspec.field(
        default_factory=lambda: {"state": "6", "close_code": "Solution provided"}
    )
    """The fields that an incident gets when its case is closed."""


class PagerDutyChannel(ChannelPart, frozen=True, kw_only=True, tag_field="type", tag="pagerduty"):
    """A service of PagerDuty. `token` is the key of an integration with Events API v2."""

    url: str = "https://events.pagerduty.com"
    """For the service region of the EU, https://events.eu.pagerduty.com."""


class WebhookChannel(ChannelPart, frozen=True, kw_only=True, tag_field="type", tag="webhook"):
    """Any program that takes signed webhooks. `token` signs what is sent, `signing` what comes."""

    url: str
    key_id: Annotated[str, Meta(pattern=r"^[A-Za-z0-9._-]{1,64}\Z")] = "1"
    """Which key signs, so that the receiver can change keys."""
    approvers: tuple[str, ...] = ()
    """The principals for whom its callbacks may decide; nobody if left out."""


class MailChannel(ChannelPart, frozen=True, kw_only=True, tag_field="type", tag="mail"):
    """E-mail by SMTP. `token` is the password; `signing` signs the links to approve."""

    needs_token: ClassVar[bool] = False
    host: Annotated[str, Meta(pattern=r"^[A-Za-z0-9.:-]{1,253}\Z")]
    port: Annotated[int, Meta(ge=1, le=65_535)] = 587
    encryption: Literal["starttls", "tls", "none"] = "starttls"
    """`none` is for a server on this machine alone."""
    user: str = ""
    sender: MailAddress
    to: Annotated[tuple[MailAddress, ...], Meta(min_length=1, max_length=50)]

    def __post_init__(self) -> None:
        """ValueError where mail would leave this machine unencrypted, or a password is missing."""
        super().__post_init__()
        if self.encryption == "none" and self.host not in LOCAL_HOSTS:
            raise ValueError(f"{self.name}: encryption none is for a server on this machine alone")
        if bool(self.user) != self.token.is_named:
            raise ValueError(f"{self.name}: a user and a token come together")


class AppriseChannel(ChannelPart, frozen=True, kw_only=True, tag_field="type", tag="apprise"):
    """Any service that Apprise knows (`ringwall[apprise]`). `token` is its URL, which is secret."""


Channel = (
    SlackChannel
    | TeamsChannel
    | JiraChannel
    | ServiceNowChannel
    | PagerDutyChannel
    | WebhookChannel
    | MailChannel
    | AppriseChannel
)
