"""OpenSearch: domains by fives, with their policies."""

from collections.abc import Callable
from typing import Any

import pytest

from ringwall.model.errors import AccessDenied
from ringwall.model.table import Reader

ARN = "arn:aws:es:eu-west-1:111111111111:domain/"
POLICY = (
    '{"Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "es:*",'
    ' "Resource": "*"}]}'
)


def _describe(DomainNames: list[str]) -> dict[str, Any]:  # noqa: N803 - AWS's own name
    assert len(DomainNames) <= 5
    return {
        "DomainStatusList": [
            {
                "ARN": f"{ARN}{name}",
                "DomainName": name,
                "AccessPolicies": POLICY if name == "d0" else "",
                "EncryptionAtRestOptions": {"Enabled": True, "KmsKeyId": "k"},
                "VPCOptions": {"VPCId": "vpc-1"},
            }
            for name in DomainNames
        ]
    }


def test_domains_are_read(canned: Any, collect: Any) -> None:
    names = [{"DomainName": f"d{number}"} for number in range(6)]
    answers = {
        "opensearch.list_domain_names": {"DomainNames": names},
        "opensearch.describe_domains": _describe,
        "opensearch.list_tags": {"TagList": [{"Key": "team", "Value": "shop"}]},
    }
    rows, gaps = collect(canned(answers), "opensearchservice_domain")
    domains = {row["domain_name"]: row for row in rows["opensearchservice_domain"]}
    assert (gaps, len(domains)) == ([], 6)
    assert (domains["d0"]["arn"], domains["d0"]["tags"]) == (f"{ARN}d0", {"team": "shop"})
    assert (domains["d0"]["encryption_at_rest"], domains["d0"]["vpc_id"]) == (True, "vpc-1")
    assert domains["d1"]["enforce_https"] is False
    (statement,) = rows["policy_statement"]
    assert (statement["arn"], statement["principals"]) == (f"{ARN}d0", ["*"])
    assert statement["owner_table"] == "opensearchservice_domain"


def test_a_domain_without_a_policy_has_none(canned: Any, collect: Any) -> None:
    answers = {
        "opensearch.list_domain_names": {"DomainNames": [{"DomainName": "d1"}]},
        "opensearch.describe_domains": _describe,
        "opensearch.list_tags": AccessDenied("no", "AccessDeniedException"),
    }
    rows, gaps = collect(canned(answers), "opensearchservice_domain")
    (domain,) = rows["opensearchservice_domain"]
    assert (domain["access_policies"], domain["tags"]) == ({}, None)
    assert [g.aspect for g in gaps] == ["Tags"]


def test_the_service_reads_a_domain(live: Reader, aws: Callable[[str], Any], collect: Any) -> None:
    aws("opensearch").create_domain(DomainName="logs", AccessPolicies=POLICY)
    rows, gaps = collect(live, "opensearchservice_domain")
    assert gaps == []
    assert [r["domain_name"] for r in rows["opensearchservice_domain"]] == ["logs"]
    assert [s["actions"] for s in rows["policy_statement"]] == [["es:*"]]


@pytest.mark.parametrize(
    ("listed_again", "statuses"), [([], []), ([{"DomainName": "d1"}], ["failed"])]
)
def test_a_domain_of_which_nothing_is_said_is_a_gap_unless_it_is_gone(
    canned: Any, collect: Any, listed_again: list[Any], statuses: list[str]
) -> None:
    lists = iter([[{"DomainName": "d0"}, {"DomainName": "d1"}], listed_again])
    answers = {
        "opensearch.list_domain_names": lambda: {"DomainNames": next(lists)},
        "opensearch.describe_domains": lambda DomainNames: _describe(DomainNames[:1]),  # noqa: N803
        "opensearch.list_tags": {"TagList": []},
    }
    rows, gaps = collect(canned(answers), "opensearchservice_domain")
    assert [row["domain_name"] for row in rows["opensearchservice_domain"]] == ["d0"]
    assert [g.status for g in gaps if g.table_name == "opensearchservice_domain"] == statuses
