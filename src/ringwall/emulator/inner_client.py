"""Clients for what AWS's services call in somebody's name, with a session of that role."""

from typing import Any

from botocore.config import Config

from ringwall.emulator.authorization.service_access import IssuedCredentials
from ringwall.emulator.running import RunningEmulator
from ringwall.emulator.trail.identity import INVOKED_BY
from ringwall.emulator.transport import open_session

ONCE = Config(retries={"total_max_attempts": 1})


def make_inner_client(
    emulator: RunningEmulator,
    service: str,
    region: str,
    credentials: IssuedCredentials,
    invoked_by: str,
    **more: Any,
) -> Any:
    """Return a client whose calls CloudTrail shows as made by a service for the role.

    `more` goes into the WSGI environment of its requests.
    """
    keys = (credentials.access_key, credentials.secret_key, credentials.token)
    session = open_session(emulator, *keys, environ={INVOKED_BY: invoked_by, **more})
    return session.create_client(service, region_name=region, config=ONCE)
