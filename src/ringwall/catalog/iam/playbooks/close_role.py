"""Closes a role to everyone but its account."""

from collections.abc import Iterator

from ringwall.catalog.policy_closing import TEXT, PolicyPlace, close_policy
from ringwall.model.change import Change, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

WRITES = (
    WriteShape(
        "iam.update_assume_role_policy", {"RoleName": r"[\w+=,.@-]{1,64}", "PolicyDocument": TEXT}
    ),
)


@answers("iam.role_trust_is_not_public", writes=WRITES)
def close_role(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Let only the account assume the role, where anyone may; sessions that were begun go on."""
    role = {"RoleName": finding.resource.rpartition("/")[2]}

    def write(policy: str) -> Write:
        return Write("iam.update_assume_role_policy", {**role, "PolicyDocument": policy})

    place = PolicyPlace("iam.get_role", role, "Role.AssumeRolePolicyDocument", write)
    return close_policy(finding, reader, place)
