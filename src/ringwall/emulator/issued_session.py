"""Temporary credentials that STS gave out: what moto does not keep of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from moto.moto_api._internal import mock_random

LONG_AGO = datetime.fromtimestamp(0, UTC)


def make_session_token(start: str) -> str:
    """Return a new session token: who knows the access key id must not know it."""
    return f"{start}{mock_random.get_random_hex(64)}"


@dataclass(frozen=True)
class IssuedSession:
    """A session: who may use it, for what and how long, and what CloudTrail says of it."""

    account_id: str
    user_name: str = ""
    """The user who asked for them: GetSessionToken, GetFederationToken; '' for a role's session."""
    user_id: str = ""
    federated_name: str = ""
    issued: datetime = LONG_AGO
    expires: datetime = LONG_AGO
    policies: tuple[str, ...] = ()
    """Session policies as text; managed ones by their ARN."""
    keys: Mapping[str, Any] = field(default_factory=dict)
    """Condition keys of requests that are made with them: tags, source identity, MFA."""
    is_root: bool = False
    """Whether they are of the account's root user: AssumeRoot."""
    issuer: Mapping[str, Any] = field(default_factory=dict)
    """`userIdentity` of the user whose session it is (GetSessionToken, GetFederationToken)."""
    web_provider: str = ""
    """The identity provider of AssumeRoleWithWebIdentity, as CloudTrail names it."""

    token: str = field(default="", repr=False)
    """The session token; '' for a role's session, whose token moto keeps."""
    recorded: datetime | None = None
    """When CloudTrail says that it was made; None: when it was."""
    is_from_console: bool = False

    @property
    def has_mfa(self) -> bool:
        """Whether it was asked for with MFA."""
        return self.keys.get("aws:MultiFactorAuthPresent") == "true"

    @property
    def source_identity(self) -> str:
        """The source identity; '' for none."""
        return str(self.keys.get("aws:SourceIdentity", ""))
