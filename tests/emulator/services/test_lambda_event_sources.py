"""Event source mappings: what is kept and what is refused."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

Functions = Any
"""plugins/function_world.py declares it."""
PLACE = "us-east-1:123456789012"


def test_a_queue_can_be_mapped_and_unmapped(functions: Functions) -> None:
    functions.queue("work")
    functions.function("f", "def handler(e, c): pass")
    client = functions.client("lambda")
    arn = f"arn:aws:sqs:{PLACE}:work"
    made = client.create_event_source_mapping(FunctionName="f", EventSourceArn=arn)
    (found,) = client.list_event_source_mappings(FunctionName="f")["EventSourceMappings"]
    assert (found["UUID"], found["EventSourceArn"]) == (made["UUID"], arn)
    client.update_event_source_mapping(UUID=made["UUID"], Enabled=False)
    client.delete_event_source_mapping(UUID=made["UUID"])
    assert client.list_event_source_mappings(FunctionName="f")["EventSourceMappings"] == []


@pytest.mark.parametrize(
    "given",
    [
        {"EventSourceArn": f"arn:aws:dynamodb:{PLACE}:table/a/stream/b"},
        {"EventSourceArn": f"arn:aws:kinesis:{PLACE}:stream/a"},
        {
            "EventSourceArn": f"arn:aws:sqs:{PLACE}:work",
            "FilterCriteria": {"Filters": [{"Pattern": "{}"}]},
        },
    ],
)
def test_other_mappings_are_refused(functions: Functions, given: Any) -> None:
    functions.queue("work")
    functions.function("f", "def handler(e, c): pass")
    with pytest.raises(ClientError, match="the emulator polls queues"):
        functions.client("lambda").create_event_source_mapping(FunctionName="f", **given)
