"""Closes a repository to everyone but its account."""

from collections.abc import Iterator

from ringwall.catalog.policy_closing import TEXT, PolicyPlace, close_policy
from ringwall.model.change import Change, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

WRITES = (
    WriteShape(
        "ecr.set_repository_policy",
        {"registryId": "{account_id}", "repositoryName": "[a-z0-9._/-]{2,256}", "policyText": TEXT},
    ),
)


@answers("ecr.repository_policy_is_not_public", writes=WRITES)
def close_repository(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Let only the account pull and push images, where anyone may."""
    repository = {
        "registryId": finding.account_id,
        "repositoryName": finding.resource.partition(":repository/")[2],
    }

    def write(policy: str) -> Write:
        return Write("ecr.set_repository_policy", {**repository, "policyText": policy})

    absent = ("RepositoryPolicyNotFoundException",)
    place = PolicyPlace("ecr.get_repository_policy", repository, "policyText", write, absent)
    return close_policy(finding, reader, place)
