"""Closes a search domain to everyone but its account."""

from collections.abc import Iterator

from ringwall.catalog.policy_closing import TEXT, PolicyPlace, close_policy
from ringwall.model.change import Change, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

WRITES = (
    WriteShape(
        "opensearch.update_domain_config",
        {"DomainName": "[a-z][a-z0-9-]{2,27}", "AccessPolicies": TEXT},
    ),
)


@answers("opensearchservice.domain_policy_is_not_public", writes=WRITES)
def close_domain(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Let only the account search, where anyone may: clients then have to sign their requests."""
    domain = {"DomainName": finding.resource.rpartition("/")[2]}

    def write(policy: str) -> Write:
        return Write("opensearch.update_domain_config", {**domain, "AccessPolicies": policy})

    place = PolicyPlace(
        "opensearch.describe_domain", domain, "DomainStatus.AccessPolicies", write, wait=600.0
    )
    return close_policy(finding, reader, place)
