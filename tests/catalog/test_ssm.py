"""Documents and settings of Systems Manager, and the runbooks that are delivered."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from blueprint_world import columns_of, want

from ringwall.catalog.loader import load_responses
from ringwall.catalog.ssm.runbook_files import FOLDER, list_runbooks, read_runbook
from ringwall.catalog.ssm.runbook_permissions import permit_runbooks
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


def test_each_playbook_is_told_which_runbook_it_has() -> None:
    page = (Path(__file__).parents[2] / "docs/howto/runbooks.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1:3] for line in page.splitlines() if line.startswith("| `")]
    shown = {row[0].strip(" `") for row in rows}
    assert sorted({*load_responses()} - shown) == [], "add a row to docs/howto/runbooks.md"
    assert sorted(shown - {*load_responses()}) == [], "there is no such playbook (any more)"
    told = {name for row in rows for name in re.findall(r"`([a-z-]+)`", row[1])}
    assert told == {*list_runbooks()}


def test_all_runbooks_fit_into_one_policy() -> None:
    """IAM takes 10,240 characters of inline policies of a role, spaces left out."""
    blueprint = f"""
        blueprint: acme
        home_region: us-east-1
        accounts:
          email: aws+{{account}}@acme.io
          security: management
          log_archive: management
          accounts: {{management: {{id: "123456789012"}}}}
        response: {{runbooks: {{enabled: true, names: [{", ".join(list_runbooks())}]}}}}
    """
    rows = columns_of(want(blueprint, "response."), "iam_role_policy")
    (policy,) = (row["policy_document"] for key, row in rows.items() if "ExecutionRole/" in key)
    assert len(json.dumps(policy, separators=(",", ":"))) < 10_240
    allowed = [one for one in policy["Statement"] if one["Effect"] == "Allow"]
    assert not [action for one in allowed for action in one["Action"] if "*" in action]
    writes = [
        one["Action"]
        for one in allowed
        if one["Resource"] == "*" and not all(map(is_read, one["Action"]))
    ]
    # AWS has no resources of these.
    assert sorted(action for actions in writes for action in actions if not is_read(action)) == [
        "config:StartConfigurationRecorder",
        "s3:PutAccountPublicAccessBlock",
        "ssm:CancelCommand",
    ]


def is_read(action: str) -> bool:
    return action.partition(":")[2].startswith(("Describe", "Get", "List"))


def walk_loops(steps: Any) -> Iterator[Any]:
    for step in steps:
        yield step
        yield from walk_loops(step["inputs"].get("Steps", ()))


@pytest.mark.parametrize("name", get_args(RunbookName))
def test_a_runbook_asks_before_it_changes_anything(name: RunbookName) -> None:
    content = read_runbook(name)
    names = [step["name"] for step in content["mainSteps"]]
    looks = content["mainSteps"][: names.index("needsApproval")]
    asked = [step["inputs"]["Api"] for step in looks if step["action"] != "aws:branch"]
    assert all(is_read(f":{api}") for api in asked)
    assert content["mainSteps"][-1]["isEnd"] is True
    actions = {step["action"] for step in walk_loops(content["mainSteps"])}
    assert actions <= {
        "aws:approve",
        "aws:assertAwsResourceProperty",
        "aws:branch",
        "aws:executeAwsApi",
        "aws:loop",
        "aws:sleep",
        "aws:waitForAwsResourceProperty",
    }
    texts = [facts for facts in content["parameters"].values() if facts["type"].startswith("Stri")]
    assert all("allowedPattern" in facts or "allowedValues" in facts for facts in texts)


@pytest.mark.parametrize("name", get_args(RunbookName))
def test_a_runbook_is_one_that_aws_takes(name: RunbookName) -> None:
    content = read_runbook(name)
    assert find_fault(content, "Automation") == ""
    assert content["assumeRole"] == "{{ AutomationAssumeRole }}"
    assert all(each["description"] for each in (content, *content["parameters"].values()))
    assert all(step["description"].endswith(".") for step in content["mainSteps"])
    assert content["outputs"]


def test_a_call_that_no_permission_is_known_for_is_an_error() -> None:
    step = {"name": "a", "inputs": {"Service": "s3", "Api": "MakeUp"}}
    with pytest.raises(ValueError, match="s3 MakeUp: no IAM action is known for it"):
        permit_runbooks([{"mainSteps": [step]}])


def test_a_role_may_do_what_steps_in_loops_do() -> None:
    inner = {"name": "b", "inputs": {"Service": "kms", "Api": "EnableKey"}}
    loop = {"name": "a", "inputs": {"Steps": [inner]}}
    assert permit_runbooks([{"mainSteps": [loop]}]) == {
        "kms:EnableKey": ("arn:{partition}:kms:*:{account_id}:key/*",)
    }
