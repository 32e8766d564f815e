"""Closes a queue to everyone but its account."""

from collections.abc import Iterator

from ringwall.catalog.policy_closing import TEXT, PolicyPlace, close_policy
from ringwall.model.change import Change, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

WRITES = (
    WriteShape(
        "sqs.set_queue_attributes",
        {
            "QueueUrl": r"https://[\w.-]{1,100}/(queue/)?{account_id}/[\w.-]{1,80}",
            "Attributes": {"Policy": TEXT},
        },
    ),
)


@answers("sqs.queue_policy_is_not_public", writes=WRITES)
def close_queue(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Let only the account send and receive messages, where anyone may."""
    name = finding.resource.rpartition(":")[2]
    found = reader.call(
        "sqs.get_queue_url", QueueName=name, QueueOwnerAWSAccountId=finding.account_id
    )
    queue = {"QueueUrl": found["QueueUrl"]}

    def write(policy: str) -> Write:
        return Write("sqs.set_queue_attributes", {**queue, "Attributes": {"Policy": policy}})

    asked = {**queue, "AttributeNames": ["Policy"]}
    place = PolicyPlace("sqs.get_queue_attributes", asked, "Attributes.Policy", write)
    return close_policy(finding, reader, place)
