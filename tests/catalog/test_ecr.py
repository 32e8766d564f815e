"""ECR: repositories and who may pull from them."""

import json
from collections.abc import Callable
from typing import Any

from ringwall.model.errors import AccessDenied, CallFailed
from ringwall.model.table import Reader

ARN = "arn:aws:ecr:eu-west-1:111111111111:repository/shop"
POLICY = (
    '{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "ecr:BatchGetImage",'
    ' "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-acme"}}}]}'
)
# https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetLifecyclePolicy.html
LIFECYCLE = (
    '{"rules":[{"rulePriority":1,"description":"Expire images older than 14 days","selection":'
    '{"tagStatus":"untagged","countType":"sinceImagePushed","countUnit":"days","countNumber":14},'
    '"action":{"type":"expire"}}]}'
)
ANSWERS: dict[str, Any] = {
    "ecr.describe_repositories": {
        "repositories": [
            {
                "repositoryArn": ARN,
                "repositoryName": "shop",
                "imageTagMutability": "IMMUTABLE",
                "imageScanningConfiguration": {"scanOnPush": True},
                "encryptionConfiguration": {"encryptionType": "KMS", "kmsKey": "k"},
            }
        ]
    },
    "ecr.get_repository_policy": {"policyText": POLICY},
    "ecr.get_lifecycle_policy": {"lifecyclePolicyText": LIFECYCLE},
    "ecr.list_tags_for_resource": {"tags": [{"Key": "team", "Value": "shop"}]},
}


def test_a_repository_is_read(canned: Any, collect: Any) -> None:
    rows, gaps = collect(canned(ANSWERS), "ecr_repository")
    (repository,) = rows["ecr_repository"]
    assert gaps == []
    assert (repository["arn"], repository["tags"]) == (ARN, {"team": "shop"})
    assert (repository["scan_on_push"], repository["image_tag_mutability"]) == (True, "IMMUTABLE")
    assert (repository["encryption_type"], repository["kms_key"]) == ("KMS", "k")
    assert json.loads(repository["repository_policy_text"]) == json.loads(POLICY)
    assert json.loads(repository["lifecycle_policy_text"]) == json.loads(LIFECYCLE)
    (statement,) = rows["policy_statement"]
    assert (statement["owner_table"], statement["effect"]) == ("ecr_repository", "Allow")


def test_no_policy_is_a_value_and_a_denied_one_is_not(canned: Any, collect: Any) -> None:
    for error, expected, gaps_expected in (
        (CallFailed("none", "RepositoryPolicyNotFoundException"), {}, 0),
        (AccessDenied("no", "AccessDeniedException"), None, 2),
    ):
        answers = ANSWERS | {"ecr.get_repository_policy": error}
        rows, gaps = collect(canned(answers), "ecr_repository")
        assert [r["repository_policy_text"] for r in rows["ecr_repository"]] == [expected]
        assert len(gaps) == gaps_expected
        assert rows["policy_statement"] == []


def test_no_lifecycle_policy_is_a_value_and_a_denied_one_is_not(canned: Any, collect: Any) -> None:
    for error, expected, gaps_expected in (
        (CallFailed("none", "LifecyclePolicyNotFoundException"), {}, 0),
        (AccessDenied("no", "AccessDeniedException"), None, 1),
    ):
        answers = ANSWERS | {"ecr.get_lifecycle_policy": error}
        rows, gaps = collect(canned(answers), "ecr_repository")
        assert [r["lifecycle_policy_text"] for r in rows["ecr_repository"]] == [expected]
        assert len(gaps) == gaps_expected


def test_the_service_reads_a_repository(
    live: Reader, aws: Callable[[str], Any], collect: Any
) -> None:
    client = aws("ecr")
    client.create_repository(repositoryName="shop")
    rows, gaps = collect(live, "ecr_repository")
    (repository,) = rows["ecr_repository"]
    assert gaps == []
    assert (repository["repository_policy_text"], repository["scan_on_push"]) == ({}, False)
    client.set_repository_policy(repositoryName="shop", policyText=POLICY)
    rows, _ = collect(live, "ecr_repository")
    assert [s["condition_keys"] for s in rows["policy_statement"]] == [["aws:principalorgid"]]


REGISTRY = "ecr_registry_scanning_configuration"
CONTINUOUS = {
    "scanFrequency": "CONTINUOUS_SCAN",
    "repositoryFilters": [{"filter": "*", "filterType": "WILDCARD"}],
}


def test_how_a_registry_is_scanned_is_read(canned: Any, collect: Any) -> None:
    on_push = {**CONTINUOUS, "scanFrequency": "SCAN_ON_PUSH"}
    for rules, filters in (([CONTINUOUS], ["*"]), ([on_push], []), ([], [])):
        found = {"scanType": "ENHANCED", "rules": rules}
        answers = {"ecr.get_registry_scanning_configuration": {"scanningConfiguration": found}}
        rows, gaps = collect(canned(answers), REGISTRY)
        (registry,) = rows[REGISTRY]
        assert gaps == []
        assert (registry["scan_type"], json.loads(registry["rules"])) == ("ENHANCED", rules)
        assert registry["continuous_scan_filters"] == filters


def test_a_registry_that_may_not_be_read_is_a_gap(canned: Any, collect: Any) -> None:
    denied = AccessDenied("no", "AccessDeniedException")
    rows, gaps = collect(canned({"ecr.get_registry_scanning_configuration": denied}), REGISTRY)
    assert (rows[REGISTRY], len(gaps)) == ([], 1)


def test_the_service_reads_how_a_registry_is_scanned(
    live: Reader, aws: Callable[[str], Any], collect: Any
) -> None:
    rows, gaps = collect(live, REGISTRY)
    (registry,) = rows[REGISTRY]
    assert gaps == []
    assert (registry["scan_type"], registry["continuous_scan_filters"]) == ("BASIC", [])
    aws("ecr").put_registry_scanning_configuration(scanType="ENHANCED", rules=[CONTINUOUS])
    (registry,) = collect(live, REGISTRY)[0][REGISTRY]
    assert (registry["scan_type"], registry["continuous_scan_filters"]) == ("ENHANCED", ["*"])
