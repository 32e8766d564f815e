import json
from typing import Any

import pytest

READ = {
    "Effect": "Allow",
    "Principal": "*",
    "Action": "organizations:ListAccounts",
    "Resource": "*",
}
CONTENT = json.dumps({"Version": "2012-10-17", "Statement": [READ]})
TAGS = [{"Key": "a", "Value": "1"}]


@pytest.fixture
def organizations(client: Any, member: str) -> Any:
    assert member
    return client("organizations")


def test_the_resource_policy_has_tags(organizations: Any) -> None:
    made = organizations.put_resource_policy(Content=CONTENT, Tags=TAGS)["ResourcePolicy"]
    name = {"ResourceId": made["ResourcePolicySummary"]["Id"]}
    organizations.tag_resource(**name, Tags=[{"Key": "b", "Value": "2"}])
    organizations.untag_resource(**name, TagKeys=["a", "c"])
    assert organizations.list_tags_for_resource(**name)["Tags"] == [{"Key": "b", "Value": "2"}]


def test_it_is_given_tags_as_it_is_made_alone(organizations: Any, refusal: Any) -> None:
    organizations.put_resource_policy(Content=CONTENT)
    put = organizations.put_resource_policy
    assert refusal(put, Content=CONTENT, Tags=TAGS)[0] == "InvalidInputException"


def test_a_policy_that_is_gone_has_none(organizations: Any, refusal: Any) -> None:
    made = organizations.put_resource_policy(Content=CONTENT, Tags=TAGS)["ResourcePolicy"]
    organizations.delete_resource_policy()
    name = {"ResourceId": made["ResourcePolicySummary"]["Id"]}
    found = refusal(organizations.list_tags_for_resource, **name)
    assert found[0] == "TargetNotFoundException"


def test_moto_has_the_tags_of_everything_else(organizations: Any, member: str) -> None:
    organizations.tag_resource(ResourceId=member, Tags=TAGS)
    assert organizations.list_tags_for_resource(ResourceId=member)["Tags"] == TAGS
