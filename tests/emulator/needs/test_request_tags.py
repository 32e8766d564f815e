"""Tags in each of the ways in which services write them."""

from typing import Any

import pytest
from emulated_calls import make_call

from ringwall.emulator.needs.request_tags import read_tag_keys, read_tags


@pytest.mark.parametrize(
    ("service", "operation", "parameters"),
    [
        ("iam", "CreateRole", {"Tags": [{"Key": "team", "Value": "a"}]}),
        ("ecs", "CreateCluster", {"tags": [{"key": "team", "value": "a"}]}),
        ("kms", "CreateKey", {"Tags": [{"TagKey": "team", "TagValue": "a"}]}),
        ("lambda", "TagResource", {"Tags": {"team": "a"}}),
        ("cloudtrail", "CreateTrail", {"TagsList": [{"Key": "team", "Value": "a"}]}),
        ("s3", "PutBucketTagging", {"Tagging": {"TagSet": [{"Key": "team", "Value": "a"}]}}),
        (
            "ec2",
            "CreateVpc",
            {
                "TagSpecifications": [
                    {"ResourceType": "vpc", "Tags": [{"Key": "team", "Value": "a"}]}
                ]
            },
        ),
    ],
)
def test_tags_are_read(service: str, operation: str, parameters: dict[str, Any]) -> None:
    assert read_tags(make_call(service, operation, **parameters)) == {"team": "a"}


def test_ec2_gives_each_type_of_resource_its_own_tags() -> None:
    parts = [
        {"ResourceType": "instance", "Tags": [{"Key": "a", "Value": "1"}]},
        {"ResourceType": "volume", "Tags": [{"Key": "b", "Value": "2"}]},
    ]
    call = make_call("ec2", "RunInstances", TagSpecifications=parts)
    assert read_tags(call, "volume") == {"b": "2"}
    assert read_tags(call, "network-interface") == {}


@pytest.mark.parametrize("tags", [None, [], {}, "team=a", [None], ["team"], [{"Value": "a"}]])
def test_what_is_no_tag_is_none(tags: Any) -> None:
    assert read_tags(make_call("iam", "CreateRole", Tags=tags)) == {}


def test_tag_without_a_value_has_an_empty_one() -> None:
    assert read_tags(make_call("iam", "CreateRole", Tags=[{"Key": "a"}])) == {"a": ""}


def test_keys_of_removed_tags() -> None:
    assert read_tag_keys(make_call("iam", "UntagRole", TagKeys=["a", "b"])) == ("a", "b")
    assert read_tag_keys(make_call("ecs", "UntagResource", tagKeys=["a"])) == ("a",)
    assert read_tag_keys(make_call("iam", "UntagRole")) == ()
