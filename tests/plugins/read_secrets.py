"""Secrets that somebody read, one of which is rotated by a function."""

import io
import zipfile
from dataclasses import replace

from policy_texts import allow, make_service_role, write
from response_callers import connect
from response_world import ResponseWorld

REGION = "eu-west-1"


def make_thief(response_world: ResponseWorld) -> dict[str, str]:
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
