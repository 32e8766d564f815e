"""The keys that sign requests, as whoever has them hands them out: a file, a program, AWS."""

import re
from collections.abc import Mapping
from typing import Any

from botocore.credentials import Credentials, ReadOnlyCredentials
from botocore.exceptions import CredentialRetrievalError
from botocore.parsers import ResponseParserError
from botocore.session import Session as BotocoreSession

from ringwall.aws.failures import CAUGHT, UNREADABLE

NO_KEYS = (OSError, RuntimeError, *UNREADABLE)
"""What botocore runs into where a program or a file that is to have keys has none: a
`credential_process` that is not there or prints no JSON, a token that was removed, a time that is
none, keys that have expired when they come."""

_KEY = re.compile(r"[!-~]+")


def find_credentials(session: BotocoreSession) -> Credentials | None:
    """Return the credentials of a session, None for none; CredentialRetrievalError and its kin."""
    try:
        return session.get_credentials()
    except CAUGHT:
        raise
    except NO_KEYS as error:
        raise _explain(error, "the settings") from error


def get_keys(credentials: Credentials) -> ReadOnlyCredentials:
    """Return the keys of now; CredentialRetrievalError and its kin where there are none."""
    try:
        keys = credentials.get_frozen_credentials()
    except CAUGHT:
        raise
    except NO_KEYS as error:
        raise _explain(error, credentials.method) from error
    # INVARIANT: no key is shown, as http.client shows a header that it cannot send.
    for name, key in (("access key id", keys.access_key), ("session token", keys.token)):
        if key and not _KEY.fullmatch(key):
            said = f"the {name} has a blank, a line break or another letter that no key has"
            raise CredentialRetrievalError(provider=credentials.method, error_msg=said)
    return keys


def ask_for_keys(source: Credentials, fetcher: Any) -> Mapping[str, Any]:
    """Return the keys of a role that `source` assumes; ResponseParserError where AWS sends none."""
    get_keys(source)  # its own failures say so
    try:
        found: Mapping[str, Any] = fetcher.fetch_credentials()
    except CAUGHT:
        raise
    except UNREADABLE as error:
        why = f"{type(error).__name__}: {error}"
        raise ResponseParserError(f"AWS's answer cannot be read: {why}") from error
    return found


def _explain(error: Exception, provider: str) -> CredentialRetrievalError:
    clock = " (check this machine's clock)" if isinstance(error, RuntimeError) else ""
    said = f"{type(error).__name__}: {error}{clock}"
    return CredentialRetrievalError(provider=provider, error_msg=said)
