"""One event on its way to one target: tried again where that may help, else a dead letter.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-event-delivery.html
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ringwall.emulator.events.failures import FailedDelivery, TargetFailure
from ringwall.emulator.events.queues import put_into_queue
from ringwall.emulator.events.targets import TargetRequest, may_use, send_to_target
from ringwall.emulator.events.transform import InputTooLarge, NoJsonLeft, write_input
from ringwall.emulator.running import RunningEmulator

MOST_RETRIES = 185


@dataclass(frozen=True)
class EventDelivery:
    """A task: give a target of a rule an event."""

    rule_arn: str
    account_id: str
    region: str
    target: Mapping[str, Any]
    event: str
    """The event as JSON."""
    was_forwarded: bool = False
    """Whether another bus has sent it to the one of the rule."""

    def run(self, emulator: RunningEmulator) -> None:
        """Deliver it, or write down why not. Retries take no time."""
        event = json.loads(self.event)
        policy = self.target.get("RetryPolicy") or {}
        retries = policy.get("MaximumRetryAttempts", MOST_RETRIES)
        request = TargetRequest(
            self.rule_arn,
            self.account_id,
            self.region,
            self.target,
            "",
            event,
            self.was_forwarded,
        )
        try:
            text = write_input(self.target, event, self.rule_arn)
        except NoJsonLeft as error:
            self._give_up(emulator, request, TargetFailure("INVALID_JSON", str(error)), 0)
            return
        except InputTooLarge as error:
            self._give_up(emulator, request, TargetFailure("INVALID_PARAMETER", str(error)), 0)
            return
        request = replace(request, text=text)
        for attempt in range(retries + 1):
            try:
                send_to_target(emulator, request)
            except TargetFailure as failure:
                if not failure.is_passing or attempt == retries:
                    self._give_up(emulator, request, failure, attempt)
                    return
            else:
                return

    def _give_up(
        self,
        emulator: RunningEmulator,
        request: TargetRequest,
        failure: TargetFailure,
        retries: int,
    ) -> None:
        queue = (self.target.get("DeadLetterConfig") or {}).get("Arn", "")
        attributes = {
            "RULE_ARN": self.rule_arn,
            "TARGET_ARN": request.arn,
            "ERROR_CODE": failure.code,
            "ERROR_MESSAGE": failure.message,
        }
        if failure.is_passing:
            attributes |= {
                "EXHAUSTED_RETRY_CONDITION": "MaximumRetryAttempts",
                "RETRY_ATTEMPTS": str(retries),
            }
        with emulator.mounted():
            is_kept = bool(queue) and self._bury(emulator, request, queue, attributes)
            emulator.state.failed_deliveries.append(
                FailedDelivery(
                    self.rule_arn,
                    request.arn,
                    failure.code,
                    failure.message,
                    self.event,
                    queue if is_kept else "",
                )
            )

    def _bury(
        self,
        emulator: RunningEmulator,
        request: TargetRequest,
        queue: str,
        attributes: Mapping[str, str],
    ) -> bool:
        """Return whether the dead-letter queue took the event."""
        if not may_use(emulator, request, "sqs:SendMessage", queue):
            return False
        try:
            put_into_queue(queue, self.event, attributes)
        except TargetFailure:
            return False
        return True
