"""Closes an access point to everyone but its account."""

from collections.abc import Iterator

from ringwall.catalog.policy_closing import TEXT, PolicyPlace, close_policy
from ringwall.model.change import Change, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

WRITES = (
    WriteShape(
        "s3control.put_access_point_policy",
        {"AccountId": "{account_id}", "Name": "[a-z0-9-]{3,50}", "Policy": TEXT},
    ),
)


@answers("s3.access_point_policy_is_not_public", writes=WRITES)
def close_access_point(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Let only the account use the access point, where anyone may."""
    point = {"AccountId": finding.account_id, "Name": finding.resource.rpartition("/")[2]}

    def write(policy: str) -> Write:
        return Write("s3control.put_access_point_policy", {**point, "Policy": policy})

    absent = ("NoSuchAccessPointPolicy",)
    place = PolicyPlace("s3control.get_access_point_policy", point, "Policy", write, absent)
    return close_policy(finding, reader, place)
