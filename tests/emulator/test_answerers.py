"""Nothing is completed that would say something of what moto or we have."""

import pytest
from botocore.loaders import create_loader

from ringwall.emulator.answerers import find_answerer, list_answerers

Answer = str


@pytest.mark.parametrize(
    ("service", "operation", "expected"),
    [
        ("kms", "DescribeKey", "ours"),
        ("sqs", "CreateQueue", "moto"),
        ("lambda", "CreateFunction", "ours"),
        ("lambda", "CreateAlias", "moto"),
        ("auditmanager", "RegisterAccount", "completed"),
        ("auditmanager", "GetAccountStatus", "completed"),
        # moto keeps the domains: the completion would say that there is none.
        ("es", "DescribeElasticsearchDomains", "refused"),
        # Nobody writes these.
        ("compute-optimizer", "GetRecommendationSummaries", "refused"),
        # Moto has the name, and no code.
        ("resource-groups", "ListGroupResources", "refused"),
        ("ec2", "NoSuchOperation", "refused"),
        # Moto needs a package that is not installed.
        ("xray", "GetTraceGraph", "refused"),
        ("s3", "GetBucketPolicy", "moto"),
    ],
)
def test_who_answers(service: str, operation: str, expected: Answer) -> None:
    assert find_answerer(service, operation) == expected


@pytest.mark.parametrize("service", ["config", "ec2", "glue", "guardduty", "rds", "wafv2"])
def test_nothing_of_what_moto_makes_is_completed(service: str) -> None:
    answers = list_answerers(service)
    for made in (name for name, who in answers.items() if who == "moto"):
        if made.startswith("Create"):
            noun = made.removeprefix("Create")
            others = (f"Get{noun}", f"Describe{noun}s", f"List{noun}s", f"Update{noun}")
            told = [name for name in (*others, f"Delete{noun}") if name in answers]
            assert [name for name in told if answers[name] == "completed"] == []


def test_every_operation_of_a_service_has_an_answer() -> None:
    names = create_loader().list_available_services("service-2")
    assert {"ec2", "xray", "es"} <= set(names)
    assert all(list_answerers(name) for name in ("ec2", "xray", "es", "timestream-query"))
