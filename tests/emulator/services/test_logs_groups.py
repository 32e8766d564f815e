"""The class of log groups, and their pages."""

from typing import Any


def test_group_has_its_class_from_the_beginning(client: Any, refusal: Any) -> None:
    logs = client("logs")
    logs.create_log_group(logGroupName="/a/standard", tags={"team": "ops"})
    logs.create_log_group(logGroupName="/a/rare", logGroupClass="INFREQUENT_ACCESS")
    found = logs.describe_log_groups(logGroupNamePrefix="/a/")["logGroups"]
    classes = {group["logGroupName"]: group["logGroupClass"] for group in found}
    assert classes == {"/a/standard": "STANDARD", "/a/rare": "INFREQUENT_ACCESS"}
    rare = logs.describe_log_groups(logGroupClass="INFREQUENT_ACCESS")["logGroups"]
    assert [group["logGroupName"] for group in rare] == ["/a/rare"]
    assert logs.list_tags_log_group(logGroupName="/a/standard")["tags"] == {"team": "ops"}
    code, _ = refusal(logs.create_log_group, logGroupName="/a/rare")[:2]
    assert code == "ResourceAlreadyExistsException"


def test_groups_come_in_pages(client: Any) -> None:
    logs = client("logs")
    names = [f"group-{number:03}" for number in range(120)]
    for name in reversed(names):
        logs.create_log_group(logGroupName=name)
    pages = list(logs.get_paginator("describe_log_groups").paginate())
    assert [len(page["logGroups"]) for page in pages] == [50, 50, 20]
    assert [group["logGroupName"] for page in pages for group in page["logGroups"]] == names
    few = logs.describe_log_groups(logGroupNamePattern="GROUP-00", limit=3)
    assert [group["logGroupName"] for group in few["logGroups"]] == names[:3]
    assert few["nextToken"]
