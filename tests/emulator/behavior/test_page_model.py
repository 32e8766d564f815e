from typing import Any

import pytest
from moto.core.utils import get_service_model

from ringwall.emulator.behavior.page_model import find_native_limit, find_page_model


def model(name: str) -> Any:
    service, _, operation = name.partition(":")
    return service, get_service_model(service).operation_model(operation)


def test_botocore_says_what_is_about_pages() -> None:
    found = find_page_model(*model("iam:ListRoles"))
    assert found is not None
    assert (found.token, found.limit, found.next_token) == ("Marker", "MaxItems", "Marker")
    assert (found.results, found.more) == (("Roles",), "IsTruncated")


def test_where_botocore_has_no_paginator_the_members_say_it() -> None:
    found = find_page_model(*model("codebuild:ListProjects"))
    assert found is not None
    assert (found.token, found.next_token, found.results) == (
        "nextToken",
        "nextToken",
        ("projects",),
    )


@pytest.mark.parametrize(
    "name",
    ["ec2:RunInstances", "s3:ListObjectsV2", "dynamodb:Query", "route53:ListResourceRecordSets"],
)
def test_what_is_no_list_or_has_a_way_of_its_own_is_left_alone(name: str) -> None:
    assert find_page_model(*model(name)) is None


@pytest.mark.parametrize(
    ("name", "limit"),
    [("s3:ListObjectsV2", "MaxKeys"), ("dynamodb:Scan", "Limit"), ("s3:ListBuckets", "")],
)
def test_moto_s_own_pages_are_limited_by(name: str, limit: str) -> None:
    assert find_native_limit(*model(name)) == limit
