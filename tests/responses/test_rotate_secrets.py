"""Rotating secrets that were read: acted, verified and killed; there is no way back."""

import time
from dataclasses import replace

import pytest
from read_secrets import REGION, let_functions_run, make_thief
from response_world import ResponseWorld, list_operations, tell_steps

PLAYBOOK = "secretsmanager.rotate_secrets"
USER = "arn:aws:iam::123456789012:user/thief"


@pytest.fixture
def thief(response_world: ResponseWorld) -> dict[str, str]:
    """Return the key of a user who read the secrets `kept` and `shop`; `shop` has a rotation."""
    return make_thief(response_world)


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


def test_every_region_is_swept(response_world: ResponseWorld, thief: dict[str, str]) -> None:
    response_world.settings = replace(response_world.settings, regions=())
    threat = response_world.threat(
        "access_key", USER, access_key=thief["AccessKeyId"], region="us-east-1"
    )
    planned = response_world.plan(PLAYBOOK, threat)
    assert [change.region for change in planned.changes] == [REGION]


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

    def look() -> tuple[str, int]:
        versions = response_world.client("secretsmanager").list_secret_version_ids(SecretId="shop")
        return read(response_world, "shop"), len(versions["Versions"])

    response_world.die_everywhere(PLAYBOOK, threat, look, comes_back=False)
    assert look() == ("new", 2)
