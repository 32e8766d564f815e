"""Documents and settings of Systems Manager, and the runbooks that are delivered."""

import json
from collections.abc import Callable
from typing import Any, get_args

import pytest

from ringwall.catalog.ssm.runbook_files import FOLDER, read_runbook
from ringwall.emulator.automation.validation import find_fault
from ringwall.model.blueprint.response import RunbookName
from ringwall.model.table import Reader

CONTENT = {
    "schemaVersion": "1.0",
    "sessionType": "Standard_Stream",
    "inputs": {"kmsKeyId": "k"},
}


def make_document(ssm: Any) -> None:
    ssm.create_document(
        Name="SSM-SessionManagerRunShell",
        DocumentType="Session",
        DocumentFormat="JSON",
        Content=json.dumps(CONTENT),
        VersionName="first",
        Tags=[{"Key": "team", "Value": "a"}],
    )


@pytest.fixture
def shared(aws: Callable[[str], Any]) -> Any:
    ssm = aws("ssm")
    make_document(ssm)
    ssm.modify_document_permission(
        Name="SSM-SessionManagerRunShell", PermissionType="Share", AccountIdsToAdd=["222222222222"]
    )
    return ssm


@pytest.mark.usefixtures("shared")
def test_a_document_has_its_content_and_those_it_is_shared_with(live: Reader, collect: Any) -> None:
    rows, gaps = collect(live, "ssm_document")
    assert gaps == []
    (row,) = rows["ssm_document"]
    assert row["arn"].endswith(":document/SSM-SessionManagerRunShell")
    assert (row["document_type"], row["tags"]) == ("Session", {"team": "a"})
    assert json.loads(row["content"]) == CONTENT
    assert row["shared_account_ids"] == ["222222222222"]


def test_each_version_is_a_row_and_one_is_used(live: Reader, shared: Any, collect: Any) -> None:
    shared.update_document(
        Name="SSM-SessionManagerRunShell",
        Content=json.dumps({**CONTENT, "inputs": {}}),
        DocumentVersion="$LATEST",
    )
    rows, gaps = collect(live, "ssm_document_version")
    assert gaps == []
    assert {
        (row["document_version"], row["version_name"], row["is_default_version"])
        for row in rows["ssm_document_version"]
    } == {("1", "first", True), ("2", "", False)}
    rows, gaps = collect(live, "ssm_document_default_version")
    assert gaps == []
    assert [row["default_version"] for row in rows["ssm_document_default_version"]] == ["1"]


@pytest.mark.usefixtures("shared")
def test_each_account_that_a_document_is_shared_with_is_a_row(live: Reader, collect: Any) -> None:
    rows, gaps = collect(live, "ssm_document_permission")
    assert gaps == []
    (row,) = rows["ssm_document_permission"]
    assert (row["name"], row["shared_account_id"]) == (
        "SSM-SessionManagerRunShell",
        "222222222222",
    )


def test_settings_are_there_before_anybody_sets_them(live: Reader, collect: Any) -> None:
    rows, gaps = collect(live, "ssm_service_setting")
    assert gaps == []
    assert [row["setting_value"] for row in rows["ssm_service_setting"]] == ["Enable"]
    rows, gaps = collect(live, "ssm_default_host_management")
    assert (gaps, rows.get("ssm_default_host_management", [])) == ([], [])


def test_the_role_of_instances_is_a_row(live: Reader, aws: Any, collect: Any) -> None:
    setting = "/ssm/managed-instance/default-ec2-instance-management-role"
    aws("ssm").update_service_setting(SettingId=setting, SettingValue="service-role/host")
    rows, gaps = collect(live, "ssm_default_host_management")
    assert gaps == []
    assert [r["role_name"] for r in rows["ssm_default_host_management"]] == ["service-role/host"]


def test_each_runbook_can_be_chosen() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == set(get_args(RunbookName))


@pytest.mark.parametrize("name", get_args(RunbookName))
def test_a_runbook_is_one_that_aws_takes(name: RunbookName) -> None:
    content = read_runbook(name)
    assert find_fault(content, "Automation") == ""
    assert content["assumeRole"] == "{{ AutomationAssumeRole }}"
    assert all(each["description"] for each in (content, *content["parameters"].values()))
    assert all(step["description"].endswith(".") for step in content["mainSteps"])
    assert content["outputs"]
