"""Lambda: event source mappings. The emulator polls queues itself; moto invokes at once."""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState


@emulates("lambda", "CreateEventSourceMapping", "UpdateEventSourceMapping")
def map_source(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Keep a mapping of a queue; of nothing else, because nothing else is polled."""
    source = str(call.parameters.get("EventSourceArn") or "")
    if call.operation.startswith("Create") and source.split(":")[2:3] != ["sqs"]:
        reason = f"the emulator polls queues of SQS alone, not {source or 'this source'}"
        raise Fault("UnknownOperationException", reason, 501)
    if (call.parameters.get("FilterCriteria") or {}).get("Filters"):
        reason = "the emulator polls queues without FilterCriteria"
        raise Fault("UnknownOperationException", reason, 501)
    answer = state.ask_moto(call)
    region, account_id, name = answer["EventSourceArn"].split(":")[3:6]
    queue = moto_backend("sqs", account_id, region).queues.get(name)
    if queue is not None:
        queue.lambda_event_source_mappings.clear()
    return answer
