"""An asynchronous invocation: tried up to three times, then told to a destination or a queue.

https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError
from moto.moto_api._internal import mock_random

from ringwall.emulator.authorization.service_access import IssuedCredentials, ServiceRequest
from ringwall.emulator.call import Fault
from ringwall.emulator.events.failures import FailedDelivery
from ringwall.emulator.functions.invocation import PRINCIPAL, InvocationResult, invoke_function
from ringwall.emulator.functions.prepared import PreparedFunction, prepare_function
from ringwall.emulator.inner_client import make_inner_client
from ringwall.emulator.running import RunningEmulator
from ringwall.emulator.state import EmulatorState

RETRIES = 2
MAX_MESSAGE = 1024


@dataclass(frozen=True)
class QueuedInvocation:
    """A task: invoke a function, whose answer nobody waits for. Retries take no time."""

    account_id: str
    region: str
    function: str
    """Its name or ARN."""
    qualifier: str | None
    event: str
    request_id: str
    client_context: str = ""

    def run(self, emulator: RunningEmulator) -> None:
        """Invoke it, and tell its destinations what came of it."""
        try:
            with emulator.mounted():
                function = prepare_function(
                    self.account_id, self.region, self.function, self.qualifier
                )
        except Fault as fault:
            self._write_down(emulator, self.function, fault.code, fault.message, "")
            return
        retries = function.settings.get("MaximumRetryAttempts", RETRIES)
        result: InvocationResult | None = None
        for attempt in range(1, retries + 2):
            try:
                result = invoke_function(
                    emulator, function, self.event, self.request_id, self.client_context
                )
            except Fault as fault:
                self._give_up(emulator, function, attempt - 1, fault.code, fault.message, None)
                return
            if not result.is_error:
                self._tell(emulator, function, "OnSuccess", "Success", attempt, result)
                return
        if result is not None:
            self._give_up(emulator, function, retries + 1, "200", result.message, result)

    def _give_up(  # noqa: PLR0917 - what is told of a failure
        self,
        emulator: RunningEmulator,
        function: PreparedFunction,
        attempts: int,
        code: str,
        message: str,
        result: InvocationResult | None,
    ) -> None:
        condition = "RetriesExhausted" if result else "EventAgeExceeded"
        self._tell(emulator, function, "OnFailure", condition, attempts, result)
        queue = function.dead_letter_queue
        attributes = {
            "RequestID": self.request_id,
            "ErrorCode": code,
            "ErrorMessage": message[:MAX_MESSAGE],
        }
        error = self._send(emulator, function, queue, self.event, attributes) if queue else ""
        is_kept = bool(queue) and not error
        self._write_down(emulator, function.arn, code, message, queue if is_kept else "")
        if error:
            self._write_down(emulator, queue, "NO_PERMISSIONS", error, "")

    def _tell(  # noqa: PLR0917 - what is told of an invocation
        self,
        emulator: RunningEmulator,
        function: PreparedFunction,
        kind: str,
        condition: str,
        attempts: int,
        result: InvocationResult | None,
    ) -> None:
        destinations = function.settings.get("DestinationConfig") or {}
        arn = (destinations.get(kind) or {}).get("Destination")
        if not arn:
            return
        record = json.dumps(self._write_record(function, condition, attempts, result))
        error = self._send(emulator, function, arn, record, {})
        if error:
            self._write_down(emulator, arn, "NO_PERMISSIONS", error, "")

    def _write_record(
        self,
        function: PreparedFunction,
        condition: str,
        attempts: int,
        result: InvocationResult | None,
    ) -> dict[str, Any]:
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        more: dict[str, Any] = {}
        if result is not None:
            status = {"statusCode": 200, "executedVersion": result.version}
            failed = {"functionError": "Unhandled"} if result.is_error else {}
            more = {
                "responseContext": {**status, **failed},
                "responsePayload": json.loads(result.payload),
            }
        arn = function.arn if self.qualifier else f"{function.arn}:{function.version}"
        return {
            "version": "1.0",
            "timestamp": now,
            "requestContext": {
                "requestId": self.request_id,
                "functionArn": arn,
                "condition": condition,
                "approximateInvokeCount": attempts,
            },
            "requestPayload": json.loads(self.event),
            **more,
        }

    def _send(
        self,
        emulator: RunningEmulator,
        function: PreparedFunction,
        arn: str,
        text: str,
        attributes: Mapping[str, str],
    ) -> str:
        """Send a text in the name of the function's role; return why it could not be, or ''."""
        request = ServiceRequest(
            PRINCIPAL, "sts:AssumeRole", function.role, "", function.account_id, function.region
        )
        with emulator.mounted():
            credentials = emulator.service_access.assume(emulator.state, request, function.name)
        if credentials is None:
            return "the role cannot be assumed"
        try:
            _send_as(emulator, credentials, arn, text, attributes)
        except ClientError as error:
            return str(error)
        return ""

    def _write_down(
        self, emulator: RunningEmulator, target: str, code: str, message: str, queue: str
    ) -> None:
        failed = FailedDelivery(self.function, target, code, message, self.event, queue)
        with emulator.mounted():
            emulator.state.failed_deliveries.append(failed)


def queue_invocation(
    state: EmulatorState, arn: str, event: str, account_id: str = "", region: str = ""
) -> str:
    """Let a function run after the call that is being answered; return the request's id."""
    request_id = str(mock_random.uuid4())
    state.backlog.add(QueuedInvocation(account_id, region, arn, None, event, request_id))
    return request_id


def _send_as(
    emulator: RunningEmulator,
    credentials: IssuedCredentials,
    arn: str,
    text: str,
    attributes: Mapping[str, str],
) -> None:
    _, _, service, region, account_id, rest = arn.split(":", 5)
    client = make_inner_client(emulator, service, region, credentials, PRINCIPAL)
    written = {k: {"DataType": "String", "StringValue": v} for k, v in attributes.items()}
    match service:
        case "sqs":
            url = f"https://sqs.amazonaws.com/{account_id}/{rest}"
            client.send_message(QueueUrl=url, MessageBody=text, MessageAttributes=written)
        case "sns":
            client.publish(TopicArn=arn, Message=text, MessageAttributes=written)
        case "lambda":
            client.invoke(FunctionName=arn, InvocationType="Event", Payload=text.encode())
        case _:
            is_good = json.loads(text)["requestContext"]["condition"] == "Success"
            entry = {
                "Source": "lambda",
                "DetailType": "Lambda Function Invocation Result - "
                + ("Success" if is_good else "Failure"),
                "Detail": text,
                "EventBusName": arn,
            }
            client.put_events(Entries=[entry])
