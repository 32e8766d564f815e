"""SNS: messages reach the queues and functions that let the topic, and nobody else."""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.events.topics import TopicMessage, publish_to_topic
from ringwall.emulator.handlers import emulates
from ringwall.emulator.state import EmulatorState


@emulates("sns", "Publish")
def publish_message(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Publish a message; to a phone or an application nothing is sent."""
    answer = state.ask_moto(call)
    topic = call.parameters.get("TopicArn") or call.parameters.get("TargetArn") or ""
    if topic.count(":") == 5:  # noqa: PLR2004  # an endpoint's ARN has a path
        publish_to_topic(state, topic, _read(call.parameters, answer["MessageId"]))
    return answer


@emulates("sns", "PublishBatch")
def publish_batch(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Publish several messages: those that moto takes."""
    answer = state.ask_moto(call)
    entries = {e["Id"]: e for e in call.parameters["PublishBatchRequestEntries"]}
    for done in answer.get("Successful", ()):
        message = _read(entries[done["Id"]], done["MessageId"])
        publish_to_topic(state, call.parameters["TopicArn"], message)
    return answer


def _read(given: Mapping[str, Any], message_id: str) -> TopicMessage:
    return TopicMessage(
        text=given["Message"],
        message_id=message_id,
        subject=given.get("Subject"),
        structure=given.get("MessageStructure"),
        attributes=given.get("MessageAttributes") or {},
        group_id=given.get("MessageGroupId"),
        deduplication_id=given.get("MessageDeduplicationId"),
    )
