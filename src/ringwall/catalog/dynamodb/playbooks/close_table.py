"""Closes a table to everyone but its account."""

from collections.abc import Iterator

from ringwall.catalog.policy_closing import TEXT, PolicyPlace, close_policy
from ringwall.model.change import Change, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

WRITES = (
    WriteShape(
        "dynamodb.put_resource_policy",
        {
            "ResourceArn": r"arn:aws[a-z-]*:dynamodb:{region}:{account_id}:table/[\w.-]{3,255}",
            "Policy": TEXT,
        },
    ),
)


@answers("dynamodb.table_policy_is_not_public", writes=WRITES)
def close_table(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Let only the account read and write the table, where anyone may."""
    table = {"ResourceArn": finding.resource}

    def write(policy: str) -> Write:
        return Write("dynamodb.put_resource_policy", {**table, "Policy": policy})

    absent = ("PolicyNotFoundException",)
    place = PolicyPlace("dynamodb.get_resource_policy", table, "Policy", write, absent)
    return close_policy(finding, reader, place)
