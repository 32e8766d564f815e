"""What topics of SNS send to their subscriptions: to queues and functions that let them.

https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from moto.moto_api._internal import mock_random
from moto.sns.exceptions import InvalidParameterValue

from ringwall.emulator.authorization.service_access import ServiceRequest
from ringwall.emulator.events.failures import FailedDelivery, TargetFailure
from ringwall.emulator.events.queues import put_into_queue
from ringwall.emulator.functions.asynchronous import queue_invocation
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.running import RunningEmulator
from ringwall.emulator.state import EmulatorState

PRINCIPAL = "sns.amazonaws.com"
Attributes = Mapping[str, Mapping[str, Any]]
"""Attributes of a message by name: `DataType`, and `StringValue` or `BinaryValue`."""


@dataclass(frozen=True)
class TopicMessage:
    """A message that was published to a topic."""

    text: str
    message_id: str
    subject: str | None = None
    structure: str | None = None
    """`json` where the text has one for each protocol."""
    attributes: Attributes = field(default_factory=dict)
    group_id: str | None = None
    deduplication_id: str | None = None


@dataclass(frozen=True)
class TopicDelivery:
    """A task: give a subscription a message."""

    topic_arn: str
    subscription_arn: str
    message: TopicMessage

    def run(self, emulator: RunningEmulator) -> None:
        """Deliver it, or write down why not."""
        with emulator.mounted():
            account_id, region = self.topic_arn.split(":")[4], self.topic_arn.split(":")[3]
            backend = moto_backend("sns", account_id, region)
            subscription = backend.subscriptions.get(self.subscription_arn)
            if subscription is None:
                return
            try:
                self._send(emulator, subscription)
            except TargetFailure as failure:
                self._give_up(emulator, subscription, failure)

    def _send(self, emulator: RunningEmulator, subscription: Any) -> None:
        endpoint, protocol = subscription.endpoint, subscription.protocol
        if protocol == "sqs":
            self._require(emulator, "sqs:SendMessage", endpoint)
            body, attributes = self._write_for_queue(subscription)
            put_into_queue(
                endpoint,
                body,
                attributes,
                group_id=self.message.group_id,
                deduplication_id=self.message.deduplication_id,
            )
        elif protocol == "lambda":
            self._require(emulator, "lambda:InvokeFunction", endpoint)
            queue_invocation(emulator.state, endpoint, self._write_for_function(subscription))
        else:
            what = f"the emulator sends nothing to subscriptions by {protocol}"
            raise TargetFailure("UNKNOWN", what)

    def _require(self, emulator: RunningEmulator, action: str, arn: str) -> None:
        _, _, _, region, account_id, _ = self.topic_arn.split(":", 5)
        asked = ServiceRequest(PRINCIPAL, action, arn, self.topic_arn, account_id, region)
        if emulator.service_access.decide(emulator.state, asked).verdict != "allowed":
            message = f"{PRINCIPAL} is not authorized to perform: {action} on resource: {arn}"
            raise TargetFailure("NO_PERMISSIONS", message)

    def _read_text(self, subscription: Any) -> str:
        if self.message.structure != "json":
            return self.message.text
        try:
            text: str = subscription._parse_message_structure(  # noqa: SLF001  # moto's own
                self.message.text, subscription.protocol
            )
        except InvalidParameterValue as error:
            raise TargetFailure("INVALID_PARAMETER", str(error)) from error
        return text

    def _write(self, subscription: Any) -> dict[str, Any]:
        message = self.message
        written = {
            name: {"Type": value["DataType"], "Value": value.get("StringValue", "")}
            for name, value in message.attributes.items()
        }
        found: dict[str, Any] = subscription.get_post_data(
            self._read_text(subscription),
            message.message_id,
            message.subject,
            message_attributes=written or None,
        )
        return found

    def _write_for_queue(self, subscription: Any) -> tuple[str, dict[str, str]]:
        if str(subscription.attributes.get("RawMessageDelivery")).lower() != "true":
            return json.dumps(self._write(subscription)), {}
        attributes = {
            name: str(value["StringValue"])
            for name, value in self.message.attributes.items()
            if "StringValue" in value
        }
        return self._read_text(subscription), attributes

    def _write_for_function(self, subscription: Any) -> str:
        written = self._write(subscription)
        sns = {
            **{k: v for k, v in written.items() if not k.endswith("URL")},
            "SigningCertUrl": written["SigningCertURL"],
            "UnsubscribeUrl": written["UnsubscribeURL"],
            "Subject": self.message.subject,
            "MessageAttributes": written.get("MessageAttributes", {}),
        }
        record = {
            "EventSource": "aws:sns",
            "EventVersion": "1.0",
            "EventSubscriptionArn": self.subscription_arn,
            "Sns": sns,
        }
        return json.dumps({"Records": [record]})

    def _give_up(
        self, emulator: RunningEmulator, subscription: Any, failure: TargetFailure
    ) -> None:
        redrive = json.loads(subscription.attributes.get("RedrivePolicy") or "{}")
        queue = redrive.get("deadLetterTargetArn", "")
        kept = ""
        if queue and failure.code != "UNKNOWN":
            try:
                self._require(emulator, "sqs:SendMessage", queue)
                put_into_queue(queue, json.dumps(self._write(subscription)))
                kept = queue
            except TargetFailure:
                kept = ""
        emulator.state.failed_deliveries.append(
            FailedDelivery(
                self.topic_arn,
                subscription.endpoint,
                failure.code,
                failure.message,
                json.dumps(self.message.text),
                kept,
            )
        )


def publish_to_topic(state: EmulatorState, topic_arn: str, message: TopicMessage) -> None:
    """Queue a message for the subscriptions of a topic that are for it."""
    for subscription in _list_subscriptions(topic_arn, message):
        state.backlog.add(TopicDelivery(topic_arn, subscription.arn, message))


def publish_text(
    state: EmulatorState, topic_arn: str, text: str, subject: str | None = None
) -> None:
    """Publish what a service has to say; TargetFailure if there is no such topic."""
    _, _, _, region, account_id, _ = topic_arn.split(":", 5)
    if topic_arn not in moto_backend("sns", account_id, region).topics:
        raise TargetFailure("NO_RESOURCE", "Topic does not exist")
    publish_to_topic(state, topic_arn, TopicMessage(text, str(mock_random.uuid4()), subject))


def _list_subscriptions(topic_arn: str, message: TopicMessage) -> Iterator[Any]:
    _, _, _, region, account_id, _ = topic_arn.split(":", 5)
    known = list(moto_backend("sns", account_id, region).subscriptions.values())
    theirs = {
        name: {"Type": value["DataType"], "Value": value.get("StringValue", "")}
        for name, value in message.attributes.items()
    }
    for subscription in known:
        matcher = subscription._filter_policy_matcher  # noqa: SLF001  # moto's own
        if subscription.topic.arn == topic_arn and (
            matcher is None or matcher.matches(theirs, message.text)
        ):
            yield subscription
