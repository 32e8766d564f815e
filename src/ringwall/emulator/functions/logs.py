"""A function's log: what Lambda writes into it, as far as the function's role may."""

import math
from dataclasses import dataclass
from datetime import UTC, datetime

from botocore.exceptions import ClientError

from ringwall.emulator.authorization.service_access import IssuedCredentials
from ringwall.emulator.functions.prepared import PreparedFunction
from ringwall.emulator.functions.process import ProcessOutcome
from ringwall.emulator.inner_client import make_inner_client
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.running import RunningEmulator

MAX_LINE = 256 * 1024
MAX_BATCH = 10_000


@dataclass(frozen=True)
class FunctionLog:
    """Where an invocation writes."""

    group: str
    stream: str

    @classmethod
    def open(cls, function: PreparedFunction, name: str) -> "FunctionLog":
        """Return the log of an invocation; nothing is made yet."""
        day = datetime.now(UTC).strftime("%Y/%m/%d")
        return cls(f"/aws/lambda/{function.name}", f"{day}/{name}")

    def write(
        self, function: PreparedFunction, request_id: str, outcome: ProcessOutcome, reason: str
    ) -> list[str]:
        """Return the lines of an invocation.

        How much memory it took is not known: the line says nothing of it.
        """
        milliseconds = outcome.seconds * 1000
        told = [f"{_stamp()} {request_id} {reason}"] if reason else []
        report = (
            f"REPORT RequestId: {request_id}\tDuration: {milliseconds:.2f} ms\t"
            f"Billed Duration: {math.ceil(milliseconds)} ms\tMemory Size: {function.memory} MB"
        )
        return [
            f"START RequestId: {request_id} Version: {function.version}",
            *outcome.output.splitlines(),
            *told,
            f"END RequestId: {request_id}",
            report,
        ]


def _stamp() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def write_log(
    emulator: RunningEmulator,
    function: PreparedFunction,
    credentials: IssuedCredentials,
    log: FunctionLog,
    lines: list[str],
) -> None:
    """Put lines into CloudWatch Logs in the role's name; nothing where it may not."""
    client = make_inner_client(
        emulator, "logs", function.region, credentials, "lambda.amazonaws.com"
    )
    at = int(datetime.now(UTC).timestamp() * 1000)
    events = [{"timestamp": at, "message": line[:MAX_LINE] or " "} for line in lines[:MAX_BATCH]]
    with emulator.mounted():
        is_new = not _has_group(function, log.group)
    try:
        if is_new:
            client.create_log_group(logGroupName=log.group)
        client.create_log_stream(logGroupName=log.group, logStreamName=log.stream)
        client.put_log_events(logGroupName=log.group, logStreamName=log.stream, logEvents=events)
    except ClientError:
        return  # as on AWS: a role that may not write logs has none


def _has_group(function: PreparedFunction, name: str) -> bool:
    return name in moto_backend("logs", function.account_id, function.region).groups
