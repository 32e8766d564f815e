"""The templates of the responder: what they make, and that nothing is lost or wider than it is."""

import json
import re
from typing import Any

import pytest

from ringwall.catalog.loader import load_responses
from ringwall.catalog.responder_resources import ResponderCode
from ringwall.catalog.responder_template import (
    PATTERNS,
    ChannelSecrets,
    write_member_template,
    write_responder_template,
)
from ringwall.catalog.response_permissions import list_playbook_actions
from ringwall.jobs.respond_package import CALLBACK_HANDLER, HANDLER, build_package

PLAYBOOK = load_responses()["lambda.contain_function"]
CODE = ResponderCode("python3.12", "x86_64", HANDLER)
WITH_CALLBACKS = ResponderCode("python3.12", "x86_64", HANDLER, CALLBACK_HANDLER)


def list_actions(template: Any) -> set[str]:
    policies = (r for r in template["Resources"].values() if r["Type"] == "AWS::IAM::ManagedPolicy")
    return {
        action
        for policy in policies
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
        for action in statement["Action"]
    }


def test_what_is_kept_is_encrypted_recoverable_and_stays() -> None:
    resources = write_responder_template([PLAYBOOK], CODE)["Resources"]
    table = resources["Table"]["Properties"]
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["SSESpecification"] == {"SSEEnabled": True}
    assert table["DeletionProtectionEnabled"]
    kept = {name for name, one in resources.items() if one.get("DeletionPolicy") == "Retain"}
    assert kept == {"SealKey", "Table", "Log"}
    function = resources["Function"]["Properties"]
    assert function["ReservedConcurrentExecutions"] == 5
    assert function["DeadLetterConfig"] == {"TargetArn": {"Fn::GetAtt": ["Failed", "Arn"]}}
    assert resources["Log"]["Properties"]["RetentionInDays"] == 365


def test_every_rule_may_invoke_the_function_and_no_other() -> None:
    resources = write_responder_template([PLAYBOOK], CODE)["Resources"]
    for name in PATTERNS:
        permission = resources[f"{name}Permission"]["Properties"]
        assert permission["SourceArn"] == {"Fn::GetAtt": [f"{name}Rule", "Arn"]}
        assert permission["SourceAccount"] == {"Ref": "AWS::AccountId"}
        (target,) = resources[f"{name}Rule"]["Properties"]["Targets"]
        assert target["Arn"] == {"Fn::GetAtt": ["Function", "Arn"]}


def test_the_role_has_the_actions_of_its_playbooks_and_no_wildcard() -> None:
    actions = list_actions(write_responder_template([PLAYBOOK], CODE))
    assert list_playbook_actions(PLAYBOOK) < actions
    assert all(re.fullmatch(r"[\w-]+:\w+", action) for action in actions)
    assert "sts:AssumeRole" not in actions
    entering = write_responder_template([PLAYBOOK], CODE, enters_accounts=True)
    assert "sts:AssumeRole" in list_actions(entering)
    assert "ExternalId" in entering["Parameters"]


def test_the_role_of_other_accounts_is_the_responders_alone() -> None:
    template = write_member_template([PLAYBOOK])
    assert list_actions(template) == list_playbook_actions(PLAYBOOK)
    trust = template["Resources"]["Role"]["Properties"]["AssumeRolePolicyDocument"]
    (statement,) = trust["Statement"]
    assert statement["Principal"] == {"AWS": {"Ref": "Responder"}}
    assert statement["Condition"] == {"StringEquals": {"sts:ExternalId": {"Ref": "ExternalId"}}}


def test_no_partition_is_written_by_hand() -> None:
    templates = (
        write_responder_template([PLAYBOOK], CODE),
        write_responder_template([PLAYBOOK], WITH_CALLBACKS),
        write_member_template([PLAYBOOK]),
    )
    for template in templates:
        assert "arn:aws" not in json.dumps(template)


def test_callbacks_have_a_url_that_anybody_may_call_and_a_role_of_their_own() -> None:
    template = write_responder_template([PLAYBOOK], WITH_CALLBACKS)
    resources = template["Resources"]
    assert resources["CallbackUrl"]["Properties"]["AuthType"] == "NONE"
    permissions = [
        resources[f"Callback{name}Permission"]["Properties"] for name in ("Url", "Invoke")
    ]
    assert [(one["Action"], one["Principal"]) for one in permissions] == [
        ("lambda:InvokeFunctionUrl", "*"),
        ("lambda:InvokeFunction", "*"),
    ]
    assert permissions[0]["FunctionUrlAuthType"] == "NONE"
    assert permissions[1]["InvokedViaFunctionUrl"] is True, "by the URL, and in no other way"
    function = resources["CallbackFunction"]["Properties"]
    assert function["FunctionName"] == "ringwall-responder-callback"
    assert function["Role"] == {"Fn::GetAtt": ["CallbackRole", "Arn"]}
    assert function["Environment"]["Variables"].keys() == {
        "RINGWALL_TABLE",
        "RINGWALL_SEAL_KEY",
        "RINGWALL_BUS",
    }
    assert function["ReservedConcurrentExecutions"] == 10
    responder = resources["Function"]["Properties"]["Environment"]["Variables"]
    url = {"Fn::GetAtt": ["CallbackUrl", "FunctionUrl"]}
    assert responder["RINGWALL_CALLBACK_URL"] == template["Outputs"]["CallbackUrl"]["Value"] == url
    assert resources["CallbackLog"]["DeletionPolicy"] == "Retain"


def test_a_case_is_announced_by_callbacks_alone_and_from_here() -> None:
    resources = write_responder_template([PLAYBOOK], WITH_CALLBACKS)["Resources"]
    assert resources["CaseRule"]["Properties"]["EventPattern"] == {
        "source": ["ringwall"],
        "detail-type": ["Ringwall Case"],
        "account": [{"Ref": "AWS::AccountId"}],
    }
    statement = resources["CaseEvents"]["Properties"]["Statement"]
    assert (statement["Effect"], statement["Principal"]) == ("Deny", "*")
    (role,) = statement["Condition"]["ArnNotEquals"]["aws:PrincipalArn"].values()
    assert role.endswith(":role/ringwall-responder-callback")
    alone = write_responder_template([PLAYBOOK], CODE)
    assert not {"CaseRule", "CaseEvents", "CallbackUrl"} & alone["Resources"].keys()
    assert "Outputs" not in alone


@pytest.mark.parametrize("code", [CODE, WITH_CALLBACKS], ids=["alone", "callbacks"])
def test_the_responder_is_invoked_every_few_minutes(code: ResponderCode) -> None:
    rule = write_responder_template([PLAYBOOK], code)["Resources"]["ScheduleRule"]["Properties"]
    assert rule["ScheduleExpression"] == "rate(5 minutes)"
    assert "EventPattern" not in rule


def test_secrets_of_channels_are_named_by_the_policy_or_by_who_deploys() -> None:
    asked = write_responder_template([PLAYBOOK], WITH_CALLBACKS)
    assert asked["Parameters"]["ChannelSecrets"]["Default"] == ""
    policy = asked["Resources"]["ChannelSecretsPolicy"]
    assert policy["Condition"] in asked["Conditions"]
    assert policy["Properties"]["Roles"] == [{"Ref": "Role"}, {"Ref": "CallbackRole"}]
    alone = write_responder_template([PLAYBOOK], CODE)["Resources"]["ChannelSecretsPolicy"]
    assert alone["Properties"]["Roles"] == [{"Ref": "Role"}]
    named = write_responder_template([PLAYBOOK], CODE, secrets=ChannelSecrets())
    assert "ChannelSecrets" not in named["Parameters"]
    assert "secretsmanager:GetSecretValue" not in list_actions(named)


@pytest.mark.slow
def test_a_stack_makes_what_the_template_says(dynamodb_sessions: Any) -> None:
    emulator, _, operator = dynamodb_sessions
    emulator.reset()

    def client(service: str) -> Any:
        return operator.create_client(service, region_name="us-east-1")

    client("s3").create_bucket(Bucket="code")
    client("s3").put_object(Bucket="code", Key="r.zip", Body=build_package([PLAYBOOK.id]).data)
    values = {"CodeBucket": "code", "CodeKey": "r.zip", "SecurityHub": "no"}
    client("cloudformation").create_stack(
        StackName="responder",
        TemplateBody=json.dumps(write_responder_template([PLAYBOOK], CODE)),
        Capabilities=["CAPABILITY_NAMED_IAM"],
        Parameters=[
            {"ParameterKey": name, "ParameterValue": value} for name, value in values.items()
        ],
    )
    made = client("lambda").get_function(FunctionName="ringwall-responder")["Configuration"]
    assert made["Handler"] == HANDLER
    assert made["Environment"]["Variables"]["RINGWALL_TABLE"] == "ringwall-responder"
    table = client("dynamodb").describe_table(TableName="ringwall-responder")["Table"]
    assert [key["AttributeName"] for key in table["KeySchema"]] == ["pk", "sk"]
    rules = client("events").list_rules(NamePrefix="ringwall-responder")["Rules"]
    assert {rule["Name"]: rule.get("ScheduleExpression") for rule in rules} == {
        "ringwall-responder-guardduty": None,
        "ringwall-responder-schedule": "rate(5 minutes)",
    }
