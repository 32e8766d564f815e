"""The section that deploys the function which responds: what it wants, makes, changes, undoes."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from blueprint_world import BlueprintWorld, columns_of, tell_bad_steps, tell_differences, want
from responder_package import BUCKET, PACKAGE, SHA256, put_package, write_package

from ringwall.catalog.loader import load_responses
from ringwall.catalog.managed_policies import LONGEST, USUAL_MOST
from ringwall.catalog.responder_keys import CALLBACK, HANDLERS
from ringwall.catalog.responder_template import MEMBER_ROLE, NAME
from ringwall.catalog.response_permissions import list_playbook_actions
from ringwall.jobs.respond_package import CALLBACK_HANDLER, HANDLER

SECTION = "response.responder"
SMALL = """
blueprint: acme
home_region: eu-west-1
accounts:
  email: aws+{account}@acme.io
  units:
    Security: {accounts: [security, log-archive]}
    Workloads: {accounts: [shop]}
  accounts:
    management: {id: "111111111111"}
    security: {id: "222222222222"}
    log-archive: {id: "333333333333"}
    shop: {id: "444444444444"}
"""
GIVEN = f"enabled: true, package: {{bucket: {BUCKET}, sha256: {SHA256}}}"
ALONE = """
blueprint: acme
home_region: eu-west-1
accounts: {email: "aws+{account}@acme.io", security: management, log_archive: management}
response:
  responder:
    enabled: true
    package: {bucket: %s, sha256: %s}
    playbooks: [%s]
    callbacks: true
"""
FEW = "ec2.isolate_instance, iam.contain_role"


def want_responder(text: str = "", others: str = "") -> list[Any]:
    given = f"{GIVEN}, {text}" if text else GIVEN
    return want(f"{SMALL}response: {{responder: {{{given}}}{others}}}\n", SECTION)


def alone(playbooks: str = FEW, sha256: str = SHA256) -> str:
    return ALONE % (BUCKET, sha256, playbooks)


def list_texts(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def actions_of(rows: list[Any], account: str, effect: str = "Allow") -> set[str]:
    """Return the actions of the managed policies in an account."""
    policies = columns_of(rows, "iam_policy")
    return {
        action
        for key, columns in policies.items()
        if key.startswith(f"{account} ")
        for statement in columns["policy_document"]["Statement"]
        if statement["Effect"] == effect
        for action in list_texts(statement["Action"])
    }


def test_it_is_off_by_itself_and_makes_no_function_without_a_package() -> None:
    assert want(f"{SMALL}level: strict\n", SECTION) == []
    rows = want(f"{SMALL}response: {{responder: {{enabled: true}}}}\n", SECTION)
    assert columns_of(rows, "lambda_function") == {}
    assert columns_of(rows, "events_target") == {}


def test_the_function_is_the_one_of_the_package_and_stays_within_limits() -> None:
    (function,) = columns_of(want_responder(), "lambda_function").values()
    assert base64.b64decode(function["code_sha256"]).hex() == SHA256
    assert (function["timeout"], function["reserved_concurrent_executions"]) == (900, 5)
    assert HANDLERS == {NAME: HANDLER, CALLBACK: CALLBACK_HANDLER}
    assert function["handler"] == HANDLER
    assert function["dead_letter_target_arn"].endswith(":222222222222:ringwall-responder-failed")
    variables = function["own_variables"]
    assert (variables["RINGWALL_ROLE"], variables["RINGWALL_EXTERNAL_ID"]) == (
        MEMBER_ROLE,
        "ringwall-acme",
    )


def test_only_the_function_becomes_the_role_of_other_accounts() -> None:
    rows = want_responder("external_id: case")
    roles = columns_of(rows, "iam_role")
    entered = {key for key in roles if key.endswith(f" {MEMBER_ROLE}")}
    assert {key.partition(" ")[0] for key in entered} == {"management", "log-archive", "shop"}
    for key in entered:
        (statement,) = roles[key]["assume_role_policy_document"]["Statement"]
        assert statement["Principal"]["AWS"].key.name == "ringwall-responder-function"
        assert statement["Condition"]["StringEquals"]["sts:ExternalId"] == "case"
        assert "aws:PrincipalOrgID" in statement["Condition"]["StringEquals"]
    alone = want_responder("members: false")
    assert {row.key.account for row in alone} == {"security"}
    own = columns_of(alone, "iam_role_policy")
    assert "sts:AssumeRole" not in str(own)


def test_roles_may_do_what_the_playbooks_do_and_never_to_what_governs() -> None:
    every = load_responses()
    for names in ([*every], ["iam.contain_role"], ["lambda.contain_function"]):
        rows = want_responder(f"playbooks: [{', '.join(names)}]")
        needed = {action for name in names for action in list_playbook_actions(every[name])}
        for account in ("security", "shop"):
            allowed = actions_of(rows, account)
            assert needed <= allowed
            assert not any("*" in action for action in allowed)
    denied = [
        statement
        for columns in columns_of(want_responder(), "iam_policy").values()
        for statement in columns["policy_document"]["Statement"]
        if statement["Effect"] == "Deny" and "iam:PutRolePolicy" in list_texts(statement["Action"])
    ]
    assert len(denied) == 4  # one in each account
    assert all(any(":role/ringwall-*" in arn for arn in one["Resource"]) for one in denied)
    assert actions_of(want_responder("playbooks: [s3.close_bucket]"), "shop", "Deny") == set()


def test_policies_are_within_what_iam_takes() -> None:
    policies = columns_of(want_responder(), "iam_policy")
    assert len(policies) // 4 <= USUAL_MOST
    for columns in policies.values():
        text = json.dumps(columns["policy_document"], separators=(",", ":"))
        assert len(text) <= LONGEST
        assert "{account_id}" not in text


def test_what_is_kept_is_sealed_recoverable_and_not_deleted() -> None:
    rows = want_responder()
    (table,) = columns_of(rows, "dynamodb_table").values()
    assert table["point_in_time_recovery_enabled"]
    assert table["sse_enabled"]
    (protection,) = columns_of(rows, "dynamodb_table_protection").values()
    assert protection["deletion_protection_enabled"]
    (key,) = columns_of(rows, "kms_key").values()
    assert (key["key_spec"], key["key_usage"]) == ("HMAC_256", "GENERATE_VERIFY_MAC")
    (queue,) = columns_of(rows, "sqs_queue").values()
    statements = {each["Sid"]: each for each in queue["policy"]["Statement"]}
    assert queue["sqs_managed_sse_enabled"]
    assert statements["RequireTls"]["Effect"] == "Deny"
    source = statements["Rules"]["Condition"]["ArnLike"]["aws:SourceArn"]
    assert source.endswith(":222222222222:rule/ringwall-responder-*")


def test_each_rule_has_the_function_as_its_target_and_the_queue_beside() -> None:
    for callbacks, count in (("false", 4), ("true", 5)):
        rows = want_responder(f"callbacks: {callbacks}")
        rules = columns_of(rows, "events_rule")
        targets = columns_of(rows, "events_target")
        assert len(rules) == len(targets) == count
        assert all(rule["name"].startswith(f"{NAME}-") for rule in rules.values())
        assert {target["target_arn"].key.name for target in targets.values()} == {NAME}
        assert len({target["dead_letter_arn"] for target in targets.values()}) == 1
        (permission,) = [
            columns
            for columns in columns_of(rows, "lambda_permission").values()
            if columns["statement_id"] == "rules"
        ]
        assert permission["source_account"] == "222222222222"
        assert permission["source_arn"].endswith(f"rule/{NAME}-*")


def test_chat_calls_a_function_of_its_own_which_can_do_little() -> None:
    secret = "arn:aws:secretsmanager:eu-west-1:222222222222:secret:%s-AbCdEf"
    rows = want_responder(
        f"callbacks: true, channel_secrets: ['{secret % 'token'}'],"
        f" signing_secrets: ['{secret % 'signing'}']"
    )
    assert len(columns_of(rows, "lambda_function")) == 2
    (url,) = columns_of(rows, "lambda_url").values()
    assert url["auth_type"] == "NONE"
    own = columns_of(rows, "iam_role_policy")[f"security global {CALLBACK}/own"]
    statements = own["policy_document"]["Statement"]
    text = str(statements)
    assert ("signing" in text, "secret:token" in text, "sts:" in text) == (True, False, False)
    assert {action.partition(":")[0] for each in statements for action in each["Action"]} == {
        "dynamodb",
        "events",
        "kms",
        "logs",
        "secretsmanager",
    }
    assert not any(CALLBACK in key for key in columns_of(rows, "iam_policy"))


def test_responders_hear_of_failures_where_they_have_a_topic() -> None:
    for others, count in (("", 0), (", notifications: {enabled: true}", 1)):
        alarms = columns_of(want_responder("", others), "cloudwatch_alarm")
        assert {alarm["metric_name"] for alarm in alarms.values()} == {
            "ApproximateNumberOfMessagesVisible",
            "Errors",
        }
        assert {len(alarm["alarm_actions"]) for alarm in alarms.values()} == {count}
    text = f"{SMALL}response: {{responder: {{{GIVEN}}}, notifications: {{enabled: true}}}}\n"
    rows = want(text, "response.notifications")
    assert "cloudwatch.amazonaws.com" in str(columns_of(rows, "sns_topic"))
    assert "cloudwatch.amazonaws.com" in str(columns_of(rows, "kms_key"))


@pytest.fixture
def deployed(organization_world: BlueprintWorld) -> BlueprintWorld:
    """Return the world of a lone account that has the functions."""
    put_package(organization_world)
    organization_world.make_organization()
    organization_world.build(alone(), SECTION)
    return organization_world


def test_all_of_it_is_made_and_undone(organization_world: BlueprintWorld) -> None:
    world = organization_world
    put_package(world)
    world.make_organization()
    plan = world.plan(alone(), SECTION)
    report = world.apply(plan)
    assert tell_bad_steps(report) == []
    assert tell_differences(world.plan(alone(), SECTION)) == []
    found = world.client("lambda").get_function_configuration(FunctionName=NAME)
    assert base64.b64decode(found["CodeSha256"]).hex() == SHA256
    assert found["CodeSize"] == len(PACKAGE)
    assert tell_bad_steps(world.undo(report.run.id)) == []
    assert len(world.plan(alone(), SECTION).differences) == len(plan.differences)
    assert world.client("lambda").list_functions()["Functions"] == []
    assert world.client("dynamodb").list_tables()["TableNames"] == []


def test_another_package_is_a_change_and_its_undo_brings_the_old_one_back(
    deployed: BlueprintWorld,
) -> None:
    client = deployed.client("lambda")
    other = put_package(deployed, write_package(main="def handle(event, context): return 2"))
    plan = deployed.plan(alone(sha256=other), SECTION)
    assert {found.property for found in plan.differences} == {"code_sha256"}
    report = deployed.apply(plan)
    assert tell_bad_steps(report) == []
    found = client.get_function_configuration(FunctionName=NAME)["CodeSha256"]
    assert base64.b64decode(found).hex() == other
    assert tell_bad_steps(deployed.undo(report.run.id)) == []
    assert tell_differences(deployed.plan(alone(), SECTION)) == []


def test_a_package_with_another_hash_than_is_said_is_no_success(deployed: BlueprintWorld) -> None:
    wrong = "a" * 64
    key = f"ringwall-responder-{wrong}.zip"
    deployed.client("s3").put_object(Bucket=BUCKET, Key=key, Body=write_package(evil="x = 1"))
    report = deployed.apply(deployed.plan(alone(sha256=wrong), SECTION))
    bad = tell_bad_steps(report)
    assert len(bad) == 2
    assert all("update_function_code" in step for step in bad)


def tamper_code(world: BlueprintWorld) -> None:
    data = write_package(evil="x = 1")
    world.client("lambda").update_function_code(FunctionName=NAME, ZipFile=data)


def tamper_variables(world: BlueprintWorld) -> None:
    variables = {"RINGWALL_TABLE": "other", "PYTHONPATH": "/tmp"}  # noqa: S108 - no file of ours
    world.client("lambda").update_function_configuration(
        FunctionName=NAME, Environment={"Variables": variables}
    )


def stop(world: BlueprintWorld) -> None:
    world.client("lambda").put_function_concurrency(
        FunctionName=NAME, ReservedConcurrentExecutions=0
    )


def open_function(world: BlueprintWorld) -> None:
    client = world.client("lambda")
    client.remove_permission(FunctionName=NAME, StatementId="rules")
    client.add_permission(
        FunctionName=NAME, StatementId="rules", Action="lambda:InvokeFunction", Principal="*"
    )


def close_url(world: BlueprintWorld) -> None:
    world.client("lambda").update_function_url_config(FunctionName=CALLBACK, AuthType="AWS_IAM")


def forget_retries(world: BlueprintWorld) -> None:
    world.client("lambda").put_function_event_invoke_config(
        FunctionName=NAME, MaximumRetryAttempts=0, MaximumEventAgeInSeconds=60
    )


def unprotect_table(world: BlueprintWorld) -> None:
    world.client("dynamodb").update_table(TableName=NAME, DeletionProtectionEnabled=False)


def open_queue(world: BlueprintWorld) -> None:
    client = world.client("sqs")
    url = client.get_queue_url(QueueName=f"{NAME}-failed")["QueueUrl"]
    client.set_queue_attributes(QueueUrl=url, Attributes={"Policy": ""})


def drop_dead_letters(world: BlueprintWorld) -> None:
    client, rule = world.client("events"), f"{NAME}-guardduty"
    (target,) = client.list_targets_by_rule(Rule=rule)["Targets"]
    client.put_targets(Rule=rule, Targets=[{"Id": target["Id"], "Arn": target["Arn"]}])


def widen_role(world: BlueprintWorld) -> None:
    client = world.client("iam")
    account = world.client("sts").get_caller_identity()["Account"]
    document = (
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
    )
    client.create_policy_version(
        PolicyArn=f"arn:aws:iam::{account}:policy/ringwall-responder-function-1",
        PolicyDocument=document,
        SetAsDefault=True,
    )


TAMPERINGS: dict[str, tuple[Callable[[BlueprintWorld], None], set[str]]] = {
    "code": (tamper_code, {"code_sha256"}),
    "variables": (tamper_variables, {"own_variables"}),
    "concurrency": (stop, {"reserved_concurrent_executions"}),
    "permission": (open_function, {"principal", "source_account", "source_arn"}),
    "url": (close_url, {"auth_type"}),
    "retries": (forget_retries, {"maximum_event_age_in_seconds", "maximum_retry_attempts"}),
    "protection": (unprotect_table, {"deletion_protection_enabled"}),
    "queue": (open_queue, {"policy"}),
    "dead letters": (drop_dead_letters, {"dead_letter_arn"}),
    "policy": (widen_role, {"policy_document"}),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_what_somebody_changes_is_seen_and_set_right(deployed: BlueprintWorld, name: str) -> None:
    tamper, columns = TAMPERINGS[name]
    tamper(deployed)
    plan = deployed.plan(alone(), SECTION)
    assert {found.property for found in plan.differences} == columns
    deployed.build(alone(), SECTION)


def test_fewer_playbooks_are_fewer_permissions_and_what_is_left_is_pruned(
    deployed: BlueprintWorld,
) -> None:
    every = ", ".join(load_responses())
    deployed.build(alone(every), SECTION)
    client = deployed.client("iam")

    def list_attached() -> set[str]:
        found = client.list_attached_role_policies(RoleName=f"{NAME}-function")
        return {each["PolicyName"] for each in found["AttachedPolicies"]}

    many = list_attached()
    assert len(many) > 1
    plan = deployed.plan(alone("ses.stop_sending"), SECTION, prune=True)
    assert tell_bad_steps(deployed.apply(plan)) == []
    assert list_attached() == {f"{NAME}-function-1"}
    assert tell_differences(deployed.plan(alone("ses.stop_sending"), SECTION, prune=True)) == []
