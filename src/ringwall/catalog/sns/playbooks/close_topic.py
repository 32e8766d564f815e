"""Closes a topic to everyone but its account."""

from collections.abc import Iterator

from ringwall.catalog.policy_closing import TEXT, PolicyPlace, close_policy
from ringwall.model.change import Change, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

WRITES = (
    WriteShape(
        "sns.set_topic_attributes",
        {
            "TopicArn": r"arn:aws[a-z-]*:sns:{region}:{account_id}:[\w.-]{1,256}",
            "AttributeName": "Policy",
            "AttributeValue": TEXT,
        },
    ),
)


@answers("sns.topic_policy_is_not_public", writes=WRITES)
def close_topic(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Let only the account publish and subscribe, where anyone may."""
    topic = {"TopicArn": finding.resource}

    def write(policy: str) -> Write:
        attribute = {"AttributeName": "Policy", "AttributeValue": policy}
        return Write("sns.set_topic_attributes", {**topic, **attribute})

    place = PolicyPlace("sns.get_topic_attributes", topic, "Attributes.Policy", write)
    return close_policy(finding, reader, place)
