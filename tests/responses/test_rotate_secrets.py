"""Rotating secrets that were read: acted, verified and killed; there is no way back."""

import io
import time
import zipfile
from dataclasses import replace

import pytest
from policy_texts import allow, make_service_role, write
from response_callers import connect
from response_world import Death, Killed, ResponseWorld, list_operations, tell_steps

PLAYBOOK = "secretsmanager.rotate_secrets"
REGION = "eu-west-1"
USER = "arn:aws:iam::123456789012:user/thief"


@pytest.fixture
def thief(response_world: ResponseWorld) -> dict[str, str]:
    """Return the key of a user who read the secrets `kept` and `shop`; `shop` has a rotation."""
    iam, secrets = response_world.client("iam"), response_world.client("secretsmanager")
    iam.create_user(UserName="thief")
    iam.put_user_policy(
        UserName="thief",
        PolicyName="own",
        PolicyDocument=write(allow("secretsmanager:GetSecretValue")),
    )
    made: dict[str, str] = iam.create_access_key(UserName="thief")["AccessKey"]
    for name in ("kept", "other", "shop"):
        secrets.create_secret(Name=name, SecretString="old")
    secrets.rotate_secret(
        SecretId="shop",
        RotationLambdaARN=make_function(response_world),
        RotationRules={"AutomaticallyAfterDays": 30},
        RotateImmediately=False,
    )
    with response_world.world.emulator.mounted():
        from moto.secretsmanager.models import secretsmanager_backends  # noqa: PLC0415 - one fixture's

        for secret in secretsmanager_backends["123456789012"][REGION].secrets.values():
            for version in secret.versions.values():
                version["createdate"] -= 7200
    mine = connect(response_world, made, "secretsmanager")
    for name in ("kept", "shop"):
        mine.get_secret_value(SecretId=name)
    return made


def make_function(world: ResponseWorld) -> str:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr("a.py", "def h(event, context): pass")
    role = make_service_role(world.client("iam"), "rotate", "lambda")
    made = world.client("lambda").create_function(
        FunctionName="rotate",
        Runtime="python3.12",
        Handler="a.h",
        Role=role,
        Code={"ZipFile": data.getvalue()},
    )
    return str(made["FunctionArn"])


def let_functions_run(world: ResponseWorld) -> None:
    """While Changes wait, do what the rotation function does with each rotation asked for."""
    make, key = world.world.environment, ("123456789012", REGION, "secretsmanager.Rotations")

    def run(_seconds: float) -> None:
        waiting = world.world.emulator.state.settings.pop(key, [])
        for rotation in waiting:
            event = rotation["events"][-1]
            world.client("secretsmanager").put_secret_value(
                SecretId=event["SecretId"],
                ClientRequestToken=event["ClientRequestToken"],
                SecretString="new",
                VersionStages=["AWSCURRENT"],
            )

    world.world.environment = lambda: replace(make(), sleep=run)  # type: ignore[method-assign]  # of this world alone


def read(world: ResponseWorld, name: str) -> str:
    found = world.client("secretsmanager").get_secret_value(SecretId=name)
    return str(found["SecretString"])


@pytest.mark.parametrize("by", ["key", "actor"])
def test_what_was_read_is_rotated(
    response_world: ResponseWorld, thief: dict[str, str], by: str
) -> None:
    let_functions_run(response_world)
    threat = {
        "key": response_world.threat("access_key", USER, access_key=thief["AccessKeyId"]),
        "actor": response_world.threat("user", USER, actor=USER),
    }[by]
    planned = response_world.plan(PLAYBOOK, threat)
    assert list_operations(planned) == ["secretsmanager.rotate_secret"]
    assert planned.changes[0].resource.split(":")[-1].startswith("shop-")
    playbook = {"key": "iam.disable_access_key", "actor": "iam.contain_user"}[by]
    assert playbook in planned.steps[0].what
    (kept,) = (step for step in planned.steps if ":secret:kept-" in step.resource)
    assert kept.why == "it was read, and nothing rotates it"
    time.sleep(1.1)  # versions are told apart by whole seconds
    report = response_world.respond(PLAYBOOK, threat)
    assert (read(response_world, "shop"), read(response_world, "other")) == ("new", "old")
    assert response_world.plan(PLAYBOOK, threat).changes == ()
    assert response_world.world.undo(report.run.id) is None


def test_the_evidence_names_secrets(response_world: ResponseWorld, thief: dict[str, str]) -> None:
    del thief
    secret = response_world.client("secretsmanager").describe_secret(SecretId="shop")["ARN"]
    evidence = {"secrets": ["other", "a'b", 7], "parameters": {"secretId": "shop"}}
    for threat in (
        response_world.threat("secret", secret),
        response_world.threat("secret", "", region=REGION, evidence=evidence),
    ):
        planned = response_world.plan(PLAYBOOK, threat)
        assert [change.resource for change in planned.changes] == [secret]
    assert [":secret:other-" in step.resource for step in planned.steps] == [True]


def test_a_rotation_that_goes_on_is_awaited(
    response_world: ResponseWorld, thief: dict[str, str]
) -> None:
    threat = response_world.threat("access_key", USER, access_key=thief["AccessKeyId"])
    report = response_world.carry_out(response_world.plan(PLAYBOOK, threat))
    assert [step.outcome for step in report.steps] == ["awaiting"]
    assert "that the old value is current" in report.steps[0].reason
    let_functions_run(response_world)
    assert tell_steps(response_world.resume(report.run.id)) == []
    assert read(response_world, "shop") == "new"


def test_a_history_that_is_refused_is_told(
    response_world: ResponseWorld, thief: dict[str, str]
) -> None:
    threat = response_world.threat("access_key", USER, access_key=thief["AccessKeyId"])
    response_world.world.emulator.deny("cloudtrail:LookupEvents")
    try:
        planned = response_world.plan(PLAYBOOK, threat)
    finally:
        response_world.world.emulator.allow()
    assert planned.changes == ()
    assert "event name GetSecretValue" in planned.steps[1].what


def test_what_cannot_be_looked_at_is_told(
    response_world: ResponseWorld, thief: dict[str, str]
) -> None:
    secrets = response_world.client("secretsmanager")
    secrets.delete_secret(SecretId="kept", ForceDeleteWithoutRecovery=True)
    secrets.delete_secret(SecretId="shop")
    threat = response_world.threat("access_key", USER, access_key=thief["AccessKeyId"])
    planned = response_world.plan(PLAYBOOK, threat)
    assert planned.changes == ()
    assert sorted(step.why[:40] for step in planned.steps[1:]) == [
        "it was read, and it cannot be looked at:",
        "it was read, and it waits for its deleti",
    ]


@pytest.mark.parametrize(
    "resource",
    ["", "arn:aws:s3:::bucket", "arn:aws:secretsmanager:eu-west-1:210987654321:secret:x"],
)
def test_without_a_secret_a_person_is_asked(response_world: ResponseWorld, resource: str) -> None:
    threat = response_world.threat("secret", resource, account_id="123456789012")
    planned = response_world.plan(PLAYBOOK, threat)
    assert planned.changes == ()
    assert "nobody says which secrets were read" in planned.steps[0].what


@pytest.mark.slow
def test_a_kill_at_any_point_leads_to_the_same_end(
    response_world: ResponseWorld, thief: dict[str, str]
) -> None:
    let_functions_run(response_world)
    threat = response_world.threat("access_key", USER, access_key=thief["AccessKeyId"])
    start, counted = response_world.save(), Death()
    planned = response_world.plan(PLAYBOOK, threat)
    response_world.carry_out(planned, response_world._dying(counted))  # noqa: SLF001 - there is no undo
    for point in range(counted.passed):
        response_world.load(start)
        planned = response_world.plan(PLAYBOOK, threat)
        earlier = len(response_world.world.journal.runs())
        with pytest.raises(Killed):
            response_world.carry_out(planned, response_world._dying(Death(point)))  # noqa: SLF001 - the same
        runs = response_world.world.journal.runs()
        if len(runs) == earlier or runs[-1].status == "done":
            continue
        response_world._forget_leases()  # noqa: SLF001 - the same
        assert tell_steps(response_world.resume(runs[-1].id)) == []
        versions = response_world.client("secretsmanager").list_secret_version_ids(SecretId="shop")
        assert (read(response_world, "shop"), len(versions["Versions"])) == ("new", 2)
