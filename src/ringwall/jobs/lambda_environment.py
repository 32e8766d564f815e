"""What a Lambda of ours works with, as its environment says; opened once, and kept.

`RINGWALL_TABLE`; `RINGWALL_SEAL_KEY` or `RINGWALL_SEAL_SECRET`, the ARN of an HMAC key of KMS or of
a secret; `RINGWALL_RESPONSE_POLICY`, a file, or `RINGWALL_RESPONSE_POLICY_S3`, `bucket/key`;
`RINGWALL_ROLE` and `RINGWALL_EXTERNAL_ID`, how other accounts are entered; `RINGWALL_BUS`, where
cases are announced; `RINGWALL_CALLBACK_URL`, where answers of channels are taken.
"""

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from ringwall.apply.dynamodb.cases import DynamoCases
from ringwall.apply.dynamodb.nonces import DynamoNonces
from ringwall.apply.dynamodb.outbox import DynamoOutbox
from ringwall.apply.dynamodb.sealing import KmsSealer, SecretSealer
from ringwall.apply.dynamodb.table import ItemTable
from ringwall.apply.environment import AwsConnections, Writer
from ringwall.jobs.connection import AwsAccess
from ringwall.model.errors import BadInput
from ringwall.model.response_policy import ResponsePolicy
from ringwall.model.sealing import Sealer
from ringwall.respond.policy_file import MOST_BYTES, parse_policy, read_policy

TABLE, KEY, SECRET = "RINGWALL_TABLE", "RINGWALL_SEAL_KEY", "RINGWALL_SEAL_SECRET"
POLICY, POLICY_S3 = "RINGWALL_RESPONSE_POLICY", "RINGWALL_RESPONSE_POLICY_S3"
ROLE, EXTERNAL_ID = "RINGWALL_ROLE", "RINGWALL_EXTERNAL_ID"
BUS, CALLBACK_URL = "RINGWALL_BUS", "RINGWALL_CALLBACK_URL"
DEFAULT_BUS = "default"
PACKAGED_POLICY = "response.toml"
"""Beside the code, in the package."""
POLICY_SECONDS = 60.0
"""How long a policy of a bucket is kept: who may approve no more, may no more after that."""


@dataclass
class LambdaEnvironment:
    """The table, the key and the policy of a Lambda. Nothing is asked of AWS before it is used."""

    connection: AwsAccess
    settings: Mapping[str, str]
    """The environment."""
    clock: Callable[[], float] = time.monotonic
    _policy: tuple[float, ResponsePolicy] | None = field(default=None, init=False)

    @cached_property
    def connections(self) -> AwsConnections:
        """The connections to AWS."""
        return AwsConnections(self.connection.sessions)

    @cached_property
    def writer(self) -> Writer:
        """What writes in the own account and Region."""
        sessions = self.connection.sessions
        return self.connections.writer(sessions.identity().account_id, sessions.home_region)

    @cached_property
    def table(self) -> ItemTable:
        """The table; BadInput where the environment names none."""
        return ItemTable(self._need(TABLE), self.writer)

    @cached_property
    def sealer(self) -> Sealer:
        """The key that seals; BadInput where the environment names none."""
        if key := self.settings.get(KEY, ""):
            return KmsSealer(self.writer, key)
        return SecretSealer(self.writer, self._need(SECRET))

    @cached_property
    def cases(self) -> DynamoCases:
        """The cases."""
        return DynamoCases(self.table, self.sealer)

    @cached_property
    def outbox(self) -> DynamoOutbox:
        """What channels are told."""
        return DynamoOutbox(self.table, self.sealer)

    @cached_property
    def nonces(self) -> DynamoNonces:
        """What came from channels once."""
        return DynamoNonces(self.table)

    @property
    def bus(self) -> str:
        """The bus of EventBridge, by its name or ARN."""
        return self.settings.get(BUS, "") or DEFAULT_BUS

    @property
    def callback_url(self) -> str:
        """Where answers of channels are taken, or ''."""
        return self.settings.get(CALLBACK_URL, "")

    def read_policy(self) -> ResponsePolicy:
        """Return the policy: of S3, of a file that is named, or of the package."""
        is_kept = self._policy and not self.settings.get(POLICY_S3, "")
        if self._policy and (is_kept or self.clock() - self._policy[0] < POLICY_SECONDS):
            return self._policy[1]
        policy = self._load_policy()
        self._policy = self.clock(), policy
        return policy

    def _load_policy(self) -> ResponsePolicy:
        if place := self.settings.get(POLICY_S3, ""):
            bucket, _, key = place.partition("/")
            sessions = self.connection.sessions
            account_id = sessions.identity().account_id
            reader = sessions.reader(account_id, sessions.home_region)
            body: Any = reader.call("s3.get_object", Bucket=bucket, Key=key)["Body"]
            data = body if isinstance(body, bytes) else body.read(MOST_BYTES + 1)
            return parse_policy(data, f"s3://{place}")
        path = Path(self.settings.get(POLICY, "") or PACKAGED_POLICY)
        return read_policy(path)

    def _need(self, name: str) -> str:
        if not (value := self.settings.get(name, "")):
            raise BadInput(f"the environment has no {name}")
        return value


def open_environment(settings: Mapping[str, str] | None = None) -> LambdaEnvironment:
    """Return what the environment of this process describes; nothing is asked of AWS yet."""
    known = dict(os.environ if settings is None else settings)
    role, external_id = known.get(ROLE, ""), known.get(EXTERNAL_ID, "")
    return LambdaEnvironment(AwsAccess(role=role, external_id=external_id), known)
