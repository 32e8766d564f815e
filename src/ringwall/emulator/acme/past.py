"""Set dates in the past, which no API can, in moto's own objects."""

from datetime import UTC, datetime, timedelta
from typing import Any

from moto.iam.models import AccessKeyLastUsed

from ringwall.emulator.acme.team import Team
from ringwall.emulator.on_moto.moto_client import moto_backend


def days_ago(days: float) -> datetime:
    """Return the time that many days ago, in whole seconds."""
    return datetime.now(UTC).replace(microsecond=0) - timedelta(days=days)


def _iam(team: Team) -> Any:
    return moto_backend("iam", team.account_id)


def backdate_user(team: Team, name: str, created: float, signed_in: float | None = None) -> None:
    """Make a user and its password that many days old."""
    with team.app.mounted():
        user = _iam(team).users[name]
        user.create_date = days_ago(created)
        user.password_last_used = None if signed_in is None else days_ago(signed_in)


def backdate_key(team: Team, key_id: str, created: float, used: float | None = None) -> None:
    """Set when an access key was created and last used, in days ago."""
    with team.app.mounted():
        key = _iam(team).access_keys.get(key_id) or next(
            key
            for user in _iam(team).users.values()
            for key in user.access_keys
            if key.access_key_id == key_id
        )
        key.create_date = days_ago(created)
        if used is not None:
            key.last_used = AccessKeyLastUsed(days_ago(used), "s3", "us-east-1")


def backdate_role(team: Team, name: str, created: float, used: float | None = None) -> None:
    """Set when a role was created and last used, in days ago."""
    with team.app.mounted():
        role = _iam(team).get_role(name)
        role.create_date = days_ago(created)
        role.last_used = None if used is None else days_ago(used)
        role.last_used_region = None if used is None else "us-east-1"
