"""Whose credentials sign a call, and until when: clients are the same for all accounts."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

from botocore.credentials import Credentials, ReadOnlyCredentials
from botocore.exceptions import NoCredentialsError

from ringwall.aws.keys import get_keys


class Acting:
    """The credentials that a thread acts with, in the shape of botocore's `Credentials`.

    INVARIANT: a thread that acts as nobody signs nothing.
    """

    def __init__(self) -> None:
        self._thread = threading.local()

    @contextmanager
    def acting(
        self, credentials: Credentials, account_id: str, stop: Event | None = None
    ) -> Iterator[None]:
        """Sign what this thread sends in a block with an account's credentials, until `stop`."""
        before = vars(self._thread).copy()
        self._thread.credentials, self._thread.account_id = credentials, account_id
        self._thread.stop = stop
        try:
            yield
        finally:
            vars(self._thread).clear()
            vars(self._thread).update(before)

    @property
    def account_id(self) -> str:
        """The account that this thread acts in; '' for none."""
        return str(vars(self._thread).get("account_id", ""))

    @property
    def is_stopped(self) -> bool:
        """Whether this thread is to send nothing more."""
        stop: Event | None = vars(self._thread).get("stop")
        return stop is not None and stop.is_set()

    def get_frozen_credentials(self) -> ReadOnlyCredentials:
        """Return the keys of now."""
        return get_keys(self._find())

    def get_deferred_property(self, name: str) -> Callable[[], Any]:
        """Return what returns a member of the credentials, when it is called."""

        def find() -> Any:
            return self._find().get_deferred_property(name)()

        return find

    def load_credentials(self) -> "Acting":
        """Return the credentials, as a provider of botocore does."""
        return self

    def _find(self) -> Credentials:
        found: Credentials | None = vars(self._thread).get("credentials")
        if found is None:
            raise NoCredentialsError
        return found
