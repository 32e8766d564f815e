import io
import json
import zipfile
from typing import Any

from policy_texts import make_service_role

from ringwall.emulator.app import Emulator

PLACE = ("123456789012", "us-east-1")
ARN = "arn:aws:lambda:us-east-1:123456789012:function:{}"


def write_policy(**more: Any) -> str:
    statement = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "secretsmanager:GetSecretValue",
        "Resource": "*",
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement | more]})


def make_function(client: Any, name: str) -> str:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr("a.py", "def h(event, context): pass")
    role = make_service_role(client("iam"), name, "lambda")
    client("lambda").create_function(
        FunctionName=name, Runtime="python3.12", Handler="a.h", Role=role,
        Code={"ZipFile": data.getvalue()},
    )  # fmt: skip
    return ARN.format(name)


def test_rotation_asks_the_function_for_each_step(
    client: Any, emulator: Emulator, refusal: Any
) -> None:
    secrets = client("secretsmanager")
    secrets.create_secret(Name="s", SecretString="old")
    assert refusal(secrets.rotate_secret, SecretId="s")[0] == "InvalidRequestException"
    none = {"SecretId": "s", "RotationLambdaARN": ARN.format("none")}
    assert refusal(secrets.rotate_secret, **none)[0] == "ResourceNotFoundException"
    function = make_function(client, "rotate")
    made = secrets.rotate_secret(
        SecretId="s", RotationLambdaARN=function, RotationRules={"AutomaticallyAfterDays": 7}
    )
    shown = secrets.describe_secret(SecretId="s")
    assert (shown["RotationEnabled"], shown["RotationRules"]["AutomaticallyAfterDays"]) == (True, 7)
    (waiting,) = emulator.state.settings[*PLACE, "secretsmanager.Rotations"]
    assert waiting["function"] == function
    assert next(e["Step"] for e in waiting["events"]) == "createSecret"
    assert {e["ClientRequestToken"] for e in waiting["events"]} == {made["VersionId"]}
    assert secrets.get_secret_value(SecretId="s")["SecretString"] == "old"
    secrets.cancel_rotate_secret(SecretId="s")
    assert secrets.describe_secret(SecretId="s")["RotationEnabled"] is False


def test_rotation_is_listed(client: Any) -> None:
    secrets = client("secretsmanager")
    secrets.create_secret(Name="s", SecretString="old")
    function = make_function(client, "rotate")
    secrets.rotate_secret(SecretId="s", RotationLambdaARN=function)
    (shown,) = secrets.list_secrets()["SecretList"]
    assert (shown["RotationEnabled"], shown["RotationLambdaARN"]) == (True, function)


def test_the_name_of_a_secret_that_is_being_deleted_is_taken(client: Any, refusal: Any) -> None:
    secrets = client("secretsmanager")
    secrets.create_secret(Name="s")
    secrets.delete_secret(SecretId="s", RecoveryWindowInDays=30)
    assert refusal(secrets.create_secret, Name="s")[0] == "InvalidRequestException"
    secrets.restore_secret(SecretId="s")
    assert refusal(secrets.create_secret, Name="s")[0] == "ResourceExistsException"


def test_policy_for_everyone_is_blocked_where_that_is_asked(client: Any, refusal: Any) -> None:
    secrets = client("secretsmanager")
    secrets.create_secret(Name="s", SecretString="x")
    for policy, code in (
        (write_policy(), "PublicPolicyException"),
        ("{", "MalformedPolicyDocumentException"),
    ):
        given = {"SecretId": "s", "ResourcePolicy": policy, "BlockPublicPolicy": True}
        assert refusal(secrets.put_resource_policy, **given)[0] == code
    secrets.put_resource_policy(SecretId="s", ResourcePolicy=write_policy())
    limited = write_policy(Condition={"StringEquals": {"aws:PrincipalOrgID": "o-1"}})
    secrets.put_resource_policy(SecretId="s", ResourcePolicy=limited, BlockPublicPolicy=True)
    assert secrets.validate_resource_policy(ResourcePolicy=limited)["PolicyValidationPassed"]
    found = secrets.validate_resource_policy(ResourcePolicy=write_policy())
    assert [e["CheckName"] for e in found["ValidationErrors"]] == ["PublicPolicy"]


def test_versions_keep_the_times_at_which_they_were_made(client: Any, emulator: Emulator) -> None:
    secrets = client("secretsmanager")
    made = secrets.create_secret(Name="s", SecretString="one")
    with emulator.mounted():
        from moto.secretsmanager.models import secretsmanager_backends  # noqa: PLC0415

        held = secretsmanager_backends[PLACE[0]][PLACE[1]].secrets["s"]
        held.versions[made["VersionId"]]["createdate"] -= 60
    for text in ("two", "three"):
        secrets.put_secret_value(SecretId="s", SecretString=text)
    found = secrets.list_secret_version_ids(SecretId=made["ARN"])["Versions"]
    assert [one["VersionStages"] for one in found] == [["AWSPREVIOUS"], ["AWSCURRENT"]]
    every = secrets.list_secret_version_ids(SecretId="s", IncludeDeprecated=True)["Versions"]
    (first,) = (one for one in every if one["VersionId"] == made["VersionId"])
    assert (found[0]["CreatedDate"] - first["CreatedDate"]).total_seconds() >= 60
