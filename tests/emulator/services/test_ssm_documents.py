"""Documents: content that is checked, versions, formats, sharing, filters."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from botocore.exceptions import ClientError

Client = Callable[..., Any]
Content = Mapping[str, Any]
SLEEP = {"name": "wait", "action": "aws:sleep", "inputs": {"Duration": "PT1S"}}


def runbook(*steps: Content, **more: Any) -> Content:
    return {"schemaVersion": "0.3", "mainSteps": list(steps), **more}


def create(ssm: Any, content: Content | str, name: str = "own", **more: Any) -> Any:
    text = content if isinstance(content, str) else json.dumps(content)
    given = {"DocumentType": "Automation", **more}
    return ssm.create_document(Name=name, Content=text, **given)["DocumentDescription"]


def fail(call: Callable[..., Any], *args: Any, **given: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as caught:
        call(*args, **given)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


def test_a_document_is_described_as_it_was_created(client: Client) -> None:
    ssm = client("ssm")
    parameters = {"Ids": {"type": "StringList", "description": "which", "default": ["a"]}}
    content = runbook(SLEEP, description="waits", parameters=parameters)
    made = create(ssm, content, Tags=[{"Key": "team", "Value": "a"}], VersionName="first")
    assert made["Status"] == "Creating"
    found = ssm.describe_document(Name="own")["Document"]
    assert found["Status"] == "Active"
    assert found["DocumentVersion"] == found["DefaultVersion"] == found["LatestVersion"] == "1"
    assert (found["SchemaVersion"], found["DocumentType"]) == ("0.3", "Automation")
    assert found["Parameters"] == [
        {"Name": "Ids", "Type": "StringList", "Description": "which", "DefaultValue": '["a"]'}
    ]
    assert found["Tags"] == [{"Key": "team", "Value": "a"}]
    assert ssm.get_document(Name="own", VersionName="first")["Content"] == json.dumps(content)


def test_content_is_written_in_the_format_that_is_asked_for(client: Client) -> None:
    ssm = client("ssm")
    text = "schemaVersion: '0.3'\nmainSteps:\n- name: wait\n  action: aws:sleep\n"
    text += "  inputs: {Timestamp: 2026-01-01T00:00:00Z}\n"
    create(ssm, text, DocumentFormat="YAML")
    assert ssm.get_document(Name="own")["Content"] == text
    found = json.loads(ssm.get_document(Name="own", DocumentFormat="JSON")["Content"])
    assert found["mainSteps"][0]["inputs"] == {"Timestamp": "2026-01-01T00:00:00Z"}
    create(ssm, found, "other")
    assert "aws:sleep" in ssm.get_document(Name="other", DocumentFormat="YAML")["Content"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "no valid JSON"),
        ("[]", "no valid JSON"),
        ({"schemaVersion": "2.2", "mainSteps": [SLEEP]}, "schemaVersion 2.2 is not supported"),
        (runbook(), "at least one step"),
        (runbook({**SLEEP, "action": "aws:nap"}), "the action aws:nap is not supported"),
        (runbook({"name": "wait", "action": "aws:sleep", "inputs": {}}), "Duration or Timestamp"),
        (runbook({"name": "ask", "action": "aws:approve", "inputs": {}}), "input Approvers"),
        (runbook(SLEEP, SLEEP), "the name of step wait is not unique"),
        (runbook({**SLEEP, "name": "a b"}), "no valid name"),
        (runbook({**SLEEP, "nextStep": "gone"}), "nextStep gone is no step"),
        (runbook({**SLEEP, "onFailure": "step:gone"}), "onFailure must be"),
        (runbook({**SLEEP, "onFailure": "wait"}), "onFailure must be"),
        (runbook({**SLEEP, "onCancel": "Continue"}), "onCancel must be"),
        (runbook({**SLEEP, "isEnd": "perhaps"}), "isEnd must be true or false"),
        (runbook({**SLEEP, "maxAttempts": "many"}), "maxAttempts must be an integer"),
        (runbook({**SLEEP, "timeout": 5}), "timeout is no property of a step"),
        (runbook(SLEEP, extra=1), "extra is no property"),
        (runbook({**SLEEP, "inputs": {"Duration": "{{ D }}"}}), "{{ D }} is not defined"),
        (runbook({**SLEEP, "inputs": {"Duration": "{{ a.b }}"}}), "{{ a.b }} is not defined"),
        (runbook(SLEEP, assumeRole="{{ Role }}"), "{{ Role }} is not defined"),
        (runbook(SLEEP, outputs=["gone.Id"]), "the output gone.Id is of no step"),
        (runbook(SLEEP, parameters={"p": {"type": "Number"}}), "type Number"),
        (runbook(SLEEP, variables={"v": {"type": "Role"}}), "type Role"),
        (
            runbook({**SLEEP, "outputs": [{"Name": "a", "Selector": "b"}]}),
            "is no JSONPath",
        ),
        (
            runbook(
                {
                    "name": "choose",
                    "action": "aws:branch",
                    "inputs": {"Choices": [{"NextStep": "gone", "Variable": "a", "Is": "b"}]},
                }
            ),
            "must have one supported operator, not Is",
        ),
        (
            runbook({"name": "loop", "action": "aws:loop", "inputs": {"Steps": [SLEEP]}}),
            "either Iterators or LoopCondition",
        ),
    ],
)
def test_content_that_is_wrong_is_refused(
    client: Client, content: Content | str, message: str
) -> None:
    code, text = fail(create, client("ssm"), content)
    assert code == "InvalidDocumentContent"
    assert message in text


def test_versions_are_added_and_one_is_the_default(client: Client) -> None:
    ssm = client("ssm")
    create(ssm, runbook(SLEEP))
    for number in range(2, 12):
        text = json.dumps(runbook(SLEEP, description=str(number)))
        ssm.update_document(
            Name="own", Content=text, DocumentVersion="$LATEST", VersionName=f"v{number}"
        )
    assert ssm.describe_document(Name="own")["Document"]["LatestVersion"] == "11"
    assert ssm.get_document(Name="own")["DocumentVersion"] == "1"
    assert ssm.get_document(Name="own", DocumentVersion="$LATEST")["DocumentVersion"] == "11"
    assert ssm.get_document(Name="own", VersionName="v5")["DocumentVersion"] == "5"
    ssm.update_document_default_version(Name="own", DocumentVersion="5")
    assert ssm.get_document(Name="own", DocumentVersion="$DEFAULT")["DocumentVersion"] == "5"
    listed = ssm.list_document_versions(Name="own", MaxResults=3)
    assert [v["DocumentVersion"] for v in listed["DocumentVersions"]] == ["11", "10", "9"]
    pages = ssm.get_paginator("list_document_versions").paginate(Name="own")
    every = [version for page in pages for version in page["DocumentVersions"]]
    assert [v["DocumentVersion"] for v in every if v["IsDefaultVersion"]] == ["5"]


def test_updates_that_aws_refuses(client: Client) -> None:
    ssm = client("ssm")
    create(ssm, runbook(SLEEP), VersionName="first")
    same, other = json.dumps(runbook(SLEEP)), json.dumps(runbook(SLEEP, description="x"))
    given = {"Name": "own", "DocumentVersion": "$LATEST"}
    assert fail(ssm.update_document, **given, Content=same)[0] == "DuplicateDocumentContent"
    named = {**given, "Content": other, "VersionName": "first"}
    assert fail(ssm.update_document, **named)[0] == "DuplicateDocumentVersionName"
    assert fail(ssm.update_document, Name="no", Content=same)[0] == "InvalidDocument"
    old = {"Name": "own", "DocumentVersion": "7", "Content": other}
    assert fail(ssm.update_document, **old)[0] == "InvalidDocumentVersion"
    assert fail(create, ssm, runbook(SLEEP))[0] == "DocumentAlreadyExists"
    assert fail(create, ssm, runbook(SLEEP), "AWS-Own")[0] == "ValidationException"
    assert fail(ssm.get_document, Name="own", DocumentVersion="2")[0] == "InvalidDocumentVersion"


def test_a_version_or_the_whole_document_is_deleted(client: Client) -> None:
    ssm = client("ssm")
    create(ssm, runbook(SLEEP))
    text = json.dumps(runbook(SLEEP, description="x"))
    ssm.update_document(Name="own", Content=text, DocumentVersion="1")
    refused = fail(ssm.delete_document, Name="own", DocumentVersion="1")
    assert refused == (
        "InvalidDocumentOperation",
        "Default version of the document can't be deleted.",
    )
    ssm.delete_document(Name="own", DocumentVersion="2")
    assert ssm.describe_document(Name="own")["Document"]["LatestVersion"] == "1"
    ssm.delete_document(Name="own")
    assert fail(ssm.get_document, Name="own")[0] == "InvalidDocument"


def test_a_shared_document_is_used_by_its_arn(client: Client, member: str) -> None:
    ssm, theirs = client("ssm"), client("ssm", member)
    create(ssm, runbook(SLEEP))
    arn = "arn:aws:ssm:us-east-1:123456789012:document/own"
    assert fail(theirs.get_document, Name=arn)[0] == "AccessDeniedException"
    share = {"Name": "own", "PermissionType": "Share"}
    ssm.modify_document_permission(**share, AccountIdsToAdd=[member])
    assert theirs.get_document(Name=arn)["DocumentVersion"] == "1"
    assert ssm.describe_document_permission(**share)["AccountIds"] == [member]
    shared = theirs.list_documents(Filters=[{"Key": "Owner", "Values": ["Private"]}])
    assert [d["Owner"] for d in shared["DocumentIdentifiers"]] == ["123456789012"]
    assert fail(theirs.delete_document, Name=arn)[0] == "AccessDeniedException"
    assert fail(ssm.delete_document, Name="own")[0] == "InvalidDocumentOperation"
    both = {**share, "AccountIdsToAdd": ["all"]}
    assert fail(ssm.modify_document_permission, **both)[0] == "DocumentPermissionLimit"
    ssm.modify_document_permission(**share, AccountIdsToRemove=[member])
    assert fail(theirs.get_document, Name=arn)[0] == "AccessDeniedException"


def test_documents_are_listed_by_filters(client: Client) -> None:
    ssm = client("ssm")
    create(ssm, runbook(SLEEP), Tags=[{"Key": "team", "Value": "a"}])
    shell = {"schemaVersion": "2.2", "mainSteps": [{"action": "aws:runShellScript", "name": "a"}]}
    create(ssm, shell, "shell", DocumentType="Command")

    def names(**filters: list[str]) -> list[str]:
        given = [{"Key": key.replace("__", ":"), "Values": v} for key, v in filters.items()]
        found = ssm.list_documents(Filters=given)["DocumentIdentifiers"]
        return [document["Name"] for document in found]

    assert names(Owner=["Self"]) == ["own", "shell"]
    assert names(Owner=["Self"], DocumentType=["Command"]) == ["shell"]
    assert names(tag__team=["a"]) == ["own"]
    assert names(Name=["own"]) == ["own"]
    assert names(SearchKeyword=["she"], Owner=["Self"]) == ["shell"]
    assert "AWS-StopEC2Instance" in names(Owner=["Amazon"])
    unknown = [{"Key": "Size", "Values": ["1"]}]
    assert fail(ssm.list_documents, Filters=unknown)[0] == "InvalidFilterKey"


def test_documents_of_aws_are_those_that_are_written_here(client: Client) -> None:
    ssm = client("ssm")
    found = ssm.describe_document(Name="AWS-StopEC2Instance")["Document"]
    assert (found["Owner"], found["TargetType"]) == ("Amazon", "/AWS::EC2::Instance")
    assert ssm.describe_document(Name="AWS-RunShellScript")["Document"]["SchemaVersion"] == "1.2"
    assert fail(ssm.get_document, Name="AWS-PatchAsgInstance")[0] == "InvalidDocument"
    refused = fail(ssm.delete_document, Name="AWS-StopEC2Instance")
    assert refused[0] == "InvalidDocumentOperation"


@pytest.mark.parametrize(
    "content",
    [
        runbook({**SLEEP, "outputs": 5}),
        runbook({**SLEEP, "inputs": [1]}),
        runbook("text"),  # type: ignore[arg-type] # hostile
        runbook(SLEEP, parameters=["a"]),
        runbook(SLEEP, parameters={"p": {"type": "String", "allowedPattern": "("}}),
        runbook(SLEEP, parameters={"p": {"type": "String", "allowedPattern": "(?=a)a"}}),
        runbook(SLEEP, outputs=7),
        runbook({"name": "a11", "action": "aws:branch", "inputs": {"Choices": "all"}}),
        runbook({"name": "a11", "action": "aws:loop", "inputs": {"Iterators": [], "Steps": 5}}),
        runbook({"name": ["a"], "action": {"b": "c"}}),
        '{"schemaVersion": "0.3", "mainSteps": ' + "[" * 900 + "]" * 900 + "}",
    ],
)
def test_hostile_content_is_refused_and_nothing_breaks(
    client: Client, content: Content | str
) -> None:
    assert fail(create, client("ssm"), content)[0] == "InvalidDocumentContent"


def test_yaml_that_would_grow_is_refused(client: Client) -> None:
    text = "a: &a [x, x]\nb: &b [*a, *a]\nschemaVersion: '0.3'\nmainSteps: *b\n"
    found = fail(create, client("ssm"), text, DocumentFormat="YAML")
    assert "aliases are not supported" in found[1]


def test_yaml_that_is_nested_without_end_is_refused_before_it_is_read(client: Client) -> None:
    text = "schemaVersion: '0.3'\nmainSteps: " + "[" * 3000 + "]" * 3000
    found = fail(create, client("ssm"), text, DocumentFormat="YAML")
    assert "nested in more than 100 levels" in found[1]
