"""Closes a secret to everyone but its account."""

from collections.abc import Iterator

from ringwall.catalog.policy_closing import TEXT, PolicyPlace, close_policy
from ringwall.model.change import Change, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

ARN = r"arn:aws[a-z-]*:secretsmanager:{region}:{account_id}:secret:[\w/+=.@-]{1,519}"
WRITES = (
    WriteShape(
        "secretsmanager.put_resource_policy",
        {
            "SecretId": ARN,
            "ResourcePolicy": TEXT,
        },
    ),
)


@answers("secretsmanager.secret_policy_is_not_public", writes=WRITES)
def close_secret(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Let only the account read the secret, where anyone may; then rotate it."""
    secret = {"SecretId": finding.resource}

    def write(policy: str) -> Write:
        return Write("secretsmanager.put_resource_policy", {**secret, "ResourcePolicy": policy})

    place = PolicyPlace("secretsmanager.get_resource_policy", secret, "ResourcePolicy", write)
    return close_policy(finding, reader, place)
