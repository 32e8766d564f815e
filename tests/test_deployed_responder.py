"""The whole way, deployed by a blueprint: GuardDuty, EventBridge, the packaged function, AWS."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from blueprint_world import REGION, ROLE, BlueprintWorld, open_worlds
from function_world import pack
from lambda_responder import FINDING_TYPE, make_finding
from policy_texts import make_service_role
from responder_package import BUCKET, put_package
from stoppable_function import PLAYBOOK

from ringwall.aws.session import Sessions
from ringwall.catalog.responder_template import NAME
from ringwall.emulator.app import Emulator
from ringwall.emulator.published_events import publish
from ringwall.emulator.transport import attach
from ringwall.jobs.authority import ReasonedAuthority
from ringwall.jobs.respond_package import build_package

POLICY = f"""
[[rules]]
name = "stop"
playbook = "{PLAYBOOK}"
findings = ["guardduty.{FINDING_TYPE}"]
need = "automatic"
"""
BLUEPRINT = """
blueprint: acme
home_region: eu-west-1
accounts:
  email: "aws+{account}@acme.io"
  units:
    Security: {accounts: [security, log-archive]}
    Workloads: {accounts: [shop]}
response:
  responder:
    enabled: true
    account: management
    package: {bucket: %s, sha256: %s}
    playbooks: [%s]
"""


@pytest.fixture
def running(
    tmp_path: Path, migrated_database: Path, aws_environment: pytest.MonkeyPatch
) -> Iterator[BlueprintWorld]:
    """Return a world whose emulator runs functions."""
    emulator = Emulator(authority=ReasonedAuthority(), run_functions=True)
    team = botocore.session.Session()
    team.set_credentials("AKIATEAM", "not-a-secret")
    attach(team, emulator)
    sessions = Sessions(
        region=REGION, role=ROLE, transport=lambda session: attach(session, emulator)
    )
    made = (emulator, sessions, team)
    with open_worlds(made, tmp_path, migrated_database, aws_environment) as make:
        yield make()


def make_target(client: Callable[[str], Any]) -> str:
    """Make the function that GuardDuty finds something about; return its ARN."""
    made = client("lambda").create_function(
        FunctionName="shop",
        Role=make_service_role(client("iam"), "shop-role", "lambda"),
        Runtime="python3.12",
        Handler="main.handler",
        Code={"ZipFile": pack(main="def handler(event, context): return 1")},
    )
    arn: str = made["FunctionArn"]
    return arn


def find_concurrency(client: Callable[[str], Any]) -> Any:
    found = client("lambda").get_function_concurrency(FunctionName="shop")
    return found.get("ReservedConcurrentExecutions")


def deploy(world: BlueprintWorld) -> tuple[str, str]:
    """Build the accounts and the section; return the ids of the management account and of shop."""
    policy = world.home / "response.toml"
    policy.write_text(POLICY, encoding="utf-8")
    sha256 = put_package(world, build_package([PLAYBOOK], policy).data)
    text = BLUEPRINT % (BUCKET, sha256, PLAYBOOK)
    first = ("accounts.management", "accounts.units", "accounts.accounts")
    world.build(text, *first)
    world.build(text, *first, "response.responder")
    listed = world.client("organizations").list_accounts()["Accounts"]
    shop = next(account["Id"] for account in listed if account["Name"] == "shop")
    return str(world.client("sts").get_caller_identity()["Account"]), str(shop)


def find(world: BlueprintWorld, owner: str, **members: Any) -> None:
    """Let GuardDuty find something; the event is delivered before this returns."""
    finding = make_finding(**members)
    publish(world.emulator.state, owner, REGION, "aws.guardduty", "GuardDuty Finding", finding)
    world.client("sts").get_caller_identity()


def list_cases(world: BlueprintWorld) -> list[Any]:
    answer = world.client("dynamodb").query(
        TableName=NAME,
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": "CASES"}},
    )
    return list(answer["Items"])


@pytest.mark.slow
def test_a_blueprint_deploys_what_contains_a_finding_here_and_in_other_accounts(
    running: BlueprintWorld,
) -> None:
    owner, shop = deploy(running)

    def enter(service: str) -> Any:
        return running.enter(shop, service)

    for client, number in ((running.client, "1"), (enter, "2")):
        target = make_target(client)
        assert find_concurrency(client) is None
        find(running, owner, function=target, id=number * 32)
        assert find_concurrency(client) == 0
    assert len(list_cases(running)) == 2
    find(running, owner, function=target, id="3" * 32, type="Recon:EC2/Portscan")
    assert len(list_cases(running)) == 2
    queue = running.client("sqs").get_queue_url(QueueName=f"{NAME}-failed")["QueueUrl"]
    assert running.client("sqs").receive_message(QueueUrl=queue).get("Messages", []) == []


@pytest.mark.slow
def test_without_its_permissions_in_an_account_nothing_is_contained_there(
    running: BlueprintWorld,
) -> None:
    owner, shop = deploy(running)

    def enter(service: str) -> Any:
        return running.enter(shop, service)

    iam = enter("iam")
    for policy in iam.list_attached_role_policies(RoleName="ringwall-respond")["AttachedPolicies"]:
        iam.detach_role_policy(RoleName="ringwall-respond", PolicyArn=policy["PolicyArn"])
    target = make_target(enter)
    find(running, owner, function=target, type=FINDING_TYPE)
    assert find_concurrency(enter) is None
