"""Configurations of code signing are kept, and functions use them."""

import io
import zipfile
from typing import Any

from policy_texts import trust

PROFILE = "arn:aws:signer:us-east-1:123456789012:/signing-profiles/p/abcdef0123"


def make_function(client: Any) -> str:
    role = client("iam").create_role(RoleName="r", AssumeRolePolicyDocument=trust("lambda"))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("a.py", "def f(event, context): pass")
    made = client("lambda").create_function(
        FunctionName="f",
        Runtime="python3.12",
        Role=role["Role"]["Arn"],
        Handler="a.f",
        Code={"ZipFile": packed.getvalue()},
    )
    arn: str = made["FunctionArn"]
    return arn


def test_a_function_uses_a_configuration(client: Any, refusal: Any) -> None:
    functions, arn = client("lambda"), make_function(client)
    publishers = {"SigningProfileVersionArns": [PROFILE]}
    made = functions.create_code_signing_config(AllowedPublishers=publishers)["CodeSigningConfig"]
    own = {"CodeSigningConfigArn": made["CodeSigningConfigArn"]}
    assert made["CodeSigningPolicies"] == {"UntrustedArtifactOnDeployment": "Warn"}
    policy = {"UntrustedArtifactOnDeployment": "Enforce"}
    functions.update_code_signing_config(**own, CodeSigningPolicies=policy)
    shown = functions.get_code_signing_config(**own)["CodeSigningConfig"]
    assert (shown["CodeSigningPolicies"], shown["AllowedPublishers"]) == (policy, publishers)
    functions.put_function_code_signing_config(**own, FunctionName="f")
    kept = functions.get_function_code_signing_config(FunctionName="f")
    assert kept["CodeSigningConfigArn"] == own["CodeSigningConfigArn"]
    assert functions.list_functions_by_code_signing_config(**own)["FunctionArns"] == [arn]
    assert refusal(functions.delete_code_signing_config, **own)[0] == "ResourceConflictException"
    functions.delete_function_code_signing_config(FunctionName="f")
    functions.delete_code_signing_config(**own)
    assert functions.list_code_signing_configs()["CodeSigningConfigs"] == []
    put = functions.put_function_code_signing_config
    assert refusal(put, **own, FunctionName="f")[0] == "CodeSigningConfigNotFoundException"
    assert refusal(put, **own, FunctionName="g")[0] == "ResourceNotFoundException"
