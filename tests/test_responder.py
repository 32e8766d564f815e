"""The whole way of a finding: GuardDuty, EventBridge, the packaged Lambda with its role, AWS."""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from dynamodb_world import TABLE, make_table
from function_world import FunctionWorld
from lambda_responder import FINDING_TYPE, make_finding
from policy_texts import write

from ringwall.catalog.loader import load_responses
from ringwall.catalog.response_permissions import (
    ResponderPlaces,
    permit_playbook,
    permit_responder,
)
from ringwall.emulator.published_events import publish
from ringwall.jobs.respond_package import HANDLER, build_package

OWNER, REGION = "123456789012", "us-east-1"
PLACE = f"{REGION}:{OWNER}"
PLAYBOOK = "lambda.contain_function"
POLICY = f"""
[[rules]]
name = "stop"
playbook = "{PLAYBOOK}"
findings = ["guardduty.{FINDING_TYPE}", "lambda.*"]
need = "automatic"
"""


def add_policy(package: bytes, text: str) -> bytes:
    """Return a package with a policy in it."""
    data = io.BytesIO(package)
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("response.toml", text)
    return data.getvalue()


@dataclass(frozen=True)
class DeployedResponder:
    """A responder that EventBridge invokes, and a function that GuardDuty may find."""

    functions: FunctionWorld
    target: str
    dead: str

    def concurrency(self) -> Any:
        client = self.functions.client("lambda")
        return client.get_function_concurrency(FunctionName="shop").get(
            "ReservedConcurrentExecutions"
        )

    def find(self, **members: Any) -> None:
        """Let GuardDuty find something; its event is delivered before this returns."""
        finding = make_finding(self.target, **members)
        state = self.functions.app.state
        publish(state, OWNER, REGION, "aws.guardduty", "GuardDuty Finding", finding)
        self.functions.client("sts").get_caller_identity()

    def cases(self) -> list[str]:
        answer = self.functions.client("dynamodb").query(
            TableName=TABLE,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": "CASES"}},
        )
        return [item["sk"]["S"] for item in answer["Items"]]


def deploy(
    functions: FunctionWorld, policy: str = POLICY, without: Iterable[str] = ()
) -> DeployedResponder:
    target = functions.function("shop", "def handler(event, context): return 1")
    table = make_table(functions.client("dynamodb"))
    made = functions.client("kms").create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")
    key, dead = made["KeyMetadata"]["Arn"], functions.queue("dead")
    group = f"arn:aws:logs:{PLACE}:log-group:/aws/lambda/responder"
    queue = f"arn:aws:sqs:{PLACE}:dead"
    statements: list[Mapping[str, Any]] = [
        *permit_responder(ResponderPlaces(table, group, key, queue=queue)),
        *permit_playbook(load_responses()[PLAYBOOK], "aws", OWNER),
    ]
    kept = [
        {**one, "Action": [action for action in one["Action"] if action not in set(without)]}
        for one in statements
    ]
    role = functions.role("responder-role", "lambda")
    functions.client("iam").put_role_policy(
        RoleName="responder-role",
        PolicyName="own",
        PolicyDocument=write(*(one for one in kept if one["Action"])),
    )
    arn = functions.function(
        "responder",
        add_policy(build_package([PLAYBOOK]).data, policy),
        Role=role,
        Handler=HANDLER,
        Timeout=120,
        MemorySize=512,
        Environment={"Variables": {"RINGWALL_TABLE": TABLE, "RINGWALL_SEAL_KEY": key}},
        DeadLetterConfig={"TargetArn": queue},
    )
    functions.client("lambda").put_function_event_invoke_config(
        FunctionName="responder", MaximumRetryAttempts=0
    )
    pattern = {"source": ["aws.guardduty"], "detail-type": ["GuardDuty Finding"]}
    rule = functions.rule("respond", pattern, arn)
    functions.client("lambda").add_permission(
        FunctionName="responder",
        StatementId="rule",
        Action="lambda:InvokeFunction",
        Principal="events.amazonaws.com",
        SourceArn=rule,
    )
    return DeployedResponder(functions, target, dead)


@pytest.mark.slow
def test_what_guardduty_finds_is_contained_without_a_person(functions: FunctionWorld) -> None:
    deployed = deploy(functions)
    assert deployed.concurrency() is None
    deployed.find()
    assert functions.messages(deployed.dead) == []
    assert deployed.concurrency() == 0
    (case,) = deployed.cases()
    deployed.find(updatedAt="2026-11-30T11:35:00.000Z")
    assert deployed.cases() == [case]


@pytest.mark.slow
def test_what_no_rule_takes_is_left_alone(functions: FunctionWorld) -> None:
    deployed = deploy(functions)
    deployed.find(type="Recon:EC2/Portscan")
    assert deployed.concurrency() is None
    assert deployed.cases() == []


@pytest.mark.slow
def test_without_a_permission_nothing_is_contained_and_it_is_told(
    functions: FunctionWorld,
) -> None:
    deployed = deploy(functions, without=["dynamodb:PutItem"])
    deployed.find()
    assert deployed.concurrency() is None
    (letter,) = functions.messages(deployed.dead)
    assert json.loads(letter["Body"])["detail"]["type"] == FINDING_TYPE
