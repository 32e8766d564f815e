"""Secrets of a blueprint: made without a value, shut to others, rotated once there is one."""

import json
from dataclasses import replace
from textwrap import dedent
from typing import Any

import pytest
from blueprint_world import (
    BlueprintWorld,
    LossyJournal,
    tell_bad_steps,
    tell_differences,
    tell_skipped,
)
from wanted_data import WantedData

from ringwall.apply.irreversible import find_irreversible
from ringwall.apply.run import execute, resume
from ringwall.catalog.secretsmanager.manual import put_values
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.wanted import Ref
from ringwall.model.run import RunOptions
from ringwall.plan.blueprint_file import parse_blueprint
from ringwall.plan.landscape import make_landscape

SECTION = "data.secrets"
MANAGEMENT = "123456789012"
SECRET, ROTATION = "secretsmanager_secret", "secretsmanager_rotation"
FUNCTION = f"arn:aws:lambda:eu-west-1:{MANAGEMENT}:function:rotate"
ALONE = """
    blueprint: acme
    home_region: eu-west-1
    accounts: {email: "aws+{account}@acme.io", security: management, log_archive: management}
    data:
      secrets: {%s}
"""
SHOP = "secrets: {shop: {account: management, name: shop/db, description: The shop%s}}"
PLAIN = ALONE % (SHOP % "")
ROTATED = ALONE % (SHOP % f", rotation_lambda_arn: '{FUNCTION}', rotate_after_days: 7")
DATABASE = ALONE % "databases: [{account: management, identifier: %s, kind: %s}]"


@pytest.fixture
def world(organization_world: BlueprintWorld) -> BlueprintWorld:
    """Return the world with an organization, which the policies name."""
    organization_world.make_organization()
    return organization_world


def make_function(world: BlueprintWorld) -> None:
    role = world.client("iam").create_role(
        RoleName="rotate",
        AssumeRolePolicyDocument=json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "lambda.amazonaws.com"},
                        "Action": "sts:AssumeRole",
                    }
                ],
            }
        ),
    )
    world.client("lambda").create_function(
        FunctionName="rotate",
        Runtime="python3.13",
        Role=role["Role"]["Arn"],
        Handler="a.b",
        Code={"ZipFile": b"-"},
    )


def describe(world: BlueprintWorld) -> Any:
    return world.client("secretsmanager").describe_secret(SecretId="shop/db")


def put_value(world: BlueprintWorld) -> None:
    world.client("secretsmanager").put_secret_value(SecretId="shop/db", SecretString="made-up")


def test_nothing_is_wanted_unless_it_is_named() -> None:
    assert WantedData(rest="level: strict\n").names(SECRET) == []
    assert WantedData().rows == WantedData("secrets: {}").rows


def test_a_secret_is_where_the_blueprint_says_and_shut_to_others() -> None:
    text = f"account: shop, region: us-east-1, name: a/b, rotation_lambda_arn: '{FUNCTION}'"
    wanted = WantedData(f"keys: {{purposes: [secrets]}}, secrets: {{secrets: {{s: {{{text}}}}}}}")
    row = wanted.find(SECRET, "s", "shop", "us-east-1")
    key = wanted.find("kms_key", "data-secrets", "shop", "us-east-1").key
    assert row.columns["kms_key_id"] == Ref(key, "arn")
    statements = row.columns["resource_policy"]["Statement"]
    assert {each["Effect"] for each in statements} == {"Deny"}
    assert statements[0]["Condition"]["BoolIfExists"] == {"aws:PrincipalIsAWSService": "false"}
    rotation = wanted.find(ROTATION, "s", "shop", "us-east-1")
    assert rotation.columns["automatically_after_days"] == 30
    assert rotation.by_hand
    assert row.columns.keys() == {"name", "description", "resource_policy", "kms_key_id"}


@pytest.mark.parametrize("data", ["", "keys: {purposes: [secrets]}, "])
def test_without_a_key_of_its_own_a_secret_has_that_of_aws(data: str) -> None:
    key = "key: false" if data else "key: true"
    wanted = WantedData(f"{data}secrets: {{secrets: {{s: {{account: shop, name: s, {key}}}}}}}")
    assert "kms_key_id" not in wanted.find(SECRET, "s").columns


def test_a_secret_is_made_without_a_value_and_undone(world: BlueprintWorld) -> None:
    plan = world.plan(PLAIN, SECTION)
    report = world.apply(plan)
    assert tell_bad_steps(report) == []
    assert all("SecretString" not in str(step.change.write.parameters) for step in report.steps)
    found = describe(world)
    assert (found["Description"], found.get("VersionIdsToStages")) == ("The shop", None)
    client = world.client("secretsmanager")
    policy = json.loads(client.get_resource_policy(SecretId="shop/db")["ResourcePolicy"])
    assert [each["Sid"] for each in policy["Statement"]] == [
        "OurOrganizationAlone",
        "ServicesForUsAlone",
        "RequireTls",
    ]
    assert tell_differences(world.plan(PLAIN, SECTION)) == []
    assert tell_bad_steps(world.undo(report.run.id)) == []
    assert describe(world)["DeletedDate"]
    (step, *_) = world.apply(world.plan(PLAIN, SECTION)).steps
    assert "already scheduled for deletion" in step.reason


def test_rotation_waits_for_a_value(world: BlueprintWorld) -> None:
    make_function(world)
    world.build(ROTATED, SECTION)
    (reason,) = tell_skipped(world.plan(ROTATED, SECTION)).values()
    assert reason.startswith("rotation waits for a value")
    put_value(world)
    plan = world.plan(ROTATED, SECTION)
    assert [line.split(": ", 1)[1] for line in tell_differences(plan)] == [
        "automatically_after_days 0 -> 7",
        f'rotation_lambda_arn "" -> "{FUNCTION}"',
    ]
    report = world.apply(plan)
    assert tell_bad_steps(report) == []
    assert describe(world)["RotationEnabled"] is True
    assert tell_differences(world.plan(ROTATED, SECTION)) == []
    assert tell_bad_steps(world.undo(report.run.id)) == []
    assert describe(world)["RotationEnabled"] is False
    assert len(tell_differences(world.plan(ROTATED, SECTION))) == 2


def test_a_policy_that_drifts_is_one_line(world: BlueprintWorld) -> None:
    world.build(PLAIN, SECTION)
    world.client("secretsmanager").delete_resource_policy(SecretId="shop/db")
    plan = world.plan(PLAIN, SECTION)
    (line,) = tell_differences(plan)
    assert "resource_policy {} ->" in line
    report = world.apply(plan)
    assert tell_bad_steps(report) == []
    assert tell_bad_steps(world.undo(report.run.id)) == []
    answer = world.client("secretsmanager").get_resource_policy(SecretId="shop/db")
    assert "ResourcePolicy" not in answer


def test_a_description_and_a_key_are_updated(world: BlueprintWorld) -> None:
    world.build(PLAIN, SECTION)
    put_value(world)
    text = PLAIN.replace("The shop", "The shops")
    keyed = text.replace("data:\n", "data:\n      keys: {purposes: [secrets]}\n")
    report = world.apply(world.plan(keyed, SECTION, "data.keys"))
    assert tell_bad_steps(report) == []
    found = describe(world)
    assert (found["Description"], ":key/" in found["KmsKeyId"]) == ("The shops", True)
    assert tell_differences(world.plan(keyed, SECTION, "data.keys")) == []
    client = world.client("secretsmanager")
    assert client.get_secret_value(SecretId="shop/db")["SecretString"] == "made-up"
    assert tell_bad_steps(world.undo(report.run.id)) == []
    found = describe(world)
    assert (found["Description"], found.get("KmsKeyId")) == ("The shop", None)


@pytest.mark.slow
def test_a_secret_that_is_erased_is_restored(world: BlueprintWorld) -> None:
    world.build(PLAIN, SECTION)
    put_value(world)
    plan = world.plan(ALONE % "", SECTION, prune=True)
    (change,) = plan.changes
    assert change.write.parameters["RecoveryWindowInDays"] == 30
    report = world.apply(plan)
    assert tell_bad_steps(report) == []
    assert describe(world)["DeletedDate"]
    assert tell_bad_steps(world.undo(report.run.id)) == []
    client = world.client("secretsmanager")
    assert client.get_secret_value(SecretId="shop/db")["SecretString"] == "made-up"
    assert tell_differences(world.plan(PLAIN, SECTION)) == []


def test_a_secret_whose_answer_was_lost_is_made_once(world: BlueprintWorld) -> None:
    plan = world.plan(PLAIN, SECTION)
    environment = world.environment()
    dying: Any = replace(environment, journal=LossyJournal(world.journal))
    with pytest.raises(KeyboardInterrupt):
        execute(plan.changes, dying, "test", kind="apply", options=RunOptions())
    (run,) = world.journal.runs()
    report = resume(run.id, environment, "test", options=RunOptions())
    assert tell_bad_steps(report) == []
    assert tell_differences(world.plan(PLAIN, SECTION)) == []


def make_database(world: BlueprintWorld, kind: str) -> None:
    rds = world.client("rds")
    common = {"Engine": "mysql", "MasterUsername": "root", "MasterUserPassword": "made-up-word"}
    if kind == "cluster":
        rds.create_db_cluster(DBClusterIdentifier="orders", **{**common, "Engine": "aurora-mysql"})
        return
    rds.create_db_instance(
        DBInstanceIdentifier="orders",
        DBInstanceClass="db.t4g.micro",
        AllocatedStorage=20,
        **common,
    )


@pytest.mark.parametrize("kind", ["instance", "cluster"])
def test_rds_makes_the_password_of_what_is_named_for_good(world: BlueprintWorld, kind: str) -> None:
    make_database(world, kind)
    text = DATABASE % ("orders", kind)
    plan = world.plan(text, SECTION)
    (change,) = plan.changes
    assert change.undo is None
    ((_, reason),) = find_irreversible(plan.changes)
    assert reason.startswith("RDS makes a password that nobody knows")
    assert "Password" not in str(
        change.write.parameters.keys() - {"ManageMasterUserPassword", "MasterUserSecretKmsKeyId"}
    )
    assert tell_bad_steps(world.apply(plan)) == []
    (secret,) = world.client("secretsmanager").list_secrets()["SecretList"]
    assert secret["OwningService"] == "rds"
    assert tell_differences(world.plan(text, SECTION)) == []


def test_the_key_of_the_account_is_that_of_the_password() -> None:
    text = "databases: [{account: shop, identifier: orders}]"
    wanted = WantedData(f"keys: {{purposes: [secrets]}}, secrets: {{{text}}}")
    row = wanted.find("rds_db_instance", "orders")
    key = wanted.find("kms_key", "data-secrets", "shop", "eu-west-1").key
    assert row.given == {"master_user_secret_kms_key_id": Ref(key, "arn")}


def test_a_database_that_is_not_there_is_said(world: BlueprintWorld) -> None:
    plan = world.plan(DATABASE % ("gone", "cluster"), SECTION)
    assert list(plan.changes) == []
    (reason,) = tell_skipped(plan).values()
    assert reason == "the blueprint names gone: account management has none in eu-west-1"


def read(text: str) -> Landscape:
    return make_landscape(parse_blueprint(dedent(text).encode(), "ringwall.yaml"))


def test_a_plan_says_who_puts_a_value_in_and_that_rotation_waits() -> None:
    named = ROTATED.replace("The shop", "The shop, value_from: Web team")
    (step,) = put_values.steps(read(named))
    assert step.title == "put a value into the secret shop/db in eu-west-1: Web team"
    assert "Rotation waits for the value" in step.how[-1]
    assert step.evidence
    assert step.evidence.columns == {"has_value": True}
    (plain,) = put_values.steps(read(PLAIN))
    assert plain.title.endswith(": whoever makes what it opens")
    assert not any("Rotation" in line for line in plain.how)
