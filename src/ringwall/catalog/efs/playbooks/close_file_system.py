"""Closes a file system to everyone but its account."""

from collections.abc import Iterator

from ringwall.catalog.policy_closing import TEXT, PolicyPlace, close_policy
from ringwall.model.change import Change, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

WRITES = (
    WriteShape("efs.put_file_system_policy", {"FileSystemId": "fs-[0-9a-f]{8,40}", "Policy": TEXT}),
)


@answers("efs.file_system_policy_is_not_public", writes=WRITES)
def close_file_system(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Let only the account mount the file system, where anyone may: with IAM then."""
    system = {"FileSystemId": finding.resource.rpartition("/")[2]}

    def write(policy: str) -> Write:
        return Write("efs.put_file_system_policy", {**system, "Policy": policy})

    absent = ("PolicyNotFound",)
    place = PolicyPlace("efs.describe_file_system_policy", system, "Policy", write, absent)
    return close_policy(finding, reader, place)
