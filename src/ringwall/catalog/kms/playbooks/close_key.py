"""Closes a key to everyone but its account."""

from collections.abc import Iterator

from ringwall.catalog.policy_closing import TEXT, PolicyPlace, close_policy
from ringwall.model.change import Change, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

WRITES = (
    WriteShape(
        "kms.put_key_policy",
        {
            "KeyId": r"arn:aws[a-z-]*:kms:{region}:{account_id}:key/[\w-]+",
            "PolicyName": "default",
            "Policy": TEXT,
        },
    ),
)


@answers("kms.key_policy_is_not_public", writes=WRITES)
def close_key(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Let only the account use the key, where anyone may."""
    key = {"KeyId": finding.resource, "PolicyName": "default"}

    def write(policy: str) -> Write:
        return Write("kms.put_key_policy", {**key, "Policy": policy})

    return close_policy(finding, reader, PolicyPlace("kms.get_key_policy", key, "Policy", write))
