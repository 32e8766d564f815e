"""The Writer of one account and region. Only `apply` may import this module."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.client import BaseClient

from ringwall.aws.read import Connection, ignore
from ringwall.aws.session import Sessions
from ringwall.model.errors import Throttled
from ringwall.model.table import Row

ATTEMPTS = 6
FIRST_WAIT = 1.0
UNMARKED = "IdempotencyToken"
"""Such a parameter, also where the description of a service does not mark it: ACM's does not."""


@dataclass(frozen=True)
class AwsWriter:
    """Writes to one account and region.

    INVARIANT: a request that AWS may have carried out is never sent twice from here. Only where
    AWS refused it for its rate, before it looked at the request, it is sent again. What became of
    a request without an answer is for `apply` to find out, by reading.
    """

    account_id: str
    region: str
    connection: Connection
    sleep: Callable[[float], None] = time.sleep

    def call(
        self,
        operation: str,
        parameters: Mapping[str, Any],
        token: str = "",
        check: Callable[[], None] = ignore,
    ) -> Row:
        """Return the answer of one write, without the transport's metadata.

        `token` goes into the parameters by which AWS recognizes a repeated request,
        where the operation has them. `check` is called before each request: while this waited to
        send one again, the right to do so may have ended. Raises `CallFailed` and its kin.
        """
        client, name = self.connection.method(self.account_id, self.region, operation)
        known = _tokens(client, name) if token else {}
        tokens = {each: _fit(token, most) for each, most in known.items()}
        asked = {**tokens, **parameters}
        for attempt in range(1, ATTEMPTS + 1):
            check()
            _rewind(asked)
            try:
                answer: Row = self.connection.send(
                    self.account_id, self.region, operation, lambda: getattr(client, name)(**asked)
                )
            except Throttled as error:
                if attempt == ATTEMPTS or not error.is_rejected:
                    raise
                self.sleep(FIRST_WAIT * 2 ** (attempt - 1))
            else:
                answer.pop("ResponseMetadata", None)
                return answer
        raise AssertionError  # the last attempt returns or raises

    def takes_token(self, operation: str) -> bool:
        """Whether AWS recognizes a repeated request of the operation by a token."""
        return bool(_tokens(*self.connection.method(self.account_id, self.region, operation)))


def _tokens(client: BaseClient, name: str) -> dict[str, int]:
    """Return the parameters of a client's method by which AWS recognizes a repeated request.

    With each, the letters that it takes at most; 0 where AWS does not say.
    """
    api = client.meta.method_to_api_mapping[name]
    model = client.meta.service_model.operation_model(api)
    if model.input_shape is None:
        return {}
    members = model.input_shape.members
    names = model.idempotent_members or [UNMARKED] * (UNMARKED in members)
    return {each: members[each].metadata.get("max", 0) for each in names}


def _rewind(parameters: Mapping[str, Any]) -> None:
    """Let files be sent from their beginning: a request that AWS refused has read them."""
    for value in parameters.values():
        if hasattr(value, "seek"):
            value.seek(0)


def _fit(token: str, most: int) -> str:
    """Return a token as a parameter takes it: short ones take letters and digits alone."""
    return token.replace("-", "") if 0 < most < len(token) else token


def open_writer(sessions: Sessions, account_id: str, region: str) -> AwsWriter:
    """Return the writer of an account and region; AccessDenied where no role leads there."""
    sessions.reader(account_id, region)
    return AwsWriter(account_id, region, sessions.connection_for_writes)
